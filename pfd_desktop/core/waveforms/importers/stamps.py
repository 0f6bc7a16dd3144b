"""The rate that a column of times tells, where its steps are even."""

import re
from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.waveforms.importers.contents import Samples

# A closed list, and a bare "t" in small letters only: T, T1, Temp, Tach and Trig are channels.
TIME_NAMES = re.compile(
    r"(?i:(relative |elapsed )?(time|zeit|temps|tiempo|x_value|time[ _]?stamp)([ _]?\d{1,3})?)|t"
)
TIME_SCALE = {"h": 3600.0, "min": 60.0, "s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}  # in seconds
_UNEVEN = 0.05  # of a sampling interval: how far a time stamp may lie from its place


@dataclass(frozen=True)
class Times:
    """How many rows there are, their rate, and where it comes from or why there is none."""

    rows: int = 0
    rate_hz: float | None = None
    notes: tuple[str, ...] = ()


def even(stamps: Samples, name: str, lines_before: int | None = None) -> Times:
    """The rate of *stamps* in seconds; *lines_before*: of a text, to tell the line of a fault.

    A stamp may stray by a twentieth of a step (more in long columns, whose clocks drift).
    """
    rows = stamps.shape[0]
    if rows < 3 or not np.isfinite(stamps).all() or stamps[-1] <= stamps[0]:
        return Times(rows, None, (f"the times in {name} do not rise",))
    step = (stamps[-1] - stamps[0]) / (rows - 1)
    off = np.abs(stamps - stamps[0] - step * np.arange(rows))
    worst = int(np.argmax(off))
    if off[worst] > _UNEVEN * step * max(1.0, np.sqrt(rows) / 10):
        place = f"row {worst + 1:,}"
        if lines_before is not None:
            place = f"line {lines_before + worst + 1:,}"
        return Times(rows, None, (f"the times in {name} are uneven ({place})",))
    return Times(rows, float(1.0 / step), (f"rate from the times in {name}",))


def rate_of_step(step_s: float) -> float:
    """The rate of a step written in decimals: 50,000 Hz for 2e-5 s, not 50,000.00000000001."""
    return float(f"{1.0 / step_s:.12g}")
