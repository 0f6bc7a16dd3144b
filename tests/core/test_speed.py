"""Shaft speed from synthetic shaft harmonics."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from pfd_desktop.core.diagnosis.speed import TRUSTED, disagreement, estimate_speed
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize

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


def housings(
    shaft: tuple[tuple[float, float], ...],
) -> Iterator[tuple[SyntheticRequest, np.ndarray]]:
    """Rolling bearings from 600 to 5900 rpm, whole and damaged, on shafts with such lines."""
    everything = product(
        ("6205-2RS", "6203-2RS"),
        (600.0, 900.0, 1450.0, 1797.0, 2950.0, 4200.0, 5900.0),
        (Fault.HEALTHY, Fault.OUTER_RACE, Fault.INNER_RACE, Fault.ROLLING_ELEMENT),
        (0, 1),
    )
    for name, rpm, fault, seed in everything:
        asked = SyntheticRequest(
            fault, bearing=find(name), speed_rpm=rpm, seed=seed, severity=(1.0, 0.6)[seed]
        )
        random = np.random.default_rng(seed)
        samples = synthesize(asked)
        time = np.arange(len(samples)) / asked.rate_hz
        for order, amplitude in shaft:
            phase = random.uniform(0, 6)
            samples = samples + amplitude * np.cos(2 * np.pi * order * rpm / 60 * time + phase)
        yield asked, samples


@pytest.mark.parametrize(
    "shaft",
    [(), ((1.0, 0.15), (2.0, 0.08), (3.0, 0.05), (4.0, 0.05), (5.0, 0.04))],
    ids=["faint", "strong"],
)
def test_a_defect_is_not_confidently_taken_for_the_shaft(
    shaft: tuple[tuple[float, float], ...],
) -> None:
    wrong = []
    for asked, samples in housings(shaft):
        found = estimate_speed(samples, asked.rate_hz)
        if found.confidence >= TRUSTED and abs(found.rpm / asked.speed_rpm - 1) > 0.02:
            wrong.append((asked.fault.value, asked.speed_rpm, found))
    assert not wrong
