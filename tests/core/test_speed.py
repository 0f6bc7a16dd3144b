"""Shaft speed from synthetic shaft harmonics."""

import numpy as np
import pytest

from pfd_desktop.core.diagnosis.speed import TRUSTED, disagreement, estimate_speed

RATE = 12_000.0


def shaft(speed_rpm: float, seed: int = 0, harmonics: int = 20, noise: float = 0.2) -> np.ndarray:
    random = np.random.default_rng(seed)
    time = np.arange(60_000) / RATE
    lines = sum(
        np.cos(2 * np.pi * k * speed_rpm / 60 * time + random.uniform(0, 6)) / np.sqrt(k)
        for k in range(1, harmonics + 1)
    )
    return np.asarray(lines + noise * random.standard_normal(len(time)))


@pytest.mark.parametrize("told", [1770.0, 1797.0, 1850.0])
def test_near_a_told_speed_the_harmonics_are_found(told: float) -> None:
    found = estimate_speed(shaft(1797.3), RATE, told)
    assert found.rpm == pytest.approx(1797.3, abs=0.5)
    assert found.confidence > 0.9
    flag = disagreement(told, found)
    assert (flag is not None) == (abs(told / 1797.3 - 1) > 0.01)


@pytest.mark.parametrize("speed", [600.0, 1497.0, 2950.0, 5980.0])
def test_without_a_told_speed(speed: float) -> None:
    found = estimate_speed(shaft(speed, seed=int(speed)), RATE)
    assert found.rpm == pytest.approx(speed, rel=1e-3)
    assert found.confidence >= TRUSTED


@pytest.mark.parametrize("seed", range(10))
def test_noise_has_no_speed(seed: int) -> None:
    noise = np.random.default_rng(seed).standard_normal(60_000)
    assert estimate_speed(noise, RATE, 1797.0).confidence < TRUSTED
    assert estimate_speed(noise, RATE).confidence < TRUSTED


def test_one_strong_line_is_not_a_shaft() -> None:
    time = np.arange(60_000) / RATE
    line = 10 * np.cos(2 * np.pi * 30.4 * time) + np.random.default_rng(1).standard_normal(60_000)
    assert estimate_speed(line, RATE, 1797.0).confidence < TRUSTED


def test_what_cannot_be_used_is_said() -> None:
    for samples in (np.ones(5000), np.zeros(10), np.full(5000, np.nan)):
        found = estimate_speed(samples, RATE, 1500.0)
        assert found.confidence == 0
        assert found.note
    assert estimate_speed(shaft(1500)[:1500], RATE, 1500.0).confidence == 0
    assert disagreement(None, estimate_speed(shaft(1500), RATE)) is None
