"""The colours of maps."""

import numpy as np
from numpy.typing import NDArray

# Ten colours of "viridis" (S. van der Walt, N. Smith, E. Firing 2015; dedicated to the public
# domain by CC0): lightness grows evenly, and it is told apart with any common colour blindness.
_STOPS = (
    "440154", "482878", "3e4a89", "31688e", "26828e",
    "1f9e89", "35b779", "6dcd59", "b4de2c", "fde725",
)  # fmt: skip
NOTHING = 0  # index of what has no value
COLOURS = 255  # indices 1 to 255, from low to high


def colour_table() -> NDArray[np.uint32]:
    """256 colours as Qt's premultiplied ARGB: nothing, then low to high."""
    stops = np.array([[int(stop[at : at + 2], 16) for at in (0, 2, 4)] for stop in _STOPS])
    places = np.linspace(0.0, len(_STOPS) - 1, COLOURS)
    known = np.arange(len(_STOPS))
    red, green, blue = (
        np.rint(np.interp(places, known, stops[:, channel])).astype(np.uint32)
        for channel in range(3)
    )
    table = np.zeros(COLOURS + 1, np.uint32)
    table[1:] = 0xFF000000 | red << 16 | green << 8 | blue
    return table


def indices(values: NDArray[np.float32], low: float, high: float) -> NDArray[np.uint8]:
    """The colour of each value when they run from ``low`` to ``high``."""
    scale = (COLOURS - 1) / (high - low)
    scaled = (values - np.float32(low)) * np.float32(scale) + np.float32(1.5)
    np.clip(scaled, 1.0, COLOURS, out=scaled)
    unknown = np.isnan(scaled)
    scaled[unknown] = NOTHING
    found: NDArray[np.uint8] = scaled.astype(np.uint8)
    return found
