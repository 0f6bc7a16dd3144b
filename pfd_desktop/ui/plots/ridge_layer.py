"""A map as a waterfall of lines: each row is a curve, standing a little behind the one before."""

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import create_qpolygonf, ndarray_from_qpolygonf
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from pfd_desktop.core.figures.columns import column_extremes
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer

Floats = NDArray[np.float64]
_MOST_ROWS = 60  # more would be a black area
_RISE = 6.0  # the highest value rises over so many rows
_COLUMN = 2.0  # painter units between two points of a curve


class RidgeLayer(Layer):
    """Draws the rows of a map from the back to the front; those in front hide what is behind."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-80)
        self._x: Floats = np.zeros(0)
        self._y: Floats = np.zeros(0)
        self._heights = np.zeros((0, 0), np.float32)

    def show_rows(self, x: Floats, y: Floats, heights: NDArray[np.float32]) -> None:
        """Draw these, a row for each ``y``; heights from 0 to 1."""
        self._x, self._y, self._heights = x, y, heights
        self.update()

    def rows_drawn(self, low: float, high: float) -> NDArray[np.intp]:
        """Which rows are drawn of those seen: evenly chosen where they are too many."""
        seen = np.flatnonzero((self._y >= low) & (self._y <= high))
        every = max(1, -(-seen.size // _MOST_ROWS))
        return seen[::every]

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        area = device.rectangle()
        rows = self.rows_drawn(device.view.top(), device.view.bottom())
        if not rows.size:
            return
        painter.setClipRect(area)
        rise = _RISE * area.height() / max(rows.size, 12)
        count = max(2, int(area.width() / _COLUMN))
        edges = device.view_xs(np.linspace(area.left(), area.right(), count + 1))
        painter.setPen(QPen(self.colours.curve, 1.0))
        for row in rows[::-1]:
            self._draw_row(painter, device, edges, int(row), rise)
        if rows.size > 1 and rows[1] - rows[0] > 1:
            painter.setPen(self.colours.text)
            words = f"1 of every {rows[1] - rows[0]} rows is drawn; zoom in for more"
            painter.drawText(area.adjusted(6, 4, -6, -4), Qt.AlignmentFlag.AlignRight, words)

    def _draw_row(
        self, painter: QPainter, device: Device, edges: Floats, row: int, rise: float
    ) -> None:
        line = np.nan_to_num(self._heights[row].astype(np.float64))
        filled, _, highest = column_extremes(self._x, line, edges)
        if filled.size < 2:
            return
        base = device.y(float(self._y[row]))
        places = device.xs((edges[filled] + edges[filled + 1]) / 2)
        polygon, points = _polygon(filled.size + 2)
        points[1:-1, 0], points[1:-1, 1] = places, base - rise * highest
        points[0], points[-1] = (places[0], base), (places[-1], base)
        path = QPainterPath()
        path.addPolygon(polygon)
        painter.fillPath(path, QColor(self.colours.background))
        painter.drawPolyline(polygon)


def _polygon(count: int) -> tuple[QPolygonF, Floats]:
    polygon: QPolygonF = create_qpolygonf(count)
    points: Floats = ndarray_from_qpolygonf(polygon)
    return polygon, points
