"""Integration of tones that do not fit into the record: closed forms, at the edges and within."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.integration import STANDARD_GRAVITY, differentiate, integrate
from pfd_desktop.errors import InvalidInput

PHASES = np.linspace(0, 2 * np.pi, 7, endpoint=False)


def errors(
    frequency_hz: float, seconds: float, rate_hz: float, times: int, highpass_hz: float = 10.0
) -> tuple[float, float]:
    """The worst error over phases, anywhere and from three periods of the high-pass inwards."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    omega, edge = 2 * np.pi * frequency_hz, round(3 * rate_hz / highpass_hz)
    everywhere, within = 0.0, 0.0
    for phase in PHASES:
        tone = np.exp(1j * (omega * time + phase))
        found = integrate(tone.real, rate_hz, highpass_hz, times)
        error = np.abs(found - (tone / (1j * omega) ** times).real) * omega**times
        everywhere = max(everywhere, float(error.max()))
        within = max(within, float(error[edge:-edge].max(initial=0.0)))
    return everywhere, within


@pytest.mark.parametrize(
    ("frequency_hz", "seconds", "rate_hz"),
    [
        (25.3, 1.0, 25_600.0),
        (25.3, 3.17, 25_600.0),
        (12.7, 1.0, 10_000.0),
        (159.15, 1.0, 10_000.0),
        (1003.3, 1.0, 25_600.0),
    ],
)
def test_a_tone_off_the_bins_is_integrated_up_to_the_edges(
    frequency_hz: float, seconds: float, rate_hz: float
) -> None:
    once, within = errors(frequency_hz, seconds, rate_hz, 1)
    twice, within_twice = errors(frequency_hz, seconds, rate_hz, 2)
    print(
        f"{frequency_hz:g} Hz over {seconds:g} s: once {once:.1e} ({within:.1e} within),"
        f" twice {twice:.1e} ({within_twice:.1e} within)"
    )
    assert once < 2e-3
    assert within < 1e-4
    assert twice < 1e-2
    assert within_twice < 1e-3


@pytest.mark.parametrize("seconds", [0.3, 0.37, 0.5])
def test_short_records(seconds: float) -> None:
    assert errors(25.3, seconds, 25_600.0, 1)[0] < 0.03
    assert errors(25.3, seconds, 25_600.0, 2)[0] < 0.03


@pytest.mark.parametrize("seconds", [2.0, 5.03])
def test_right_above_the_highpass(seconds: float) -> None:
    for times in (1, 2):
        everywhere, within = errors(10.3, seconds, 10_000.0, times)
        assert everywhere < 0.01
        assert within < 2e-3


def test_one_g_at_25_3_hz_has_the_velocity_it_has() -> None:
    time = np.arange(25_600) / 25_600
    velocity = integrate(1e3 * STANDARD_GRAVITY * np.sin(2 * np.pi * 25.3 * time + 0.4), 25_600)
    expected = 1e3 * STANDARD_GRAVITY / (2 * np.pi * 25.3)
    assert np.abs(velocity).max() == pytest.approx(expected, rel=2e-3)


def test_noise_errs_no_more_at_the_edges_than_it_is_high() -> None:
    rate_hz, rng = 5000.0, np.random.default_rng(3)
    long = rng.standard_normal(60_000)
    whole = integrate(long, rate_hz)
    part = integrate(long[20_000:40_000], rate_hz)
    error = np.abs(part - whole[20_000:40_000])
    assert error.max() < 1.5 * whole.std()
    assert error[2000:-2000].max() < 0.02 * whole.std()


def test_a_drift_and_what_lies_below_half_the_highpass_are_gone() -> None:
    rate_hz = 2000.0
    time = np.arange(8000) / rate_hz
    drift = 3.0 + 0.5 * time
    slow = np.cos(2 * np.pi * 4.3 * time + 0.2)
    assert np.abs(integrate(drift, rate_hz)).max() < 1e-9
    assert np.abs(integrate(slow, rate_hz)).max() < 5e-3 / (2 * np.pi * 4.3)


def test_a_derivative_off_the_bins() -> None:
    rate_hz, omega = 10_000.0, 2 * np.pi * 33.7
    time = np.arange(7000) / rate_hz
    found = differentiate(np.cos(omega * time), rate_hz)
    np.testing.assert_allclose(found / omega, -np.sin(omega * time), atol=5e-3)


def test_a_record_that_holds_too_little_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"fewer than 3 periods of the high-pass at 10 Hz"):
        integrate(np.ones(2000), 10_000.0)
    with pytest.raises(InvalidInput, match="choose one below 8 Hz"):
        integrate(np.ones(2000), 16.0)
    with pytest.raises(InvalidInput, match="fewer than 3 periods"):
        differentiate(np.ones(2), 100.0, 10.0)


def test_a_highpass_of_nothing_is_the_lowest_that_the_record_allows() -> None:
    time = np.arange(4000) / 1000.0
    tone = np.cos(2 * np.pi * 2.3 * time)
    np.testing.assert_allclose(integrate(tone, 1000.0, 0.0), integrate(tone, 1000.0, 0.75))
