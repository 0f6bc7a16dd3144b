"""A value of a measuring point over time, with its limits."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
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
from pfd_desktop.ui.plots.legend_strip import SIGN, LegendStrip
from pfd_desktop.ui.plots.palette import PlotColours

_HEADROOM = 0.12
_SIZE = 4.5
_FARTHEST = 3.0  # limits beyond so many times the range of the values are not made room for
# Okabe and Ito (2008); shapes say it too.
_TINTS = {"normal": "", "alert": "#e69f00", "alarm": "#d55e00", "": ""}
_LIMIT_STYLES = {"alert": Qt.PenStyle.DashLine, "alarm": Qt.PenStyle.SolidLine}
_VEIL = 0.1  # of the colour of an alarm, over what lies above its limit
_LIMIT_TINTS = {"alert": "#e69f00", "alarm": "#d55e00"}


class TrendPlot(DataPlot):
    """Points with their state, joined; a click chooses the recording behind a point."""

    _pinned: TrendFigure | None

    recording_clicked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._figure: TrendFigure | None = None
        self.curve, self.reference = CurveLayer(), CurveLayer(reference=True)
        self.limits, self.points = _LimitLayer(), _PointLayer()
        self.legend = LegendStrip(self._draw_limit)
        self.add_legend(self.legend)
        for layer in (self.limits, self.reference, self.curve, self.points):
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
        limits = () if figure is None else figure.limits
        self.limits.show_limits(limits)
        self.legend.show_names(tuple(f"{one.name}: {one.source}" for one in limits))
        self.points.show_figure(figure)
        self.set_source(figure)
        self.set_recipe(None)
        self.draw_reference()
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

    def _draw_limit(
        self, painter: QPainter, colours: PlotColours, series: int, at: QPointF
    ) -> None:
        """A piece of the line, as it crosses the plot."""
        limits = self.limits.limits
        if series < len(limits):
            painter.setPen(_limit_pen(limits[series], colours))
            half = QPointF(SIGN / 2, 0)
            painter.drawLine(at - half, at + half)

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

    def pinnable(self) -> TrendFigure | None:
        """The trend, such as that of another point."""
        return self._figure

    def draw_reference(self) -> None:
        """The pinned trend behind one of the same value over the same axis."""
        pinned, shown = self._pinned, self._figure
        if pinned is None or shown is None or _axes(pinned) != _axes(shown):
            self.reference.show_points(np.empty(0), np.empty(0))
        else:
            self.reference.show_points(pinned.x, pinned.y)

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
    """Levels across the plot; what lies above one of alert or of alarm has a veil."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-5)
        self.limits: tuple[TrendLimit, ...] = ()

    def show_limits(self, limits: tuple[TrendLimit, ...]) -> None:
        """Draw these levels."""
        self.limits = limits
        self.update()

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        area = device.rectangle()
        for band, name in self._bands(device, area):
            veil = QColor(_LIMIT_TINTS[name])
            veil.setAlphaF(_VEIL)
            painter.fillRect(band, veil)
        for limit in self.limits:
            y = device.y(limit.value)
            if area.top() <= y <= area.bottom():
                painter.setPen(_limit_pen(limit, self.colours))
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _bands(self, device: Device, area: QRectF) -> Iterator[tuple[QRectF, str]]:
        """From the lowest limit of each name up to that of the next, in painter coordinates."""
        ceiling = area.top()
        for name in ("alarm", "alert"):
            values = [one.value for one in self.limits if one.name == name]
            if values:
                floor = min(max(device.y(min(values)), area.top()), area.bottom())
                if floor > ceiling:
                    yield QRectF(area.left(), ceiling, area.width(), floor - ceiling), name
                ceiling = max(ceiling, floor)


def _axes(figure: TrendFigure) -> tuple[str, str, str]:
    return figure.measure, figure.unit, figure.x_unit


def _limit_pen(limit: TrendLimit, colours: PlotColours) -> QPen:
    tint = _LIMIT_TINTS.get(limit.name)
    style = _LIMIT_STYLES.get(limit.name, Qt.PenStyle.DotLine)
    return QPen(QColor(tint) if tint else colours.muted, 1.2, style)


def _shape(state: str, at: QPointF) -> QPolygonF:
    shapes = {
        "alert": ((-1.1, 0.9), (1.1, 0.9), (0.0, -1.2)),
        "alarm": ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)),
    }
    return QPolygonF([QPointF(at.x() + _SIZE * x, at.y() + _SIZE * y) for x, y in shapes[state]])
