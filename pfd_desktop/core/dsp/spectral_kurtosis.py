"""Spectral kurtosis: at which frequencies the power comes and goes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.segment_transforms import independent_segments, segment_spectra
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SpectralKurtosis:
    """Kurtosis of each line over time less 2: 0 for Gaussian noise, −1 for a steady sine."""

    frequency_hz: Floats
    values: Floats
    segments: int
    deviation: float  # standard deviation of a value in stationary Gaussian noise


def spectral_kurtosis(
    samples: NDArray[np.floating[Any]],
    rate_hz: float,
    segment: int,
    overlap: float = 0.5,
    window: Window = Window.HANN,
) -> SpectralKurtosis:
    """⟨|X|⁴⟩/⟨|X|²⟩² − 2 over segments (Antoni 2006), in the form without bias for few segments:
    M/(M − 1) [(M + 1) Σ|X|⁴/(Σ|X|²)² − 2] (Vrabie, Granjon, Servière 2003).

    In Gaussian noise a value has the standard deviation 2/√M, M being the independent segments.
    """
    hop = max(1, segment - round(segment * overlap))
    spectra = segment_spectra(samples, segment, hop, window)
    count = spectra.shape[1]
    if count < 4:
        raise InvalidInput(
            f"Spectral kurtosis needs at least 4 segments; {count} of {segment} samples fit."
            " Choose shorter segments."
        )
    power = spectra.real.astype(np.float64) ** 2 + spectra.imag.astype(np.float64) ** 2
    second = np.maximum(power.sum(axis=1), 1e-300)
    ratio = np.einsum("ft,ft->f", power, power) / second**2
    independent = independent_segments(count, segment, hop, window, order=4)
    return SpectralKurtosis(
        frequency_hz=np.arange(len(power)) * rate_hz / segment,
        values=count / (count - 1) * ((count + 1) * ratio - 2),
        segments=count,
        deviation=2 / float(np.sqrt(independent)),
    )
