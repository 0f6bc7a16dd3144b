"""Many lines from an array in one call; PySide would otherwise want a list of objects."""

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import create_qpolygonf, ndarray_from_qpolygonf
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPolygonF


class LineBatch:
    """Separate lines, one row ``x1 y1 x2 y2`` each."""

    def __init__(self) -> None:
        self._array = PrimitiveArray(QLineF, 4)

    def fill(self, count: int) -> NDArray[np.float64]:
        """Room for ``count`` lines, to be written by the caller."""
        self._array.resize(count)
        rows: NDArray[np.float64] = self._array.ndarray()
        return rows

    def draw(self, painter: QPainter) -> None:
        """Draw them with the painter's pen."""
        if len(self._array):
            painter.drawLines(*self._array.drawargs())


class Polyline:
    """Connected points, one row ``x y`` each."""

    def __init__(self) -> None:
        self._polygon = QPolygonF()

    def fill(self, count: int) -> NDArray[np.float64]:
        """Room for ``count`` points."""
        self._polygon = create_qpolygonf(count)
        if count == 0:  # there is no memory to look at
            return np.empty((0, 2))
        rows: NDArray[np.float64] = ndarray_from_qpolygonf(self._polygon)
        return rows

    def draw(self, painter: QPainter) -> None:
        """Draw them connected."""
        if self._polygon.size() > 1:
            painter.drawPolyline(self._polygon)

    def draw_points(self, painter: QPainter) -> None:
        """Draw a dot at each, as thick as the pen."""
        if self._polygon.size():
            painter.drawPoints(self._polygon)
