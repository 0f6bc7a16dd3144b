"""Curves with more points than pixels, thinned so that no peak vanishes."""

import numpy as np
from numpy.typing import NDArray


def column_extremes(
    x: NDArray[np.float64], y: NDArray[np.float64], edges: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Index, minimum and maximum of ``y`` for each column between two ``edges`` that holds a
    point; ``x`` and ``edges`` ascend."""
    bounds = np.searchsorted(x, edges)
    filled = np.flatnonzero(bounds[1:] > bounds[:-1])
    if filled.size == 0:
        empty = np.empty(0)
        return filled, empty, empty
    piece = y[: bounds[filled[-1] + 1]]
    starts = bounds[filled]
    return filled, np.minimum.reduceat(piece, starts), np.maximum.reduceat(piece, starts)
