"""The mean square of any stretch of samples by column, from the samples or their pyramid."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.runs import joined
from pfd_desktop.core.waveforms.envelope import BASE, EXACT, STEP
from pfd_desktop.progress import Progress

_FINE = EXACT // BASE  # columns of so many runs or more may begin and end on the level's grid
_RUNS_AT_ONCE = 1 << 12

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class PowerLevel:
    """One level: the mean square of each run of ``factor`` samples, the last of what is left."""

    factor: int
    values: Floats


def powers_of(values: Floats, factor: int = BASE) -> Floats:
    """The mean square of each run of *factor* values; the last run may be shorter."""
    whole = len(values) // factor
    result = np.empty(-(-len(values) // factor), np.float32)
    body = values[: whole * factor].reshape(-1, factor)
    with np.errstate(over="ignore", invalid="ignore"):  # of what is no measurement: infinite
        result[:whole] = np.vecdot(body, body) / np.float32(factor)
    if whole < len(result):
        rest = values[whole * factor :].astype(np.float64)
        result[whole] = float(rest @ rest) / len(rest)
    return result


def power_tower(lowest: Floats, count: int, top: int) -> Iterator[Floats]:
    """The levels over *count* samples, from the *lowest*, until one has at most *top* values."""
    yield lowest
    factor = BASE
    while len(lowest) > top:
        weights = _weights(len(lowest), factor, count)
        total = joined(np.add, lowest * weights, STEP)
        lowest = (total / joined(np.add, weights, STEP)).astype(np.float32)
        factor *= STEP
        yield lowest


def power_levels(samples: Floats, top: int, progress: Progress) -> tuple[PowerLevel, ...]:
    """All levels of *samples*, read in pieces; for files that were written without them."""
    lowest = np.empty(-(-len(samples) // BASE), np.float32)
    for run in range(0, len(lowest), _RUNS_AT_ONCE):
        piece = np.asarray(samples[run * BASE : (run + _RUNS_AT_ONCE) * BASE])
        lowest[run : run + _RUNS_AT_ONCE] = powers_of(piece)
        progress.report(run / len(lowest))
    tower = power_tower(lowest, len(samples), top)
    return tuple(PowerLevel(BASE * STEP**k, values) for k, values in enumerate(tower))


def mean_squares(
    samples: Floats, levels: tuple[PowerLevel, ...], start: int, stop: int, columns: int
) -> NDArray[np.float64]:
    """The mean square of the samples *start* to *stop* in *columns* equal columns.

    As with the envelope: exact while a column is narrower than ``16 · BASE`` samples, and wider
    ones begin and end on the grid of a level whose runs are at most a sixteenth of the column.
    """
    start, stop = max(0, start), min(len(samples), stop)
    if stop - start < columns or columns < 1:
        return np.empty(0)
    edges = start + np.arange(columns + 1, dtype=np.int64) * (stop - start) // columns
    width = (stop - start) / columns
    coarse = [level for level in levels if level.factor * _FINE <= width]
    if coarse:
        return _on_grid(coarse[-1], edges, len(samples))
    if width >= 2 * BASE:
        return _exact(samples, levels[0], edges)
    squares = np.square(samples[start:stop], dtype=np.float64)
    return np.add.reduceat(squares, edges[:-1] - start) / np.diff(edges)


def _on_grid(level: PowerLevel, edges: Indices, count: int) -> NDArray[np.float64]:
    first, last = edges[0] // level.factor, -(-edges[-1] // level.factor)
    inner = (edges[1:-1] + level.factor // 2) // level.factor - first
    firsts = np.concatenate([[0], inner])
    weights = _weights(len(level.values), level.factor, count)[first:last]
    total = np.add.reduceat(level.values[first:last] * weights, firsts)
    return np.asarray(total / np.add.reduceat(weights, firsts), np.float64)


def _exact(samples: Floats, level: PowerLevel, edges: Indices) -> NDArray[np.float64]:
    """The energy up to each edge, of whole runs and of the run that the edge cuts."""
    runs, cuts = edges // BASE, edges % BASE
    first = runs[0]
    whole = level.values[first : runs[-1]].astype(np.float64) * BASE
    before = np.concatenate([[0.0], np.cumsum(whole)])[runs - first]
    places = runs[:, None] * BASE + np.arange(BASE)
    rows = samples[np.minimum(places, len(samples) - 1)].astype(np.float64)
    rows[np.arange(BASE) >= cuts[:, None]] = 0.0
    energy = before + np.einsum("ij,ij->i", rows, rows)
    return np.asarray(np.maximum(np.diff(energy), 0.0) / np.diff(edges), np.float64)


def _weights(runs: int, factor: int, count: int) -> NDArray[np.float64]:
    """How many samples each run covers."""
    weights = np.full(runs, float(factor))
    weights[-1] = count - (runs - 1) * factor
    return weights
