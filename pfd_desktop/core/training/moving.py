"""Windows read from between their own places: at other starts, and faster or slower."""

import numpy as np
from numpy.typing import NDArray


def moved(
    waveform: NDArray[np.float32], start: int, length: int, *, shift: float, factor: float
) -> NDArray[np.float32]:
    """*length* samples of *waveform* from *start* + *shift* windows on, *factor* times as fast.

    *shift* is a share of a window. Where the recording ends, the window stays inside it; where it
    is too short for *factor*, that is less. Cubic convolution (Keys, IEEE Trans. ASSP 29 (1981)
    1153, a = -1/2): flat within 1 dB up to 0.3 of the sampling rate; what lies above 0.5 / *factor*
    of it is folded, as by an encoder without a filter.
    """
    last = len(waveform) - 1
    factor = min(factor, last / max(1, length - 1))
    span = factor * (length - 1)
    begin = min(max(0.0, start + round(shift * length)), last - span)
    if factor == 1.0:
        first = int(begin)
        return np.asarray(waveform[first : first + length])
    places: NDArray[np.float64] = begin + factor * np.arange(length, dtype=np.float64)
    low = int(places[0])
    inside = waveform[max(0, low - 1) : low + int(np.ceil(span)) + 4]
    return _between(np.asarray(inside, dtype=np.float32), places - max(0, low - 1))


def _between(samples: NDArray[np.float32], places: NDArray[np.float64]) -> NDArray[np.float32]:
    """Cubic convolution of *samples* at *places*, counted from the first."""
    whole = np.clip(places.astype(np.int64), 0, len(samples) - 2)
    part = (places - whole).astype(np.float32)
    taps = [samples[np.clip(whole + k, 0, len(samples) - 1)] for k in (-1, 0, 1, 2)]
    before, here, after, beyond = taps
    slope, bend = after - before, 2 * before - 5 * here + 4 * after - beyond
    rest = 3 * (here - after) + beyond - before
    found: NDArray[np.float32] = here + part / 2 * (slope + part * (bend + part * rest))
    return found
