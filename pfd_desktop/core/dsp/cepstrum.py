"""The real cepstrum, editing of it (liftering), and pre-whitening by it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cepstrum:
    """Real cepstrum over quefrency; the half up to N/2, value 0 being the mean log level."""

    quefrency_s: Floats
    values: Floats  # natural logarithm, dimensionless

    @property
    def power(self) -> Floats:
        """The power cepstrum, IFFT of ln|X|²: twice the real one."""
        return 2 * self.values


def real_cepstrum(samples: NDArray[np.floating], rate_hz: float) -> Cepstrum:
    """IFFT of ln|X| (half the power cepstrum, IFFT of ln|X|²)."""
    waveform = np.asarray(samples, dtype=np.float64)
    values = _cepstrum(np.abs(fourier.rfft(waveform)), len(waveform))
    half = len(waveform) // 2 + 1
    return Cepstrum(np.arange(half) / rate_hz, values[:half])


def _cepstrum(magnitude: Floats, size: int) -> Floats:
    floor = max(float(magnitude.max()) * 1e-15, 1e-300)
    return fourier.irfft(np.log(np.maximum(magnitude, floor)).astype(np.complex128), size)


def comb_lifter(size: int, rate_hz: float, base_hz: float, width: float) -> Floats:
    """Weights that remove the family of *base_hz*: 0 at all multiples of its period, 1 elsewhere.

    *width* is the part of each period that is removed: wide for speeds that waver, narrow to keep
    the rest. The level (quefrency 0) and what lies below half the period stay.
    """
    period = rate_hz / base_hz
    if not 4 <= period <= size / 2:
        raise InvalidInput(
            f"A family of {base_hz:g} Hz cannot be removed from {size / rate_hz:.3g} s at"
            f" {rate_hz:g} Hz; its period must last 4 samples and fit in half of the record."
        )
    multiple = np.rint(_quefrencies(size) / period)
    distance = np.abs(_quefrencies(size) - multiple * period)
    removed = (multiple >= 1) & (distance <= max(2.0, width * period / 2))
    return np.where(removed, 0.0, 1.0)


def pass_lifter(size: int, rate_hz: float, cut_s: float, long: bool) -> Floats:
    """Weights that keep quefrencies below *cut_s* (resonances), or above it (periods), and 0."""
    quefrencies = _quefrencies(size) / rate_hz
    if not 0 < cut_s < float(quefrencies.max()):
        raise InvalidInput(
            f"A lifter at {cut_s:g} s does nothing: quefrencies of this record reach from 0 to"
            f" {float(quefrencies.max()):.3g} s."
        )
    kept = (quefrencies >= cut_s) if long else (quefrencies < cut_s)
    return np.where(kept | (quefrencies == 0), 1.0, 0.0)


def _quefrencies(size: int) -> Floats:
    """In samples, of the whole cepstrum, whose second half mirrors the first."""
    index = np.arange(size, dtype=np.float64)
    return np.minimum(index, size - index)


def liftered(samples: NDArray[np.floating], weights: Floats) -> Floats:
    """The waveform whose real cepstrum is weighted, its phases kept (Randall and Sawalhi 2011,
    "A new method for separating discrete components from a signal")."""
    waveform = np.asarray(samples, dtype=np.float64)
    spectrum = fourier.rfft(waveform)
    magnitude = np.abs(spectrum)
    log_level = fourier.rfft(_cepstrum(magnitude, len(waveform)) * weights).real
    phases = spectrum / np.maximum(magnitude, 1e-300)
    return fourier.irfft(np.exp(log_level) * phases, len(waveform))


def prewhiten(samples: NDArray[np.floating]) -> Floats:
    """Every spectral line to equal magnitude, phases kept; unit rms (Borghesani et al. 2013).

    What is periodic loses its height, what is impulsive keeps its instants: defects come out from
    under gears and shaft harmonics without a filter to choose.
    """
    whitened = RecordSpectrum.of(samples, 1.0).whitened()
    waveform = np.asarray(fourier.irfft_rows(whitened.values, len(samples)), dtype=np.float64)
    return np.asarray(waveform / max(float(waveform.std()), 1e-300))
