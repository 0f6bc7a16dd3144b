"""Which sign is what, in rows below a plot, where it lies over no point."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QGraphicsSceneResizeEvent,
    QGraphicsWidget,
    QStyleOptionGraphicsItem,
    QWidget,
)

from pfd_desktop.ui.plots.palette import PlotColours, for_paper

SIGN = 20.0  # width of a sign
_GAP, _APART = 5.0, 16.0  # between sign and word, between entries
_ABOVE, _BELOW = 3.0, 4.0
Sign = Callable[[QPainter, PlotColours, int, QPointF], None]  # draws that series, in the middle


class LegendStrip(QGraphicsWidget):
    """Names flow like words; as many rows as they need."""

    def __init__(self, sign: Sign) -> None:
        super().__init__()
        self._sign = sign
        self._names: tuple[str, ...] = ()
        self._colours: PlotColours = for_paper()
        self._fit()

    @property
    def names(self) -> tuple[str, ...]:
        """What is named, in the order of the series."""
        return self._names

    def show_names(self, names: tuple[str, ...]) -> None:
        """Name these; none takes no room."""
        self._names = names
        self._fit()
        self.update()

    def restyle(self, colours: PlotColours, font: QFont) -> None:
        """Colours and font of the theme."""
        self._colours = colours
        self.setFont(font)
        self._fit()
        self.update()

    def resizeEvent(self, event: QGraphicsSceneResizeEvent) -> None:
        """Another width may need another number of rows."""
        super().resizeEvent(event)
        self._fit()

    def places(self) -> tuple[QRectF, ...]:
        """Where each name stands, with its sign."""
        found: list[QRectF] = []
        metrics, x, y, room = QFontMetricsF(self.font()), 0.0, _ABOVE, max(1.0, self.size().width())
        for name in self._names:
            wide = min(SIGN + _GAP + metrics.horizontalAdvance(name) + 1, room)
            if x and x + wide > room:
                x, y = 0.0, y + metrics.height()
            found.append(QRectF(x, y, wide, metrics.height()))
            x += wide + _APART
        return tuple(found)

    def _fit(self) -> None:
        places = self.places()
        height = places[-1].bottom() + _BELOW if places else 0.0
        if self.maximumHeight() != height:
            self.setMinimumHeight(height)
            self.setMaximumHeight(height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Called by Qt."""
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        metrics = QFontMetricsF(self.font())
        for series, (name, place) in enumerate(zip(self._names, self.places(), strict=True)):
            self._sign(
                painter, self._colours, series, QPointF(place.x() + SIGN / 2, place.center().y())
            )
            words = place.adjusted(SIGN + _GAP, 0, 0, 0)
            painter.setPen(self._colours.text)
            cut = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, cut)
