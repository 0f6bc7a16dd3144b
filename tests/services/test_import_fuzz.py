"""Mutated files in real limited children: each is read or refused, and none takes more down."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pfd_desktop.core.records.importing import Mapping, RefusedFile
from pfd_desktop.core.waveforms.child import ParsedFiles, ParseRequest, parse_files
from pfd_desktop.errors import WorkerDied, WorkerLimit
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import IMPORT
from tests.bad_files import GOOD
from tests.core.waveforms.test_bad_files import mutated
from tests.foreign_files import good_set
from tests.importing import Desk, desk_with_children
from tests.signals_of_tests import RATE_HZ

SEEDS = {**GOOD, "set.h5": good_set}
_SLOWEST_S = 10.0


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_with_children(tmp_path_factory.mktemp("fuzz") / "p") as desk:
        yield desk


class Told(Silent):
    """How often each outcome was told."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def tell(self, event: object) -> None:
        assert isinstance(event, ParsedFiles)
        for _, one in event.outcomes:
            assert not isinstance(one, RefusedFile) or one.reason
            self.counts[type(one).__name__] += 1


def outcomes(desk: Desk, folder: Path, ending: str, seeds: range) -> dict[str, int]:
    """How often each outcome was met."""
    original = bytearray(SEEDS[ending](folder / f"seed.{ending}").read_bytes())
    mapping = Mapping(rate_hz=RATE_HZ)
    if ending == "set.h5":
        mapping = replace(mapping, variable="train/signals", column=3)
    requests: list[tuple[ParseRequest]] = []
    for seed in seeds:
        path = folder / f"mutant {seed}.{ending}"
        path.write_bytes(mutated(original, seed))
        requests.append((ParseRequest(path, folder / f"{seed}.tmp", "auto", mapping),))
    told = Told()
    started = time.monotonic()
    for result in desk.compute.map(told, parse_files, requests, limits=IMPORT):
        assert isinstance(result, WorkerDied | WorkerLimit | None), result
        if result is not None:
            told.counts[type(result).__name__] += 1
    assert time.monotonic() - started < _SLOWEST_S + 0.2 * len(requests)
    return dict(told.counts)


@pytest.mark.parametrize("ending", ["mat", "parquet", "flac"])
def test_mutants_of_readers_in_c_are_read_or_refused(
    desk: Desk, tmp_path: Path, ending: str
) -> None:
    """The reader of MAT files has crashed the interpreter before."""
    counts = outcomes(desk, tmp_path, ending, range(200))
    assert sum(counts.values()) == 200
    assert counts["Parsed"] > 0
    assert counts["RefusedFile"] > 10
    assert counts.get("WorkerDied", 0) < 10
    assert counts.get("WorkerLimit", 0) == 0


@pytest.mark.long
@pytest.mark.parametrize("ending", SEEDS)
def test_two_thousand_mutants_of_each_format(desk: Desk, tmp_path: Path, ending: str) -> None:
    counts = outcomes(desk, tmp_path, ending, range(1000, 3000))
    print(f"GATE fuzz-{ending} {counts} pass")
    assert sum(counts.values()) == 2000
    assert counts.get("WorkerDied", 0) < 100
    assert counts.get("WorkerLimit", 0) == 0
