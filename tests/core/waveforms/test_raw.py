"""Bare samples, as they are told to lie."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.records.importing import RAW_TYPES, RawLayout
from pfd_desktop.core.waveforms.importers.table import choose
from pfd_desktop.errors import InvalidRecording, MappingNeeded

SAMPLES = np.random.default_rng(1).integers(0, 250, (500, 3)) - 100


def written(path: Path, layout: RawLayout) -> np.ndarray:
    """The samples as they must come back."""
    values = SAMPLES[:, : layout.channels]
    values = values + 100 if layout.samples.startswith("u") else values * 60
    if layout.samples == "int24":
        values = values * 300
        byteorder = "big" if layout.big_endian else "little"
        data = b"".join(int(v).to_bytes(3, byteorder, signed=True) for v in values.ravel())
    else:
        code = (">" if layout.big_endian else "<") + RAW_TYPES[layout.samples]
        data = values.astype(code).tobytes()
    path.write_bytes(bytes(range(layout.header_bytes)) + data)
    return values


@pytest.mark.parametrize("samples", RAW_TYPES)
@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize(("channels", "header"), [(1, 0), (3, 7)])
def test_every_layout_returns_what_was_written(
    tmp_path: Path, samples: str, big_endian: bool, channels: int, header: int
) -> None:
    layout = RawLayout(samples, big_endian, channels, header)
    path = tmp_path / "a.raw"
    values = written(path, layout)
    importer = choose(path, layout)
    contents = importer.describe(path, True)
    assert [v.samples for v in contents.variables] == [500] * channels
    last = contents.variables[-1]
    np.testing.assert_array_equal(next(importer.read(path, last, 0)), values[:, -1])


def test_what_is_not_told_or_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.raw"
    written(path, RawLayout("int16"))
    with pytest.raises(MappingNeeded, match="bare samples: tell their type"):
        choose(path)
    with pytest.raises(InvalidRecording, match="no whole number of 3 × 2 bytes"):
        choose(path, RawLayout("int16", channels=3)).describe(path, True)


def test_a_told_layout_leaves_other_formats_of_the_folder_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, SAMPLES[:, 0].astype(float))
    assert choose(path, RawLayout()).name == "NPY"
