"""Spectra against published numbers: Heinzel, Rüdiger, Schilling 2002, and scipy."""

import numpy as np
import pytest
from scipy import signal

from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum, density_unit, psd
from pfd_desktop.core.dsp.windows import (
    Window,
    coherent_gain,
    enbw_bins,
    window_part,
    window_values,
    worst_scalloping_db,
)
from pfd_desktop.errors import InvalidInput

TABLE = [
    (Window.BOXCAR, 1.0000, 1.0, -3.9224),
    (Window.HANN, 1.5000, 0.5, -1.4236),
    (Window.HAMMING, 1.3628, 0.54, -1.7514),
    (Window.BLACKMAN_HARRIS, 2.0044, 0.35875, -0.8256),
    (Window.NUTTALL, 1.9761, 0.36358, -0.8506),
    (Window.FLATTOP, 3.7702, 0.215579, -0.0098),
    (Window.BARTLETT, 1.3333, 0.5, -1.8242),
]


@pytest.mark.parametrize(("window", "enbw", "gain", "scalloping"), TABLE)
def test_windows_have_their_published_properties(
    window: Window, enbw: float, gain: float, scalloping: float
) -> None:
    weights = window_values(window, 4096)
    assert enbw_bins(weights) == pytest.approx(enbw, abs=6e-5)
    assert coherent_gain(weights) == pytest.approx(gain, abs=6e-6)
    assert worst_scalloping_db(weights) == pytest.approx(scalloping, abs=1e-4)


def test_weights_that_are_kept_cannot_be_changed() -> None:
    assert window_values(Window.HANN, 1000) is window_values(Window.HANN, 1000)
    for size in (1000, 1 << 19):
        with pytest.raises(ValueError, match="read-only"):
            window_values(Window.HANN, size)[0] = 1.0


@pytest.mark.parametrize("samples", [40_000, 102_400])
def test_one_long_piece_in_single_precision_equals_numpys(samples: int) -> None:
    record = np.random.default_rng(8).standard_normal(samples).astype("f4") + 2
    found = amplitude_spectrum(record, 1.0, scaling=Scaling.PEAK, single=True).values
    weights = window_values(Window.HANN, samples)
    exact = record.astype("f8") - record.astype("f8").mean()
    expected = 2 * np.abs(np.fft.rfft(exact * weights)) / weights.sum()
    expected[[0, -1]] /= 2
    assert np.abs(found - expected).max() < 2e-6 * expected.max()


@pytest.mark.parametrize("window", list(Window))
@pytest.mark.parametrize("size", [8, 999, 1000])
def test_windows_equal_scipy(window: Window, size: int) -> None:
    ours = window_values(window, size)
    theirs = signal.get_window(window.value, size)
    np.testing.assert_allclose(ours, theirs, atol=1e-14)
    np.testing.assert_allclose(window_part(window, size, 3, 7), ours[3:7], atol=1e-14)


@pytest.mark.parametrize("window", [Window.HANN, Window.FLATTOP, Window.BLACKMAN_HARRIS])
def test_sine_of_two_volts_reads_two_volts(window: Window) -> None:
    time = np.arange(10_000) / 10_000
    sine = 2 * np.sqrt(2) * np.sin(2 * np.pi * 1234 * time)
    for scaling, expected in (
        (Scaling.RMS, 2.0),
        (Scaling.PEAK, 2 * np.sqrt(2)),
        (Scaling.PEAK_TO_PEAK, 4 * np.sqrt(2)),
    ):
        spectrum = amplitude_spectrum(sine, 10_000, window, scaling, unit="V")
        assert spectrum.values[1234] == pytest.approx(expected, abs=1e-6)
        assert spectrum.unit == "V"
        assert spectrum.scaling is scaling


def heinzel_signal() -> np.ndarray:
    time = np.arange(1_000_000) / 10_000
    sines = 2.82842712474619 * np.sin(2 * np.pi * 1234 * time)
    sines += 1.0 * np.sin(2 * np.pi * 2500.2157 * time)
    return np.round(sines / 1e-3) * 1e-3


def test_heinzel_testing_the_algorithm() -> None:
    samples = heinzel_signal()
    flat = amplitude_spectrum(samples, 10_000, Window.FLATTOP, segment=10_000)
    hann = amplitude_spectrum(samples, 10_000, Window.HANN, segment=10_000)
    assert flat.values[1234] == pytest.approx(2.0, abs=1e-5)
    assert flat.values[2500] == pytest.approx(0.70727, abs=2e-4)
    assert hann.values[2500] == pytest.approx(0.68614, abs=2e-4)
    density = psd(samples, 10_000, Window.FLATTOP, segment=10_000)
    floor = np.sqrt(np.median(density.values[3000:4900]))
    assert floor == pytest.approx(1e-3 / np.sqrt(6 * 10_000), rel=0.02)
    mean = np.sqrt(np.mean(density.values[3000:4900]))
    assert mean == pytest.approx(4.0856e-6, rel=5e-3)  # published for this very signal


@pytest.mark.parametrize("size", [999, 1024])
@pytest.mark.parametrize("overlap", [0.0, 0.5, 0.75])
def test_welch_equals_scipy(size: int, overlap: float) -> None:
    samples = np.random.default_rng(1).standard_normal(50_000)
    ours = psd(samples, 25_600, segment=size, overlap=overlap)
    frequency, theirs = signal.welch(
        samples, 25_600, "hann", nperseg=size, noverlap=int(size * overlap), detrend="constant"
    )
    np.testing.assert_allclose(ours.values, theirs, rtol=1e-12, atol=1e-20)
    np.testing.assert_allclose(ours.frequency_hz, frequency, rtol=1e-12)


def test_parseval() -> None:
    samples = np.random.default_rng(2).standard_normal(200_000)
    whole = psd(samples, 10_000, Window.BOXCAR)
    step = whole.frequency_hz[1]
    assert whole.values.sum() * step == pytest.approx(samples.var(), rel=1e-10)
    averaged = psd(samples, 10_000, segment=2000)
    level = 2 * samples.var() / 10_000
    assert averaged.values[2:-2].mean() == pytest.approx(level, rel=1e-3)


def test_power_is_density_times_enbw() -> None:
    samples = np.random.default_rng(3).standard_normal(8192)
    amplitude = amplitude_spectrum(samples, 8192, Window.HANN, Scaling.RMS)
    density = psd(samples, 8192, Window.HANN)
    np.testing.assert_allclose(
        amplitude.values[1:-1] ** 2, density.values[1:-1] * density.enbw_hz, rtol=1e-10
    )
    assert density.enbw_hz == pytest.approx(1.5)


def test_units_and_refusals() -> None:
    assert density_unit("g") == "g²/Hz"
    assert density_unit("m/s²") == "(m/s²)²/Hz"
    with pytest.raises(InvalidInput, match="at least 8"):
        psd(np.zeros(3), 100.0)
    with pytest.raises(InvalidInput, match="density"):
        amplitude_spectrum(np.zeros(100), 100.0, scaling=Scaling.DENSITY)
    with pytest.raises(InvalidInput, match="Overlap"):
        psd(np.zeros(100), 100.0, overlap=1.0)
