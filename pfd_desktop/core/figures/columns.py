"""Curves with more points than pixels, thinned so that no peak vanishes."""

import numpy as np
from numpy.typing import NDArray


def column_extremes(
    x: NDArray[np.float64], y: NDArray[np.float64], low: float, high: float, columns: int
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Index, minimum and maximum of ``y`` for each of ``columns`` equal parts of ``low`` to
    ``high`` that holds a point; ``x`` ascends."""
    edges = np.searchsorted(x, np.linspace(low, high, columns + 1))
    filled = np.flatnonzero(edges[1:] > edges[:-1])
    if filled.size == 0:
        empty = np.empty(0)
        return filled, empty, empty
    piece = y[: edges[filled[-1] + 1]]
    starts = edges[filled]
    return filled, np.minimum.reduceat(piece, starts), np.maximum.reduceat(piece, starts)
