"""Small waveform files are filled in; they are what HDF5 would have written."""

import io
from pathlib import Path

import h5py
import numpy as np
import pytest

from pfd_desktop.core.waveforms import layouts
from pfd_desktop.core.waveforms.blob import open_blob, retell_blob, verify_blob, write_blob
from pfd_desktop.core.waveforms.layouts import Told
from pfd_desktop.core.waveforms.waveform import Axis


def by_hdf5(samples: np.ndarray, pairs: np.ndarray, powers: np.ndarray, told: Told) -> bytes:
    """All of it by the library, numbers and hashes at once."""
    whole = io.BytesIO()
    with h5py.File(whole, "w") as file:
        for name, data in (("samples", samples), ("pyramid/0", pairs), ("rms/0", powers)):
            file.create_dataset(name, data=data)
        told.describe(file, "a" * 64, told.facts(len(samples), "a" * 64))
    return whole.getvalue()


@pytest.mark.parametrize("axis", Axis)
@pytest.mark.parametrize("length", [64, 257, 16_384, layouts.MOST])
def test_it_is_byte_by_byte_what_hdf5_writes(length: int, axis: Axis) -> None:
    random = np.random.default_rng(length)
    runs = -(-length // 256)
    samples = random.standard_normal(length, np.float32)
    pairs = random.standard_normal((2, runs), np.float32)
    powers = random.standard_normal(runs, np.float32)
    for unit in ("m/s²", "0" * 64, "a" * 64):
        told = Told(12_000.5, unit, "acceleration", axis)
        for _ in range(2):  # laid out, and from what was laid out
            filled = layouts.filled(samples, pairs, powers, told, "a" * 64)
            assert filled == by_hdf5(samples, pairs, powers, told)


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
