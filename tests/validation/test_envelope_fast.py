"""The fast envelope spectra against the textbook's: brick wall, Hilbert, square, window."""

import numpy as np
import pytest
from scipy import signal

from pfd_desktop.core.dsp import parted
from pfd_desktop.core.dsp.envelope import (
    RecordSpectrum,
    band_bins,
    envelope_spectrum,
    envelope_spectrum_of,
)
from pfd_desktop.core.dsp.windows import (
    Window,
    sums_of,
    window_sums,
    window_values,
    windowed_transform,
)
from tests.core.analyses.materials import RATE, lines, material


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


@pytest.mark.parametrize("window", [one for one in Window if one is not Window.BARTLETT])
@pytest.mark.parametrize("band_hz", [(2000.0, 6000.0), (500.0, 1000.0)])
@pytest.mark.parametrize("count", [20_480, 20_001])
@pytest.mark.parametrize("single", [True, False])
def test_lines_up_to_the_highest_equal_the_textbook(
    single: bool, count: int, band_hz: tuple[float, float], window: Window
) -> None:
    samples = np.random.default_rng(0).standard_normal(count).astype(np.float32) + 5
    record = RecordSpectrum.of(samples, 20_480.0, single=single)
    assert record.values.dtype == (np.complex64 if single else np.complex128)
    found = envelope_spectrum_of(record, band_hz, highest_hz=400.0, window=window)
    assert found.frequency_hz[-1] <= 400 < found.frequency_hz[-1] + 20_480 / count
    expected = textbook(samples.astype(np.float64), 20_480.0, band_hz, window)
    lines = found.amplitude
    close = (3e-6 if single else 1e-12) * expected.max()
    np.testing.assert_allclose(lines, expected[: len(lines)], atol=close)


@pytest.mark.parametrize("single", [True, False])
@pytest.mark.parametrize("squared", [True, False])
@pytest.mark.parametrize("highest_hz", [0.0, 450.0, 499.9, 510.0, 1e9])
@pytest.mark.parametrize("window", [Window.FLATTOP, Window.BARTLETT])
def test_a_highest_line_leaves_the_others_as_they_are(
    window: Window, squared: bool, highest_hz: float, single: bool
) -> None:
    samples = np.random.default_rng(3).standard_normal(8192)
    record = RecordSpectrum.of(samples, 8192.0, single=single)
    double = RecordSpectrum.of(samples, 8192.0)
    whole = envelope_spectrum_of(double, (1000.0, 1500.0), squared, window=window)
    found = envelope_spectrum_of(
        record, (1000.0, 1500.0), squared, window=window, highest_hz=highest_hz
    )
    count = len(found.amplitude)
    np.testing.assert_array_equal(found.frequency_hz, whole.frequency_hz[:count])
    close = 1e-6 if single else 1e-13  # the outermost lines of twice the band fold a little
    np.testing.assert_allclose(found.amplitude, whole.amplitude[:count], atol=close)
    assert count == (whole.frequency_hz <= highest_hz).sum()
    assert found.enbw_hz == pytest.approx(whole.enbw_hz, rel=1e-12)
    assert found.mean == pytest.approx(whole.mean, rel=1e-6 if single else 1e-12)


@pytest.mark.parametrize("size", [2, 7, 16, 1000, 1001])
@pytest.mark.parametrize("kind", ["f4", "f8"])
@pytest.mark.parametrize("window", list(Window))
def test_a_windowed_transform_needs_no_window(window: Window, kind: str, size: int) -> None:
    values = np.random.default_rng(4).standard_normal(size).astype(kind)
    weights = window_values(window, size)
    found = windowed_transform(values, window)
    assert found.dtype == ("c8" if kind == "f4" else "c16")
    expected = np.fft.rfft(values.astype("f8") * weights)
    np.testing.assert_allclose(found, expected, atol=5e-5 if kind == "f4" else 1e-12)
    assert sums_of(window, size) == pytest.approx(window_sums(weights), rel=1e-12)


def at_a_higher_rate(samples: np.ndarray, band_hz: tuple[float, float]) -> np.ndarray:
    """Magnitudes have lines without end: what folds depends on the rate, so it is the same here."""
    first, last = band_bins(len(samples), RATE, band_hz)
    size = parted.length_for(len(samples), 2 * (last - first))
    assert size > 2 * (last - first)
    spectrum = np.fft.rfft(samples.astype("f8") - samples.mean(dtype="f8"))
    envelope = np.abs(np.fft.ifft(spectrum[first:last], size)) * 2 * size / len(samples)
    lines = np.fft.rfft((envelope - envelope.mean()) * window_values(Window.HANN, size))
    amplitude = np.abs(lines) * 4 / size
    return np.append(amplitude[0] / 2, amplitude[1:])


@pytest.mark.parametrize("name", ["envelope", "squared-envelope"])
@pytest.mark.parametrize("also", [{}, {"whitened": True}, {"advised": True}])
def test_a_look_is_the_spectrum_in_double_precision(name: str, also: dict[str, bool]) -> None:
    """Beside a line a hundred times as high, outside of the band: rounding is a part of that."""
    random = np.random.default_rng(5)
    time = np.arange(40_000) / RATE
    samples = random.standard_normal(40_000) + 100 * np.sin(2 * np.pi * 50 * time) + 20
    band = None if "advised" in also else (500.0, 0.45 * RATE)
    found = lines(material(samples), name, band=band, highest=300.0, **also)
    exact = envelope_spectrum(
        samples.astype("f4"),
        RATE,
        found.band_hz,
        name == "squared-envelope",
        whitened="whitened" in also,
    )
    count = len(found.y)
    np.testing.assert_array_equal(found.x, exact.frequency_hz[:count])
    expected = exact.amplitude[:count]
    if name == "envelope" and not also:
        expected = at_a_higher_rate(samples.astype("f4"), found.band_hz)[:count]
    close = 1e-12 * expected.max() if also else 3e-8 * 100
    np.testing.assert_allclose(found.y, expected, atol=close)


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
