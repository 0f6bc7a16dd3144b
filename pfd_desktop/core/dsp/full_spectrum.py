"""The full spectrum of two probes at a right angle: how a shaft whirls, forward and backward.

z = x + jy turned into frequencies from -fs/2 to +fs/2: a circle of radius r from X towards Y is one
line of r above zero, one the other way round a line below it (Goldman & Muszynska 1999).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.fourier import AnyComplexes
from pfd_desktop.core.dsp.segments import overlapping, transformed
from pfd_desktop.core.dsp.spectra import OF_PEAK, Scaling
from pfd_desktop.core.dsp.windows import Window, window_sums, window_values
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Progress

Floats = NDArray[np.float64]
Samples = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class FullSpectrum:
    """Radii of the circles that make up the orbit; X towards Y at positive frequencies."""

    frequency_hz: Floats  # ascending, negative ones first
    radius: Floats
    scaling: Scaling
    enbw_hz: float
    averages: int
    overlap: float


def full_spectrum(
    x: Samples,
    y: Samples,
    rate_hz: float,
    window: Window = Window.HANN,
    scaling: Scaling = Scaling.PEAK,
    *,
    segment: int | None = None,
    overlap: float = 0.5,
    progress: Progress = SILENT,
) -> FullSpectrum:
    """|FFT(x + jy)| / S1 of pieces, their power averaged, the mean of each removed.

    Z(f) = X + jY and conj Z(-f) = X - jY at the transforms X, Y of real x, y: two real transforms.
    """
    if len(x) != len(y):
        raise InvalidInput(
            f"The probes hold {len(x)} and {len(y)} samples: they were not measured together."
        )
    cuts = overlapping(len(x), segment, overlap)
    weights = window_values(window, cuts.size)
    s1, s2 = window_sums(weights)
    lines = cuts.size // 2 + 1
    forward, backward = np.zeros(lines), np.zeros(lines)
    firsts = transformed(x, cuts, weights, progress=progress)
    for of_x, of_y in zip(firsts, transformed(y, cuts, weights), strict=True):
        forward += _power(of_x + 1j * of_y)
        backward += _power(of_x - 1j * of_y)
    frequency = np.arange(lines) * rate_hz / cuts.size
    below = slice(lines - 1 if cuts.size % 2 else lines - 2, 0, -1)  # Nyquist is one line only
    power = np.concatenate((backward[below], forward)) / len(cuts.starts)
    return FullSpectrum(
        frequency_hz=np.concatenate((-frequency[below], frequency)),
        radius=np.sqrt(power) / s1 * OF_PEAK[scaling],
        scaling=scaling,
        enbw_hz=rate_hz * s2 / s1**2,
        averages=len(cuts.starts),
        overlap=cuts.overlap,
    )


def _power(rows: AnyComplexes) -> Floats:
    return np.asarray((rows.real**2 + rows.imag**2).sum(axis=0), dtype=np.float64)
