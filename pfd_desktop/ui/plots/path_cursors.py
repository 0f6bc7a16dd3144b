"""Cursors on a path in a plane, which go along it and not along an axis."""

from dataclasses import replace
from typing import Protocol

from pfd_desktop.core.figures.cursors import CursorLine, CursorMode, Cursors
from pfd_desktop.core.figures.orbit import PathPoints
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.ui.plots.cursor_tool import CursorTool
from pfd_desktop.ui.plots.plot import Plot


class HasPath(Protocol):
    """What shows a path."""

    @property
    def path_points(self) -> PathPoints | None:
        """The points that cursors can stand at; None where nothing is shown."""


class PathCursorTool(CursorTool):
    """A click takes the nearest point of the path, keys go along it, a second one the way between.

    What has no frequencies has no harmonics, sidebands, bands or damping.
    """

    modes = (CursorMode.SINGLE, CursorMode.DELTA)

    def __init__(self, plot: Plot, path: HasPath) -> None:
        super().__init__(plot)
        self._path = path
        self._places: list[int] = []  # on the path: of the first cursor, then of the second
        self.layer.stand_in_plane()

    def place(self, x: float, y: float = 0.0) -> None:
        """Set a cursor at the point of the path that is nearest to a click."""
        path = self._path.path_points
        if path is None:
            return
        second = self.cursors.mode is CursorMode.DELTA and self._places
        self._places[1 if second else 0 :] = [path.nearest(x, y)]
        self._show(self.cursors, path)

    def step(self, points: int) -> None:
        """Move the active cursor along the path; the first step sets one at its start."""
        path = self._path.path_points
        if path is None:
            return
        last = self._places[-1] + points if self._places else 0
        self._places[-1:] = [min(max(last, 0), len(path.x) - 1)]
        self._show(self.cursors, path)

    def source_changed(self) -> None:
        """The same points of the new path, as far as there are such."""
        path = self._path.path_points
        if path is None or any(place >= len(path.x) for place in self._places):
            self._put(Cursors())
        else:
            self._show(self.cursors, path)

    def _show(self, cursors: Cursors, path: PathPoints) -> None:
        points = [path.point(place) for place in self._places]
        first, second = (*points, None, None)[:2]
        self._put(Cursors(cursors.mode, first, second))

    def _put(self, cursors: Cursors) -> None:
        kept = sum(point is not None for point in (cursors.first, cursors.second))
        self._places = self._places[:kept]
        super()._put(cursors)

    def _lines(self, cursors: Cursors) -> tuple[CursorLine, ...]:
        path = self._path.path_points
        found = super()._lines(cursors)
        if path is None:
            return found
        named = zip(found, self._places, strict=True)
        return tuple(replace(line, note=path.words(place)) for line, place in named)

    def distance(self) -> float | None:
        """How far the two cursors are apart."""
        between: Reading | None = self.cursors.difference()
        return None if between is None else (between.x**2 + between.y**2) ** 0.5
