"""The local noise floor of a spectrum: what its lines stand on."""

import numpy as np
from numpy.typing import NDArray

_PIECES = 16  # the floor is taken at every sixteenth of the window's width


def local_floor(power: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Running median of *power*, finite, over *width* bins, the edges reflected.

    Taken at every sixteenth of the width and interpolated: a floor is smooth.
    """
    from scipy.ndimage import median_filter

    size = len(power)
    width = min(width | 1, 2 * size - 1)
    centres = np.arange(0, size, max(1, width // _PIECES))
    if width // 2 < size:
        running = median_filter(power, width, mode="mirror")
    else:
        running = median_filter(power, width, mode="reflect")
    return np.interp(np.arange(size), centres, running[centres])
