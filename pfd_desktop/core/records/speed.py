"""Where the speed of a recording's shaft is to be taken from, as the project keeps it.

A tacho channel is named by the key of its recording; core/speed/reference.py names its file.
"""

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
    pulses_per_turn: float = 1.0
    slope: Literal["rising", "falling"] = "rising"
    level: float | None = None  # in the tacho's unit; None is half its height
    kind: Literal["tacho"] = "tacho"


@dataclass(frozen=True)
class RidgeSpeed:
    """It changes and is read from a line of the recording's own spectrum that follows the shaft."""

    low_rpm: float = 300.0
    high_rpm: float = 6_000.0
    start_rpm: float | None = None
    max_change_rpm_s: float = 300.0
    multiple: int = 1  # of the shaft's speed that the line lies at
    kind: Literal["ridge"] = "ridge"


@dataclass(frozen=True)
class CombSpeed:
    """It is constant and is read from the harmonics of the recording's own spectrum."""

    near_rpm: float | None = None
    kind: Literal["comb"] = "comb"


ProjectSpeed = ToldSpeed | TachoSpeed | RidgeSpeed | CombSpeed
