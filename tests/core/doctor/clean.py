"""Clean recordings of every kind that the program can make, and what can happen to them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.legacy.conditions import Ranges, Severity
from pfd_desktop.core.generator.legacy.faults import CLASSES
from pfd_desktop.core.generator.legacy.record import LegacyRequest, make_legacy
from pfd_desktop.core.generator.rig.record import make_rig
from pfd_desktop.core.generator.rig.request import POSSIBLE, UNITS, Profile, RigRequest
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize

Floats = NDArray[np.float64]
ROLLING = (Fault.HEALTHY, Fault.OUTER_RACE, Fault.INNER_RACE, Fault.ROLLING_ELEMENT)


@dataclass(frozen=True, eq=False)
class Clean:
    """A recording with nothing wrong with its measurement."""

    name: str
    samples: Floats
    rate_hz: float
    quantity: str
    speed_rpm: float


def clean(seed: int) -> Iterator[Clean]:
    """107 recordings: the older benchmark's, a rig's, the sample's."""
    yield from _legacy(seed)
    yield from _rig(seed)
    for number, fault in enumerate(ROLLING):
        rpm = 1000.0 + 250 * ((seed + number) % 8)
        asked = SyntheticRequest(fault, bearing=find("6205-2RS"), seed=seed, speed_rpm=rpm)
        yield Clean(f"sample {fault}", synthesize(asked), asked.rate_hz, "acceleration", rpm)


def _legacy(seed: int) -> Iterator[Clean]:
    for number, key in enumerate(CLASSES):
        for level in Severity:
            asked = LegacyRequest(key, level, seed, number, Ranges(duration_s=4.0))
            made = make_legacy(asked)
            samples = made.samples.astype(np.float64)
            yield Clean(f"legacy {key}", samples, 20_480, "unknown", 60 * made.conditions.speed_hz)


def _rig(seed: int) -> Iterator[Clean]:
    for kind in BearingKind:
        bearing = find("6205-2RS") if kind is BearingKind.ROLLING else None
        for index, fault in enumerate((None, *POSSIBLE[kind])):
            rpm = 11_500.0 if fault is Fault.OIL_WHIP else 1500.0 + 330 * ((seed + index) % 6)
            faults = ((fault, 0.3 + 0.15 * (seed % 5)),) if fault else ()
            asked = RigRequest(kind, faults, bearing, Profile(rpm, rpm), 0.3, duration_s=4.0)
            made = make_rig(replace(asked, seed=seed, index=index))
            for channel, samples in made.channels.items():
                name = f"rig {kind} {fault} {channel}"
                wide = samples.astype(np.float64)
                yield Clean(name, wide, 20_480, UNITS[channel][0], made.mean_speed_rpm)


def _dropouts(item: Clean, random: np.random.Generator) -> Clean:
    samples = item.samples.copy()
    for start in random.integers(100, len(samples) - 3000, 3):
        samples[start : start + int(random.integers(200, 2000))] = samples[start]
    return replace(item, samples=samples)


def _flat(item: Clean, random: np.random.Generator) -> Clean:
    samples, count = item.samples.copy(), len(item.samples)
    start = int(random.integers(0, count // 2))
    dead = slice(start, start + count // 4)
    samples[dead] = 1e-4 * samples.std() * random.standard_normal(count // 4)
    return replace(item, samples=samples)


def _spikes(item: Clean, random: np.random.Generator) -> Clean:
    samples = item.samples.copy()
    for at in random.integers(100, len(samples) - 100, 5):
        samples[at] += 25 * samples.std() * random.choice([-1, 1])
    return replace(item, samples=samples)


def _coarse(item: Clean, _: np.random.Generator) -> Clean:
    step = item.samples.std() / 3
    return replace(item, samples=np.round(item.samples / step) * step)


def _drift(item: Clean, _: np.random.Generator) -> Clean:
    ramp = np.linspace(0, 5 * item.samples.std(), len(item.samples))
    return replace(item, samples=item.samples + ramp)


def _dc(item: Clean, _: np.random.Generator) -> Clean:
    return replace(item, samples=item.samples + 8 * item.samples.std(), quantity="acceleration")


def _white(item: Clean, random: np.random.Generator) -> Clean:
    noise = 40 * item.samples.std() * random.standard_normal(len(item.samples))
    return replace(item, samples=item.samples / 1000 + noise)


def _alias(item: Clean, random: np.random.Generator) -> Clean:
    """A resonance just above half the new rate, taken by every second sample without a filter."""
    count, rate_hz = len(item.samples), item.rate_hz
    time = np.arange(2 * count) / (2 * rate_hz)
    ringing = np.zeros(2 * count)
    for at in random.integers(0, 2 * count - 400, 60):
        decay = np.exp(-np.arange(400) / 60)
        ringing[at : at + 400] += decay * np.sin(2 * np.pi * 0.525 * rate_hz * time[:400])
    ringing *= 2 * item.samples.std() / ringing.std()
    return replace(item, samples=item.samples + ringing[::2])


INJECTED: Mapping[str, Callable[[Clean, np.random.Generator], Clean]] = {
    "drop-out": _dropouts,
    "flat": _flat,
    "spikes": _spikes,
    "coarse": _coarse,
    "drift": _drift,
    "dc": _dc,
    "white": _white,
    "alias": _alias,
}
