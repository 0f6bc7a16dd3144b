"""Clean records of all generators, and the defects that are put into them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.legacy.conditions import Ranges, Severity
from pfd_desktop.core.generator.legacy.faults import CLASSES
from pfd_desktop.core.generator.legacy.noise import LAYERS
from pfd_desktop.core.generator.legacy.record import LegacyRequest, make_legacy
from pfd_desktop.core.generator.rig.record import make_rig
from pfd_desktop.core.generator.rig.request import POSSIBLE, UNITS, Channel, Profile, RigRequest
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize
from pfd_desktop.core.waveforms.waveform import Waveform

Floats = NDArray[np.float64]
LENGTH_S = 2.0


@dataclass(frozen=True)
class Record:
    """A clean record with its true speed."""

    name: str
    waveform: Waveform
    rpm: float


def legacy(seed: int) -> Iterator[Record]:
    """Each of the eleven classes; without the layer that puts an alias into every tenth record."""
    layers = tuple(name for name in LAYERS if name != "aliasing")
    level = list(Severity)[seed % 4]
    for key in CLASSES:
        made = make_legacy(
            LegacyRequest(key, level, seed=seed, ranges=Ranges(duration_s=LENGTH_S), layers=layers)
        )
        rpm = 60 * made.conditions.speed_hz
        yield Record(f"legacy {key} {level} {seed}", _wave(made.samples, 20_480, "u"), rpm)


def rig(seed: int) -> Iterator[Record]:
    """Each fault of either kind of bearing and a healthy one, all channels."""
    severity = 0.3 + 0.7 * (seed % 3) / 2
    for kind, faults in POSSIBLE.items():
        for fault in (None, *faults):
            rpm = 11_000.0 if fault is Fault.OIL_WHIP else (1500.0, 2400.0, 3600.0)[seed % 3] + seed
            request = RigRequest(
                kind,
                () if fault is None else ((fault, severity),),
                find("6205-2RS") if kind is BearingKind.ROLLING else None,
                Profile(rpm, rpm),
                duration_s=LENGTH_S,
                seed=seed,
                mains_hz=(50.0, 60.0)[seed % 2],
            )
            made = make_rig(request)
            for channel, samples in made.channels.items():
                quantity, unit = UNITS[channel]
                wave = Waveform(samples, request.rate_hz, quantity, unit)
                yield Record(f"rig {kind} {fault} {channel} {seed}", wave, made.mean_speed_rpm)


def turning(seed: int) -> Iterator[Record]:
    """Shafts whose harmonics and mains can be told apart: what a scale can be read from."""
    for fault in (None, Fault.IMBALANCE, Fault.MISALIGNMENT):
        rpm = 1720.0 + 13.7 * seed
        faults = () if fault is None else ((fault, 0.6),)
        made = make_rig(
            RigRequest(faults=faults, profile=Profile(rpm, rpm), duration_s=4.0, seed=seed)
        )
        for channel in (Channel.X, Channel.Y):
            wave = Waveform(made.channels[channel], 20_480, "displacement", "µm")
            yield Record(f"turning {fault} {channel} {seed}", wave, made.mean_speed_rpm)


def simple(seed: int) -> Iterator[Record]:
    """The sample project's signals."""
    bearing = find("6205-2RS")
    for kind, faults in (
        (BearingKind.ROLLING, (Fault.HEALTHY, Fault.OUTER_RACE, Fault.INNER_RACE)),
        (BearingKind.JOURNAL, (Fault.HEALTHY, Fault.IMBALANCE, Fault.OIL_WHIRL)),
    ):
        for fault in faults:
            asked = SyntheticRequest(
                fault, kind, bearing, 1797.0 - seed, duration_s=LENGTH_S, seed=seed
            )
            made = synthesize(asked).astype(np.float32)
            yield Record(f"simple {kind} {fault} {seed}", _wave(made, 12_000, "g"), asked.speed_rpm)


def clean() -> Iterator[Record]:
    """Records of all generators in turn, without end."""
    seed = 0
    while True:
        for made in (legacy, rig, simple):
            yield from made(seed)
        seed += 1


def some(number: int) -> list[Record]:
    """So many clean ones, each class early."""
    return list(islice(clean(), number))


