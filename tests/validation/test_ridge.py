"""Speed without a tacho: the error and the abstention of the ridge, measured on run-ups."""

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.ridge import TRUSTED, Ridge, RidgeSettings, find_ridge, ridge_speed
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent

Floats = NDArray[np.float64]

RATE, DURATION = 5_120.0, 20.0
TIME = np.arange(int(RATE * DURATION)) / RATE
SHAPES = {
    "up": SpeedProfile(np.array([0.0, 20.0]), np.array([600.0, 3000.0])),
    "down": SpeedProfile(np.array([0.0, 20.0]), np.array([4500.0, 1200.0])),
    "hold": SpeedProfile(np.array([0.0, 5.0, 9.0, 20.0]), np.array([900.0, 900.0, 1800.0, 1500.0])),
    "constant": SpeedProfile(np.array([0.0, 20.0]), np.array([1480.0, 1480.0])),
}


def run_up(shape: str, snr_db: float, seed: int, harmonics: int = 6) -> Floats:
    """Shaft harmonics falling with their order in white noise; the ratio is of powers."""
    random = np.random.default_rng(seed)
    turns = SHAPES[shape].turns(TIME)
    signal = np.zeros(len(TIME))
    for harmonic in range(1, harmonics + 1):
        turned = 2 * np.pi * harmonic * turns + random.uniform(0, 6.28)
        signal += random.uniform(0.5, 1.5) * np.cos(turned) / np.sqrt(harmonic)
    noise = random.standard_normal(len(TIME))
    return np.asarray(signal / signal.std() + noise * 10 ** (-snr_db / 20))


def found(samples: Floats) -> Ridge:
    """The ridge with what is asked when nothing is known."""
    return find_ridge(samples, RATE, RidgeSettings(), Silent())


def error(ridge: Ridge, shape: str) -> float:
    """Median deviation of the speed, as a share of it."""
    times = np.linspace(0.5, DURATION - 0.5, 400)
    return float(np.median(np.abs(ridge.speed.at(times) / SHAPES[shape].at(times) - 1)))


@pytest.mark.parametrize(
    ("snr_db", "seeds"),
    [
        (20.0, 1),
        (-6.0, 1),
        (-24.0, 1),
        *(
            pytest.param(float(snr_db), 5, marks=pytest.mark.long)
            for snr_db in (20, 0, -6, -9, -12, -15, -18, -24, -30)
        ),
    ],
)
def test_an_unclear_speed_is_not_given_and_a_given_one_is_right(snr_db: float, seeds: int) -> None:
    errors, cases = [], seeds * len(SHAPES)
    for seed in range(seeds):
        for shape in SHAPES:
            ridge = found(run_up(shape, snr_db, seed))
            if ridge.confidence >= TRUSTED:
                errors.append(error(ridge, shape))
    given, worst = len(errors), max(errors, default=0.0)
    print(f"{snr_db:+.0f} dB: {given} of {cases} given, worst median error {100 * worst:.3f} %")
    assert worst < 0.01
    if snr_db >= -6:
        assert given == cases
        assert worst < 0.0025
    if snr_db <= -24:
        assert given == 0


@pytest.mark.parametrize("seed", range(4))
def test_noise_has_no_ridge(seed: int) -> None:
    noise = np.random.default_rng(seed).standard_normal(len(TIME))
    assert found(noise).confidence < 0.2
    with pytest.raises(InvalidInput, match="does not say its speed clearly enough"):
        ridge_speed(noise, RATE, RidgeSettings(), Silent())


def test_one_line_alone_is_no_shaft() -> None:
    line = np.cos(2 * np.pi * 3.58 * SHAPES["up"].turns(TIME))
    noise = np.random.default_rng(0).standard_normal(len(TIME))
    assert found(line + 0.3 * noise).confidence < TRUSTED


def test_the_phase_makes_it_exact() -> None:
    for shape in ("up", "down", "constant"):
        ridge = found(run_up(shape, 20.0, 3))
        assert ridge.phase_harmonic > 0
        assert error(ridge, shape) < 2e-4
        drift = ridge.speed.turns(TIME) - SHAPES[shape].turns(TIME)
        assert np.std(drift) < 0.01  # turns, over hundreds of them


def test_confidence_falls_where_the_lines_are_gone() -> None:
    samples = run_up("up", 10.0, 1)
    gone = (TIME > 8) & (TIME < 12)
    samples[gone] = 0.3 * np.random.default_rng(0).standard_normal(int(gone.sum()))
    ridge = found(samples)
    dark = (ridge.time_s > 8.6) & (ridge.time_s < 11.4)
    assert ridge.confidence_over_time[dark].mean() < 0.5
    assert ridge.confidence_over_time[~dark].mean() > 0.8


def test_what_is_known_narrows_the_search() -> None:
    samples = run_up("up", 10.0, 0)
    start = RidgeSettings(start_rpm=620.0)
    assert error(find_ridge(samples, RATE, start, Silent()), "up") < 0.002
    with pytest.raises(InvalidInput, match="range of speeds to look in is empty"):
        find_ridge(samples, RATE, RidgeSettings(low_rpm=900, high_rpm=300), Silent())
    with pytest.raises(InvalidInput, match="not constant"):
        find_ridge(np.ones(100_000), RATE, RidgeSettings(), Silent())
    with pytest.raises(InvalidInput, match="needs at least"):
        find_ridge(samples[:1000], RATE, RidgeSettings(), Silent())
