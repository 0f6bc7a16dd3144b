"""Spectra of many pieces kept apart: over time, or gathered by the speed that the shaft had."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.runs import joined
from pfd_desktop.core.dsp.segments import Cuts, transformed
from pfd_desktop.core.dsp.spectra import OF_PEAK, Scaling, at_edges
from pfd_desktop.core.dsp.windows import Window, window_sums, window_values
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Progress

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Samples = NDArray[np.floating[Any]]

_MOST_CELLS = 1 << 27  # half a gigabyte while they are gathered


@dataclass(frozen=True)
class SpectrumRows:
    """Amplitude spectra, one per group of pieces; NaN where a group had none."""

    frequency_hz: Floats
    amplitude: Singles  # a row per group
    pieces: NDArray[np.int64]  # how many pieces each row is made of
    scaling: Scaling
    window: Window
    enbw_hz: float


def grouped_spectra(
    samples: Samples,
    rate_hz: float,
    cuts: Cuts,
    group: NDArray[np.int64],
    groups: int,
    *,
    window: Window = Window.HANN,
    scaling: Scaling = Scaling.RMS,
    peak_hold: bool = False,
    progress: Progress = SILENT,
) -> SpectrumRows:
    """Amplitude spectra of the pieces, gathered into the *group* that each belongs to.

    A row is the root of the mean power of its pieces, or the highest of them. Single precision.
    """
    lines = cuts.size // 2 + 1
    if groups * lines > _MOST_CELLS:
        raise InvalidInput(
            f"{groups} spectra of {lines} lines are too many; use coarser lines or fewer spectra."
        )
    weights = window_values(window, cuts.size)
    s1, s2 = window_sums(weights)
    scaled = weights * (2 * OF_PEAK[scaling] / s1)  # a pass over all cells less
    gathered = np.zeros((groups, lines), dtype=np.float32)
    first, stretches = 0, _stretches(group)
    join = np.maximum if peak_hold else np.add
    for block in transformed(samples, cuts, scaled, single=True, progress=progress):
        rows = np.abs(block).astype(np.float32, copy=False)
        if not peak_hold:
            np.square(rows, out=rows)
        _gather(gathered, rows, first, stretches, join)
        first += len(block)
    pieces = np.bincount(group, minlength=groups)
    amplitude = gathered
    if not peak_hold:
        gathered /= np.maximum(pieces, 1).astype(np.float32)[:, None]
        amplitude = np.sqrt(gathered, out=gathered)
    at_edges(amplitude, cuts.size, 0.5)
    amplitude[pieces == 0] = np.nan
    frequency = np.arange(lines) * rate_hz / cuts.size
    return SpectrumRows(frequency, amplitude, pieces, scaling, window, rate_hz * s2 / s1**2)


@dataclass(frozen=True)
class _Stretch:
    """Pieces in a row whose groups follow each other and have ``each`` pieces each."""

    first: int
    past: int
    each: int
    group: int  # of the first


def _stretches(group: NDArray[np.int64]) -> list[_Stretch]:
    """All pieces, in order; pieces gathered over time are one or two stretches."""
    begins = np.flatnonzero(np.diff(group, prepend=group[0] - 1))
    lengths = np.diff(begins, append=len(group))
    breaks = (np.diff(lengths) != 0) | (np.diff(group[begins]) != 1)
    edges = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(begins)]
    ends = np.append(begins, len(group)).tolist()
    return [
        _Stretch(ends[run], ends[past], int(lengths[run]), int(group[ends[run]]))
        for run, past in pairwise(edges)
    ]


def _gather(
    gathered: Singles, rows: Singles, first: int, stretches: list[_Stretch], join: np.ufunc
) -> None:
    """*join* the rows, of the pieces from *first* on, with their groups."""
    past = first + len(rows)
    begin = bisect_right(stretches, first, key=lambda stretch: stretch.past)
    for stretch in takewhile(lambda stretch: stretch.first < past, stretches[begin:]):
        low, high = max(first, stretch.first), min(past, stretch.past)
        for piece in range(low, min(low + stretch.each, high)):  # and of each group after its own
            own = rows[piece - first : high - first : stretch.each]
            row = stretch.group + (piece - stretch.first) // stretch.each
            part = gathered[row : row + len(own)]
            join(part, own, out=part)


def time_groups(cuts: Cuts, count: int, most: int) -> tuple[NDArray[np.int64], int]:
    """Pieces that follow each other in groups of equal number, at most *most* groups.

    Returns the group of each piece and the number of groups of the *count* samples.
    """
    pieces = len(cuts.starts)
    if not pieces or count < cuts.size:
        raise InvalidInput("The recording is shorter than one piece; use coarser lines.")
    each = -(-pieces // most)
    group = np.arange(pieces) // each
    return group, int(group[-1]) + 1


def group_times(cuts: Cuts, group: NDArray[np.int64], groups: int, rate_hz: float) -> Floats:
    """The middle of each group of pieces, in seconds."""
    middles = (cuts.starts + cuts.size / 2) / rate_hz
    counts = np.bincount(group, minlength=groups)
    return np.asarray(np.bincount(group, weights=middles, minlength=groups) / counts)


def coarser(values: Singles, axis: int, most: int) -> tuple[Singles, int]:
    """The highest of every so many neighbours along *axis*, so that at most *most* remain."""
    each = -(-values.shape[axis] // most)
    return (values, 1) if each == 1 else (joined(np.maximum, values, each, axis), each)
