"""How two recordings of the same event are shifted against each other in time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.fourier import fast_length, irfft, rfft
from pfd_desktop.errors import InvalidInput

LONGEST = 1 << 22  # samples of each that are compared
_LEAST_OVERLAP = 0.25  # of the shorter: a match over less is chance
_LEAST_ENERGY = 0.1  # of both: so is one between the quiet parts


@dataclass(frozen=True)
class Alignment:
    """By how much the second recording must be moved to lie over the first."""

    offset_s: float  # positive: the second is moved to the right
    correlation: float  # Pearson's coefficient over the overlap, -1 to 1


def align(first: NDArray[np.floating], second: NDArray[np.floating], rate_hz: float) -> Alignment:
    """The offset with the largest magnitude of cross-correlation.

    Correlation by the Fourier transform; the coefficient at each lag is normalised by the energy
    of the overlap there (Lewis, Fast normalized cross-correlation, 1995). The peak is refined to a
    fraction of a sample by a parabola through three lags.
    """
    a, b = _centred(first[:LONGEST]), _centred(second[:LONGEST])
    if len(a) < 2 or len(b) < 2 or not a.any() or not b.any():
        raise InvalidInput("A constant or empty recording has no offset: choose another one.")
    lags = np.arange(-(len(b) - 1), len(a))
    size = fast_length(len(a) + len(b) - 1)
    products = irfft(rfft(a, size) * np.conj(rfft(b, size)), size)[lags]
    scale, overlap = _energies(a, b, lags)
    loud = scale >= _LEAST_ENERGY * float(np.sqrt((a @ a) * (b @ b)))
    usable = loud & (overlap >= _LEAST_OVERLAP * min(len(a), len(b)))
    coefficient = np.where(usable, products / np.where(usable, scale, 1.0), 0.0)
    best = int(np.argmax(np.abs(coefficient)))
    shift = lags[best] + _vertex(np.abs(coefficient), best)
    return Alignment(float(shift / rate_hz), float(np.clip(coefficient[best], -1.0, 1.0)))


def _centred(samples: NDArray[np.floating]) -> NDArray[np.float64]:
    values = np.asarray(samples, np.float64)
    return values - values.mean() if len(values) else values


def _energies(
    a: NDArray[np.float64], b: NDArray[np.float64], lags: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The root of the energies of both in the overlap at each lag, and how long that is."""
    first, last = np.maximum(lags, 0), np.minimum(lags + len(b), len(a))
    total_a = np.concatenate([[0.0], np.cumsum(a * a)])
    total_b = np.concatenate([[0.0], np.cumsum(b * b)])
    energy_a = total_a[last] - total_a[first]
    energy_b = total_b[last - lags] - total_b[first - lags]
    product = np.maximum(energy_a, 0.0) * np.maximum(energy_b, 0.0)
    return np.sqrt(product), last - first


def _vertex(values: NDArray[np.float64], at: int) -> float:
    """Where between its neighbours the parabola through three values has its top."""
    if not 0 < at < len(values) - 1:
        return 0.0
    before, here, after = values[at - 1 : at + 2]
    bend = before - 2 * here + after
    return float(0.5 * (before - after) / bend) if bend < 0 else 0.0
