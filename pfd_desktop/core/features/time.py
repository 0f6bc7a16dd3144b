"""Ten features of the waveform itself, for a block of windows at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_TINY = float(np.finfo(np.float32).tiny)


def time_features(windows: NDArray[np.floating[Any]], rate_hz: float) -> NDArray[np.float64]:
    """One row per window of the catalogue's time features; *windows* have no mean.

    A window without any signal gives 0 for every feature.
    """
    magnitude = np.abs(windows)
    square = windows * windows
    mean_square = square.mean(axis=1)
    mean_cube = (square * windows).mean(axis=1)
    mean_fourth = np.square(square, out=square).mean(axis=1)
    rms = np.sqrt(mean_square)
    peak = magnitude.max(axis=1)
    mean_absolute = magnitude.mean(axis=1)
    root_mean = np.sqrt(magnitude, out=magnitude).mean(axis=1) ** 2
    columns = (
        rms,
        peak,
        mean_absolute,
        _ratio(peak, rms),
        _ratio(rms, mean_absolute),
        _ratio(peak, mean_absolute),
        _ratio(peak, root_mean),
        _ratio(mean_fourth, mean_square**2),
        _ratio(mean_cube, mean_square**1.5),
        _zero_crossings(windows) * rate_hz / windows.shape[1],
    )
    return np.column_stack(columns)


def _zero_crossings(windows: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    negative = np.signbit(windows)
    return counts_of(negative[:, 1:] ^ negative[:, :-1]).astype(np.float64)


def counts_of(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many are set in each row; numpy counts ten times as fast row by row."""
    return np.array([np.count_nonzero(row) for row in flags], dtype=np.int64)


def _ratio(
    top: NDArray[np.floating[Any]], bottom: NDArray[np.floating[Any]]
) -> NDArray[np.float64]:
    return np.asarray(np.divide(top, bottom, out=np.zeros(len(top)), where=bottom > _TINY))
