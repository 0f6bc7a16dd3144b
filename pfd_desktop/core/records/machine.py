"""Machines, their units (bearings) and measuring points."""

from dataclasses import dataclass
from enum import StrEnum


class BearingKind(StrEnum):
    """How a unit carries its shaft."""

    ROLLING = "rolling"
    JOURNAL = "journal"


@dataclass(frozen=True)
class Bearing:
    """Geometry of a rolling-element bearing; fixed outer ring, turning inner ring."""

    id: str
    name: str
    manufacturer: str
    balls: int
    ball_diameter_mm: float
    pitch_diameter_mm: float
    contact_angle_deg: float
    source: str
    built_in: bool = False


@dataclass(frozen=True)
class Machine:
    """A machine."""

    id: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Unit:
    """A physical bearing in a machine: what a split must not have on both sides."""

    id: str
    machine_id: str
    machine_name: str
    name: str
    kind: BearingKind
    bearing: Bearing | None
    note: str = ""


@dataclass(frozen=True)
class MeasuringPoint:
    """Where on a unit a sensor sits."""

    id: str
    unit_id: str
    name: str
    direction: str = ""
