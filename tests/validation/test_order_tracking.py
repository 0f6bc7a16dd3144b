"""Orders against closed forms: run-ups, averages, cuts, and what must not alias."""

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.dsp.angular import (
    order_cuts,
    order_resampled,
    synchronous_average,
    synchronous_residual,
)
from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.ridge import RidgeSettings, ridge_speed
from pfd_desktop.core.speed.tacho import read_tacho
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent

Floats = NDArray[np.float64]

RATE, DURATION = 10_000.0, 30.0
BPFO = 3.58478  # of a 6205 bearing
RUN_UP = SpeedProfile(np.array([0.0, DURATION]), np.array([600.0, 3000.0]))
TIME = np.arange(int(RATE * DURATION)) / RATE
TURNS = RUN_UP.turns(TIME)


def line_near(samples: Floats, per_turn: int, order: float) -> tuple[float, float]:
    """Place and peak amplitude of the highest line within 0.3 orders, flat top."""
    found = amplitude_spectrum(samples, per_turn, Window.FLATTOP, Scaling.PEAK)
    near = np.flatnonzero(np.abs(found.frequency_hz - order) < 0.3)
    best = near[found.values[near].argmax()]
    return float(found.frequency_hz[best]), float(found.values[best])


def with_harmonics(noise: float = 0.0) -> Floats:
    """The order of interest beside shaft harmonics, of which the speed can be read."""
    random = np.random.default_rng(0)
    signal = np.cos(2 * np.pi * BPFO * TURNS) + noise * random.standard_normal(len(TIME))
    for harmonic in range(1, 9):
        turned = 2 * np.pi * harmonic * TURNS + random.uniform(0, 6)
        signal += np.cos(turned) / np.sqrt(harmonic)
    return np.asarray(signal)


def pulses() -> Floats:
    """A tacho channel: a smooth pulse a turn, crossing half its height once up and once down."""
    return np.cos(2 * np.pi * TURNS)


@pytest.mark.parametrize("per_turn", [None, 16, 64, 100])
def test_an_order_of_a_run_up_is_one_line(per_turn: int | None) -> None:
    tone = np.cos(2 * np.pi * BPFO * TURNS)
    samples, used = order_resampled(tone, RATE, RUN_UP, per_turn, Silent())
    order, amplitude = line_near(samples, used, BPFO)
    assert order == pytest.approx(3.585, abs=0.002)
    assert amplitude == pytest.approx(1.0005, abs=0.002)
    smeared = amplitude_spectrum(tone, RATE, Window.FLATTOP, Scaling.PEAK).values.max()
    assert smeared < 0.1
    print(f"order {order:.4f}, amplitude {amplitude:.4f}; plain FFT {smeared:.3f}")


def test_the_samples_are_those_at_equal_angles() -> None:
    tone = np.cos(2 * np.pi * BPFO * TURNS)
    samples, used = order_resampled(tone, RATE, RUN_UP, 64, Silent())
    ideal = np.cos(2 * np.pi * BPFO * np.arange(len(samples)) / used)
    assert np.abs(samples - ideal)[64:-64].max() < 5e-5
    assert len(samples) == int(RUN_UP.turns(TIME[-1:])[0] * 64) + 1


def test_with_a_tacho() -> None:
    speed = read_tacho(pulses(), RATE).speed
    samples, used = order_resampled(np.cos(2 * np.pi * BPFO * TURNS), RATE, speed, None, Silent())
    order, amplitude = line_near(samples, used, BPFO)
    assert order == pytest.approx(3.585, abs=0.002)
    assert amplitude == pytest.approx(1.0005, abs=0.002)


def test_without_a_tacho() -> None:
    signal = with_harmonics(0.5)
    speed = ridge_speed(signal, RATE, RidgeSettings(), Silent()).speed
    samples, used = order_resampled(signal, RATE, speed, None, Silent())
    order, amplitude = line_near(samples, used, BPFO)
    assert order == pytest.approx(3.585, abs=0.002)
    assert amplitude == pytest.approx(1.0005, abs=0.01)  # with the noise that is in it


@pytest.mark.parametrize("order", [33.0, 40.0, 61.3, 95.0])
def test_orders_above_nyquist_do_not_alias(order: float) -> None:
    tone = np.cos(2 * np.pi * order * TURNS)
    samples, used = order_resampled(tone, RATE, RUN_UP, 64, Silent())
    middle = samples[64:-64]
    assert np.sqrt(np.mean(middle**2)) < 3e-5 if order > 32 / 0.99 else True
    naive = np.interp(
        RUN_UP.times(np.arange(len(samples)) / used) * RATE, np.arange(len(tone)), tone
    )
    folded = abs(order - 64 * round(order / 64))
    assert line_near(naive, used, folded)[1] > 0.3  # what the filter is there for


def test_the_filter_follows_the_speed() -> None:
    """Order 20 is 200 Hz at first and 1000 Hz at last: kept whole throughout, at 64 a turn."""
    samples, used = order_resampled(np.cos(2 * np.pi * 20 * TURNS), RATE, RUN_UP, 64, Silent())
    for part in np.array_split(samples[64:-64], 10):
        assert np.sqrt(2 * np.mean(part**2)) == pytest.approx(1.0, abs=0.02)
    assert line_near(samples, used, 20)[1] == pytest.approx(1.0, abs=1e-3)


