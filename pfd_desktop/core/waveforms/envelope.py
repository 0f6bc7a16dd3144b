"""Minima and maxima of any stretch of samples by column, from the samples or their pyramid."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.runs import joined

BASE = 256  # samples that a pair of the lowest level covers
STEP = 4  # pairs that a pair of the next level covers
_FINE = 16  # columns of so many pairs or more may begin and end on the level's grid
EXACT = _FINE * BASE  # samples; narrower columns are exact to the sample

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """One level of the pyramid: each pair covers ``factor`` samples, the last one what is left."""

    factor: int
    minima: Floats
    maxima: Floats


def envelope(
    samples: Floats, pyramid: tuple[Level, ...], start: int, stop: int, columns: int
) -> tuple[Floats, Floats]:
    """Minima and maxima of the samples *start* to *stop* in *columns* equal columns.

    Exact while a column is narrower than ``16 · BASE`` samples; the edges of wider ones lie on the
    grid of a level whose pairs are at most a sixteenth of the column, and no sample is left out.
    """
    start, stop = max(0, start), min(len(samples), stop)
    if stop <= start or columns < 1:
        return np.empty(0, np.float32), np.empty(0, np.float32)
    width = (stop - start) / columns
    coarse = [level for level in pyramid if level.factor * _FINE <= width]
    if coarse:
        return _on_grid(coarse[-1], start, stop, columns)
    if width >= 2 * BASE:
        return _exact(samples, pyramid[0], start + _edges(stop - start, columns))
    piece = np.asarray(samples[start:stop])
    firsts = _edges(len(piece), columns)[:-1]
    return np.minimum.reduceat(piece, firsts), np.maximum.reduceat(piece, firsts)


def pairs_of(values: Floats, factor: int) -> Floats:
    """Shape (2, ceil(n / factor)): minima and maxima of runs of *factor* values."""
    return np.stack([joined(np.minimum, values, factor), joined(np.maximum, values, factor)])


def next_pairs(pairs: Floats) -> Floats:
    """The pairs of the next level of the pyramid."""
    minima, maxima = pairs
    return np.stack([joined(np.minimum, minima, STEP), joined(np.maximum, maxima, STEP)])


def _edges(length: int, columns: int) -> Indices:
    """Where the columns begin, and the end of the last one."""
    return np.arange(columns + 1, dtype=np.int64) * length // columns


def _on_grid(level: Level, start: int, stop: int, columns: int) -> tuple[Floats, Floats]:
    first, last = start // level.factor, -(-stop // level.factor)
    edges = start + _edges(stop - start, columns)[1:-1]
    firsts = np.concatenate([[0], (edges + level.factor // 2) // level.factor - first])
    minima, maxima = level.minima[first:last], level.maxima[first:last]
    return np.minimum.reduceat(minima, firsts), np.maximum.reduceat(maxima, firsts)


def _exact(samples: Floats, level: Level, edges: Indices) -> tuple[Floats, Floats]:
    """Whole pairs inside of each column, and the samples of the pairs that its edges cut."""
    # The pairs of each column: from, to.
    whole = np.stack([-(-edges[:-1] // BASE), edges[1:] // BASE], axis=1)
    first, last = whole[0, 0], whole[-1, 1]
    # One value more than there are pairs, as reduceat wants every index to be inside.
    minima = np.append(level.minima[first:last], np.float32(np.inf))
    maxima = np.append(level.maxima[first:last], np.float32(-np.inf))
    inside = (whole - first).ravel()
    low = np.minimum.reduceat(minima, inside)[::2]
    high = np.maximum.reduceat(maxima, inside)[::2]
    cuts = edges % BASE
    low_cut, high_cut = _around(_runs(samples, edges // BASE), cuts)
    low = np.minimum(low, np.minimum(low_cut[1][:-1], low_cut[0][1:]))
    high = np.maximum(high, np.maximum(high_cut[1][:-1], high_cut[0][1:]))
    return low, high


def _runs(samples: Floats, numbers: Indices) -> Floats:
    """The runs of BASE samples with these *numbers*, as rows; a ragged end repeats its last."""
    if not isinstance(samples, np.ndarray):  # read in pieces: places are all that it knows
        places = numbers[:, None] * BASE + np.arange(BASE)
        return np.asarray(samples[np.minimum(places, len(samples) - 1)], np.float32)
    whole = len(samples) // BASE  # of a map whole rows are taken at half the cost of places
    rows = samples[: whole * BASE].reshape(-1, BASE)[np.minimum(numbers, whole - 1)]
    rest = np.asarray(samples[whole * BASE :])
    if len(rest):
        rows[numbers == whole] = np.pad(rest, (0, BASE - len(rest)), mode="edge")
    return np.asarray(rows, np.float32)


def _around(rows: Floats, cuts: Indices) -> tuple[Floats, Floats]:
    """Minima and maxima of each row, as (before, after) its cut; infinite before a cut at 0.

    After a cut at 0 lies the whole row, which the column has as a pair already.
    """
    firsts = np.arange(len(rows)) * BASE
    index = np.stack([firsts, firsts + cuts], axis=1).ravel()
    low = np.minimum.reduceat(rows.ravel(), index).reshape(-1, 2).T
    high = np.maximum.reduceat(rows.ravel(), index).reshape(-1, 2).T
    low[0, cuts == 0], high[0, cuts == 0] = np.inf, -np.inf
    return low, high
