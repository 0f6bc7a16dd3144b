"""Small waveform files are filled in; they are what HDF5 would have written."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.waveforms import layouts
from pfd_desktop.core.waveforms.blob import open_blob, retell_blob, verify_blob, write_blob
from pfd_desktop.core.waveforms.waveform import Axis


@pytest.mark.parametrize("axis", Axis)
@pytest.mark.parametrize("length", [64, 257, 16_384, layouts.MOST])
def test_it_is_byte_by_byte_what_hdf5_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int, axis: Axis
) -> None:
    """Units that look like a hash are told apart from the hashes."""
    filled, by_hdf5 = tmp_path / "filled.h5", tmp_path / "hdf5.h5"
    for seed, unit in enumerate(("m/s²", "0" * 64, "a" * 64)):
        for turn in range(2):  # laid out, and from what was laid out
            samples = np.random.default_rng([length, seed, turn]).standard_normal(length)
            told = 12_000.5, unit, "acceleration"
            info = write_blob(filled, samples, *told, axis=axis)
            with monkeypatch.context() as all_by_the_library:
                all_by_the_library.setattr(layouts, "MOST", 0)
                assert write_blob(by_hdf5, samples, *told, axis=axis) == info
            assert filled.read_bytes() == by_hdf5.read_bytes()


def test_files_alike_keep_their_own_samples_and_can_be_told_otherwise(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    waveforms = [random.standard_normal(1000, np.float32) for _ in range(3)]
    for number, samples in enumerate(waveforms):
        info = write_blob(tmp_path / f"{number}.tmp", samples, 100.0, "g", "acceleration")
        assert (info.lowest, info.highest) == (float(samples.min()), float(samples.max()))
    retell_blob(tmp_path / "1.tmp", 50.0, "a longer unit than before", "velocity")
    for number, samples in enumerate(waveforms):
        assert verify_blob(tmp_path / f"{number}.tmp")
        blob = open_blob(tmp_path / f"{number}.tmp")
        np.testing.assert_array_equal(blob.samples, samples)
        assert blob.rate_hz == (50.0 if number == 1 else 100.0)
        blob.close()


@pytest.mark.parametrize("length", [layouts.MOST, layouts.MOST + 1])
def test_the_longest_of_them_and_the_next_read_alike(tmp_path: Path, length: int) -> None:
    samples = np.random.default_rng(1).standard_normal(length, np.float32)
    write_blob(tmp_path / "x.tmp", samples, 100.0, "g", "acceleration", durable=False)
    assert verify_blob(tmp_path / "x.tmp")
    blob = open_blob(tmp_path / "x.tmp")
    assert [len(level.minima) for level in blob.pyramid] == [-(-length // 256)]
    blob.close()
