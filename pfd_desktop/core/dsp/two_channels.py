"""What two channels measured at the same time share."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.segments import overlapping, transformed
from pfd_desktop.core.dsp.spectra import at_edges
from pfd_desktop.core.dsp.windows import Window, window_sums, window_values
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Progress

Floats = NDArray[np.float64]
Samples = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class CrossSpectra:
    """Densities of two channels and the cross-density between them (Bendat & Piersol 2010)."""

    frequency_hz: Floats
    of_first: Floats  # Gxx in unit²/Hz
    of_second: Floats  # Gyy
    between: NDArray[np.complex128]  # Gxy = conj(X) Y: its phase is by how much y leads x
    enbw_hz: float
    averages: int
    independent_averages: float
    overlap: float

    @property
    def coherence(self) -> Floats:
        """|Gxy|² / (Gxx Gyy), 0 to 1: how much of y is linear in x; 0 where either is silent."""
        product = self.of_first * self.of_second
        squared = self.between.real**2 + self.between.imag**2
        return np.divide(squared, product, out=np.zeros_like(product), where=product > 0)

    @property
    def transfer(self) -> NDArray[np.complex128]:
        """H1 = Gxy / Gxx, unit of y per unit of x: unharmed by noise in y; 0 where x is silent."""
        silent = self.of_first <= 0
        return np.asarray(np.where(silent, 0, self.between / np.where(silent, 1, self.of_first)))

    def significance(self, chance: float = 0.05) -> float:
        """The coherence that channels without anything in common exceed with *chance*.

        1 - chance^(1/(M-1)) for M independent averages (Carter 1987); 1 for a single average.
        """
        if self.independent_averages <= 1:
            return 1.0
        return float(1 - chance ** (1 / (self.independent_averages - 1)))


def cross_spectra(
    first: Samples,
    second: Samples,
    rate_hz: float,
    window: Window = Window.HANN,
    *,
    segment: int,
    overlap: float = 0.5,
    progress: Progress = SILENT,
) -> CrossSpectra:
    """Densities and cross-density by Welch's method, mean of each piece removed."""
    if len(first) != len(second):
        raise InvalidInput(
            f"The channels hold {len(first)} and {len(second)} samples: not measured together."
        )
    cuts = overlapping(len(first), segment, overlap)
    weights = window_values(window, cuts.size)
    s1, s2 = window_sums(weights)
    lines = cuts.size // 2 + 1
    xx, yy, xy = np.zeros(lines), np.zeros(lines), np.zeros(lines, dtype=np.complex128)
    firsts = transformed(first, cuts, weights, progress=progress)
    for x, y in zip(firsts, transformed(second, cuts, weights), strict=True):
        xx += (x.real**2 + x.imag**2).sum(axis=0)
        yy += (y.real**2 + y.imag**2).sum(axis=0)
        xy += (x.conj() * y).sum(axis=0)
    factor = 2 / (rate_hz * s2 * len(cuts.starts))
    twins = np.full(lines, factor)
    at_edges(twins, cuts.size, 0.5)
    return CrossSpectra(
        frequency_hz=np.arange(lines) * rate_hz / cuts.size,
        of_first=xx * twins,
        of_second=yy * twins,
        between=xy * twins,
        enbw_hz=rate_hz * s2 / s1**2,
        averages=len(cuts.starts),
        independent_averages=independent(weights, cuts.step or cuts.size, len(cuts.starts)),
        overlap=cuts.overlap,
    )


def independent(weights: Floats, step: int, averages: int) -> float:
    """How many independent averages *averages* overlapping ones are worth (Welch 1967)."""
    shared = 0.0
    own = float((weights**2).sum())
    for number in range(1, averages):
        shift = number * step
        if shift >= len(weights):
            break
        alike = float((weights[shift:] * weights[:-shift]).sum()) / own
        shared += 2 * (1 - number / averages) * alike**2
    return averages / (1 + shared)
