"""Acceleration to velocity to displacement and back, in the frequency domain."""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier

STANDARD_GRAVITY = 9.80665  # m/s² per g


def integrate(
    samples: NDArray[np.floating], rate_hz: float, highpass_hz: float = 10.0, times: int = 1
) -> NDArray[np.float64]:
    """Integral over time, without what lies below ``highpass_hz`` (V = A / jω), once or twice.

    Units: those of the samples times seconds. ISO 20816 uses 10 Hz, or 2 Hz below 600 rpm.
    """
    return _powers_of_frequency(samples, rate_hz, highpass_hz, -times)


def differentiate(
    samples: NDArray[np.floating], rate_hz: float, highpass_hz: float = 10.0, times: int = 1
) -> NDArray[np.float64]:
    """Derivative over time, without what lies below ``highpass_hz`` (A = jω V), once or twice.

    Units: those of the samples per second.
    """
    return _powers_of_frequency(samples, rate_hz, highpass_hz, times)


def _powers_of_frequency(
    samples: NDArray[np.floating], rate_hz: float, highpass_hz: float, power: int
) -> NDArray[np.float64]:
    waveform = np.asarray(samples, dtype=np.float64)
    spectrum = fourier.rfft(waveform)
    frequency = np.arange(len(spectrum)) * rate_hz / len(waveform)
    passed = frequency >= max(highpass_hz, rate_hz / len(waveform))
    spectrum[~passed] = 0
    spectrum[passed] *= (2j * np.pi * frequency[passed]) ** power
    return np.asarray(fourier.irfft(spectrum, len(waveform)), dtype=np.float64)
