"""A curve of points: a line, or where there are more points than pixels its exact envelope."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from pfd_desktop.core.figures.columns import column_extremes
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.primitives import LineBatch, Polyline


class CurveLayer(Layer):
    """Draws points with ascending x, connected; no peak vanishes at any zoom."""

    def __init__(self, series: int | None = None, reference: bool = False) -> None:
        super().__init__()
        self.setZValue(-1 if reference else 0)
        self._series, self._reference = series, reference
        self._x: NDArray[np.float64] = np.empty(0)
        self._y: NDArray[np.float64] = np.empty(0)
        self._lines, self._polyline = LineBatch(), Polyline()

    def show_points(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """Draw these from now on."""
        self._x, self._y = x, y
        self.update()

    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What is drawn."""
        return self._x, self._y

    def colour(self) -> QColor:
        """The colour of the curve."""
        if self._reference:
            return self.colours.reference
        if self._series is None:
            return self.colours.curve
        return self.colours.series[self._series % len(self.colours.series)]

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        first = max(0, int(np.searchsorted(self._x, device.view.left())) - 1)
        last = int(np.searchsorted(self._x, device.view.right(), side="right")) + 1
        x, y = self._x[first:last], self._y[first:last]
        _, columns = device.pixel_columns()
        if x.size > 2 * columns:
            self._draw_columns(painter, device, x, y)
        else:
            self._draw_line(painter, device, x, y)

    def _draw_line(
        self, painter: QPainter, device: Device, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> None:
        points = self._polyline.fill(x.size)
        points[:, 0], points[:, 1] = device.xs(x), device.ys(y)
        style = Qt.PenStyle.DashLine if self._reference else Qt.PenStyle.SolidLine
        painter.setPen(QPen(self.colour(), 1.0, style))
        self._polyline.draw(painter)

    def _draw_columns(
        self, painter: QPainter, device: Device, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> None:
        first, _ = device.pixel_columns()
        filled, minima, maxima = column_extremes(x, y, device.column_edges())
        if device.across.logarithmic:
            self._draw_sparse(
                painter, device, (first + filled + 0.5) / device.ratio, minima, maxima
            )
            return
        bottom, top = minima.copy(), maxima.copy()
        np.minimum(bottom[1:], maxima[:-1], out=bottom[1:])
        np.maximum(top[1:], minima[:-1], out=top[1:])
        rows = self._lines.fill(filled.size)
        rows[:, 0] = rows[:, 2] = (first + filled + 0.5) / device.ratio
        rows[:, 1], rows[:, 3] = device.ys(top), device.ys(bottom)
        np.maximum(rows[:, 3], rows[:, 1] + 1.0 / device.ratio, out=rows[:, 3])
        painter.setPen(self._column_pen(device))
        self._lines.draw(painter)

    def _draw_sparse(
        self,
        painter: QPainter,
        device: Device,
        x: NDArray[np.floating],
        minima: NDArray[np.float64],
        maxima: NDArray[np.float64],
    ) -> None:
        """On a logarithmic axis the low decades have fewer points than pixels: connect them."""
        points = self._polyline.fill(2 * x.size)
        points[0::2, 0] = points[1::2, 0] = x
        points[0::2, 1], points[1::2, 1] = device.ys(minima), device.ys(maxima)
        painter.setPen(self._column_pen(device))
        self._polyline.draw(painter)

    def _column_pen(self, device: Device) -> QPen:
        # On a sharp screen a line of one device pixel would drown among the markers.
        return QPen(self.colour(), 1.0 if device.ratio > 1 else self.colours.column_pen)
