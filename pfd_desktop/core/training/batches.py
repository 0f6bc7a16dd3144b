"""What the steps of an epoch go through: windows, or recordings with all their windows."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_LEAST = 4  # recordings in a step: of fewer, the batch's mean and deviation say too little


class Batches:
    """The rows that are learned from, one by one or those of a recording together.

    A step takes *batch* windows; of whole recordings as many as have about so many windows, and
    four at least: a part of one might not show its fault.
    """

    def __init__(
        self, rows: NDArray[np.int64], record: NDArray[np.int64], batch: int, *, whole: bool
    ) -> None:
        self._rows, self._own = rows, tuple[NDArray[np.int64], ...]()
        self.each, self.examples = batch, rows  # of a step; the first row of each example
        if whole:
            of_row = record[rows]
            self._own = tuple(rows[of_row == one] for one in np.unique(of_row))
            windows = float(np.median([len(own) for own in self._own]))
            self.each = max(_LEAST, round(batch / windows))
            self.examples = np.array([own[0] for own in self._own])

    @property
    def steps(self) -> int:
        """Of an epoch."""
        return -(-len(self.examples) // self.each)

    def drawn(self, order: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
        """The rows of each step, where examples come in this *order*."""
        for first in range(0, len(order), self.each):
            chosen = order[first : first + self.each]
            yield (
                np.concatenate([self._own[i] for i in chosen]) if self._own else self._rows[chosen]
            )

    def first(self) -> NDArray[np.int64]:
        """The rows of a step, for what is measured on one."""
        return next(self.drawn(np.arange(len(self.examples))))
