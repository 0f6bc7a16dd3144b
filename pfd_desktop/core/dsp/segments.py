"""A record cut into equally long pieces that are weighted and transformed a few at a time.

Blocks are kept to what fits a core's cache, and only their samples are read from the file, so a
memory-mapped record of any length costs the memory of one block.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier, single_precision
from pfd_desktop.core.dsp.fourier import AnyComplexes
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Progress

Floats = NDArray[np.float64]
Samples = NDArray[np.floating[Any]]

BLOCK = 1 << 18  # samples transformed at once: a megabyte in single precision
_LEAST = 8


@dataclass(frozen=True)
class Cuts:
    """Where the pieces begin; ``late`` is the part of a sample by which each begins too early."""

    starts: NDArray[np.int64]
    size: int
    late: Floats | None = None

    @cached_property
    def step(self) -> int | None:
        """Samples from one piece to the next; None where they are not equally far apart."""
        if len(self.starts) < 2:
            return self.size
        gaps = np.diff(self.starts)
        return int(gaps[0]) if gaps[0] > 0 and bool(np.all(gaps == gaps[0])) else None

    @property
    def overlap(self) -> float:
        """The part of a piece that the next one shares, on average; 0 where there is but one."""
        if len(self.starts) < 2:
            return 0.0
        step = float(self.starts[-1] - self.starts[0]) / (len(self.starts) - 1)
        return max(0.0, 1 - step / self.size)

    def rows(self, values: Samples, first: int = 0, last: int | None = None) -> Samples:
        """Pieces *first* to *last* as rows: a view where they are equally far apart."""
        starts, step = self.starts[first:last], self.step
        if step is None:
            return np.stack([values[start : start + self.size] for start in starts])
        begin, end = int(starts[0]), int(starts[-1]) + self.size
        return np.asarray(sliding_window_view(values[begin:end], self.size)[::step])

    def first(self, number: int) -> "Cuts":
        """The first *number* pieces."""
        late = None if self.late is None else self.late[:number]
        return Cuts(self.starts[:number], self.size, late)


def overlapping(count: int, size: int | None, overlap: float) -> Cuts:
    """Pieces of *size* out of *count* samples, each sharing *overlap* of itself with the next.

    None, or more than there is, is one piece of the whole.
    """
    size = count if size is None else min(size, count)
    if size < _LEAST:
        raise InvalidInput(f"A spectrum needs at least 8 samples; this one was given {size}.")
    if not 0 <= overlap < 1:
        raise InvalidInput(f"Overlap {overlap:g} is not between 0 and below 1.")
    step = max(1, size - int(size * overlap))
    return Cuts(np.arange(0, count - size + 1, step), size)


def every(count: int, size: int, step: int) -> Cuts:
    """A piece of *size* every *step* samples: triggered by a clock."""
    if not _LEAST <= size <= count:
        raise InvalidInput(f"Pieces of {size} samples cannot be cut from a record of {count}.")
    if step < 1:
        raise InvalidInput(f"A trigger every {step} samples is none; give 1 or more.")
    return Cuts(np.arange(0, count - size + 1, step), size)


def once_per_turn(count: int, rate_hz: float, size: int, speed: SpeedProfile) -> Cuts:
    """A piece of *size* at the beginning of every turn of the shaft, however much they overlap.

    Fewer would not do: what begins every second turn lets half orders through.

    A turn seldom begins on a sample: the piece begins on the one before, and ``late`` says by how
    much, so that a spectrum can be turned back to the true beginning.
    """
    if not _LEAST <= size <= count:
        raise InvalidInput(f"Pieces of {size} samples cannot be cut from a record of {count}.")
    begins = turn_starts(count, rate_hz, speed)
    begins = begins[begins <= count - size]
    starts = np.floor(begins).astype(np.int64)
    return Cuts(starts, size, begins - starts)


def turn_starts(count: int, rate_hz: float, speed: SpeedProfile) -> Floats:
    """Where each turn begins, in samples from the start of the record (fractions of them too)."""
    whole = speed.turns(np.array([count / rate_hz]))[0]
    return speed.times(np.arange(ceil(whole))) * rate_hz


def transformed(
    samples: Samples,
    cuts: Cuts,
    weights: Floats,
    *,
    single: bool = False,
    remove_mean: bool = True,
    progress: Progress = SILENT,
) -> Iterator[AnyComplexes]:
    """The one-sided transforms of the pieces, some rows at a time, in order.

    ``single`` computes in single precision: lines are right to about 1e-6 of the highest.
    """
    real = np.float32 if single else np.float64
    values = np.asarray(samples)  # a memory map without its class: slicing it is twice as fast
    factors = weights.astype(real)
    rows = max(1, BLOCK // cuts.size)
    block = np.empty((min(rows, len(cuts.starts)), cuts.size), dtype=real)
    pieces = None if cuts.step is None else cuts.rows(values)  # a view: nothing is read yet
    for first in range(0, len(cuts.starts), rows):
        if pieces is None:
            piece = cuts.rows(values, first, first + rows)
        else:
            piece = pieces[first : first + rows]
        filled = block[: len(piece)]
        if remove_mean:
            np.subtract(piece, piece.mean(axis=1, keepdims=True, dtype=real), out=filled)
            filled *= factors
        else:
            np.multiply(piece, factors, out=filled)
        progress.report(first / len(cuts.starts))
        yield single_precision.rfft(filled) if single else fourier.rfft_rows(filled)
