"""Where a map was highest, as lines over another one."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter, QPen

from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.map_marks import LINE, SEAM
from pfd_desktop.ui.plots.primitives import LineBatch


class OutlineLayer(Layer):
    """Separate lines with a seam, seen over any colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-70)
        self._rows: NDArray[np.float64] = np.empty((0, 4))
        self._lines = LineBatch()

    @property
    def rows(self) -> NDArray[np.float64]:
        """What is drawn, a row ``x0 y0 x1 y1`` each."""
        return self._rows

    def show_lines(self, rows: NDArray[np.float64]) -> None:
        """Draw these, a row ``x0 y0 x1 y1`` each."""
        self._rows = rows
        self.show_if(len(rows) > 0)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        painter.setClipRect(device.rectangle())
        drawn = self._lines.fill(len(self._rows))
        drawn[:, 0::2] = device.xs(self._rows[:, 0::2])
        drawn[:, 1::2] = device.ys(self._rows[:, 1::2])
        for pen in (QPen(SEAM, 3.0), QPen(LINE, 1.0)):
            painter.setPen(pen)
            self._lines.draw(painter)
