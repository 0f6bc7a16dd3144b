"""Recordings as points in a plane: a lasso chooses some of them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.scatter import ScatterFigure
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.gestures import Drag
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.legend_strip import LegendStrip
from pfd_desktop.ui.plots.palette import PlotColours
from pfd_desktop.ui.plots.signs import draw_sign

_SIZE = 4.5
_ROOM = 0.06
_SLIP = 6.0  # painter units; a shorter lasso is a slip


class ScatterPlot(DataPlot):
    """Colour and shape tell the class; a click opens a recording, Shift and drag is the lasso."""

    takes_cursors = False

    _pinned: ScatterFigure | None

    recording_clicked = Signal(str)
    recordings_chosen = Signal(object)  # ids

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._figure: ScatterFigure | None = None
        self.points, self.lasso = _PointLayer(), _LassoLayer()
        self.reference = _PointLayer(reference=True)
        self.legend = LegendStrip(_draw_sign)
        self.add_legend(self.legend)
        self.add_layer(self.reference)
        self.add_layer(self.points)
        self.add_layer(self.lasso)
        self.add_claim(self._claim)
        self.clicked.connect(self._choose)
        self.set_axes(AxisText("x"), AxisText("y"))

    @property
    def figure(self) -> ScatterFigure | None:
        """What is shown."""
        return self._figure

    def show_figure(self, figure: ScatterFigure | None) -> None:
        """Show these points whole, or nothing."""
        self._figure = figure
        self.points.show_figure(figure)
        self.draw_reference()
        self.legend.show_names(figure.names if figure is not None else ())
        self.set_recipe(None)
        if figure is None or not figure.x.size:
            return
        self.set_axes(AxisText(figure.x_label or "x"), AxisText(figure.y_label or "y"))
        self.set_contract("\n".join(figure.header()))
        self.setAccessibleDescription(f"{figure.kind}: {len(figure.ids)} recordings")
        (left, right), (low, high) = _reach(figure.x), _reach(figure.y)
        self.set_home(left, right, low, high)

    def mark(self, ids: frozenset[str]) -> None:
        """Ring the points of these recordings."""
        self.points.mark(ids)

    def reading_at(self, x: float, y: float) -> tuple[Reading | None, str]:
        """The nearest recording with its class."""
        figure = self._figure
        if figure is None or not figure.x.size:
            return None, ""
        at = self._nearest(figure, x, y)
        point = Reading(float(figure.x[at]), float(figure.y[at]))
        return point, f"{figure.titles[at]}   {figure.classes[at]}"

    def data_table(self) -> DataTable | None:
        """All points."""
        return None if self._figure is None else self._figure.table()

    def pinnable(self) -> ScatterFigure | None:
        """The points."""
        return self._figure

    def draw_reference(self) -> None:
        """The pinned points, where the axes still mean the same."""
        pinned, shown = self._pinned, self._figure
        same = pinned is not None and shown is not None and _axes(pinned) == _axes(shown)
        self.reference.show_figure(pinned if same else None)

    def _nearest(self, figure: ScatterFigure, x: float, y: float) -> int:
        view = self.view()
        return figure.nearest(x, y, view.width(), view.height())

    def _choose(self, x: float, y: float) -> None:
        figure = self._figure
        if figure is not None and figure.x.size:
            self.recording_clicked.emit(figure.ids[self._nearest(figure, x, y)])

    def _claim(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Drag | None:
        if modifiers != Qt.KeyboardModifier.ShiftModifier or self._figure is None:
            return None
        return _Lasso(self, [at])

    def caught(self, corners: list[QPointF]) -> None:
        """A lasso was thrown round these places of the canvas."""
        self.lasso.show_corners([])
        spread = [max(c) - min(c) for c in zip(*((p.x(), p.y()) for p in corners), strict=True)]
        if self._figure is None or min(spread) < _SLIP:
            return
        places = [self.view_at(corner) for corner in corners]
        found = self._figure.within(np.array([(one.x(), one.y()) for one in places]))
        self.mark(frozenset(found))
        self.recordings_chosen.emit(found)


@dataclass
class _Lasso:
    """A line drawn round some points."""

    plot: ScatterPlot
    corners: list[QPointF] = field(default_factory=list)

    def move(self, at: QPointF) -> None:
        """One more corner."""
        self.corners.append(at)
        self.plot.lasso.show_corners([self.plot.view_at(one) for one in self.corners])

    def drop(self, at: QPointF) -> None:
        """It is closed."""
        self.corners.append(at)
        self.plot.caught(self.corners)


class _PointLayer(Layer):
    """The points, and rings round some; those of a reference are faint and empty."""

    def __init__(self, reference: bool = False) -> None:
        super().__init__()
        self._reference = reference
        self._figure: ScatterFigure | None = None
        self._marked: frozenset[str] = frozenset()

    def show_figure(self, figure: ScatterFigure | None) -> None:
        """Draw these."""
        self._figure = figure
        self.show_if(figure is not None)

    def mark(self, ids: frozenset[str]) -> None:
        """Ring these."""
        self._marked = ids
        self.update()

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        figure = self._figure
        if figure is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        xs, ys = device.xs(figure.x), device.ys(figure.y)
        for series, name in enumerate(figure.names):
            self._take(painter, series)
            for row in [i for i, one in enumerate(figure.classes) if one == name]:
                draw_sign(painter, series, QPointF(xs[row], ys[row]), _SIZE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.colours.text, 1.5))
        for row in [i for i, one in enumerate(figure.ids) if one in self._marked]:
            painter.drawEllipse(QPointF(xs[row], ys[row]), 2 * _SIZE, 2 * _SIZE)

    def _take(self, painter: QPainter, series: int) -> None:
        if self._reference:
            painter.setPen(QPen(self.colours.reference, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            _take(painter, self.colours, series)


class _LassoLayer(Layer):
    """The line that is being drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(30)
        self._corners: list[QPointF] = []

    def show_corners(self, corners: list[QPointF]) -> None:
        """Draw through these points of the view."""
        self._corners = corners
        self.show_if(bool(corners))

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.colours.text, 1.2, Qt.PenStyle.DashLine))
        painter.drawPolygon([QPointF(device.x(p.x()), device.y(p.y())) for p in self._corners])


def _axes(figure: ScatterFigure) -> tuple[str, str, str]:
    return figure.kind, figure.x_label, figure.y_label


def _reach(values: NDArray[np.float64]) -> tuple[float, float]:
    room = _ROOM * float(np.ptp(values)) or 0.5
    return float(values.min()) - room, float(values.max()) + room


def _take(painter: QPainter, colours: PlotColours, series: int) -> None:
    painter.setPen(QPen(colours.background, 0.6))
    painter.setBrush(colours.series[series % len(colours.series)])


def _draw_sign(painter: QPainter, colours: PlotColours, series: int, at: QPointF) -> None:
    _take(painter, colours, series)
    draw_sign(painter, series, at, _SIZE)
