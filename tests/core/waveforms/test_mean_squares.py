"""The mean square by column against its definition, and what the waveform file keeps of it."""

import itertools
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfd_desktop.core.waveforms.blob import open_blob, verify_blob, write_blob
from pfd_desktop.core.waveforms.mean_squares import mean_squares, power_levels
from pfd_desktop.progress import Silent

SAMPLES = np.random.default_rng(3).standard_normal(1_200_077).astype(np.float32)
LEVELS = power_levels(SAMPLES, 64, Silent())


def plain(start: int, stop: int, columns: int) -> np.ndarray:
    """By the definition."""
    edges = start + np.arange(columns + 1) * (stop - start) // columns
    squares = SAMPLES.astype(float) ** 2
    return np.array([squares[a:b].mean() for a, b in itertools.pairwise(edges)])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_exact_below_4096_samples_a_column(data: st.DataObject) -> None:
    columns = data.draw(st.integers(1, 60))
    width = data.draw(st.integers(1, 4095))
    start = data.draw(st.integers(0, len(SAMPLES) - columns * width))
    stop = start + columns * width
    found = mean_squares(SAMPLES, LEVELS, start, stop, columns)
    np.testing.assert_allclose(found, plain(start, stop, columns), rtol=2e-6)


@pytest.mark.parametrize("columns", [1, 7, 200])
def test_wide_columns_keep_the_whole_energy(columns: int) -> None:
    count = len(SAMPLES)
    found = mean_squares(SAMPLES, LEVELS, 0, count, columns)
    assert found.mean() == pytest.approx(float(np.mean(SAMPLES.astype(float) ** 2)), rel=3e-4)
    # An edge lies at most a thirty-second of a column away from where it was asked for.
    np.testing.assert_allclose(found, plain(0, count, columns), rtol=0.1)


def test_outside_and_empty_windows() -> None:
    assert mean_squares(SAMPLES, LEVELS, 50, 50, 3).size == 0
    assert mean_squares(SAMPLES, LEVELS, -100, 2, 50).size == 0


def test_a_file_keeps_them_and_an_older_one_gets_them(tmp_path: Path) -> None:
    path = tmp_path / "a.h5"
    write_blob(path, SAMPLES, 1000.0, "g", "acceleration")
    blob = open_blob(path)
    assert blob.has_powers()
    assert len(blob.powers) == len(blob.pyramid)
    kept = blob.mean_squares(5, 900_005, 300)
    np.testing.assert_allclose(kept, plain(5, 900_005, 300), rtol=2e-6)
    blob.close()
    with h5py.File(path, "a") as file:
        del file["rms"]
    old = open_blob(path)
    assert not old.has_powers()
    assert verify_blob(path)
    old.add_powers(Silent())
    np.testing.assert_allclose(old.mean_squares(5, 900_005, 300), kept, rtol=1e-6)


def test_changed_mean_squares_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.h5"
    write_blob(path, SAMPLES[:5000], 1000.0, "g", "acceleration")
    with h5py.File(path, "a") as file:
        file["rms/0"][3] = 7.0
    assert not verify_blob(path)
