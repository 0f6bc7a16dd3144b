"""Tacho channels against closed forms: edges, jitter, planted faults."""

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.speed.tacho import Slope, read_tacho
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]

RATE = 20_000.0


def channel(edges_s: Floats, duration_s: float, width_s: float = 2e-3, ramp: int = 4) -> Floats:
    """Trapezoid pulses of 5 V whose rising flanks cross 2.5 V exactly at *edges_s*."""
    samples = np.zeros(int(duration_s * RATE))
    for edge in edges_s:
        first = max(0, int((edge - width_s) * RATE))
        last = min(len(samples), int((edge + 2 * width_s) * RATE))
        time = np.arange(first, last) / RATE - edge
        rising = 0.5 + time * RATE / ramp
        falling = 0.5 - (time - width_s) * RATE / ramp
        pulse = np.clip(np.minimum(rising, falling), 0.0, 1.0)
        samples[first:last] = np.maximum(samples[first:last], 5 * pulse)
    return samples


def regular(turn_s: float = 0.04, count: int = 400) -> Floats:
    """When pulses come at constant speed, at no whole number of samples."""
    return 0.0123456 + turn_s * np.arange(count)


def test_edges_are_found_between_samples() -> None:
    edges = regular()
    found = read_tacho(channel(edges, 16.1), RATE)
    np.testing.assert_allclose(found.edges_s, edges, atol=1e-9)
    np.testing.assert_allclose(found.speed.rpm, 1500, rtol=1e-7)
    assert (found.missed, found.doubled, found.level) == (0, 0, 2.5)
    assert found.jitter < 1e-7
    assert found.speed.source == "tacho, 1 pulse per turn"


def test_slope_level_and_pulses_per_turn() -> None:
    samples = channel(regular(), 16.1)
    falling = read_tacho(samples, RATE, slope=Slope.FALLING)
    np.testing.assert_allclose(falling.edges_s, regular() + 2e-3, atol=1e-9)
    low = read_tacho(samples, RATE, level=1.25)
    np.testing.assert_allclose(low.edges_s, regular() - 1 / RATE, atol=1e-9)
    assert read_tacho(samples, RATE, 60).speed.rpm.mean() == pytest.approx(25, rel=1e-7)
    upside_down = read_tacho(-samples, RATE, slope=Slope.FALLING)
    np.testing.assert_allclose(upside_down.edges_s, regular(), atol=1e-9)
    with pytest.raises(InvalidInput, match="never crosses 7: it lies between 0 and 5"):
        read_tacho(samples, RATE, level=7.0)


def test_an_even_run_up_is_exact() -> None:
    # θ = 10 t + 20 t²/15 turns: 600 rpm and 160 rpm more every second
    slope = 40 / 15
    count = np.arange(1, 440)
    edges = (-10 + np.sqrt(100 + 2 * slope * count)) / slope
    found = read_tacho(channel(edges, 15.1), RATE)
    expected = 60 * (10 + slope * found.speed.time_s)
    np.testing.assert_allclose(found.speed.rpm, expected, rtol=1e-7)
    assert found.jitter < 1e-4


@pytest.mark.parametrize("sigma_s", [2e-5, 1e-4, 4e-4])
def test_jitter_is_the_spread_of_periods(sigma_s: float) -> None:
    random = np.random.default_rng(2)
    edges = regular(count=2000) + sigma_s * random.standard_normal(2000)
    found = read_tacho(channel(edges, 80.1), RATE)
    expected = np.sqrt(2) * sigma_s / 0.04  # of independent edges
    print(f"jitter {100 * found.jitter:.4f} % of a period; closed form {100 * expected:.4f} %")
    assert found.jitter == pytest.approx(expected, rel=0.06)
    assert (found.missed, found.doubled) == (0, 0)


def test_a_run_up_is_no_jitter() -> None:
    slope = 40 / 15
    count = np.arange(1, 440)
    edges = (-10 + np.sqrt(100 + 2 * slope * count)) / slope
    plain = np.diff(edges).std() / np.diff(edges).mean()
    assert plain > 0.3
    assert read_tacho(channel(edges, 15.1), RATE).jitter < 1e-3 * plain


def test_missed_pulses_are_put_in_and_doubles_left_out() -> None:
    random = np.random.default_rng(4)
    edges = regular()
    lost = random.choice(np.arange(5, 395), 20, replace=False)
    kept = np.delete(edges, lost)
    doubles = kept[random.choice(np.arange(5, 375), 15, replace=False)] + random.uniform(
        0.006, 0.034, 15
    )
    found = read_tacho(channel(np.sort(np.concatenate((kept, doubles))), 16.1), RATE)
    print(f"{found.missed} of 20 missed and {found.doubled} of 15 doubled pulses found")
    assert found.missed == 20
    assert found.doubled == 15
    np.testing.assert_allclose(found.edges_s, kept, atol=1e-9)
    np.testing.assert_allclose(found.speed.rpm, 1500, rtol=1e-6)
    assert "20 missed, 15 doubled" in found.note


def test_noise_on_the_channel_gives_no_false_edges() -> None:
    random = np.random.default_rng(6)
    slow = 2.5 + 2.5 * np.sin(2 * np.pi * 25 * np.arange(200_000) / RATE)
    found = read_tacho(slow + 0.1 * random.standard_normal(len(slow)), RATE)
    assert len(found.edges_s) == pytest.approx(250, abs=1)
    assert found.speed.rpm.mean() == pytest.approx(1500, rel=1e-3)


def test_pulses_across_blocks() -> None:
    edges = regular(count=5600)
    found = read_tacho(channel(edges, 225.0), RATE)  # more samples than are read at a time
    np.testing.assert_allclose(found.edges_s, edges, atol=1e-8)


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        (np.ones(1000), "never crosses"),
        (np.zeros(2), "no three samples"),
        (np.full(1000, np.nan), "no numbers"),
        (np.repeat([0.0, 5.0], 500), "has 1 pulses"),
    ],
)
def test_what_is_no_tacho_is_refused(samples: Floats, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_tacho(samples, RATE)


def test_a_tacho_with_too_many_faults_is_refused() -> None:
    noise = np.random.default_rng(0).standard_normal(100_000)
    with pytest.raises(InvalidInput, match=r"not to be trusted: .* missed, .* doubled"):
        read_tacho(noise, RATE)
    with pytest.raises(InvalidInput, match="pulses per turn"):
        read_tacho(noise, RATE, 0.0)
