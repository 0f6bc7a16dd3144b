"""Whirl or whip from recordings at several speeds: does the line follow the speed, or stay?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pfd_desktop.core.diagnosis.shaft_signs import JUDGED
from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from pfd_desktop.core.records.faults import Fault

WHIRL_OR_WHIP = frozenset({Fault.OIL_WHIRL.value, Fault.OIL_WHIP.value})
LEAST_SPREAD = 0.05  # of the speeds: less tells nothing apart
_CLEARLY = 3.0  # times that one law must fit better than the other


@dataclass(frozen=True)
class Followed:
    """A line below 1X at several speeds."""

    fault: Fault | None  # None while the recordings decide nothing
    ratio: float  # mean of line over shaft speed
    hertz: float  # mean frequency
    reason: str


def whirl_or_whip(shaft_hz: Sequence[float], line_hz: Sequence[float]) -> Followed:
    """Which law the line below 1X keeps: a fixed ratio to the speed, or a fixed frequency.

    Whirl turns with the oil, at a share of the shaft's speed; whip is held by the first critical
    speed (Muszynska 1988). The scatter of log ratio is set against the scatter of log frequency.
    """
    speed, line = np.asarray(shaft_hz, dtype=np.float64), np.asarray(line_hz, dtype=np.float64)
    ratio, hertz = float((line / speed).mean()), float(line.mean())
    if len(speed) < 2 or np.ptp(speed) < LEAST_SPREAD * speed.mean():
        reason = "The speeds are too close together: measure at speeds 5 % apart or more."
        return Followed(None, ratio, hertz, reason)
    follows, stays = float(np.std(np.log(line / speed))), float(np.std(np.log(line)))
    if follows * _CLEARLY < stays:
        reason = f"The line follows the speed at {ratio:.3f}X."
        return Followed(Fault.OIL_WHIRL, ratio, hertz, reason)
    if stays * _CLEARLY < follows:
        reason = f"The line stays at {hertz:.1f} Hz while the speed changes."
        return Followed(Fault.OIL_WHIP, ratio, hertz, reason)
    return Followed(None, ratio, hertz, "The line neither follows the speed nor stays.")


def settled(found: Diagnosis, others: Sequence[tuple[str, Diagnosis]]) -> Diagnosis:
    """*found* with whirl told from whip by *others*: diagnoses of the same bearing by name.

    Only those count that saw whirl or whip themselves, at a speed that differs from this one's.
    """
    mine = _line(found)
    if mine is None:
        return found
    seen = [(name, one) for name, other in others if (one := _line(other)) is not None]
    apart = [(n, one) for n, one in seen if abs(one[0] / mine[0] - 1) >= LEAST_SPREAD]
    if not apart:
        return found
    pairs = [mine, *(one for _name, one in apart)]
    told = whirl_or_whip([speed for speed, _hz in pairs], [hz for _speed, hz in pairs])
    names = ", ".join(name for name, _one in apart)
    reason = f"Compared with {names}: {told.reason[0].lower()}{told.reason[1:]}"
    if told.fault is None:
        return replace(found, reason=f"{reason} {found.reason}")
    what = found.verdict.partition(" (")[2]
    sentence = f"{told.fault.value}, {Grade.INDICATION.value} ({what}"
    return replace(found, fault=told.fault.value, verdict=sentence, reason=reason)


def _line(found: Diagnosis) -> tuple[float, float] | None:
    """Shaft speed and line in hertz; None where it is no whirl and no whip."""
    if found.fault not in WHIRL_OR_WHIP or found.speed_rpm is None:
        return None
    below = [line for line in found.evidence if line.family == JUDGED]
    return (found.speed_rpm / 60, below[0].measured_hz) if below else None
