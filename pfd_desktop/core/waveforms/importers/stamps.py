"""The rate that a column of times tells, where its steps are even, and the rows that are lost."""

import re
from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.importers import quantum as rounding
from pfd_desktop.core.waveforms.importers.contents import Samples
from pfd_desktop.core.waveforms.importers.lost_rows import (
    FINE,
    JITTER,
    Counts,
    missing_before,
    usual_step,
)

# A closed list, and a bare "t" in small letters only: T, T1, Temp, Tach and Trig are channels.
TIME_NAMES = re.compile(
    r"(?i:(relative |elapsed )?(time|zeit|temps|tiempo|x_value|time[ _]?stamp)([ _]?\d{1,3})?)|t"
)
TIME_SCALE = {"h": 3600.0, "min": 60.0, "s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}  # in seconds
LOST = "lost-samples"  # the code of the finding
_MAX_LOST = 0.01  # of all rows: more than this are no even measurement
_RATE_ERROR = 1e-3  # the rate must be told this well by the first and the last stamp
_SHOWN = 20  # places kept of a finding; its words give their number
_LISTED = 3  # places in its words


@dataclass(frozen=True)
class Times:
    """How many rows there are, their rate, and where it comes from or why there is none."""

    rows: int = 0
    rate_hz: float | None = None
    notes: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    coarse: bool = False  # no rate because the stamps are rounded too much for so few rows
    rate_error: float = 0.0  # at most, of the rate, by the rounding


@dataclass(frozen=True)
class _Column:
    """A column of times by name, to tell the place of a fault in it."""

    name: str
    lines_before: int | None  # of a text

    def place(self, row: int) -> str:
        if self.lines_before is None:
            return f"row {row + 1:,}"
        return f"line {self.lines_before + row + 1:,}"

    def uneven(self, rows: int, row: int, why: str = "", flags: tuple[Flag, ...] = ()) -> Times:
        where = self.place(row) + (f": {why}" if why else "")
        return Times(rows, None, (f"the times in {self.name} are uneven ({where})",), flags)


def even(stamps: Samples, name: str) -> Times:
    """The rate of *stamps* in seconds, which are binary numbers: rounded as their values show."""
    times = Times(len(stamps), None, (f"the times in {name} do not rise",))
    if not _rising(stamps):
        return times
    for quantum in rounding.of_values(stamps):
        times = even_to(stamps, name, quantum)
        if times.rate_hz is not None:
            break
    return times


def even_to(stamps: Samples, name: str, quantum: float, lines_before: int | None = None) -> Times:
    """The rate of *stamps* in seconds that are rounded to *quantum*, by a line through them all.

    *lines_before*: of a text, to tell the line of a fault. Besides its rounding a stamp may stray
    by a twentieth of a step (more in long columns, whose clocks drift). Rows that are lost make a
    flag; where they are more than a hundredth, or the rounding leaves the rate open by more than
    0.1 %, there is no rate.
    """
    column, rows = _Column(name, lines_before), stamps.shape[0]
    if not _rising(stamps):
        return Times(rows, None, (f"the times in {name} do not rise",))
    span = float(stamps[-1] - stamps[0])
    if quantum > 1.0001 * _RATE_ERROR * span * rows / (rows - 1):
        why = f"the times in {name} are written to {quantum:.3g} s: too coarse to tell the rate"
        return Times(rows, None, (f"{why} to 0.1 % from {rows:,} rows",), coarse=True)
    step = usual_step(stamps, quantum)
    if step <= 0:
        return column.uneven(rows, 1 + int(np.argmin(np.diff(stamps))))
    missing = missing_before(stamps, step, quantum)
    astray = _astray(stamps, missing, step, quantum)
    if astray is not None:
        return column.uneven(rows, astray)
    return _told(column, stamps, missing, quantum)


def _rising(stamps: Samples) -> bool:
    return len(stamps) > 2 and bool(np.isfinite(stamps).all() and stamps[-1] > stamps[0])


def _astray(stamps: Samples, missing: Counts, step: float, quantum: float) -> int | None:
    """The row whose distance from the one before is furthest from whole samples, if too far."""
    steps = np.diff(stamps)
    if quantum > FINE * step:  # whole samples cannot be told between neighbours
        back = int(np.argmin(steps))
        return back + 1 if steps[back] < -2 * JITTER * step else None
    back = int(np.argmin(missing))
    if missing[back] < 0:
        return back
    off = np.abs(steps - (1 + missing[1:]) * step)
    # A long pause is told in samples no better than the step itself is known.
    allowed = quantum + step * (2 * JITTER + np.minimum(0.4, missing[1:] * JITTER))
    worst = int(np.argmax(off - allowed))
    return worst + 1 if off[worst] > allowed[worst] else None


def _told(column: _Column, stamps: Samples, missing: Counts, quantum: float) -> Times:
    rows = len(stamps)
    index = np.arange(rows) + np.cumsum(missing)
    centred = index - index.mean()
    about = stamps - stamps[0]
    step = float(np.dot(centred, about) / np.dot(centred, centred))
    flags = _flags(column, missing, 1.0 / step)
    lost = int(missing.sum())
    if lost > _MAX_LOST * (rows + lost):
        row = int(np.argmax(missing))
        return column.uneven(rows, row, f"{missing[row]:,} rows are missing", flags)
    off = np.abs(about - about.mean() - step * centred)
    worst = int(np.argmax(off))
    if off[worst] > quantum + JITTER * step * max(1.0, np.sqrt(rows) / 10):
        return column.uneven(rows, worst, "", flags)
    notes = [f"rate from the times in {column.name}"]
    if quantum > FINE * step:
        notes.insert(0, f"the times in {column.name} are written to {quantum:.3g} s:"
                        " rows that are lost may not show")  # fmt: skip
    error = quantum / float(stamps[-1] - stamps[0])
    return Times(rows, 1.0 / step, tuple(notes), flags, rate_error=error)


def _flags(column: _Column, missing: Counts, rate_hz: float) -> tuple[Flag, ...]:
    """Where rows are lost, in the seconds of the record as it is kept, without them."""
    where = np.flatnonzero(missing)
    if not len(where):
        return ()
    listed = ", ".join(column.place(int(row)) for row in where[:_LISTED])
    more = f" and {len(where) - _LISTED:,} more" if len(where) > _LISTED else ""
    count = int(missing.sum())
    what = "1 row is" if count == 1 else f"{count:,} rows are"
    text = f"lost samples: by the times in {column.name} {what} missing before {listed}{more}"
    places = tuple((float(row - 1) / rate_hz, float(row) / rate_hz) for row in where[:_SHOWN])
    return (Flag(LOST, text, places),)


def rate_of_step(step_s: float) -> float:
    """The rate of a step written in decimals: 50,000 Hz for 2e-5 s, not 50,000.00000000001."""
    return float(f"{1.0 / step_s:.12g}")
