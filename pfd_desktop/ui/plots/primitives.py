"""Many lines from an array in one call; PySide would otherwise want a list of objects."""

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter


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
        self._array = PrimitiveArray(QPointF, 2)

    def fill(self, count: int) -> NDArray[np.float64]:
        """Room for ``count`` points."""
        self._array.resize(count)
        rows: NDArray[np.float64] = self._array.ndarray()
        return rows

    def draw(self, painter: QPainter) -> None:
        """Draw them connected."""
        if len(self._array) > 1:
            painter.drawPolyline(*self._array.drawargs())

    def draw_points(self, painter: QPainter) -> None:
        """Draw a dot at each, as thick as the pen."""
        if len(self._array):
            painter.drawPoints(*self._array.drawargs())
