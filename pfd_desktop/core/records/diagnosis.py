"""The outcome of a diagnosis without training."""

from dataclasses import dataclass
from enum import StrEnum

from pfd_desktop.core.records.recording import Flag

TWO_PROBES = "two_probes"  # code of the flag that tells of a second probe: it warns of nothing


class Grade(StrEnum):
    """How far the evidence carries."""

    STRONG = "strong evidence"
    INDICATION = "indication, not conclusive"
    NONE = "no evidence"
    CANNOT_SAY = "cannot say"


@dataclass(frozen=True)
class EvidenceLine:
    """One family of lines looked for in one spectrum."""

    family: str  # "BPFO", "BPFI", "2×BSF", "FTF", "1X", "whirl" …
    spectrum: str  # which spectrum: "envelope 2000 to 5000 Hz", "pre-whitened envelope" …
    order: float  # multiples of shaft speed
    expected_hz: float
    measured_hz: float
    slip_percent: float
    prominence_db: float
    threshold_db: float  # from the noise of this recording
    harmonics: tuple[int, ...]  # which harmonics stand above the threshold
    note: str = ""  # "coincides with 5X" …


@dataclass(frozen=True)
class Diagnosis:
    """Verdict, evidence and limits for one recording."""

    grade: Grade
    fault: str | None  # a Fault value; None when abstaining; "healthy" is never claimed
    verdict: str  # the sentence shown
    reason: str  # why this grade, or why we cannot say
    evidence: tuple[EvidenceLine, ...]  # all families looked for, strongest first
    speed_rpm: float | None  # used for the lines
    speed_note: str  # "as told", "told 1773, the signal says 1798"
    flags: tuple[Flag, ...] = ()
    method_version: str = ""
