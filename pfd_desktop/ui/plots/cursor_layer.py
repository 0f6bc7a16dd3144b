"""Cursor lines with their names."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from pfd_desktop.core.figures.cursors import CursorLine
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.palette import see_through

_DOT, _ARM = 3.0, 9.0


class CursorLayer(Layer):
    """Draws the lines of the cursors that are set."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(50)
        self._lines: tuple[CursorLine, ...] = ()
        self._span: tuple[float, float] | None = None
        self._dots, self._plane = True, False
        self.setVisible(False)

    def stand_on_axis(self) -> None:
        """Draw no dots: what the cursors read is no height of this plot."""
        self._dots = False

    def stand_in_plane(self) -> None:
        """Draw crosses at the points: the plot is a plane, and x no axis that lines stand on."""
        self._plane = True

    @property
    def lines(self) -> tuple[CursorLine, ...]:
        """What is drawn."""
        return self._lines

    def show_lines(
        self, lines: tuple[CursorLine, ...], span: tuple[float, float] | None = None
    ) -> None:
        """Draw these from now on, and fill the stretch between two of them."""
        self._lines, self._span = lines, span
        self.show_if(bool(lines) or span is not None)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        area = device.rectangle()
        if self._plane:
            self._draw_crosses(painter, device, area)
            return
        if self._span is not None:
            left, right = (device.x(x) for x in self._span)
            band = QRectF(left, area.top(), right - left, area.height())
            painter.fillRect(band.intersected(area), see_through(self.colours.accent))
        metrics = QFontMetricsF(painter.font())
        free_from = area.left()
        for line in self._lines:
            x = device.crisp(device.x(line.point.x))
            if not area.left() <= x <= area.right():
                continue
            painter.setPen(QPen(self.colours.text, 0))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setBrush(self.colours.text)
            if self._dots:
                painter.drawEllipse(QPointF(x, device.y(line.point.y)), _DOT, _DOT)
            width = metrics.horizontalAdvance(line.name)
            if x + _DOT >= free_from and x + _DOT + width < area.right():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawText(QPointF(x + _DOT, area.bottom() - _DOT), line.name)
                free_from = x + 2 * _DOT + width

    def _draw_crosses(self, painter: QPainter, device: Device, area: QRectF) -> None:
        painter.setPen(QPen(self.colours.text, 1.5))
        for line in self._lines:
            at = QPointF(device.x(line.point.x), device.y(line.point.y))
            if area.contains(at):
                for arm in (QPointF(_ARM, 0), QPointF(0, _ARM)):
                    painter.drawLine(at - arm, at + arm)
                painter.drawText(at + QPointF(_DOT, -_DOT), line.name)
