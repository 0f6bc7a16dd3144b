"""Bicoherence and bispectrum of the principal domain: which lines are coupled to their sum.

b²(k, l) = |Σ XₖXₗX*ₖ₊ₗ|² / (Σ|XₖXₗ|² Σ|Xₖ₊ₗ|²) over segments (Kim and Powers 1979): 1 where the
line k + l is wholly made by k and l, 1/M in the mean for M independent segments of Gaussian noise,
above −ln(0.05)/M in one cell of twenty. The bispectrum B(k, l) = E[XₖXₗX*ₖ₊ₗ] (Nikias and
Raghuveer 1987) has the strength of the coupling as well: A₁A₂A₃ of peak amplitudes. All
else is mirrored from 0 ≤ l ≤ k, k + l ≤ N/2.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.segment_transforms import independent_segments, segment_spectra
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.errors import InvalidInput

Singles = NDArray[np.float32]

_CHANCE = 0.05
_ONE = np.float32(1)


@dataclass(frozen=True)
class Bicoherence:
    """b² by row l and column k; NaN outside 0 ≤ l ≤ k, k + l ≤ N/2."""

    frequency_hz: NDArray[np.float64]  # of k, from 0 Hz to half the rate
    squared: NDArray[np.float32]  # rows: l, up to a quarter of the rate
    segments: int
    independent: float  # segments that overlap tell less
    magnitude: NDArray[np.float32]  # |B| of peak amplitudes, in the cube of the unit; as squared

    @property
    def limit(self) -> float:
        """What one cell of twenty exceeds in Gaussian noise."""
        return float(-np.log(_CHANCE)) / self.independent


def bicoherence(
    samples: NDArray[np.floating[Any]],
    rate_hz: float,
    segment: int,
    overlap: float = 0.5,
    window: Window = Window.HANN,
) -> Bicoherence:
    """Squared bicoherence and bispectrum of all pairs of lines, in single precision."""
    hop = max(1, segment - round(segment * overlap))
    spectra = segment_spectra(samples, segment, hop, window)
    if len(spectra) < 8:
        raise InvalidInput(
            f"Bicoherence needs at least 8 segments; {len(spectra)} of {segment} samples fit."
            " Choose shorter segments."
        )
    lines, levels = _normalised(spectra)
    peaks = levels * np.float32(2 / window_values(window, segment).sum())
    power = lines.real**2 + lines.imag**2
    pairs = power @ power.T
    total = power.sum(axis=1)
    highest = len(lines) - 1
    squared = np.full((highest // 2 + 1, highest + 1), np.nan, dtype=np.float32)
    magnitude = squared.copy()
    for low, products in enumerate(_products(lines)):
        columns = slice(low, highest - low + 1)
        below = pairs[low, columns] * total[2 * low : highest + 1]
        above = products.real**2 + products.imag**2
        squared[low, columns] = above / np.maximum(below, 1e-30)
        scale = peaks[low] / np.float32(len(spectra)) * peaks[columns]
        magnitude[low, columns] = np.sqrt(above) * scale * peaks[2 * low : highest + 1]
    return Bicoherence(
        frequency_hz=np.arange(highest + 1) * rate_hz / segment,
        squared=squared,
        segments=len(spectra),
        independent=independent_segments(len(spectra), segment, hop, window, order=3),
        magnitude=magnitude,
    )


def bispectrum(
    spectra: NDArray[np.complex64], lines: int | None = None
) -> list[NDArray[np.complex64]]:
    """Mean of XₖXₗX*ₖ₊ₗ over segments (rows): one array per l, for k from l to N/2 − l.

    *lines* leaves out what lies in or above that line.
    """
    columns = np.ascontiguousarray(spectra.T)
    return _products(columns, lines, np.float32(1 / len(spectra)))


def _products(
    lines: NDArray[np.complex64], count: int | None = None, scale: np.float32 = _ONE
) -> list[NDArray[np.complex64]]:
    """Scaled Σ over segments of XₖXₗX*ₖ₊ₗ: a row of cells is one matrix times one vector.

    All rows lie in one piece of memory, and so do the matrices: new memory each row costs more
    than its arithmetic.
    """
    highest = len(lines) - 1
    count = highest + 1 if count is None else count
    ranges = [(low, min(count, highest - low + 1)) for low in range(min(count, highest // 2 + 1))]
    ends = np.cumsum([past - low for low, past in ranges])
    found = np.empty(int(ends[-1]), dtype=np.complex64)
    matrices = np.empty((count, lines.shape[1]), dtype=np.complex64)
    conjugate = np.conj(lines)
    conjugate *= scale
    products = []
    for (low, past), end in zip(ranges, ends, strict=True):
        matrix = matrices[: past - low]
        np.multiply(lines[low:past], conjugate[2 * low : past + low], out=matrix)
        products.append(np.dot(matrix, lines[low], out=found[end - len(matrix) : end]))
    return products


def _normalised(spectra: NDArray[np.complex64]) -> tuple[NDArray[np.complex64], Singles]:
    """A row per line, at unit mean power: sixth powers of small units would underflow; the RMS
    that each line had."""
    power = np.mean(spectra.real**2 + spectra.imag**2, axis=0, dtype=np.float64)
    loudest = max(float(power.max()), 1e-300)
    level = np.sqrt(np.maximum(power, 1e-14 * loudest)).astype(np.float32)
    return np.ascontiguousarray((spectra / level).T), level
