"""What healthy recordings alone taught: guards, what they say, and what they would find."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.learning import Interval


class Said(StrEnum):
    """What a guard says of a recording."""

    ALARM = "alarm"
    QUIET = "no alarm"
    UNKNOWN = "I don't know"


class Met(StrEnum):
    """Whether a guard has met a recording before: of such its answer proves little."""

    NEW = "new"
    LEARNED = "learned from"
    HELD_OUT = "calibrated on"


@dataclass(frozen=True)
class GuardRequest:
    """Which healthy recordings to learn from, and how often a healthy one may alarm."""

    feature_set_id: str
    recording_ids: tuple[str, ...] = ()  # told to be healthy; empty: those so labelled in the set
    detector: str = "mahalanobis"  # a key of core/healthy/detectors
    rate: float = 0.05  # share of healthy cases that may alarm
    known_units: bool = False  # calibrated on other recordings of the units that were learned
    together: bool = False  # all operating points in one, however many recordings each has
    seed: int = 0  # which units are learned from, and what chance draws in a detector
    name: str = ""  # "" names it after detector and rate


@dataclass(frozen=True)
class Point:
    """An operating point: the condition as told, and a range of speeds that has no gap."""

    condition: str
    low_rpm: float | None  # None where speeds are not known
    high_rpm: float | None

    @property
    def words(self) -> str:
        """Condition and speeds."""
        if self.low_rpm is None or self.high_rpm is None:
            speed = "speed not known"
        elif f"{self.low_rpm:.0f}" == f"{self.high_rpm:.0f}":
            speed = f"{self.low_rpm:.0f} rpm"
        else:
            speed = f"{self.low_rpm:.0f} to {self.high_rpm:.0f} rpm"
        return f"{self.condition}, {speed}" if self.condition else speed


@dataclass(frozen=True)
class Bin:
    """Operating points that share a detector and a limit, learned and calibrated on their own."""

    points: tuple[Point, ...]
    learned: tuple[str, ...]  # ids of recordings
    held_out: tuple[str, ...]  # ids of the recordings it is calibrated on
    scores: tuple[float, ...]  # of the calibration's cases, ascending
    rate: float  # of false alarms that follows from the rank of the limit; at most what was asked
    rate_low: float  # the rate of this very calibration lies within these with 95 %
    rate_high: float
    columns: tuple[str, ...]  # features it looks at
    centre: tuple[float, ...]  # per column, median over the windows learned from
    scale: tuple[float, ...]  # per column, their spread; of normal values the standard deviation
    low: tuple[float, ...]  # per column, 2.5 % of the windows learned from lie below
    high: tuple[float, ...]  # per column, 2.5 % lie above
    drifting: bool = False  # the later of its held-out recordings are the stranger
    fewest_windows: int = 1  # of the recordings it is calibrated on

    @property
    def limit(self) -> float:
        """The least strangeness that alarms is above it."""
        return self.scores[-max(1, round(self.rate * (len(self.scores) + 1)))]


@dataclass(frozen=True)
class Guard:
    """What learned from healthy recordings alone, and alarms at what is unlike them."""

    id: str
    name: str
    request: GuardRequest
    features: str  # the set
    code_version: str
    window_samples: int
    overlap: float
    unit: str  # of the samples
    rate_hz: float
    by_unit: bool  # cases of the calibration are units; else recordings
    bins: tuple[Bin, ...]
    uncovered: tuple[tuple[Point, str], ...]  # operating points seen too seldom, and why
    created_at: datetime
    axis: str = "time"  # of the samples
    processed: str = ""  # the chain that made them; "" is as measured

    def met(self, recording_id: str) -> Met:
        """What became of a recording when this guard was made."""
        if any(recording_id in one.learned for one in self.bins):
            return Met.LEARNED
        return Met.HELD_OUT if any(recording_id in one.held_out for one in self.bins) else Met.NEW


@dataclass(frozen=True)
class StandOut:
    """A feature that is not as it was in healthy recordings."""

    name: str
    value: float  # median over the recording's windows
    low: float  # of healthy windows, 95 % lie from low to high
    high: float
    spreads: float  # from the healthy median, in their spread


@dataclass(frozen=True)
class Judgement:
    """What a guard says of one recording."""

    recording_id: str
    recording_name: str
    said: Said
    reason: str  # why it does not know; "" else
    distance: float | None  # mean strangeness of its windows; None where it does not know
    limit: float | None  # above it the guard alarms
    p_value: float | None  # share of healthy cases at least as strange, itself counted
    stand_out: tuple[StandOut, ...]  # the furthest first
    met: Met = Met.NEW


@dataclass(frozen=True)
class Level:
    """Recordings with a fault of one amplitude injected."""

    amplitude: float  # the highest peak of what is added, in the unit of the recordings
    ratio_db: float  # to the RMS of the recordings without mean, median
    alarms: Interval  # share of recordings, cluster bootstrap by unit
    recordings: int


@dataclass(frozen=True)
class Detection:
    """How large an injected fault must be to be found."""

    fault: Fault
    levels: tuple[Level, ...]  # ascending, the first of amplitude 0; () where nothing was injected
    left_out: int  # recordings that it could not be injected into
    reason: str = ""  # of the first of them

    def smallest(self, share: float = 0.9) -> Level | None:
        """The least level from which on at least *share* alarm at every level looked at."""
        found = None
        for level in reversed(self.levels):
            if level.alarms.value < share - 1e-9:
                break
            found = level
        return found if found is not None and found.amplitude > 0 else None


@dataclass(frozen=True)
class Detectability:
    """What a guard would find in its own held-out recordings; injected faults, not real ones."""

    guard_id: str
    guard_name: str
    unit: str
    rate: float  # of false alarms, as asked
    units: int  # of which recordings were used
    seed: int
    resonance_hz: float  # at which impulses ring
    found: tuple[Detection, ...]
    created_at: datetime
