"""Which colour is which recording, where several are drawn over each other."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.palette import mixed

_MARGIN, _SWATCH = 6.0, 16.0


class LegendLayer(Layer):
    """A box in the lower right corner; nothing for one recording."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(90)
        self._entries: tuple[tuple[str, int | None], ...] = ()
        self.setVisible(False)

    @property
    def entries(self) -> tuple[str, ...]:
        """The words, from top to bottom."""
        return tuple(words for words, _ in self._entries)

    def show_entries(self, entries: tuple[tuple[str, int | None], ...]) -> None:
        """Words and the place of their colour among the series; None is the curve's own."""
        self._entries = entries
        self.show_if(len(entries) > 1)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        if len(self._entries) < 2:
            return
        area, metrics = device.rectangle(), QFontMetricsF(painter.font())
        room = max(20.0, area.width() - _SWATCH - 4 * _MARGIN)
        elide = Qt.TextElideMode.ElideMiddle
        words = [metrics.elidedText(text, elide, room) for text, _ in self._entries]
        width = max(metrics.horizontalAdvance(text) for text in words) + _SWATCH + 3 * _MARGIN
        box = QRectF(0, 0, width, len(words) * metrics.height() + _MARGIN)
        box.moveBottomRight(area.bottomRight() + QPointF(-_MARGIN, -_MARGIN))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(self.colours.grid, self.colours.background, 0.9))
        painter.drawRect(box)
        for row, (text, (_, place)) in enumerate(zip(words, self._entries, strict=True)):
            top = box.top() + _MARGIN / 2 + row * metrics.height()
            middle = top + metrics.height() / 2
            start = QPointF(box.left() + _MARGIN, middle)
            painter.setPen(QPen(self._colour(place), 3.0))
            painter.drawLine(start, start + QPointF(_SWATCH, 0))
            painter.setPen(self.colours.text)
            at = QPointF(start.x() + _SWATCH + _MARGIN, top + metrics.ascent())
            painter.drawText(at, text)

    def _colour(self, place: int | None) -> QColor:
        series = self.colours.series
        return self.colours.curve if place is None else series[place % len(series)]
