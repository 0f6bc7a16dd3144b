"""Envelope spectra of a band, band-limited and decimated in one step in the frequency domain.

The band is cut as a brick wall from the spectrum of the whole record (not a Butterworth filter);
only its positive frequencies go back to time, which gives the analytic signal at a low rate.

The squared envelope's spectrum is the autocorrelation of the band's spectrum over its lags. Where
no line above some frequency is asked for, a transform as long as the band and those lags holds them
free of aliasing, and twice the band is not needed.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier, parted, side_by_side, single_precision
from pfd_desktop.core.dsp.fourier import AnyComplexes
from pfd_desktop.core.dsp.parted import PartedSpectrum
from pfd_desktop.core.dsp.windows import (
    REACH,
    Window,
    is_cosines,
    sums_of,
    tapered,
    windowed_transform,
)
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
Samples = NDArray[np.floating[Any]]


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
    """The complex spectrum of a whole record, computed once and cut into bands many times.

    What is made of it has its precision: of single, lines are right to about 1e-6 of the highest.
    """

    lines: AnyComplexes | PartedSpectrum
    samples: int
    rate_hz: float

    @classmethod
    def of(cls, samples: Samples, rate_hz: float, *, single: bool = False) -> "RecordSpectrum":
        """Transform *samples* with their mean removed, in double precision or in *single*."""
        if single:
            centred = single_precision.centred(samples)
            parts = parted.suits(len(samples))
            lines = PartedSpectrum.of(centred) if parts else single_precision.rfft(centred)
            return cls(lines, len(samples), rate_hz)
        waveform = np.asarray(samples, dtype=np.float64)
        return cls(fourier.rfft(waveform - waveform.mean()), len(waveform), rate_hz)

    @cached_property
    def values(self) -> AnyComplexes:
        """One-sided, in order."""
        return self.lines.in_order() if isinstance(self.lines, PartedSpectrum) else self.lines

    def whitened(self) -> "RecordSpectrum":
        """Cepstrum pre-whitening: every bin to magnitude one, phases kept (Borghesani 2013)."""
        magnitude = np.abs(self.values)
        floor = float(magnitude.max()) * 1e-12 or 1.0
        return RecordSpectrum(
            self.values / np.maximum(magnitude, floor), self.samples, self.rate_hz
        )

    def band(self, low_hz: float, high_hz: float) -> tuple[Samples, float]:
        """|analytic signal| of a band and its rate in Hz, twice the band to hold the square."""
        analytic, rate_hz = self.analytic(low_hz, high_hz)
        return np.abs(analytic), rate_hz

    def full_rate_envelope(self, low_hz: float, high_hz: float) -> Samples:
        """|analytic signal| of a band, a value for each sample of the record."""
        first, last = band_bins(self.samples, self.rate_hz, (low_hz, high_hz))
        spectrum = np.zeros(self.samples, dtype=self.values.dtype)
        spectrum[first:last] = 2 * self.values[first:last]
        return np.abs(fourier.ifft_rows(spectrum, self.samples))

    def analytic(self, low_hz: float, high_hz: float) -> tuple[AnyComplexes, float]:
        """The analytic signal of a band, moved to 0 Hz, and its rate in Hz: twice the band."""
        first, last = band_bins(self.samples, self.rate_hz, (low_hz, high_hz))
        size = fourier.fast_length(2 * (last - first))
        signal = fourier.ifft_rows(2 * self.values[first:last], size)
        signal *= size / self.samples
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
    samples: Samples,
    rate_hz: float,
    band_hz: tuple[float, float] | None = None,
    squared: bool = True,
    *,
    window: Window = Window.HANN,
    whitened: bool = False,
    quantity: str = "acceleration",
    unit: str = "unknown",
) -> EnvelopeSpectrum:
    """Spectrum of the (squared) envelope of a band, in double precision; None is the full band."""
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
    highest_hz: float | None = None,
    window: Window = Window.HANN,
    quantity: str = "acceleration",
    unit: str = "unknown",
) -> EnvelopeSpectrum:
    """The same from a spectrum that is there already: another band costs no transform of it all.

    Lines above *highest_hz* may be left out, which saves time in single precision.
    """
    low, high = band_hz or (0.0, record.rate_hz / 2)
    wanted = record.samples
    if highest_hz is not None:
        wanted = int(min(highest_hz * record.samples / record.rate_hz, wanted)) + 1
    lines, mean, size = _lines_up_to(wanted, record, (low, high), squared, window)
    total, squares = sums_of(window, size)
    amplitude = np.abs(lines).astype(np.float64) * (2 / total)
    amplitude[0] /= 2
    return EnvelopeSpectrum(
        frequency_hz=np.arange(len(amplitude)) * record.rate_hz / record.samples,
        amplitude=amplitude,
        mean=mean,
        band_hz=(low, high),
        squared=squared,
        quantity=quantity,
        unit=unit,
        window=window,
        enbw_hz=record.rate_hz / record.samples * size * squares / total**2,
    )


def _lines_up_to(
    wanted: int, record: RecordSpectrum, band_hz: tuple[float, float], squared: bool, window: Window
) -> tuple[AnyComplexes, float, int]:
    """The first *wanted* lines of the (squared) envelope under the window; its mean and length."""
    bins = band_bins(record.samples, record.rate_hz, band_hz)
    wanted = min(wanted, fourier.fast_length(2 * (bins[1] - bins[0])) // 2 + 1)  # of twice the band
    few = squared and is_cosines(window)
    least = bins[1] - bins[0] + wanted + REACH if few else 2 * (bins[1] - bins[0])
    size = parted.length_for(record.samples, least)
    # where a band fills less than half of what parts go back to, a transform of its own is shorter
    if isinstance(record.lines, PartedSpectrum) and size <= 2 * least:
        envelope = np.abs(record.lines.analytic(*bins, size))
        found = _from_columns(wanted, envelope, squared, window)
    elif few and record.values.dtype == np.complex64:
        found = _from_a_short_band(wanted, record, bins, window)
    else:
        whole, _ = record.band(*band_hz)
        if squared:
            whole = np.square(whole)
        mean = float(whole.mean(dtype=np.float64))
        lines = windowed_transform(whole - whole.dtype.type(mean), window)
        found = lines, mean, len(whole)
    return found[0][:wanted], *found[1:]


def _from_columns(
    wanted: int, envelope: NDArray[np.float32], squared: bool, window: Window
) -> tuple[AnyComplexes, float, int]:
    """Of the envelope in columns, which is overwritten."""
    size = envelope.size
    if squared:
        np.square(envelope, out=envelope)
    mean = float(envelope.mean(dtype=np.float64))
    envelope -= np.float32(mean)
    if is_cosines(window):
        count = min(wanted + REACH, size // 2 + 1)
        lines = tapered(side_by_side.first_of_columns(envelope, count), window, size)
    else:
        lines = windowed_transform(envelope.reshape(-1), window)
    return lines, mean, size


def _from_a_short_band(
    wanted: int, record: RecordSpectrum, bins: tuple[int, int], window: Window
) -> tuple[AnyComplexes, float, int]:
    first, last = bins
    size = side_by_side.fast_length(last - first + wanted + REACH)
    count = min(wanted + REACH, size // 2 + 1)
    band = record.values[first:last] * np.float32(2 * size / record.samples)
    lines, means = single_precision.squared_envelope_transform(band[None], size, count)
    return tapered(lines[0], window, size), float(means[0]), size
