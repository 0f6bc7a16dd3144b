"""Rows that a column of times shows to be lost: its jumps of whole samples beyond its rounding.

A stamp rounded to q lies within q/2 of its place, so that two neighbours part by the interval
between samples to within q. Where q is small against it each jump shows by itself. Where it is
not, means over many rows before and after a place are compared: they lie within q of each other
as well, and a jump beyond that is none of the rounding.
"""

import math

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.waveforms.importers.contents import Samples

Counts = NDArray[np.int64]

JITTER = 0.05  # of a sampling interval: how far a time stamp may lie from its place
FINE = 0.4  # of a sampling interval: a coarser rounding hides a lost row among its neighbours
_BEYOND = 1.1  # of the rounding: a jump must be larger
_LEAST_WINDOW = 32  # rows whose mean is taken
_PASSES = 12  # jumps that lie close are found one after the other


def usual_step(stamps: Samples, quantum: float) -> float:
    """The interval between samples, whatever few rows are lost: a median of long differences."""
    rows = len(stamps)
    mean = float(stamps[-1] - stamps[0]) / (rows - 1)
    lag = min(max(1, rows // 4), max(16, math.ceil(100 * quantum / mean)))
    return float(np.median(stamps[lag:] - stamps[:-lag])) / lag


def missing_before(stamps: Samples, step: float, quantum: float) -> Counts:
    """How many rows are lost before each row; -1 where a stamp does not rise as it must."""
    if quantum <= FINE * step:
        fine = np.zeros(len(stamps), np.int64)
        fine[1:] = np.rint(np.diff(stamps) / step) - 1
        return fine
    return _hidden(stamps, step, quantum)


def _hidden(stamps: Samples, step: float, quantum: float) -> Counts:
    """Jumps in the means of windows, the largest first, as long as there are any."""
    missing = np.zeros(len(stamps), np.int64)
    window = max(_LEAST_WINDOW, math.ceil(16 * quantum / step))
    least = max(0.6, _BEYOND * quantum / step + 2 * JITTER)
    place = np.arange(len(stamps))
    for _ in range(_PASSES):
        leaps = _leaps(stamps - step * (place + np.cumsum(missing)), window) / step
        found = _peaks(leaps, least, window)
        if not len(found):
            break
        for row in found:
            missing[_nearest_leap(stamps, int(row) + window, window // 2)] += round(leaps[row])
    return missing


def _leaps(off: Samples, window: int) -> Samples:
    """The mean of the rows after each place less that of those before it, less what is usual."""
    if len(off) < 4 * window:
        return np.zeros(0)
    sums = np.concatenate(([0.0], np.cumsum(off - off[0])))
    means = (sums[window:] - sums[:-window]) / window
    leaps = means[window:] - means[:-window]
    return np.asarray(leaps - np.median(leaps))


def _peaks(leaps: Samples, least: float, window: int) -> Counts:
    """The largest place of every stretch above *least*, none of them beside a larger one."""
    above = np.flatnonzero(leaps > least)
    stretches = np.split(above, 1 + np.flatnonzero(np.diff(above) > 2 * window))
    return np.array([one[np.argmax(leaps[one])] for one in stretches if len(one)], np.int64)


def _nearest_leap(stamps: Samples, row: int, reach: int) -> int:
    """The row near *row* before which the stamps leap furthest."""
    low = max(1, row - reach)
    steps = np.diff(stamps[low - 1 : row + reach])
    furthest = np.flatnonzero(steps == steps.max()) + low
    return int(furthest[np.argmin(np.abs(furthest - row))])
