"""Each bad file is refused with its reason before it can do harm; mutants never escape as bugs."""

import resource
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.records.importing import Mapping
from pfd_desktop.core.waveforms.importers.table import choose
from pfd_desktop.core.waveforms.told import chosen
from pfd_desktop.errors import PfdError
from tests.bad_files import BAD, GOOD, Bad

# These are found only once the samples themselves are looked at (tests/services/test_bad_input.py)
_LATER = {"nan.npz", "infinite.npz", "constant.npz"}


def load(path: Path) -> None:
    """Everything that the readers do with a file."""
    importer = choose(path)
    contents = importer.describe(path, True)
    variable = chosen(path, contents, Mapping())
    for _ in importer.read(path, variable, 0):
        pass


@pytest.mark.parametrize("bad", [b for b in BAD if b.name not in _LATER], ids=lambda b: b.name)
def test_refused_with_its_reason_in_little_memory(tmp_path: Path, bad: Bad) -> None:
    path = tmp_path / bad.name
    bad.make(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PfdError, match=bad.reason):
        load(path)
    grown_mib = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown_mib < 400


# Readers in C may take the interpreter down: their mutants are tried in children only
# (tests/services/test_import_fuzz.py).
_IN_CHILDREN = {"mat", "parquet", "flac"}


@pytest.mark.parametrize("ending", [ending for ending in GOOD if ending not in _IN_CHILDREN])
def test_mutants_are_read_or_refused(tmp_path: Path, ending: str) -> None:
    original = bytearray(GOOD[ending](tmp_path / f"seed.{ending}").read_bytes())
    reasons = []
    for seed in range(300):
        path = tmp_path / f"mutant.{ending}"
        path.write_bytes(mutated(original, seed))
        try:
            load(path)
        except PfdError as error:
            reasons.append(str(error))
    assert 10 < len(reasons) < 300
    assert all(path.name in reason for reason in reasons)


def mutated(original: bytearray, seed: int) -> bytes:
    """The file with bytes changed, cut off or repeated; most changes near its start."""
    rng = np.random.default_rng(seed)
    data = bytearray(original)
    for _ in range(int(rng.integers(1, 12))):
        reach = len(data) if rng.random() < 0.4 else min(len(data), 600)
        data[int(rng.integers(reach))] = int(rng.integers(256))
    if rng.random() < 0.2:
        del data[int(rng.integers(len(data))) :]
    if rng.random() < 0.1:
        start = int(rng.integers(len(data) or 1))
        data[start:start] = data[start : start + int(rng.integers(1, 200))]
    return bytes(data)
