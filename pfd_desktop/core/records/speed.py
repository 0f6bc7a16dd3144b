"""Where the speed of a recording's shaft is to be taken from."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ToldSpeed:
    """The same at all times; None is what is told of the recording, else what its signal says."""

    rpm: float | None = None
    kind: Literal["told"] = "told"


@dataclass(frozen=True)
class TachoSpeed:
    """From the pulses of another recording, measured at the same time."""

    recording_id: str
    pulses: float = 1.0  # per revolution of the shaft
    slope: Literal["rising", "falling"] = "rising"
    level: float | None = None  # in the tacho's unit; None is half-way between low and high
    kind: Literal["tacho"] = "tacho"


@dataclass(frozen=True)
class RidgeSpeed:
    """From a line of the recording's own spectrum that follows the shaft."""

    order: float = 1.0  # of the line followed
    low_hz: float | None = None  # where to look for the line; None is chosen from the signal
    high_hz: float | None = None
    kind: Literal["ridge"] = "ridge"


SpeedReference = ToldSpeed | TachoSpeed | RidgeSpeed
