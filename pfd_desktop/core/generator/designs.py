"""Sets of synthetic records: what is in one, and what each record of it is.

A record is known by its place in the set alone, so that a set is the same on any number of
processes, and one that was cut short goes on where it stopped.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from itertools import product
from typing import cast

import numpy as np

from pfd_desktop.core.generator.legacy.conditions import LEVELS, Ranges, Severity
from pfd_desktop.core.generator.legacy.faults import CLASSES
from pfd_desktop.core.generator.legacy.noise import LAYERS
from pfd_desktop.core.generator.legacy.record import LegacyRequest
from pfd_desktop.core.generator.rig.request import POSSIBLE, Profile, RigRequest
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.errors import InvalidInput

MIXED = " + "  # between the faults of a mixture, in its name
_MOST = 10_000  # records of a class


class Mode(StrEnum):
    """By which physics."""

    LEGACY = "legacy"
    RIG = "rig"


@dataclass(frozen=True)
class RigRanges:
    """From which values the records of a rig are drawn, evenly.

    A unit is one bearing in one machine: it keeps its resonance, its critical speed and its
    severity within a level over all its records; speed and load change from record to record.
    """

    rate_hz: float = 20_480.0
    duration_s: float = 5.0
    speed_rpm: tuple[float, float] = (2700.0, 3300.0)
    run_up_share: float = 0.0  # of the speed: how far a record's speed moves from start to end
    load: tuple[float, float] = (0.2, 0.8)
    first_critical_hz: float = 75.0
    resonance_hz: float = 3200.0
    spread: float = 0.1  # of critical speed and resonance, from unit to unit
    mains_hz: float = 50.0
    noise: float = 1.0
    bits: int = 16


@dataclass(frozen=True)
class Design:
    """A balanced set: as many records in every class at every level.

    ``classes`` are keys of the older benchmark's table or, at a rig, names of faults, mixtures
    parted by " + " and "healthy". At a rig every class has ``units`` at every level.
    """

    name: str
    mode: Mode
    classes: tuple[str, ...]
    levels: tuple[Severity, ...] = tuple(Severity)
    per_level: int = 20
    seed: int = 42
    window_s: float = 1.0
    legacy: Ranges = field(default_factory=Ranges)
    layers: tuple[str, ...] = tuple(LAYERS)
    effects: tuple[str, ...] = ()
    augment: bool = False
    rig: RigRanges = field(default_factory=RigRanges)
    kind: BearingKind = BearingKind.JOURNAL
    bearing: Bearing | None = None
    units: int = 4

    def __len__(self) -> int:
        """How many records."""
        return len(self.classes) * len(self.levels) * self.per_level

    @property
    def key(self) -> str:
        """The same for the same set, whatever its name."""
        told = asdict(replace(self, name=""))
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    @property
    def channels(self) -> int:
        """Of a record."""
        return 3 if self.mode is Mode.RIG and self.kind is BearingKind.JOURNAL else 1


@dataclass(frozen=True)
class Place:
    """Where a record stands in its set."""

    index: int
    class_key: str
    level: Severity
    number: int  # within its class and level, from 0


@dataclass(frozen=True)
class Known:
    """What is true of a record of this class."""

    title: str
    faults: tuple[Fault, ...]


def check(design: Design) -> None:
    """Raises InvalidInput where such a set cannot be made."""
    if not design.name.strip():
        raise InvalidInput("Give the set a name.")
    if not design.classes or not design.levels:
        raise InvalidInput("Choose at least one class and one level of severity.")
    if not 1 <= design.per_level <= _MOST:
        raise InvalidInput(
            f"There can be 1 to {_MOST} records of a class at a level, not {design.per_level}."
        )
    if not 1 <= design.units <= design.per_level and design.mode is Mode.RIG:
        raise InvalidInput(
            f"{design.per_level} records at a level cannot come from {design.units} units; at"
            " least one comes from each."
        )
    for key in design.classes:
        known(design, key)


def known(design: Design, class_key: str) -> Known:
    """Title and faults of a class; raises InvalidInput where there is no such class."""
    if design.mode is Mode.LEGACY:
        if class_key not in CLASSES:
            raise InvalidInput(f"There is no class {class_key!r}; there are {', '.join(CLASSES)}.")
        row = CLASSES[class_key]
        return Known(row.title, row.faults)
    try:
        faults = tuple(Fault(one.strip()) for one in class_key.split(MIXED.strip()))
    except ValueError as error:
        raise InvalidInput(f"There is no fault {class_key!r}.") from error
    possible = (Fault.HEALTHY, *POSSIBLE[design.kind])
    for fault in faults:
        if fault not in possible or (fault is Fault.HEALTHY and len(faults) > 1):
            raise InvalidInput(
                f"A {design.kind.value} bearing at this rig cannot have {class_key!r}."
            )
    return Known(class_key, faults)


def classes_of(mode: Mode, kind: BearingKind = BearingKind.JOURNAL) -> tuple[str, ...]:
    """All that can be chosen."""
    if mode is Mode.LEGACY:
        return tuple(CLASSES)
    return tuple(fault.value for fault in (Fault.HEALTHY, *POSSIBLE[kind]))


def place(design: Design, index: int) -> Place:
    """Class after class, level after level."""
    class_key, level = tuple(product(design.classes, design.levels))[index // design.per_level]
    return Place(index, class_key, level, index % design.per_level)


def counts(design: Design) -> Mapping[str, Mapping[Severity, int]]:
    """Records by class and level."""
    return {key: dict.fromkeys(design.levels, design.per_level) for key in design.classes}


def per_level_for(total: int, classes: int, levels: int) -> int:
    """How many of a class at a level make a balanced set of at least *total* records."""
    return max(1, -(-total // max(1, classes * levels)))


def request(design: Design, index: int) -> LegacyRequest | RigRequest:
    """The record at *index*."""
    at = place(design, index)
    if design.mode is Mode.LEGACY:
        return LegacyRequest(
            key=at.class_key,
            level=at.level,
            seed=design.seed,
            index=index,
            ranges=design.legacy,
            layers=design.layers,
            effects=design.effects,
            augment=design.augment,
            window_s=design.window_s,
        )
    return _at_rig(design, at)


def unit_number(design: Design, at: Place) -> int:
    """Which unit of its class and level made a record; of the older kind each is its own."""
    return at.number if design.mode is Mode.LEGACY else at.number % design.units


def _at_rig(design: Design, at: Place) -> RigRequest:
    """What belongs to the unit is drawn from the unit's own stream, the rest from the record's."""
    ranges, faults = design.rig, known(design, at.class_key).faults
    unit = np.random.default_rng((design.seed, *_words(at), unit_number(design, at)))
    severity = unit.uniform(*LEVELS[at.level])
    spread = 1 + ranges.spread * unit.uniform(-1, 1, 2)
    record = np.random.default_rng((design.seed, at.index))
    middle = record.uniform(*ranges.speed_rpm)
    half = ranges.run_up_share / 2 * (1 if record.integers(2) else -1)
    return RigRequest(
        kind=design.kind,
        faults=() if faults == (Fault.HEALTHY,) else tuple((one, severity) for one in faults),
        bearing=design.bearing if design.kind is BearingKind.ROLLING else None,
        profile=Profile(middle * (1 - half), middle * (1 + half)),
        load=record.uniform(*ranges.load),
        rate_hz=ranges.rate_hz,
        duration_s=ranges.duration_s,
        first_critical_hz=ranges.first_critical_hz * spread[0],
        resonance_hz=ranges.resonance_hz * spread[1],
        mains_hz=ranges.mains_hz,
        noise=ranges.noise,
        bits=ranges.bits,
        window_s=design.window_s,
        seed=design.seed,
        index=at.index,
    )


def _words(at: Place) -> tuple[int, int]:
    """Class and level as numbers that do not depend on what else is in the set."""
    digest = hashlib.sha256(f"{at.class_key}|{at.level.value}".encode()).digest()
    return cast("tuple[int, int]", tuple(int.from_bytes(digest[i : i + 4]) for i in (0, 4)))
