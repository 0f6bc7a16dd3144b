"""The real cepstrum, and pre-whitening by it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.envelope import RecordSpectrum

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cepstrum:
    """Real cepstrum over quefrency; the half up to N/2, value 0 being the mean log level."""

    quefrency_s: Floats
    values: Floats  # natural logarithm, dimensionless


def real_cepstrum(samples: NDArray[np.floating], rate_hz: float) -> Cepstrum:
    """IFFT of ln|X| (half the power cepstrum, IFFT of ln|X|²)."""
    waveform = np.asarray(samples, dtype=np.float64)
    magnitude = np.abs(fourier.rfft(waveform))
    floor = max(float(magnitude.max()) * 1e-15, 1e-300)
    values = fourier.irfft(
        np.log(np.maximum(magnitude, floor)).astype(np.complex128), len(waveform)
    )
    half = len(waveform) // 2 + 1
    return Cepstrum(np.arange(half) / rate_hz, values[:half])


def prewhiten(samples: NDArray[np.floating]) -> Floats:
    """Every spectral line to equal magnitude, phases kept; unit rms (Borghesani et al. 2013).

    What is periodic loses its height, what is impulsive keeps its instants: defects come out from
    under gears and shaft harmonics without a filter to choose.
    """
    whitened = RecordSpectrum.of(samples, 1.0).whitened()
    waveform = fourier.irfft(whitened.values, len(samples))
    return np.asarray(waveform / max(float(waveform.std()), 1e-300))
