"""Periodic markers in time: when a defect strikes, once a period."""

from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.machine import Bearing


@dataclass(frozen=True)
class PeriodicComb:
    """Lines at ``anchor_s`` and every period before and after it."""

    family: str  # "BPFO", "BPFI", "2×BSF", "FTF", "1X"
    frequency_hz: float
    anchor_s: float
    shaft_hz: float | None = None  # where given, the turns of the shaft are marked as well

    @property
    def period_s(self) -> float:
        """Seconds from one line to the next."""
        return 1.0 / self.frequency_hz

    def at(self, anchor_s: float) -> "PeriodicComb":
        """The same comb through another moment."""
        return replace(self, anchor_s=anchor_s)

    def times(self, low_s: float, high_s: float) -> NDArray[np.float64]:
        """The lines from ``low_s`` to ``high_s``."""
        return _times(self.anchor_s, self.period_s, low_s, high_s)

    def turns(self, low_s: float, high_s: float) -> NDArray[np.float64]:
        """The turns of the shaft in between; a modulated family is strongest once in each."""
        if self.shaft_hz is None:
            return np.empty(0)
        return _times(self.anchor_s, 1.0 / self.shaft_hz, low_s, high_s)


def comb_frequencies(bearing: Bearing | None, shaft_hz: float | None) -> dict[str, float]:
    """How often each family strikes in a second, in hertz; none where no speed is known."""
    if shaft_hz is None:
        return {}
    found = {"1X": shaft_hz}
    if bearing is not None:
        kinematic = orders(bearing)
        found |= {
            "BPFO": kinematic.bpfo * shaft_hz,
            "BPFI": kinematic.bpfi * shaft_hz,
            "2×BSF": kinematic.ball_defect * shaft_hz,
            "FTF": kinematic.ftf * shaft_hz,
        }
    return found


def _times(anchor: float, period: float, low: float, high: float) -> NDArray[np.float64]:
    first, last = ceil((low - anchor) / period), floor((high - anchor) / period)
    return anchor + np.arange(first, last + 1, dtype=np.float64) * period
