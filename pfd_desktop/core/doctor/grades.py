"""How good a recording is, by what was found of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pfd_desktop.core.records.recording import Flag


class Grade(StrEnum):
    """A good; B usable with a reservation; C doubtful; D not to be concluded from."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


@dataclass(frozen=True)
class Finding:
    """A kind of finding: the grade it allows at best, and what to do about it."""

    title: str
    grade: Grade
    advice: str


FINDINGS: Mapping[str, Finding] = MappingProxyType(
    {
        "nan": Finding("gaps", Grade.B, "Export the measurement again if gaps matter."),
        "short": Finding("short", Grade.B, "Measure longer to part close lines."),
        "clipped": Finding("clipped", Grade.C, "Choose a wider range and measure again."),
        "drop-out": Finding("drop-outs", Grade.C, "Check cable and connection."),
        "flat": Finding("flat line", Grade.D, "The sensor or its supply failed: measure again."),
        "drift": Finding("drift", Grade.B, "Let the sensor settle, or take a high-pass."),
        "spikes": Finding("spikes", Grade.C, "Look for switching nearby, and for loose contacts."),
        "dc": Finding("DC offset", Grade.B, "Remove the mean; check the sensor's bias."),
        "white": Finding(
            "only noise", Grade.D, "Nothing of the machine is seen: check the sensor."
        ),
        "coarse": Finding("coarse steps", Grade.C, "Choose a narrower range and measure again."),
        "rate": Finding(
            "rate or speed", Grade.D, "The sampling rate is probably another: tell it."
        ),
        "alias": Finding("aliasing", Grade.C, "Measure with an anti-aliasing filter or faster."),
        "speed-differs": Finding("speed", Grade.B, "Check the told speed."),
    }
)


def grade(flags: Iterable[Flag]) -> Grade:
    """The worst that any finding leaves; what is merely not told is no fault of the measurement."""
    found = [FINDINGS[flag.code].grade for flag in flags if flag.code in FINDINGS]
    return max(found, default=Grade.A, key=list(Grade).index)
