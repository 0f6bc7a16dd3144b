"""Simulated healthy vibration of four kinds, on which every claim is a false alarm."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.physics.bearings import built_in
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.core.waveforms.synthetic import coloured_noise, gear_vibration

KINDS = ("white", "pink", "tonal", "gear")


@dataclass(frozen=True)
class Healthy:
    """A healthy waveform and the machine it pretends to come from."""

    name: str
    samples: NDArray[np.float64]
    rate_hz: float
    speed_rpm: float
    bearing: Bearing


def healthy(of_each: int) -> Iterator[Healthy]:
    """*of_each* waveforms of every kind: several rates, lengths, speeds and bearings."""
    for number, kind in enumerate(KINDS):
        for index in range(of_each):
            random = np.random.default_rng([index, number])
            rate_hz = float(random.choice([12_000, 20_480, 25_600, 48_000]))
            count = int(rate_hz * random.choice([2, 5, 10]))
            speed_rpm = float(random.uniform(900, 3600))
            samples = _samples(kind, count, rate_hz, speed_rpm / 60, random)
            bearing = built_in()[index % len(built_in())]
            yield Healthy(f"{kind} {index}", samples, rate_hz, speed_rpm, bearing)


def _samples(
    kind: str, count: int, rate_hz: float, shaft_hz: float, random: np.random.Generator
) -> NDArray[np.float64]:
    if kind == "white":
        return random.standard_normal(count)
    if kind == "pink":
        return coloured_noise(count, 1.0, random)
    if kind == "tonal":
        return _tonal(count, rate_hz, shaft_hz, random)
    noise = random.uniform(0.05, 1) * coloured_noise(count, random.uniform(0, 1), random)
    teeth = int(random.integers(15, 60))
    samples = noise + gear_vibration(count, rate_hz, shaft_hz, teeth, random)
    if random.uniform() < 0.5:  # a second stage, on a slower shaft of its own
        second = shaft_hz * random.uniform(0.3, 0.9)
        samples += gear_vibration(count, rate_hz, second, int(random.integers(15, 60)), random)
    return samples


def _tonal(
    count: int, rate_hz: float, shaft_hz: float, random: np.random.Generator
) -> NDArray[np.float64]:
    """Shaft harmonics, mains and foreign tones in noise."""
    time = np.arange(count) / rate_hz
    samples = random.standard_normal(count)
    tones = [order * shaft_hz for order in range(1, int(random.integers(3, 12)))]
    tones += list(random.uniform(20, rate_hz / 2.2, int(random.integers(1, 8))))
    tones.append(float(random.choice([50, 60, 100, 120])))
    for tone in tones:
        phase = random.uniform(0, 2 * np.pi)
        samples += random.uniform(0.1, 2) * np.cos(2 * np.pi * tone * time + phase)
    return samples
