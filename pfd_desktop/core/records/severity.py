"""What severity is judged by: zones, facts of machines, limits and baselines of points."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Support(StrEnum):
    """How a machine stands; flexible where its lowest natural frequency is near its speed."""

    RIGID = "rigid"
    FLEXIBLE = "flexible"
    UNKNOWN = ""


class Measure(StrEnum):
    """What the numbers of a table are."""

    VELOCITY = "velocity rms"  # mm/s, of the housing
    SHAFT = "shaft peak-to-peak"  # µm, of the shaft relative to the housing: number / √(rpm)


@dataclass(frozen=True)
class ZoneLimits:
    """The upper limits of zones A, B and C for machines of a group on a support.

    In mm/s rms for velocity; for shaft vibration to be divided by √(speed in rpm), in µm.
    """

    group: str  # "1", "2", "I"
    support: Support  # UNKNOWN where the table does not ask
    a_b: float
    b_c: float
    c_d: float
    meaning: str = ""  # which machines belong to the group


@dataclass(frozen=True)
class SeverityTable:
    """Zones with their source; a change makes a new version, the older ones stay."""

    name: str
    version: int
    measure: Measure
    citation: str
    caveat: str  # shown with every verdict; "" where there is none
    limits: tuple[ZoneLimits, ...]
    built_in: bool = False

    @property
    def words(self) -> str:
        """Its name with its version."""
        return f"{self.name}, version {self.version}{' (shipped)' if self.built_in else ''}"


@dataclass(frozen=True)
class MachineFacts:
    """What a zone or a diagnosis needs to know of a machine; "" and None where nobody has told."""

    machine_id: str
    table: str = ""  # name of the severity table; "" is the one that fits the quantity
    group: str = ""
    support: Support = Support.UNKNOWN
    power_kw: float | None = None
    machine_type: str = ""  # "pump", "fan", in the user's words
    critical_rpm: float | None = None  # first critical speed of the shaft; for the diagnosis


@dataclass(frozen=True)
class AlarmLimits:
    """From where on a value of a measuring point alerts and alarms."""

    point_id: str
    measure: str  # name of a trend's value
    alert: float | None
    alarm: float | None
    source: str  # "ISO 20816-3:2022 …", "baseline mean + 3 sd", "told"


@dataclass(frozen=True)
class Baseline:
    """The recordings of a measuring point that stand for its good state."""

    point_id: str
    recording_ids: tuple[str, ...]
    note: str
    changed_at: datetime
