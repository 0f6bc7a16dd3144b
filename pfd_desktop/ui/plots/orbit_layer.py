"""The path of a shaft: turns with their starts, the centreline, the clearance of the bearing."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from pfd_desktop.core.figures.orbit import OrbitFigure
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.palette import mixed
from pfd_desktop.ui.plots.primitives import Polyline

Floats = NDArray[np.float64]
_DOT, _ARROW = 4.0, 9.0
_ARROW_AT = 0.12  # of a turn after its start
_FAINT = 0.45  # turns before the last


class OrbitLayer(Layer):
    """Draws an OrbitFigure: a dot where a turn starts, an arrow the way it goes.

    A reference is drawn as faint lines alone.
    """

    def __init__(self, reference: bool = False) -> None:
        super().__init__()
        self._reference = reference
        self._figure: OrbitFigure | None = None
        self._clearance: tuple[float, float, float] | None = None
        self._line = Polyline()

    def show_figure(
        self, figure: OrbitFigure | None, clearance: tuple[float, float, float] | None
    ) -> None:
        """Draw these from now on; a clearance circle is told by its centre and its radius."""
        self._figure, self._clearance = figure, clearance
        self.update()

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        figure = self._figure
        if figure is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(device.rectangle())
        if self._reference:
            for path in (*figure.loops, figure.centre):
                self._draw_line(painter, device, path, self.colours.reference)
            return
        if self._clearance is not None:
            self._draw_clearance(painter, device, *self._clearance)
        faint = mixed(self.colours.curve, self.colours.background, _FAINT)
        for number, (x, y) in enumerate(figure.loops, 1):
            last = number == len(figure.loops)
            self._draw_line(painter, device, (x, y), self.colours.curve if last else faint)
        for x, y in figure.loops:
            self._draw_start(painter, device, x, y)
        if figure.loops:
            self._draw_arrow(painter, device, *figure.loops[-1])
        if figure.centre[0].size > 1:
            self._draw_centreline(painter, device, figure.centre)

    def _draw_line(
        self, painter: QPainter, device: Device, path: tuple[Floats, Floats], colour: QColor
    ) -> None:
        points = self._line.fill(path[0].size)
        points[:, 0], points[:, 1] = device.xs(path[0]), device.ys(path[1])
        painter.setPen(QPen(colour, 1.2))
        self._line.draw(painter)

    def _draw_start(self, painter: QPainter, device: Device, x: Floats, y: Floats) -> None:
        if not x.size:
            return
        painter.setPen(QPen(self.colours.background, 1.0))
        painter.setBrush(self.colours.series[0])
        painter.drawEllipse(QPointF(device.x(float(x[0])), device.y(float(y[0]))), _DOT, _DOT)

    def _draw_arrow(self, painter: QPainter, device: Device, x: Floats, y: Floats) -> None:
        at = max(1, round(_ARROW_AT * x.size))
        if x.size < 3 or at >= x.size:
            return
        tip = np.array([device.x(float(x[at])), device.y(float(y[at]))])
        tail = np.array([device.x(float(x[at - 1])), device.y(float(y[at - 1]))])
        length = float(np.hypot(*(tip - tail)))
        if length == 0:
            return
        ahead = (tip - tail) / length * _ARROW
        aside = np.array([-ahead[1], ahead[0]]) / 2
        corners = (tip + ahead / 2, tip - ahead / 2 + aside, tip - ahead / 2 - aside)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours.text)
        painter.drawPolygon([QPointF(*corner.tolist()) for corner in corners])

    def _draw_centreline(
        self, painter: QPainter, device: Device, path: tuple[Floats, Floats]
    ) -> None:
        colour = self.colours.series[2]
        self._draw_line(painter, device, path, colour)
        for index, brush in ((0, self.colours.background), (-1, colour)):
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(brush)
            at = QPointF(device.x(float(path[0][index])), device.y(float(path[1][index])))
            painter.drawEllipse(at, _DOT, _DOT)

    def _draw_clearance(
        self, painter: QPainter, device: Device, x: float, y: float, radius: float
    ) -> None:
        left, right = device.x(x - radius), device.x(x + radius)
        top, bottom = sorted((device.y(y - radius), device.y(y + radius)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.colours.muted, 1.0, Qt.PenStyle.DashLine))
        painter.drawEllipse(QRectF(left, top, right - left, bottom - top))
