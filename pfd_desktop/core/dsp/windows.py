"""Windows by their published coefficients, and what each does to amplitude and bandwidth.

Periodic (DFT-even) forms, as spectra need them. Coefficients: Harris 1978; Nuttall 1981; the
flat-top as in scipy. scipy.signal itself is slow to import and is not needed for a cosine sum.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.fourier import AnyComplexes

Floats = NDArray[np.float64]
Samples = NDArray[np.floating[Any]]


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

_KEPT = 1 << 18  # weights: a quick look's, 2 MB
REACH = max(map(len, _COSINES.values())) - 1  # lines that such a window carries a line, at most


def is_cosines(window: Window) -> bool:
    """Whether a window is a sum of cosines, which ``tapered`` takes."""
    return window in _COSINES


def window_values(window: Window, size: int) -> Floats:
    """The *size* weights of a window, read-only: those of quick looks are kept."""
    return _kept(window, size) if size <= _KEPT else _made(window, size)


@lru_cache(maxsize=8)
def _kept(window: Window, size: int) -> Floats:
    return _made(window, size)


def _made(window: Window, size: int) -> Floats:
    rising = window_part(window, size, 0, size // 2 + 1)
    made = np.concatenate((rising[:size], rising[1 : size - size // 2][::-1]))
    made.flags.writeable = False
    return made


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


def windowed_transform(values: Samples, window: Window) -> AnyComplexes:
    """One-sided transform of *values* under a window, in the precision they come in."""
    if window not in _COSINES or len(values) < 2 * len(_COSINES[window]):
        weights = window_values(window, len(values)).astype(values.dtype)
        return fourier.rfft_rows(values * weights)
    return tapered(fourier.rfft_rows(values), window, len(values))


def tapered(lines: AnyComplexes, window: Window, size: int) -> AnyComplexes:
    """*lines*, the first of the transform of *size* real values, as they are under a window.

    Lines lie on the last axis. A sum of cosines is a sum of neighbouring lines, which costs less
    than its samples do. The last ``REACH`` lines are left out where lines beyond them are missing.
    """
    cosines = _COSINES[window]
    reach, count = len(cosines) - 1, lines.shape[-1]
    past = size - np.arange(count, count + reach)
    beyond = lines[..., past if count > size // 2 else past[:0]].conj()
    around = np.concatenate((lines[..., reach:0:-1].conj(), lines, beyond), axis=-1)
    count = around.shape[-1] - 2 * reach
    found = lines[..., :count] * lines.real.dtype.type(cosines[0])
    for order, value in enumerate(cosines[1:], 1):
        below, above = reach - order, reach + order
        both = around[..., below : below + count] + around[..., above : above + count]
        both *= (-1) ** order * value / 2
        found += both
    return found


def sums_of(window: Window, size: int) -> tuple[float, float]:
    """``window_sums`` of a window of *size*, without its samples where it is a sum of cosines."""
    if window not in _COSINES or size < 2 * len(_COSINES[window]):
        return window_sums(window_values(window, size))
    mean, *rest = _COSINES[window]
    return size * mean, size * (mean**2 + sum(value**2 for value in rest) / 2)


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
