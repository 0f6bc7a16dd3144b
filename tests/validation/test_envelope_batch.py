"""The fast envelope spectra against the textbook's: brick wall, Hilbert, square, window."""

import numpy as np
import pytest
from scipy import signal

from pfd_desktop.core.dsp.envelope import RecordSpectrum, envelope_spectrum, envelope_spectrum_of
from pfd_desktop.core.dsp.envelope_batch import squared_envelope_spectra
from pfd_desktop.core.dsp.windows import Window, window_values


def textbook(
    samples: np.ndarray, rate_hz: float, band_hz: tuple[float, float], window: Window
) -> np.ndarray:
    """Peak amplitudes of the squared envelope's lines, all at the full rate, double precision."""
    spectrum = np.fft.rfft(samples - samples.mean())
    frequency = np.fft.rfftfreq(len(samples), 1 / rate_hz)
    spectrum[(frequency < band_hz[0]) | (frequency > band_hz[1])] = 0
    squared = np.abs(signal.hilbert(np.fft.irfft(spectrum, len(samples)))) ** 2
    weights = window_values(window, len(samples))
    lines = np.abs(np.fft.rfft((squared - squared.mean()) * weights)) * 2 / weights.sum()
    lines[0] /= 2
    return lines


@pytest.mark.parametrize("window", [Window.BOXCAR, Window.HANN, Window.FLATTOP])
@pytest.mark.parametrize("band_hz", [(2000.0, 6000.0), (500.0, 1000.0)])
@pytest.mark.parametrize("count", [20_480, 20_001])
def test_single_precision_equals_the_textbook(
    count: int, band_hz: tuple[float, float], window: Window
) -> None:
    random = np.random.default_rng(0)
    records = random.standard_normal((9, count)).astype(np.float32) + 5
    frequency, found = squared_envelope_spectra(records, 20_480.0, band_hz, 400.0, window)
    assert found.shape == (9, len(frequency))
    assert frequency[-1] <= 400
    for record, lines in zip(records, found, strict=True):
        expected = textbook(record.astype(np.float64), 20_480.0, band_hz, window)
        np.testing.assert_allclose(lines, expected[: len(lines)], atol=3e-6 * expected.max())


def test_a_spectrum_kept_gives_the_same_bands_as_a_fresh_one() -> None:
    samples = np.random.default_rng(1).standard_normal(8192)
    record = RecordSpectrum.of(samples, 8192.0)
    for band_hz in [(500.0, 1500.0), (2000.0, 4000.0), None]:
        fresh = envelope_spectrum(samples, 8192.0, band_hz)
        kept = envelope_spectrum_of(record, band_hz)
        np.testing.assert_array_equal(kept.amplitude, fresh.amplitude)
    expected = textbook(samples, 8192.0, (500.0, 1500.0), Window.HANN)
    lines = envelope_spectrum_of(record, (500.0, 1500.0)).amplitude
    np.testing.assert_allclose(lines[:900], expected[:900], atol=1e-12)


def test_the_sum_of_a_squared_envelope_spectrum_is_the_fourth_moment() -> None:
    # Borghesani et al. 2014: for boxcar lines, mean² + Σ line²/2 is the mean fourth power
    samples = np.random.default_rng(2).standard_normal(4096)
    found = envelope_spectrum(samples, 4096.0, (500.0, 1500.0), window=Window.BOXCAR)
    envelope, _rate = RecordSpectrum.of(samples, 4096.0).band(500.0, 1500.0)
    total = found.mean**2 + (found.amplitude[1:] ** 2).sum() / 2
    assert total == pytest.approx(np.mean(envelope**4), rel=1e-9)
