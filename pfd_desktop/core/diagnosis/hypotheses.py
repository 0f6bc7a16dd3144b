"""What the joint solver is asked and answers: peaks, candidates, hypotheses."""

from dataclasses import dataclass
from enum import StrEnum

from pfd_desktop.core.records.machine import Bearing


@dataclass(frozen=True)
class Peak:
    """A line of a spectrum that stands above its local floor."""

    hertz: float
    level_db: float


@dataclass(frozen=True)
class SolverRequest:
    """Peaks, what may explain them, and what is known of the speed.

    ``journal`` adds the hypothesis of a shaft in journal bearings without any rolling bearing.
    ``speed_rpm`` None searches ``speed_range_rpm``; otherwise the told speed within
    ``speed_tolerance``.
    """

    peaks: tuple[Peak, ...]
    bearings: tuple[Bearing, ...]
    resolution_hz: float  # how exactly a peak's frequency is known
    journal: bool = False
    speed_rpm: float | None = None
    speed_tolerance: float = 0.02
    speed_range_rpm: tuple[float, float] = (240.0, 7200.0)


@dataclass(frozen=True)
class Explanation:
    """One peak explained by one line of a hypothesis."""

    peak: int  # which of the request's peaks
    line: str  # "2×BPFO", "BPFI − 1X", "3X", "whirl"
    family: str  # "shaft", "BPFO" …
    expected_hz: float
    error_hz: float


@dataclass(frozen=True)
class Slip:
    """How far a family lies from where the geometry puts it, in percent."""

    family: str
    percent: float


@dataclass(frozen=True)
class Hypothesis:
    """A speed and a bearing that explain some of the peaks.

    ``decades`` is log10 of how much better it explains them than chance would: every peak met
    counts the chance of such a line being met at random, every choice made costs what it could have
    been.
    """

    name: str  # the bearing's name, "journal bearing" or "shaft only"
    bearing: Bearing | None
    speed_rpm: float
    slips: tuple[Slip, ...]  # of the families used
    explained: tuple[Explanation, ...]  # higher harmonics too, which ``decades`` leaves out
    unexplained: tuple[int, ...]
    residual_hz: float  # root mean square of the errors
    decades: float

    @property
    def families(self) -> frozenset[str]:
        """The families it uses beside the shaft's orders."""
        return frozenset(slip.family for slip in self.slips)


class Decider(StrEnum):
    """A measurement that would decide between hypotheses."""

    NONE_NEEDED = "none"
    TACHO = "a tacho"
    SECOND_SPEED = "a second speed"
    DESIGNATION = "the bearing's designation"
    SECOND_PROBE = "a second probe"


@dataclass(frozen=True)
class NextMeasurement:
    """What to measure next, and the sentence that says why."""

    decider: Decider
    text: str


@dataclass(frozen=True)
class Solution:
    """Hypotheses, best first, and what would decide between the best two."""

    peaks: tuple[Peak, ...]
    hypotheses: tuple[Hypothesis, ...]
    next_measurement: NextMeasurement
