"""Samples that are read stretch by stretch, so that a recording of any length can be processed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.progress import Progress

BLOCK = 1 << 21  # samples handed on at a time

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Source:
    """``read(start, stop)`` gives those samples, ``0 <= start < stop <= length``, in any order."""

    read: Callable[[int, int], Floats]
    length: int
    rate_hz: float
    quantity: str
    unit: str
    axis: Axis = Axis.TIME

    def mapped(self, function: Callable[[Floats], Floats]) -> "Source":
        """The same with *function* done to each sample."""
        return replace(self, read=lambda start, stop: function(self.read(start, stop)))

    def widened(self, before: int, after: int, function: Callable[[Floats], Floats]) -> "Source":
        """*function* of each stretch with so many samples on both sides, which are cut off then."""

        def read(start: int, stop: int) -> Floats:
            low, high = max(0, start - before), min(self.length, stop + after)
            return function(self.read(low, high))[start - low : stop - low]

        return replace(self, read=read)

    def blocks(self, progress: Progress, size: int = BLOCK) -> Iterator[Floats]:
        """All samples in order, *size* at a time."""
        for start in range(0, self.length, size):
            progress.report(start / self.length)
            yield self.read(start, min(self.length, start + size))
