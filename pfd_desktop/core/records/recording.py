"""What the program knows of a recording."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypedDict

from pfd_desktop.core.records.machine import Bearing, BearingKind

NOT_EXAMINED = "not examined"  # in place of a grade


class SpeedSource(StrEnum):
    """Where a speed comes from; an estimate never replaces what was told, it stands beside it."""

    FILE = "file"
    PRESET = "preset"
    USER = "user"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Flag:
    """Something about a recording that its user should know; ``code`` is stable, ``text`` shown."""

    code: str
    text: str
    places: tuple[tuple[float, float], ...] = ()  # from, to in seconds; () is everywhere or nowhere


@dataclass(frozen=True)
class Recording:
    """One measured waveform at one measuring point, with all that is known about it."""

    id: str
    name: str
    machine_id: str
    machine_name: str
    unit_id: str
    unit_name: str
    point_id: str
    point_name: str
    kind: BearingKind
    bearing: Bearing | None
    source_name: str
    channel: str
    blob: str  # SHA-256 of the samples; recordings from other sources may share it
    path: Path  # the waveform file (core/waveforms/blob.py)
    rate_hz: float
    samples: int
    quantity: str  # "acceleration", "velocity", "displacement", "voltage", "unknown"
    unit: str  # "g", "m/s²", "mm/s", "µm", "V", "unknown"
    speed_rpm: float | None
    speed_source: SpeedSource
    speed_estimate_rpm: float | None
    speed_confidence: float | None  # 0 to 1
    condition: str  # load or operating condition, as told ("1 hp"); "" when unknown
    label: str | None  # a Fault value
    severity: str  # "0.007 in"; "" when unknown
    flags: tuple[Flag, ...]
    synthetic: bool
    imported_at: datetime  # UTC, aware
    row_version: int = 1
    measured_at: datetime | None = None  # UTC, aware; None where nobody has told
    processed: str = ""  # the chain that made it, in words; "" is as measured
    made_from: str = ""  # id of the recording that the chain was applied to
    axis: str = "time"  # an Axis; along an "angle" the rate is samples per revolution
    grade: str = ""  # of the measurement, "A" to "D" (core/doctor); "" where it was not examined
    vector: str = ""  # its name in the file ("X105_DE_time", "x 2"); "" where nobody noted it

    @property
    def duration_s(self) -> float:
        """Length in seconds; in revolutions where the axis is an angle."""
        return self.samples / self.rate_hz

    @property
    def waits_for_doctor(self) -> bool:
        """Whether it came from a file and nobody has examined it yet; see store/examinations."""
        return not self.grade and bool(self.vector) and not self.processed


class Reads(Protocol):
    """Whatever says how the numbers of a waveform are to be read."""

    @property
    def rate_hz(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def quantity(self) -> str: ...
    @property
    def axis(self) -> str: ...


Reading = tuple[float, str, str, str]


def reading(one: Reads) -> Reading:
    """How its samples are read: rate in Hz, unit, quantity and axis; equal samples may differ."""
    return one.rate_hz, one.unit, one.quantity, one.axis


class RecordingChanges(TypedDict, total=False):
    """What the user may change of a recording; what is left out stays."""

    name: str
    label: str | None
    speed_rpm: float | None
    condition: str
    severity: str
    measured_at: datetime | None
