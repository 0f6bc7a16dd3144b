"""Simulated healthy vibration of four kinds, on which every claim is a false alarm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.housing import ZONE_B_MM_S
from pfd_desktop.core.physics.bearings import built_in
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.core.severity.overall import overall_velocity
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
    unit: str = "m/s²"


def healthy(
    of_each: int,
    *,
    seconds: Sequence[float] = (2, 5, 10),
    rates_hz: Sequence[float] = (12_000, 20_480, 25_600, 48_000),
    first: int = 0,
) -> Iterator[Healthy]:
    """*of_each* waveforms of every kind: several rates, lengths, speeds and bearings.

    Where the shaft has lines of its own, the velocity from 10 to 1000 Hz is within zone B;
    vibration of other make is also stronger. *first* is the number of the first.
    """
    for number, kind in enumerate(KINDS):
        for index in range(first, first + of_each):
            random = np.random.default_rng([index, number])
            rate_hz = float(random.choice(rates_hz))
            count = int(rate_hz * random.choice(seconds))
            speed_rpm = float(random.uniform(900, 3600))
            samples = _samples(kind, count, rate_hz, speed_rpm / 60, random)
            bearing = built_in()[index % len(built_in())]
            wanted = random.uniform(0.2, ZONE_B_MM_S if kind == "tonal" else 11.0)
            samples *= wanted / overall_velocity(samples, rate_hz, "m/s²", speed_rpm).value
            yield Healthy(f"{kind} {index}", samples, rate_hz, speed_rpm, bearing)


def swaying(
    count: int,
    *,
    seconds: Sequence[float] = (2, 5, 10),
    rates_hz: Sequence[float] = (12_000, 25_600),
    first: int = 0,
) -> Iterator[Healthy]:
    """Noise of which one sinusoid sways the strength, as fast as elements pass one of the races.

    A load that varies as the elements of a good bearing pass does so: lines there, but no strikes.
    """
    for index in range(first, first + count):
        random = np.random.default_rng([index, 19])
        rate_hz = float(random.choice(rates_hz))
        time = np.arange(int(rate_hz * random.choice(seconds))) / rate_hz
        speed_rpm = float(random.uniform(900, 3600))
        bearing = built_in()[index % len(built_in())]
        made = orders(bearing)
        hertz = (made.bpfo, made.bpfi)[index % 2] * speed_rpm / 60 * random.uniform(0.985, 1.005)
        depth = random.uniform(0.2, 1.0)
        samples = coloured_noise(len(time), float(random.choice([0.0, 1.0])), random)
        samples *= 1 + depth * np.cos(2 * np.pi * hertz * time)
        yield Healthy(f"swaying {index}", samples, rate_hz, speed_rpm, bearing)


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


@dataclass(frozen=True)
class HealthyShaft:
    """Motion or vibration of a healthy shaft in journal bearings; ``second`` with two probes."""

    name: str
    samples: NDArray[np.float64]
    second: NDArray[np.float64] | None
    quantity: str
    rate_hz: float
    speed_rpm: float
    critical_hz: float | None


def healthy_shafts(
    of_each: int, *, seconds: Sequence[float] = (4, 8), first: int = 0
) -> Iterator[HealthyShaft]:
    """*of_each* of every kind: small shaft lines, mains and foreign tones or gears in noise."""
    for number, kind in enumerate(KINDS):
        for index in range(first, first + of_each):
            random = np.random.default_rng([index, number, 7])
            probes = index % 2 == 1
            rate_hz = float(random.choice([2_000, 4_000] if probes else [12_000, 20_480, 25_600]))
            count = int(rate_hz * random.choice(seconds))
            speed_rpm = float(random.uniform(900, 6000))
            channels = [
                _shaft_channel(kind, count, rate_hz, speed_rpm / 60, np.random.default_rng(seed))
                for seed in ([index, number, 8], [index, number, 9])[: 1 + probes]
            ]
            yield HealthyShaft(
                name=f"{kind} shaft {index}",
                samples=channels[0],
                second=channels[1] if probes else None,
                quantity="displacement" if probes else "acceleration",
                rate_hz=rate_hz,
                speed_rpm=speed_rpm,
                critical_hz=float(random.uniform(15, 60)) if index % 4 == 3 else None,
            )


def _shaft_channel(
    kind: str, count: int, rate_hz: float, shaft_hz: float, random: np.random.Generator
) -> NDArray[np.float64]:
    """Noise with 1X of up to 0.6 of its rms and 2X well below, and what the kind adds."""
    time = np.arange(count) / rate_hz
    exponent = {"white": 0.0, "pink": 1.0}.get(kind, 0.5)
    samples = coloured_noise(count, exponent, random)
    first = random.uniform(0.2, 0.8)
    tones = [(shaft_hz, first), (2 * shaft_hz, first * random.uniform(0.02, 0.2))]
    if kind == "tonal":
        tones.append((float(random.choice([50, 60, 100, 120])), random.uniform(0.05, 0.4)))
        tones.append((random.uniform(1.2, 6) * shaft_hz, random.uniform(0.05, 0.4)))
    for hertz, amplitude in tones:
        samples += amplitude * np.cos(2 * np.pi * hertz * time + random.uniform(0, 2 * np.pi))
    if kind == "gear" and rate_hz > 10_000:
        teeth = int(random.integers(15, 60))
        samples += 0.5 * gear_vibration(count, rate_hz, shaft_hz, teeth, random)
    return samples
