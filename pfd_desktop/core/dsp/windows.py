"""Windows by their published coefficients, and what each does to amplitude and bandwidth.

Periodic (DFT-even) forms, as spectra need them. Coefficients: Harris 1978; Nuttall 1981; the
flat-top as in scipy. scipy.signal itself is slow to import and is not needed for a cosine sum.
"""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Window(StrEnum):
    """A window function; the value is what is stored and shown."""

    BOXCAR = "boxcar"
    HANN = "hann"
    HAMMING = "hamming"
    BLACKMAN_HARRIS = "blackmanharris"
    NUTTALL = "nuttall"
    FLATTOP = "flattop"
    BARTLETT = "bartlett"


_COSINES: dict[Window, tuple[float, ...]] = {
    Window.BOXCAR: (1.0,),
    Window.HANN: (0.5, 0.5),
    Window.HAMMING: (0.54, 0.46),
    Window.BLACKMAN_HARRIS: (0.35875, 0.48829, 0.14128, 0.01168),
    Window.NUTTALL: (0.3635819, 0.4891775, 0.1365995, 0.0106411),
    Window.FLATTOP: (0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
}


def window_values(window: Window, size: int) -> Floats:
    """The *size* weights of a window."""
    rising = window_part(window, size, 0, size // 2 + 1)
    return np.concatenate((rising[:size], rising[1 : size - size // 2][::-1]))


def window_part(window: Window, size: int, start: int, stop: int) -> Floats:
    """The weights *start* to *stop* of a window of *size*: long windows are made piece by piece."""
    index = np.arange(start, stop)
    if window is Window.BARTLETT:
        return np.asarray(1 - np.abs(2 * index / size - 1))
    cosine = np.cos(2 * np.pi / size * index)
    # Clenshaw's recurrence: one cosine for all its multiples, which are what long windows cost
    last, before = np.zeros(len(index)), np.zeros(len(index))
    signed = [(-1) ** order * value for order, value in enumerate(_COSINES[window])]
    for coefficient in reversed(signed[1:]):
        last, before = coefficient + 2 * cosine * last - before, last
    return np.asarray(signed[0] + cosine * last - before)


def window_sums(weights: Floats) -> tuple[float, float]:
    """S1 = Σw and S2 = Σw² (Heinzel 2002): amplitude is scaled by S1, density by S2."""
    return float(weights.sum()), float((weights**2).sum())


def enbw_bins(weights: Floats) -> float:
    """Equivalent noise bandwidth in bins: N S2 / S1²."""
    total, squares = window_sums(weights)
    return len(weights) * squares / total**2


def coherent_gain(weights: Floats) -> float:
    """S1 / N: what a sine's line is divided by."""
    return float(weights.mean())


def worst_scalloping_db(weights: Floats) -> float:
    """Reading of a sine half-way between two bins, in dB below its reading on a bin."""
    middle = np.exp(-1j * np.pi * np.arange(len(weights)) / len(weights))
    return float(20 * np.log10(abs(np.sum(weights * middle)) / weights.sum()))
