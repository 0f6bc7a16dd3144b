"""Whirl or whip from recordings at several speeds: does the line follow the speed, or stay?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.records.faults import Fault

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
