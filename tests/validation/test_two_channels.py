"""Two channels: densities, coherence, full spectrum and orbits against closed forms and scipy."""

import numpy as np
import pytest
from scipy import signal

from pfd_desktop.core.dsp.autocorrelation import autocorrelation
from pfd_desktop.core.dsp.full_spectrum import full_spectrum
from pfd_desktop.core.dsp.orbit import (
    between_orders,
    centreline,
    ellipse,
    precession,
    rotated,
    roundness,
)
from pfd_desktop.core.dsp.spectra import Scaling
from pfd_desktop.core.dsp.two_channels import cross_spectra, independent
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.errors import InvalidInput

RATE = 2000.0


def two(noise: float, count: int = 400_000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    x = rng.standard_normal(count)
    return x, 2 * x + noise * rng.standard_normal(count)


@pytest.mark.parametrize("size", [255, 256])
def test_densities_equal_scipy(size: int) -> None:
    x, y = two(1.0, 20_000)
    found = cross_spectra(x, y, RATE, segment=size)
    told = {"fs": RATE, "nperseg": size, "noverlap": int(size * 0.5)}
    np.testing.assert_allclose(found.of_first, signal.welch(x, **told)[1], rtol=1e-11)
    np.testing.assert_allclose(found.between, signal.csd(x, y, **told)[1], rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(found.coherence, signal.coherence(x, y, **told)[1], rtol=1e-9)


def test_coherence_of_a_channel_with_noise() -> None:
    """y = 2x + n: γ² = 4/(4+σ²); H1 is 2 whatever the noise."""
    x, y = two(3.0)
    found = cross_spectra(x, y, RATE, segment=512)
    assert found.coherence[2:-2].mean() == pytest.approx(4 / 13, abs=0.005)
    assert np.abs(found.transfer[2:-2]).mean() == pytest.approx(2.0, abs=0.05)
    assert np.abs(np.mean(found.transfer[2:-2]) - 2) < 0.02


def test_phase_is_that_of_a_delay() -> None:
    x = np.random.default_rng(1).standard_normal(100_000)
    found = cross_spectra(x[5:], x[:-5], RATE, segment=1000)  # y comes 5 samples after x
    expected = -2 * np.pi * found.frequency_hz * 5 / RATE
    error = np.angle(found.transfer * np.exp(-1j * expected))
    assert np.abs(error[2:-2]).max() < 0.05


@pytest.mark.parametrize("overlap", [0.0, 0.5])
def test_significance_is_passed_by_chance_as_often_as_said(overlap: float) -> None:
    passed = []
    for chunk in range(20):
        rng = np.random.default_rng(10 + chunk)
        x, y = rng.standard_normal((2, 16_000))
        found = cross_spectra(x, y, RATE, segment=400, overlap=overlap)
        passed.append(np.mean(found.coherence[2:-2] > found.significance(0.05)))
    assert np.mean(passed) == pytest.approx(0.05, abs=0.012)


def test_one_average_proves_nothing_and_overlapping_ones_count_less() -> None:
    x, y = two(1.0, 1000)
    found = cross_spectra(x, y, RATE, segment=1000)
    assert found.significance() == 1.0
    np.testing.assert_allclose(found.coherence[1:-1], 1.0, rtol=1e-9)
    weights = window_values(Window.HANN, 1000)
    assert independent(weights, 1000, 20) == pytest.approx(20)
    # ρ = 1/6 for Hann at half overlap (Welch 1967)
    assert independent(weights, 500, 1000) == pytest.approx(1000 / (1 + 2 / 36), rel=1e-3)
    silent = cross_spectra(x, np.zeros(1000), RATE, segment=100)
    assert not silent.coherence.any()


@pytest.mark.parametrize("size", [1999, 2000])
def test_full_spectrum_of_a_forward_and_a_backward_circle(size: int) -> None:
    time = np.arange(20_000) / RATE
    forward, backward = 40 * RATE / size, 90 * RATE / size
    path = 3 * np.exp(2j * np.pi * forward * time) + 1.5 * np.exp(-2j * np.pi * backward * time)
    found = full_spectrum(path.real, path.imag, RATE, segment=size)
    middle = int(np.argmin(np.abs(found.frequency_hz)))
    assert found.frequency_hz[middle] == 0
    assert np.all(np.diff(found.frequency_hz) > 0)
    assert len(found.frequency_hz) == size
    assert found.radius[middle + 40] == pytest.approx(3.0, rel=1e-9)
    assert found.radius[middle - 90] == pytest.approx(1.5, rel=1e-9)
    assert max(found.radius[middle - 40], found.radius[middle + 90]) < 1e-9


def test_a_line_is_two_equal_circles() -> None:
    x = np.cos(2 * np.pi * 50 * np.arange(2000) / RATE)
    found = full_spectrum(x, np.zeros(2000), RATE, Window.BOXCAR, Scaling.PEAK_TO_PEAK)
    at = {round(f): r for f, r in zip(found.frequency_hz, found.radius, strict=True)}
    assert at[50] == pytest.approx(1.0)
    assert at[-50] == pytest.approx(1.0)


def test_full_spectrum_is_the_transform_of_the_complex_path() -> None:
    x, y = two(1.0, 512)
    found = full_spectrum(x, y, RATE, Window.BOXCAR)
    z = (x - x.mean()) + 1j * (y - y.mean())
    direct = np.fft.fftshift(np.abs(np.fft.fft(z))) / 512
    ours = np.concatenate((found.radius[-1:], found.radius[:-1]))  # theirs has Nyquist first
    np.testing.assert_allclose(ours, direct, rtol=1e-10)


def test_ellipse_of_an_order_is_exact_between_samples() -> None:
    turns = np.arange(500) * 0.0173
    angle = 2 * np.pi * 0.5 * turns
    x, y = 4 + 3 * np.cos(angle + 0.3), -2 + 1.0 * np.sin(angle + 0.3)
    found = ellipse(x, y, turns, 0.5)
    assert found.major == pytest.approx(3.0, rel=1e-9)
    assert found.minor == pytest.approx(1.0, rel=1e-9)
    across, up = found.loop()
    assert across[0] == pytest.approx(3 * np.cos(0.3))
    assert up[0] == pytest.approx(np.sin(0.3))
    assert roundness(across[:-1], up[:-1]) == pytest.approx(2 * 3 * 1 / (9 + 1), rel=1e-3)
    mirrored = ellipse(x, -y, turns, 0.5)
    assert mirrored.minor == pytest.approx(-1.0, rel=1e-9)


def test_precession() -> None:
    angle = np.linspace(0, 2 * np.pi, 100, endpoint=False)
    circle = ((np.cos(angle), np.sin(angle)),)
    mirrored = ((np.cos(angle), -np.sin(angle)),)
    assert precession(circle) == "forward"
    assert precession(mirrored) == "backward"
    assert precession(mirrored, rotates_x_to_y=False) == "forward"
    assert precession(((np.cos(angle), np.cos(angle)),)) == ""
    assert precession(()) == ""


def test_band_of_orders_and_its_refusals() -> None:
    time = np.arange(20_000) / RATE
    whirl = 2 * np.cos(2 * np.pi * 23 * time)
    samples = whirl + 5 * np.cos(2 * np.pi * 50 * time) + 3
    speed = SpeedProfile.constant(3000.0)
    np.testing.assert_allclose(between_orders(samples, RATE, speed, 0.4, 0.5), whirl, atol=1e-9)
    rising = SpeedProfile(np.array([0.0, 9.0]), np.array([1000.0, 3000.0]))
    with pytest.raises(InvalidInput, match="varies"):
        between_orders(samples, RATE, rising, 0.4, 0.5)
    with pytest.raises(InvalidInput, match="too short"):
        between_orders(samples[:40], RATE, speed, 0.4, 0.5)


def test_centreline_and_probes_at_45_degrees() -> None:
    samples = np.repeat([1.0, 2.0, 3.0], 100) + np.tile([0.5, -0.5], 150)
    np.testing.assert_allclose(centreline(samples.astype("f4"), 100), [1, 2, 3])
    across, up = rotated(np.array([1.0, 0.0]), np.array([0.0, 1.0]), 45.0)
    np.testing.assert_allclose(across, [np.sqrt(0.5), -np.sqrt(0.5)])
    np.testing.assert_allclose(up, [np.sqrt(0.5)] * 2)


@pytest.mark.parametrize(("count", "lags"), [(500, 499), (5000, 40), (200_000, 70_000)])
def test_autocorrelation_is_the_sum_it_stands_for(count: int, lags: int) -> None:
    """Identical to statsmodels' ``acf(x, fft=True, nlags=lags)``, which is this sum."""
    samples = np.cumsum(np.random.default_rng(3).standard_normal(count))
    found = autocorrelation(samples, lags)
    centred = samples - samples.mean()
    for lag in {0, 1, 7, lags // 2, lags}:
        exact = centred[: count - lag] @ centred[lag:] / (centred @ centred)
        assert found[lag] == pytest.approx(exact, abs=1e-12)
    assert len(found) == lags + 1


def test_autocorrelation_of_a_sine_and_refusals() -> None:
    samples = np.sin(2 * np.pi * np.arange(10_000) / 100)
    found = autocorrelation(samples, 200)
    lags = np.arange(201)
    expected = (1 - lags / 10_000) * np.cos(2 * np.pi * lags / 100)
    np.testing.assert_allclose(found, expected, atol=2e-3)
    with pytest.raises(InvalidInput, match="vary"):
        autocorrelation(np.ones(100), 10)
    with pytest.raises(InvalidInput, match="Lags"):
        autocorrelation(samples, 10_000)
