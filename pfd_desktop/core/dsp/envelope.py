"""Envelope spectra of a band, band-limited and decimated in one step in the frequency domain.

The band is cut as a brick wall from the spectrum of the whole record (not a Butterworth filter);
only its positive frequencies go back to time, which gives the analytic signal at a low rate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.windows import Window, window_sums, window_values
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class EnvelopeSpectrum:
    """One-sided spectrum of an envelope, of which the mean has been removed.

    ``amplitude`` is the peak amplitude of each line, in ``unit`` (squared for the squared
    envelope): x = (1 + m cos ωt) cos ω₀t gives a line of m at ω, or of 2m at ω and m²/2 at 2ω
    for the squared envelope of unit mean power (Borghesani et al. 2014).
    """

    frequency_hz: Floats
    amplitude: Floats
    mean: float
    band_hz: tuple[float, float]
    squared: bool
    quantity: str
    unit: str
    window: Window
    enbw_hz: float


@dataclass(frozen=True)
class RecordSpectrum:
    """The complex spectrum of a whole record, computed once and cut into bands many times."""

    values: NDArray[np.complex128]
    samples: int
    rate_hz: float

    @classmethod
    def of(cls, samples: NDArray[np.floating], rate_hz: float) -> "RecordSpectrum":
        """Transform *samples* with their mean removed."""
        waveform = np.asarray(samples, dtype=np.float64)
        return cls(fourier.rfft(waveform - waveform.mean()), len(waveform), rate_hz)

    def whitened(self) -> "RecordSpectrum":
        """Cepstrum pre-whitening: every bin to magnitude one, phases kept (Borghesani 2013)."""
        magnitude = np.abs(self.values)
        floor = float(magnitude.max()) * 1e-12 or 1.0
        return RecordSpectrum(
            self.values / np.maximum(magnitude, floor), self.samples, self.rate_hz
        )

    def band(self, low_hz: float, high_hz: float) -> tuple[Floats, float]:
        """|analytic signal| of a band and its rate in Hz, twice the band to hold the square."""
        analytic, rate_hz = self.analytic(low_hz, high_hz)
        return np.abs(analytic), rate_hz

    def full_rate_envelope(self, low_hz: float, high_hz: float) -> Floats:
        """|analytic signal| of a band, a value for each sample of the record."""
        first, last = band_bins(self.samples, self.rate_hz, (low_hz, high_hz))
        spectrum = np.zeros(self.samples, dtype=np.complex128)
        spectrum[first:last] = 2 * self.values[first:last]
        return np.abs(fourier.ifft(spectrum))

    def analytic(self, low_hz: float, high_hz: float) -> tuple[NDArray[np.complex128], float]:
        """The analytic signal of a band, moved to 0 Hz, and its rate in Hz: twice the band."""
        first, last = band_bins(self.samples, self.rate_hz, (low_hz, high_hz))
        size = fourier.fast_length(2 * (last - first))
        spectrum = np.zeros(size, dtype=np.complex128)
        spectrum[: last - first] = 2 * self.values[first:last]
        signal = fourier.ifft(spectrum) * (size / self.samples)
        return signal, self.rate_hz / self.samples * size


def band_bins(samples: int, rate_hz: float, band_hz: tuple[float, float]) -> tuple[int, int]:
    """First bin of a band and the one past its last, without 0 Hz and Nyquist."""
    low_hz, high_hz = band_hz
    step = rate_hz / samples
    first = max(1, int(np.ceil(low_hz / step)))
    last = min((samples - 1) // 2 + 1, int(np.floor(high_hz / step)) + 1)
    if last - first < 8:
        raise InvalidInput(
            f"The band {low_hz:g} to {high_hz:g} Hz holds no spectrum of a record sampled at"
            f" {rate_hz:g} Hz; choose a band below {rate_hz / 2:g} Hz."
        )
    return first, last


def envelope_spectrum(
    samples: NDArray[np.floating],
    rate_hz: float,
    band_hz: tuple[float, float] | None = None,
    squared: bool = True,
    *,
    window: Window = Window.HANN,
    whitened: bool = False,
    quantity: str = "acceleration",
    unit: str = "unknown",
) -> EnvelopeSpectrum:
    """Spectrum of the (squared) envelope of a band; None is the full band."""
    record = RecordSpectrum.of(samples, rate_hz)
    if whitened:
        record = record.whitened()
        quantity, unit = "relative", "1"
    return envelope_spectrum_of(
        record, band_hz, squared, window=window, quantity=quantity, unit=unit
    )


def envelope_spectrum_of(
    record: RecordSpectrum,
    band_hz: tuple[float, float] | None,
    squared: bool = True,
    *,
    window: Window = Window.HANN,
    quantity: str = "acceleration",
    unit: str = "unknown",
) -> EnvelopeSpectrum:
    """The same from a spectrum that is there already: another band costs no transform of it all."""
    low, high = band_hz or (0.0, record.rate_hz / 2)
    envelope, rate = record.band(low, high)
    if squared:
        envelope = envelope**2
    mean = float(envelope.mean())
    weights = window_values(window, len(envelope))
    total, squares = window_sums(weights)
    lines = np.abs(fourier.rfft((envelope - mean) * weights)) * 2 / total
    lines[0] /= 2
    return EnvelopeSpectrum(
        frequency_hz=np.arange(len(lines)) * rate / len(envelope),
        amplitude=lines,
        mean=mean,
        band_hz=(low, high),
        squared=squared,
        quantity=quantity,
        unit=unit,
        window=window,
        enbw_hz=rate * squares / total**2,
    )
