"""The grid: one level of lines, opaque and one pixel thin (pyqtgraph's own costs 13 ms a frame)."""

from PySide6.QtGui import QPainter, QPen

from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.primitives import LineBatch


class Grid(Layer):
    """Lines at the ticks of both axes."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-100)
        self._vertical: tuple[float, ...] = ()
        self._horizontal: tuple[float, ...] = ()
        self._lines = LineBatch()

    def set_ticks(self, vertical: tuple[float, ...], horizontal: tuple[float, ...]) -> None:
        """Where the lines stand, in view coordinates."""
        self._vertical, self._horizontal = vertical, horizontal
        self.update()

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        area = device.rectangle()
        rows = self._lines.fill(len(self._vertical) + len(self._horizontal))
        for row, value in enumerate(self._vertical):
            x = device.crisp(device.x(value))
            rows[row] = (x, area.top(), x, area.bottom())
        for row, value in enumerate(self._horizontal, len(self._vertical)):
            y = device.crisp(device.y(value))
            rows[row] = (area.left(), y, area.right(), y)
        painter.setPen(QPen(self.colours.grid, 0))
        self._lines.draw(painter)
