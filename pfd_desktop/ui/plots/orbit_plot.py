"""The path of a shaft seen by two probes at a right angle."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.orbit import CENTRELINE, OrbitFigure, PathPoints
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.cursor_tool import CursorTool
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.orbit_layer import OrbitLayer
from pfd_desktop.ui.plots.path_cursors import PathCursorTool

Floats = NDArray[np.float64]
_HEADROOM = 0.08
_TO_MICROMETRES = {"µm": 1.0, "um": 1.0, "mm": 1e3, "m": 1e6, "mil": 25.4, "in": 25.4e3}


class OrbitPlot(DataPlot):
    """Draws an OrbitFigure; both axes have one scale, so a circle is a circle."""

    _pinned: OrbitFigure | None

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._figure: OrbitFigure | None = None
        self._points: PathPoints | None = None
        self._clearance_um: float | None = None
        self.path, self.reference = OrbitLayer(), OrbitLayer(reference=True)
        for layer in (self.reference, self.path):
            self.add_layer(layer)
        self._shows_whole = True
        box = self.canvas.getViewBox()
        box.setAspectLocked(True)
        box.sigRangeChangedManually.connect(self._leave_whole)
        box.sigResized.connect(self._keep_whole)
        self.set_axes(AxisText("x"), AxisText("y"))

    @property
    def figure(self) -> OrbitFigure | None:
        """What is shown."""
        return self._figure

    def show_figure(self, figure: OrbitFigure | None) -> None:
        """Show this path whole, or nothing."""
        self._figure = figure
        self._points = None if figure is None else figure.points()
        self.set_recipe(None)
        self._draw()
        self.draw_reference()
        self.cursor_tool.source_changed()

    def show_clearance(self, diameter_um: float | None) -> None:
        """Draw the clearance circle of the bearing, in micrometres of diameter; None draws none."""
        self._clearance_um = diameter_um
        self._draw()

    def _draw(self) -> None:
        figure = self._figure
        circle = None if figure is None else self.clearance_circle()
        self.path.show_figure(figure, circle)
        if figure is None:
            return
        name = figure.quantity[:1].upper() + figure.quantity[1:]
        self.set_axes(AxisText(f"{name} x", figure.unit), AxisText(f"{name} y", figure.unit))
        self.set_contract("\n".join(figure.header()))
        xs, ys = _all_points(figure)
        if circle is not None:
            x, y, radius = circle
            xs, ys = (
                np.append(xs, (x - radius, x + radius)),
                np.append(ys, (y - radius, y + radius)),
            )
        if xs.size:
            room = _HEADROOM * max(float(np.ptp(xs)), float(np.ptp(ys))) or 1.0
            left, right = float(xs.min()) - room, float(xs.max()) + room
            self.set_home(left, right, float(ys.min()) - room, float(ys.max()) + room)

    def clearance_circle(self) -> tuple[float, float, float] | None:
        """Centre and radius in the unit of the figure. A centreline is told from the place at rest,
        where the shaft lies at the bottom of its bearing; an orbit is shown around its middle."""
        figure, diameter = self._figure, self._clearance_um
        if figure is None or diameter is None or figure.unit not in _TO_MICROMETRES:
            return None
        radius = diameter / 2 / _TO_MICROMETRES[figure.unit]
        if figure.kind == CENTRELINE:
            return 0.0, radius, radius
        xs, ys = _all_points(figure)
        return float(xs.mean()), float(ys.mean()), radius

    def set_home(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """What "everything" is; one scale for both axes leaves no room for limits of each."""
        super().set_home(x0, x1, y0, y1)
        box = self.canvas.getViewBox()
        box.setLimits(xMin=None, xMax=None, yMin=None, yMax=None)
        self.reset_view()

    def reset_view(self) -> None:
        """Show everything."""
        super().reset_view()
        self._shows_whole = True

    def show_view(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """Show at least this rectangle, with one scale."""
        width, height = (max(1.0, float(side)) for side in self._canvas_size())
        scale = max((x1 - x0) / width, (y1 - y0) / height) / 2
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        super().show_view(
            x - scale * width, x + scale * width, y - scale * height, y + scale * height
        )
        self._shows_whole = False

    def _canvas_size(self) -> tuple[float, float]:
        box = self.canvas.getViewBox()
        return box.width(), box.height()

    def _leave_whole(self, *_: object) -> None:
        self._shows_whole = False

    def _keep_whole(self, *_: object) -> None:
        """Another shape of the panel shows everything again, unless somebody zoomed."""
        if self._shows_whole:
            self.reset_view()

    def zoom(self, factor: float, at: QPointF | None = None, vertically: bool = False) -> None:
        """Both axes together, to keep one scale."""
        del vertically
        view = self.view()
        centre = at if at is not None else view.center()
        left = centre.x() - factor * (centre.x() - view.left())
        low = centre.y() - factor * (centre.y() - view.top())
        self.show_view(left, left + factor * view.width(), low, low + factor * view.height())

    def reading_at(self, x: float, y: float) -> tuple[Reading | None, str]:
        """The nearest point of the path, with its turn."""
        figure, points = self._figure, self._points
        if figure is None or points is None:
            return None, ""
        place, unit = points.nearest(x, y), figure.unit
        point = points.point(place)
        read = f"x {reading_text(point.x, unit)}   y {reading_text(point.y, unit)}"
        return point, f"{points.words(place)}   {read}"

    def make_cursor_tool(self) -> CursorTool:
        """Cursors that go along the path."""
        return PathCursorTool(self, self)

    @property
    def path_points(self) -> PathPoints | None:
        """What cursors can stand at."""
        return self._points

    def pinnable(self) -> OrbitFigure | None:
        """The path."""
        return self._figure

    def draw_reference(self) -> None:
        """The pinned path behind one in the same unit."""
        pinned, shown = self._pinned, self._figure
        same = pinned is not None and shown is not None and pinned.unit == shown.unit
        self.reference.show_figure(pinned if same else None, None)

    def data_table(self) -> DataTable | None:
        """All points."""
        return self._figure.table() if self._figure is not None else None


def _all_points(figure: OrbitFigure) -> tuple[Floats, Floats]:
    paths = [*figure.loops, figure.centre]
    return np.concatenate([x for x, _ in paths]), np.concatenate([y for _, y in paths])
