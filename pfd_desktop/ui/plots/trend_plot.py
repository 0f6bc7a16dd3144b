"""A value of a measuring point over time, with its limits."""

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.trend import TrendFigure, TrendLimit
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.curve_layer import CurveLayer
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer

_HEADROOM = 0.12
_SIZE = 4.5
_FARTHEST = 3.0  # limits beyond so many times the range of the values are not made room for
# Okabe and Ito (2008); shapes say it too.
_TINTS = {"normal": "", "alert": "#e69f00", "alarm": "#d55e00", "": ""}
_LIMIT_TINTS = {"alert": "#e69f00", "alarm": "#d55e00"}


class TrendPlot(DataPlot):
    """Points with their state, joined; a click chooses the recording behind a point."""

    recording_clicked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._figure: TrendFigure | None = None
        self.curve = CurveLayer()
        self.limits, self.points = _LimitLayer(), _PointLayer()
        for layer in (self.limits, self.curve, self.points):
            self.add_layer(layer)
        self.set_axes(AxisText("Recording"), AxisText(""))
        self.clicked.connect(self._choose)

    @property
    def figure(self) -> TrendFigure | None:
        """What is shown."""
        return self._figure

    def show_figure(self, figure: TrendFigure | None) -> None:
        """Show this trend whole, or nothing."""
        self._figure = figure
        self.limits.show_limits(() if figure is None else figure.limits)
        self.points.show_figure(figure)
        self.set_source(figure)
        self.set_recipe(None)
        if figure is None or not len(figure.x):
            self.curve.show_points(np.empty(0), np.empty(0))
            return
        self.curve.show_points(figure.x, figure.y)
        across = AxisText(figure.x_label, figure.x_unit, whole=not figure.x_unit)
        self.set_axes(across, AxisText(figure.title, figure.unit))
        self.set_contract("\n".join(figure.header()))
        self._set_home(figure)
        self.cursor_tool.source_changed()

    def mark(self, recording_id: str) -> None:
        """Ring the point of this recording."""
        self.points.mark(recording_id)

    def _set_home(self, figure: TrendFigure) -> None:
        low, high = float(figure.y.min()), float(figure.y.max())
        reach = high + _FARTHEST * (high - low or abs(high) or 1.0)
        high = max([high, *(one.value for one in figure.limits if one.value <= reach)])
        low = min([low, *(one.value for one in figure.limits if one.value >= low)])
        room = _HEADROOM * (high - low or abs(high) or 1.0)
        first, last = float(figure.x[0]), float(figure.x[-1])
        across = 0.03 * (last - first) or 0.5
        self.set_home(first - across, last + across, low - room, high + room)

    def _nearest(self, x: float) -> int | None:
        figure = self._figure
        if figure is None or not len(figure.x):
            return None
        return int(abs(figure.x - x).argmin())

    def _choose(self, x: float, y: float) -> None:
        del y
        index = self._nearest(x)
        if index is not None and self._figure is not None:
            self.recording_clicked.emit(self._figure.recording_ids[index])

    def point_text(self, point: Reading) -> str:
        """The value with the recording behind it."""
        index = self._nearest(point.x)
        if index is None or self._figure is None:
            return super().point_text(point)
        state = self._figure.states[index]
        words = f"   {state}" if state else ""
        return f"{self._figure.recordings[index]}   {super().point_text(point)}{words}"

    def data_table(self) -> DataTable | None:
        """Every value."""
        return None if self._figure is None else self._figure.table()


class _PointLayer(Layer):
    """Circle normal, triangle alert, square alarm; a circle of the baseline is filled."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(20)
        self._figure: TrendFigure | None = None
        self._marked = ""

    def show_figure(self, figure: TrendFigure | None) -> None:
        """Draw these values."""
        self._figure = figure
        self.update()

    def mark(self, recording_id: str) -> None:
        """Ring this one."""
        self._marked = recording_id
        self.update()

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        figure = self._figure
        if figure is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = (figure.x >= device.view.left()) & (figure.x <= device.view.right())
        for index in seen.nonzero()[0].tolist():
            self._draw_point(painter, device, figure, index)

    def _draw_point(
        self, painter: QPainter, device: Device, figure: TrendFigure, index: int
    ) -> None:
        at = QPointF(device.x(float(figure.x[index])), device.y(float(figure.y[index])))
        state = figure.states[index]
        tint = _TINTS[state]
        colour = QColor(tint) if tint else self.colours.curve
        painter.setPen(QPen(colour, 1.5))
        filled = bool(figure.in_baseline[index]) or state in _LIMIT_TINTS
        painter.setBrush(colour if filled else self.colours.background)
        if state in _LIMIT_TINTS:
            painter.drawPolygon(_shape(state, at))
        else:
            painter.drawEllipse(at, _SIZE, _SIZE)
        if figure.recording_ids[index] == self._marked:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.colours.text, 1.5))
            painter.drawEllipse(at, 2 * _SIZE, 2 * _SIZE)


class _LimitLayer(Layer):
    """Levels across the plot with their names."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-5)
        self._limits: tuple[TrendLimit, ...] = ()

    def show_limits(self, limits: tuple[TrendLimit, ...]) -> None:
        """Draw these levels."""
        self._limits = limits
        self.update()

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        area = device.rectangle()
        for limit in self._limits:
            y = device.y(limit.value)
            if not area.top() <= y <= area.bottom():
                continue
            tint = _LIMIT_TINTS.get(limit.name)
            colour = QColor(tint) if tint else self.colours.muted
            style = Qt.PenStyle.SolidLine if limit.name == "alarm" else Qt.PenStyle.DashLine
            painter.setPen(QPen(colour, 1.2, style))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self.colours.text)
            words = f"{limit.name}: {limit.source}"
            room = area.width() - 16
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(QPointF(area.left() + 8, y - 3), shown)


def _shape(state: str, at: QPointF) -> QPolygonF:
    shapes = {
        "alert": ((-1.1, 0.9), (1.1, 0.9), (0.0, -1.2)),
        "alarm": ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)),
    }
    return QPolygonF([QPointF(at.x() + _SIZE * x, at.y() + _SIZE * y) for x, y in shapes[state]])
