"""The local noise floor of a spectrum: what its lines stand on."""

import numpy as np
from numpy.typing import NDArray

_PIECES = 16  # the running window moves by a sixteenth of its width


def local_floor(power: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Running median of *power* over *width* bins, the edges reflected.

    The median is taken at every sixteenth of the width and interpolated: a floor is smooth, and
    exact running medians of 10⁶ bins take seconds.
    """
    size = len(power)
    width = min(width | 1, 2 * size - 1)
    half = width // 2
    padded = np.pad(power, half, mode="reflect" if half < size else "symmetric")
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)
    centres = np.arange(0, size, max(1, width // _PIECES))
    medians = np.median(windows[centres], axis=1)
    return np.interp(np.arange(size), centres, medians)