def test_a_shaft_that_stands_still_has_no_angle() -> None:
    stopped = SpeedProfile(np.array([0.0, 10.0]), np.array([0.0, 3000.0]))
    with pytest.raises(InvalidInput, match="stands still"):
        order_resampled(TIME, RATE, stopped, None, Silent())
    with pytest.raises(InvalidInput, match="turns only"):
        order_resampled(TIME[:100], RATE, RUN_UP, None, Silent())


def test_times_are_the_inverse_of_turns() -> None:
    random = np.random.default_rng(3)
    wild = SpeedProfile(np.sort(random.uniform(-1, 31, 60)), random.uniform(100, 4000, 60))
    times = np.linspace(0, 35, 5000)
    np.testing.assert_allclose(wild.times(wild.turns(times)), times, atol=1e-9)


# -- time-synchronous average ------------------------------------------------------------------


def test_noise_falls_by_the_root_of_the_revolutions() -> None:
    random = np.random.default_rng(0)
    per_turn, turns = 500, 100
    pattern = np.cos(2 * np.pi * 7 * np.arange(per_turn) / per_turn)
    found = []
    for _ in range(20):
        noisy = np.tile(pattern, turns) + random.standard_normal(per_turn * turns)
        average, taken = synchronous_average(noisy, per_turn)
        assert taken == turns
        found.append(float((average - pattern).std()))
    print(f"residual noise of 100 revolutions: {np.mean(found):.4f} (1/√100 = 0.1000)")
    assert np.mean(found) == pytest.approx(0.1, abs=0.002)
    assert max(abs(np.array(found) - 0.1)) < 0.012


@pytest.mark.parametrize("order", [1.5, 3.1, 3.58478, 7.013])
def test_other_tones_are_attenuated_as_the_comb_says(order: float) -> None:
    per_turn, turns = 360, 25
    angle = np.arange(per_turn * turns) / per_turn
    average, _ = synchronous_average(np.exp(2j * np.pi * order * angle).real, per_turn)
    comb = np.sin(np.pi * turns * order) / (turns * np.sin(np.pi * order))
    tone = comb * np.cos(2 * np.pi * order * (angle[:per_turn] + (turns - 1) / 2))
    np.testing.assert_allclose(average, tone, atol=1e-12)


def test_the_residual_is_what_does_not_repeat() -> None:
    per_turn, turns = 128, 64
    angle = np.arange(per_turn * turns) / per_turn
    repeats = np.cos(2 * np.pi * 3 * angle) + 0.5 * np.sin(2 * np.pi * 17 * angle)
    other = 0.1 * np.cos(2 * np.pi * 5.25 * angle)  # four turns long: averages to nothing
    average, _ = synchronous_average(repeats + other, per_turn)
    np.testing.assert_allclose(synchronous_residual(repeats + other, average), other, atol=1e-12)
    with pytest.raises(InvalidInput, match=r"An average of 65 periods was asked for; .* holds 64"):
        synchronous_average(repeats, per_turn, 65)


def test_an_average_over_a_run_up() -> None:
    signal = np.cos(2 * np.pi * 3 * TURNS + 0.7) + np.cos(2 * np.pi * BPFO * TURNS)
    samples, used = order_resampled(signal, RATE, RUN_UP, 128, Silent())
    average, taken = synchronous_average(samples, used)
    assert taken == 900
    expected = np.cos(2 * np.pi * 3 * np.arange(used) / used + 0.7)
    np.testing.assert_allclose(average, expected, atol=0.005)


# -- order cuts --------------------------------------------------------------------------------


def test_cuts_give_amplitude_and_phase_of_each_order() -> None:
    growing = TURNS / TURNS[-1]
    signal = (
        2 * np.cos(2 * np.pi * TURNS + np.pi / 6)
        + growing * np.cos(2 * np.pi * 2 * TURNS - np.pi / 2)
        + 0.3 * np.cos(2 * np.pi * BPFO * TURNS + 1.0)
    )
    samples, used = order_resampled(signal, RATE, RUN_UP, 64, Silent())
    first, second, other = order_cuts(samples, used, (1.0, 2.0, BPFO), 20)
    inner = slice(1, -1)
    np.testing.assert_allclose(np.abs(first.values)[inner], 2, rtol=1e-3)
    np.testing.assert_allclose(np.angle(first.values)[inner], np.pi / 6, atol=1e-3)
    shares = second.turns / TURNS[-1]
    np.testing.assert_allclose(np.abs(second.values)[inner], shares[inner], atol=2e-3)
    np.testing.assert_allclose(np.angle(second.values)[5:-1], -np.pi / 2, atol=5e-3)
    np.testing.assert_allclose(np.abs(other.values)[inner], 0.3, rtol=5e-3)
    np.testing.assert_allclose(np.angle(other.values)[inner], 1.0, atol=5e-3)
    with pytest.raises(InvalidInput, match="Order 40 is not below 32"):
        order_cuts(samples, used, (40.0,), 20)
