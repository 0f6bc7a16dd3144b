"""The cross hair under the pointer, with what it reads."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.palette import mixed

_MARGIN = 6.0


class Crosshair(Layer):
    """A thin cross at a point of the curve and its values in the corner."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(100)
        self._at: Reading | None = None
        self._text = ""
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What it reads now; "" when it is not shown."""
        return self._text

    def show_at(self, at: Reading | None, text: str = "") -> None:
        """Move to ``at``, or go away."""
        if at is None and self._at is None:
            return
        self._at, self._text = at, text if at is not None else ""
        self.show_if(at is not None)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        if self._at is None or not device.view.contains(self._at.x, self._at.y):
            return
        area = device.rectangle()
        x, y = device.crisp(device.x(self._at.x)), device.crisp(device.y(self._at.y))
        painter.setPen(QPen(self.colours.muted, 0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        self._draw_text(painter, area)

    def _draw_text(self, painter: QPainter, area: QRectF) -> None:
        size = QFontMetricsF(painter.font()).size(0, self._text)
        box = QRectF(0, 0, size.width() + 2 * _MARGIN, size.height() + _MARGIN)
        box.moveTopRight(area.topRight() + QPointF(-_MARGIN, _MARGIN))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(self.colours.grid, self.colours.background, 0.9))
        painter.drawRect(box)
        painter.setPen(self.colours.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)
