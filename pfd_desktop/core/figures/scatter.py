"""Recordings as points in a plane."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures.export import DataTable

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ScatterFigure:
    """A point for each recording, in one of several classes; axes have no unit."""

    kind: str  # "pca", "t-sne" …
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    classes: tuple[str, ...]  # of each point
    x: Floats
    y: Floats
    x_label: str
    y_label: str
    notes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The classes, each once."""
        return tuple(sorted(set(self.classes)))

    def header(self) -> tuple[str, ...]:
        """What the numbers are, one entry per line."""
        return (
            f"kind: {self.kind} of standardised features, medians over each recording",
            f"quantity: place in the projection ({self.x_label or 'x'}; {self.y_label or 'y'})",
            "unit: none",
            "window: as told when the features were extracted",
            "averages: all windows of a recording",
            "overlap: as told when the features were extracted",
            "band: none",
            "recording hash: none (a row for each recording)",
            *(f"note: {note}" for note in self.notes),
        )

    def table(self) -> DataTable:
        """A row for each recording, at full precision."""
        return DataTable(
            header=self.header(),
            names=("x", "y"),
            rows=len(self.ids),
            pieces=self._pieces,
            label_names=("recording", "label"),
            labels=tuple(zip(self.titles, self.classes, strict=True)),
        )

    def nearest(self, x: float, y: float, width: float, height: float) -> int:
        """The point nearest to a place in a view of this size; there is at least one."""
        return int((((self.x - x) / width) ** 2 + ((self.y - y) / height) ** 2).argmin())

    def within(self, corners: Floats) -> tuple[str, ...]:
        """The recordings inside a polygon with these corners, a row each (even-odd rule)."""
        inside = np.zeros(len(self.x), dtype=bool)
        for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            crosses = (y0 > self.y) != (y1 > self.y)
            slope = (x1 - x0) / (y1 - y0) if y1 != y0 else 0.0
            inside ^= crosses & (self.x < x0 + (self.y - y0) * slope)
        return tuple(self.ids[i] for i in np.flatnonzero(inside))

    def _pieces(self) -> Iterator[Floats]:
        yield np.column_stack((self.x, self.y))
