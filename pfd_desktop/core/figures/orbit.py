"""The path of a shaft seen by two probes at a right angle."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.reading import Reading

Floats = NDArray[np.float64]
CENTRELINE = "shaft centreline"  # from the place at rest


@dataclass(frozen=True, eq=False)
class PathPoints:
    """All points of a path, one after the other, with the turn of each; 0 is the centreline."""

    x: Floats
    y: Floats
    turn: NDArray[np.int64]

    def nearest(self, x: float, y: float) -> int:
        """The point nearest to a place; there is at least one."""
        return int(((self.x - x) ** 2 + (self.y - y) ** 2).argmin())

    def point(self, place: int) -> Reading:
        """Where that point lies."""
        return Reading(float(self.x[place]), float(self.y[place]))

    def words(self, place: int) -> str:
        """Of which turn it is."""
        return f"turn {self.turn[place]}" if self.turn[place] else "centreline"


@dataclass(frozen=True)
class OrbitFigure:
    """Numbers ready to draw: loops and the slow path of their centre, in one unit."""

    kind: str  # "orbit", CENTRELINE
    loops: tuple[tuple[Floats, Floats], ...]  # x and y of each turn, or of all that is shown
    centre: tuple[Floats, Floats]  # the shaft's centreline, from start to end
    quantity: str
    unit: str
    filter_words: str  # "direct", "1X only", "0.4X to 0.5X"
    turns: int
    direction: str  # "forward", "backward", "" where it cannot be said
    recording: str
    second_recording: str
    blob: str
    notes: tuple[str, ...] = ()

    def header(self) -> tuple[str, ...]:
        """What the numbers are, one entry per line."""
        return (
            f"kind: {self.kind}",
            f"quantity: {self.quantity}",
            f"unit: {self.unit}",
            "window: none",
            "averages: 1",
            "overlap: none",
            f"band: {self.filter_words}",
            f"filter: {self.filter_words}",
            f"turns: {self.turns}",
            f"precession: {self.direction or 'unknown'}",
            f"x: {self.recording}",
            f"y: {self.second_recording}",
            f"recording hash: {self.blob}",
            *(f"note: {note}" for note in self.notes),
        )

    def table(self) -> DataTable:
        """All points, loop by loop, at full precision; those of the centre where no loop is."""
        rows = sum(len(x) for x, _ in self._paths())
        names = ("turn" if self.loops else "path", f"x ({self.unit})", f"y ({self.unit})")
        return DataTable(self.header(), names, rows, self._pieces)

    def points(self) -> PathPoints | None:
        """What cursors can stand at: turn by turn, and the centreline; None where nothing is."""
        centre = [(0, self.centre)] if self.centre[0].size > 1 else []
        named = [*enumerate(self.loops, 1), *centre]
        if not any(x.size for _, (x, _) in named):
            return None
        return PathPoints(
            np.concatenate([x for _, (x, _) in named]),
            np.concatenate([y for _, (_, y) in named]),
            np.concatenate([np.full(len(x), number) for number, (x, _) in named]),
        )

    def _paths(self) -> tuple[tuple[Floats, Floats], ...]:
        return self.loops or (self.centre,)

    def _pieces(self) -> Iterator[Floats]:
        for number, (x, y) in enumerate(self._paths(), 1):
            yield np.column_stack((np.full(len(x), float(number)), x, y))