def _wave(samples: NDArray[np.floating], rate_hz: float, unit: str) -> Waveform:
    return Waveform(samples, rate_hz, "acceleration", unit)


# -- defects: (signal, strength, random) → signal --------------------------------------------------

Defect = Callable[[Floats, float, np.random.Generator], Floats]


def clip(x: Floats, share: float, _: np.random.Generator) -> Floats:
    """Cut off so that *share* of the samples or more are beyond, and a tenth of the peak."""
    middle = x.mean()
    low, high = np.quantile(x, [share, 1 - share])
    limit = 0.9 * np.array([x.min() - middle, x.max() - middle]) + middle
    return np.clip(x, max(low, limit[0]), min(high, limit[1]))


def drop(x: Floats, length_s: float, random: np.random.Generator) -> Floats:
    """Three stretches of zeros or of the last value."""
    y, length = x.copy(), int(length_s * len(x) / LENGTH_S)
    for i in range(3):
        place = int(random.integers(i * len(x) // 3, (i + 1) * len(x) // 3 - length))
        y[place : place + length] = 0.0 if random.integers(2) else y[place]
    return y


def dead(x: Floats, share: float, random: np.random.Generator) -> Floats:
    """The end stands still."""
    y, place = x.copy(), int((1 - share) * len(x))
    y[place:] = y[place]
    return y


def wander(x: Floats, height: float, random: np.random.Generator) -> Floats:
    """A slow change of so many standard deviations: even, or settling."""
    u = np.arange(len(x)) / len(x)
    shape = u if random.integers(2) else 1 - np.exp(-4 * u)
    return x + height * x.std() * shape * random.choice([-1, 1])


def leap(x: Floats, height: float, random: np.random.Generator) -> Floats:
    """Five single samples, so many standard deviations high."""
    y = x.copy()
    y[random.integers(20, len(x) - 20, 5)] += height * x.std() * random.choice([-1, 1], 5)
    return y


def shift(x: Floats, height: float, random: np.random.Generator) -> Floats:
    """A mean of so many standard deviations."""
    return x - x.mean() + height * x.std() * random.choice([-1, 1])


def drown(x: Floats, times: float, random: np.random.Generator) -> Floats:
    """White noise of so many standard deviations."""
    return x + times * x.std() * random.standard_normal(len(x))


def coarse(x: Floats, levels: float, _: np.random.Generator) -> Floats:
    """So many levels of a converter to a standard deviation."""
    step = x.std() / levels
    return np.round(x / step) * step


def fold(x: Floats, height: float, random: np.random.Generator) -> Floats:
    """A tone above half the rate, sampled without a filter."""
    cycles = random.uniform(0.505, 0.535)
    return x + height * x.std() * np.sqrt(2) * np.cos(2 * np.pi * cycles * np.arange(len(x)))


DEFECTS: Mapping[str, tuple[Defect, tuple[float, ...]]] = {
    "clipped": (clip, (0.005, 0.02, 0.1)),
    "drop-out": (drop, (0.005, 0.02, 0.05)),
    "flat": (dead, (0.15, 0.4, 0.9)),
    "drift": (wander, (8.0, 15.0, 40.0)),
    "spikes": (leap, (20.0, 40.0, 100.0)),
    "offset": (shift, (3.0, 5.0, 10.0)),
    "noise": (drown, (10.0, 20.0, 50.0)),
    "quantised": (coarse, (1.0, 2.0, 4.0)),
    "aliased": (fold, (0.2, 0.4, 1.0)),
}


def apart(record: Record, rate: float, speed: float) -> bool:
    """Whether what is told can be refuted: no line happens to stand where one is looked for.

    Told *rate* and *speed* times the true ones, lines of shaft and mains (50 Hz) stand at *rate*
    times their place; one on a place of the mains, or of the told shaft, speaks for what was told.
    """
    shaft = record.rpm / 60
    lines = [rate * line for line in (shaft, 2 * shaft, 3 * shaft, 50.0, 150.0)]
    looked_for = [2 * speed * shaft, *([50.0, 60.0] if rate != 1 else [speed * shaft])]
    return all(abs(line / place - 1) > 0.02 for line in lines for place in looked_for)


RATES = (0.5, 0.78, 1.28, 2.56)  # told over true
SPEEDS = (0.55, 0.8, 1.25, 1.6)
