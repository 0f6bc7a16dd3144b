"""The conditions of one record: how bad, how fast, how loaded, how warm."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

REFERENCE_SOMMERFELD = 0.15


class Severity(StrEnum):
    """The four levels."""

    INCIPIENT = "incipient"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


LEVELS: Mapping[Severity, tuple[float, float]] = MappingProxyType(
    {
        Severity.INCIPIENT: (0.20, 0.45),
        Severity.MILD: (0.45, 0.70),
        Severity.MODERATE: (0.70, 0.90),
        Severity.SEVERE: (0.90, 1.00),
    }
)


class Transient(StrEnum):
    """What changes within a record; all are envelopes of the amplitude."""

    NONE = "none"
    SPEED_RAMP = "speed ramp"
    LOAD_STEP = "load step"
    THERMAL_EXPANSION = "thermal expansion"


@dataclass(frozen=True)
class Ranges:
    """From which values conditions are drawn, evenly; chances are 0 to 1."""

    rate_hz: float = 20_480.0
    duration_s: float = 5.0
    base_speed_hz: float = 60.0
    speed_swing: float = 0.1  # of the base speed, to both sides
    load_percent: tuple[float, float] = (30.0, 100.0)
    temperature_c: tuple[float, float] = (40.0, 80.0)
    progression_chance: float = 0.30
    transient_chance: float = 0.25
    calculated_sommerfeld: bool = True

    @property
    def count(self) -> int:
        """Samples of a record."""
        return round(self.rate_hz * self.duration_s)


@dataclass(frozen=True)
class Conditions:
    """Those of one record; ``severity`` and ``envelope`` have a value for each sample."""

    time_s: Floats
    rate_hz: float
    speed_hz: float
    speed_ratio: float  # to the base speed
    severity: Floats
    envelope: Floats
    load_percent: float
    load_factor: float
    temperature_c: float
    temperature_factor: float
    sommerfeld: float
    transient: Transient = Transient.NONE

    @property
    def operating_factor(self) -> float:
        """Load and temperature together."""
        return self.load_factor * self.temperature_factor

    @property
    def physics_factor(self) -> float:
        """What the oil film makes of it."""
        return math.sqrt(self.sommerfeld / REFERENCE_SOMMERFELD)

    @property
    def mean_severity(self) -> float:
        """Over the record."""
        return float(self.severity.mean())

    @property
    def shaft_rad(self) -> Floats:
        """The shaft's angle; its speed is constant within a record."""
        return 2 * np.pi * self.speed_hz * self.time_s


def draw_conditions(
    level: Severity | None, ranges: Ranges, random: np.random.Generator
) -> Conditions:
    """Conditions at a level of severity; None: a healthy one, whose severity is 1 throughout."""
    count = ranges.count
    speed_ratio = 1 + random.uniform(-ranges.speed_swing, ranges.speed_swing)
    load_percent = random.uniform(*ranges.load_percent)
    load_factor = 0.3 + 0.7 * load_percent / 100
    temperature_c = random.uniform(*ranges.temperature_c)
    transient, envelope = _transient(count, ranges.transient_chance, random)
    return Conditions(
        time_s=np.arange(count) / ranges.rate_hz,
        rate_hz=ranges.rate_hz,
        speed_hz=ranges.base_speed_hz * speed_ratio,
        speed_ratio=speed_ratio,
        severity=_severity(level, count, ranges.progression_chance, random),
        envelope=envelope,
        load_percent=load_percent,
        load_factor=load_factor,
        temperature_c=temperature_c,
        temperature_factor=0.9 + 0.2 * (temperature_c - 40) / 40,
        sommerfeld=_sommerfeld(temperature_c, speed_ratio, load_factor, ranges, random),
        transient=transient,
    )


def _severity(
    level: Severity | None, count: int, chance: float, random: np.random.Generator
) -> Floats:
    if level is None:
        return np.ones(count)
    start = random.uniform(*LEVELS[level])
    if random.uniform() >= chance:
        return np.full(count, start)
    return np.linspace(start, min(1.0, start + 0.3), count)


def _sommerfeld(
    temperature_c: float,
    speed_ratio: float,
    load_factor: float,
    ranges: Ranges,
    random: np.random.Generator,
) -> float:
    drawn = random.uniform()
    if not ranges.calculated_sommerfeld:
        return REFERENCE_SOMMERFELD + (drawn - 0.5) * 0.2
    viscosity = math.exp(-0.03 * (temperature_c - 60))
    found = REFERENCE_SOMMERFELD * viscosity * speed_ratio / load_factor
    return min(max(found, 0.05), 0.5)


def _transient(count: int, chance: float, random: np.random.Generator) -> tuple[Transient, Floats]:
    flat = np.ones(count)
    if random.uniform() >= chance:
        return Transient.NONE, flat
    kind = (Transient.SPEED_RAMP, Transient.LOAD_STEP, Transient.THERMAL_EXPANSION)[
        int(random.integers(3))
    ]
    return kind, transient_envelope(kind, count)


def transient_envelope(kind: Transient, count: int) -> Floats:
    """What *kind* multiplies a fault by, for each of *count* samples."""
    place = np.arange(count) / count
    if kind is Transient.SPEED_RAMP:
        ramp = 0.85 + 0.30 * (place - 0.2) / 0.4
        return np.where((place >= 0.2) & (place < 0.6), ramp, 1.0)
    if kind is Transient.LOAD_STEP:
        return np.where(place < 0.4, 0.7, 1.0)
    if kind is Transient.THERMAL_EXPANSION:
        return np.asarray(0.9 + 0.2 * (1 - np.exp(-place / 0.3)))
    return np.ones(count)
