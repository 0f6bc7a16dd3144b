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

from pfd_desktop.core.dsp.segment_transforms import (
    independent_segments,
    level_out,
    segment_spectra,
)
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.errors import InvalidInput

Indices = NDArray[np.int64]

_CHANCE = 0.05


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
    lines = segment_spectra(samples, segment, hop, window)
    highest, count = len(lines) - 1, lines.shape[1]
    if count < 8:
        raise InvalidInput(
            f"Bicoherence needs at least 8 segments; {count} of {segment} samples fit."
            " Choose shorter segments."
        )
    peaks = level_out(lines)  # sixth powers of small units would underflow
    peaks *= np.float32(2 / window_values(window, segment).sum())
    low, high = _cells(highest)
    power = np.square(np.abs(lines))
    below = (power[: highest // 2 + 1] @ power.T)[low, high] * power.sum(axis=1)[low + high]
    above = np.abs(triple_products(lines))
    squared = np.full((highest // 2 + 1, highest + 1), np.nan, dtype=np.float32)
    magnitude = squared.copy()
    magnitude[low, high] = above * (peaks[low] * peaks[high] * peaks[low + high]) / count
    squared[low, high] = np.square(above, out=above) / np.maximum(below, 1e-30)
    return Bicoherence(
        frequency_hz=np.arange(highest + 1) * rate_hz / segment,
        squared=squared,
        segments=count,
        independent=independent_segments(count, segment, hop, window, order=3),
        magnitude=magnitude,
    )


def _cells(highest: int) -> tuple[Indices, Indices]:
    """Both lines of each cell of the principal domain, row by row of the lower one."""
    low, high = np.indices((highest // 2 + 1, highest + 1))
    inside = (low <= high) & (low + high <= highest)
    return low[inside], high[inside]


def triple_products(lines: NDArray[np.complex64]) -> NDArray[np.complex64]:
    """Σ over segments of XₖXₗX*ₖ₊ₗ of each cell: a row of cells is one matrix times one vector.

    All rows lie in one piece of memory, and so do the matrices: new memory each row costs more
    than its arithmetic.
    """
    highest = len(lines) - 1
    lengths = [highest + 1 - 2 * low for low in range(highest // 2 + 1)]
    found = np.empty(sum(lengths), dtype=np.complex64)
    matrices = np.empty((highest + 1, lines.shape[1]), dtype=np.complex64)
    conjugate = np.conj(lines)
    end = 0
    for low, length in enumerate(lengths):
        matrix = matrices[:length]
        np.multiply(lines[low : low + length], conjugate[2 * low :], out=matrix)
        np.dot(matrix, lines[low], out=found[end : end + length])
        end += length
    return found
