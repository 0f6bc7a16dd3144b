"""Envelope, cepstrum, integration against closed forms."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.cepstrum import prewhiten, real_cepstrum
from pfd_desktop.core.dsp.envelope import envelope_spectrum
from pfd_desktop.core.dsp.floor import local_floor
from pfd_desktop.core.dsp.integration import STANDARD_GRAVITY, integrate
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.errors import InvalidInput


def amplitude_modulated(depth: float) -> np.ndarray:
    time = np.arange(20_000) / 20_000
    return (1 + depth * np.cos(2 * np.pi * 50 * time)) * np.cos(2 * np.pi * 4000 * time)


@pytest.mark.parametrize("band", [None, (3000.0, 5000.0)])
@pytest.mark.parametrize("window", [Window.BOXCAR, Window.HANN, Window.FLATTOP])
def test_lines_of_an_amplitude_modulated_tone(
    band: tuple[float, float] | None, window: Window
) -> None:
    tone = amplitude_modulated(0.5)
    squared = envelope_spectrum(tone, 20_000, band, squared=True, window=window)
    assert squared.amplitude[50] == pytest.approx(1.0, abs=1e-6)
    assert squared.amplitude[100] == pytest.approx(0.125, abs=1e-6)
    assert squared.mean == pytest.approx(1.125, abs=1e-6)
    assert squared.frequency_hz[50] == pytest.approx(50)
    plain = envelope_spectrum(tone, 20_000, band, squared=False, window=window)
    assert plain.amplitude[50] == pytest.approx(0.5, abs=1e-6)
    assert plain.amplitude[100] == pytest.approx(0.0, abs=1e-6)


def test_a_band_beside_the_tone_is_silent_and_an_impossible_one_refused() -> None:
    tone = amplitude_modulated(0.5)
    beside = envelope_spectrum(tone, 20_000, (6000.0, 8000.0))
    assert beside.amplitude.max() < 1e-12
    with pytest.raises(InvalidInput, match="choose a band below"):
        envelope_spectrum(tone, 20_000, (11_000.0, 12_000.0))


def test_envelope_equals_the_hilbert_envelope() -> None:
    from scipy import signal

    noise = np.random.default_rng(0).standard_normal(4096)
    noise -= noise.mean()
    ours = envelope_spectrum(noise, 4096, squared=True, window=Window.BOXCAR)
    reference = np.abs(signal.hilbert(noise)) ** 2
    theirs = np.abs(np.fft.rfft(reference - reference.mean()))[:1500] * 2 / 4096
    # the Nyquist bin is left out of our analytic signal: agreement to its weight
    np.testing.assert_allclose(ours.amplitude[1:1500], theirs[1:], atol=0.02)


def test_echo_in_the_cepstrum() -> None:
    noise = np.random.default_rng(1).standard_normal(4096)
    lag, strength = 300, 0.5
    echoed = noise + strength * np.roll(noise, lag)
    difference = real_cepstrum(echoed, 1000.0).values - real_cepstrum(noise, 1000.0).values
    assert difference[lag] == pytest.approx(0.25, abs=1e-6)
    assert difference[2 * lag] == pytest.approx(-0.0625, abs=1e-6)
    assert difference[3 * lag] == pytest.approx(0.125 / 6, abs=1e-6)
    assert real_cepstrum(noise, 1000.0).quefrency_s[lag] == pytest.approx(0.3)


def test_prewhitening_flattens_the_spectrum_and_keeps_impulses() -> None:
    random = np.random.default_rng(2)
    train = np.zeros(10_000)
    train[::250] = 1.0
    tone = 20 * np.sin(2 * np.pi * 0.0137 * np.arange(10_000))
    whitened = prewhiten(train + tone + 0.01 * random.standard_normal(10_000))
    magnitude = np.abs(np.fft.rfft(whitened))[1:-1]
    assert magnitude.max() / magnitude.min() == pytest.approx(1.0, abs=1e-6)
    assert whitened.std() == pytest.approx(1.0)


def test_one_g_at_159_hz_is_9_8_mm_per_second() -> None:
    rate, frequency = 20_000, 1000 / (2 * np.pi)
    count = round(rate * 200 / frequency)
    time = np.arange(count) / rate
    velocity = integrate(
        STANDARD_GRAVITY * 1000 * np.cos(2 * np.pi * (200 * rate / count) * time), rate
    )
    assert velocity.max() == pytest.approx(9.80665, rel=1e-4)
    assert np.sqrt(np.mean(velocity**2)) == pytest.approx(6.93435, rel=1e-4)


def test_local_floor_is_the_running_median_and_ignores_lines() -> None:
    power = np.ones(5000)
    power[::200] = 1e6
    assert local_floor(power, 101) == pytest.approx(1.0)
    slope = np.linspace(1, 10, 5000)
    np.testing.assert_allclose(local_floor(slope, 101)[100:-100], slope[100:-100], rtol=1e-6)
