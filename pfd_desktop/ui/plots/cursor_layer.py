"""Cursor lines with their names."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from pfd_desktop.core.figures.cursors import CursorLine
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer

_DOT = 3.0


class CursorLayer(Layer):
    """Draws the lines of the cursors that are set."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(50)
        self._lines: tuple[CursorLine, ...] = ()
        self.setVisible(False)

    @property
    def lines(self) -> tuple[CursorLine, ...]:
        """What is drawn."""
        return self._lines

    def show_lines(self, lines: tuple[CursorLine, ...]) -> None:
        """Draw these from now on."""
        self._lines = lines
        self.show_if(bool(lines))

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        area = device.rectangle()
        metrics = QFontMetricsF(painter.font())
        free_from = area.left()
        for line in self._lines:
            x = device.crisp(device.x(line.point.x))
            if not area.left() <= x <= area.right():
                continue
            painter.setPen(QPen(self.colours.text, 0))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setBrush(self.colours.text)
            painter.drawEllipse(QPointF(x, device.y(line.point.y)), _DOT, _DOT)
            width = metrics.horizontalAdvance(line.name)
            if x + _DOT >= free_from and x + _DOT + width < area.right():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawText(QPointF(x + _DOT, area.bottom() - _DOT), line.name)
                free_from = x + 2 * _DOT + width
