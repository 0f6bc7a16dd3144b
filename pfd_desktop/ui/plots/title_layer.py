"""The name of what a plot shows, inside of it; for plots among others."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer

_PAD = 4.0


class TitleLayer(Layer):
    """A few words in the lower left corner, on the plot's own ground."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(80)
        self._words = ""
        self.setVisible(False)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def show_words(self, words: str) -> None:
        """Say this; "" is nothing."""
        self._words = words
        self.show_if(bool(words))

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        if not self._words:
            return
        area, metrics = device.rectangle(), QFontMetricsF(painter.font())
        elide = Qt.TextElideMode.ElideMiddle
        words = metrics.elidedText(self._words, elide, area.width() - 4 * _PAD)
        box = QRectF(0, 0, metrics.horizontalAdvance(words) + 2 * _PAD, metrics.height())
        box.moveBottomLeft(area.bottomLeft() + QPointF(1, -1))
        painter.fillRect(box, self.colours.background)
        painter.setPen(self.colours.muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
