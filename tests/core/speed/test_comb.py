"""Constant speeds that a signal may have: the first, its octaves, its rivals."""

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.speed import TRUSTED, estimate_speed
from pfd_desktop.core.speed.comb import speed_hypotheses

RATE = 12_000.0
TIME = np.arange(60_000) / RATE


def comb(rpm: float, harmonics: int = 20, noise: float = 0.2, seed: int = 0) -> NDArray[np.float64]:
    """Shaft harmonics in noise."""
    random = np.random.default_rng(seed)
    lines = sum(
        np.cos(2 * np.pi * k * rpm / 60 * TIME + random.uniform(0, 6)) / np.sqrt(k)
        for k in range(1, harmonics + 1)
    )
    return np.asarray(lines + noise * random.standard_normal(len(TIME)))


@pytest.mark.parametrize("rpm", [600.0, 1497.0, 2950.0])
def test_a_clear_comb_comes_first_and_leaves_little_to_others(rpm: float) -> None:
    samples = comb(rpm)
    found = speed_hypotheses(samples, RATE)
    estimate = estimate_speed(samples, RATE)
    assert (found[0].rpm, found[0].confidence) == (estimate.rpm, estimate.confidence)
    assert found[0].rpm == pytest.approx(rpm, rel=1e-3)
    assert found[0].confidence >= TRUSTED
    assert all(other.confidence < 0.3 for other in found[1:])
    assert sum(guess.confidence for guess in found) <= 1.0 + 1e-9


def test_octaves_are_named_with_their_speeds() -> None:
    found = speed_hypotheses(comb(1500.0), RATE)
    said = {guess.why: guess.rpm for guess in found[1:]}
    assert said["1/2 of 1500 rpm"] == pytest.approx(750, rel=0.02)
    assert said["2 × 1500 rpm"] == pytest.approx(3000, rel=0.02)
    assert said["3/2 of 1500 rpm"] == pytest.approx(2250, rel=0.02)
    assert "another comb" in said


def test_two_combs_leave_the_question_open_between_them() -> None:
    both = comb(1470.0, seed=1) + comb(1913.0, seed=2)
    found = speed_hypotheses(both, RATE)
    assert found[0].confidence < TRUSTED
    combs = [guess for guess in found if "comb" in guess.why or guess is found[0]]
    for rpm in (1470.0, 1913.0):  # or twice it, whose lines it has too
        assert any(guess.rpm / rpm == pytest.approx(k, rel=0.01) for guess in combs for k in (1, 2))
    assert sum(guess.confidence for guess in found) <= 1.0 + 1e-9


@pytest.mark.parametrize("seed", range(3))
def test_noise_makes_no_hypothesis_likely(seed: int) -> None:
    noise = np.random.default_rng(seed).standard_normal(len(TIME))
    assert all(guess.confidence < 0.2 for guess in speed_hypotheses(noise, RATE))


def test_nothing_can_be_said_of_nothing() -> None:
    assert speed_hypotheses(np.zeros(5000), RATE) == ()
    assert speed_hypotheses(np.ones(10), RATE) == ()
