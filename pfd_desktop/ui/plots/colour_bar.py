"""The bar beside a map: which colour stands for which value."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsWidget, QStyleOptionGraphicsItem, QWidget

from pfd_desktop.ui.plots.colour_map import colour_table
from pfd_desktop.ui.plots.palette import PlotColours, for_paper
from pfd_desktop.ui.plots.ticks import ticks

_WIDTH, _BAR, _LEFT = 86.0, 14.0, 10.0
_TICK_EVERY = 40.0

_ENDS = 0.25  # the upper and the lower part of the bar drag one end of the range
_NARROWEST = 0.01  # of the range before a drag

Range = tuple[float, float]


class ColourBar(QGraphicsWidget):
    """Colours from low to high with ticks, and beside them what they stand for."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(_WIDTH)
        self.setMaximumWidth(_WIDTH)
        self._range: Range = (0.0, 1.0)
        self._name = self._unit = ""
        self._colours: PlotColours = for_paper()
        self._font = QFont()
        column = np.ascontiguousarray(colour_table()[:0:-1])
        picture = QImage(column.tobytes(), 1, column.size, 4, QImage.Format.Format_RGB32)
        self._picture = picture.copy()  # Qt would go on reading memory that Python gives back

    def show_range(self, low: float, high: float, name: str, unit: str) -> None:
        """The values of the lowest and the highest colour."""
        self._range, self._name, self._unit = (low, high), name, unit
        self.update()

    @property
    def range(self) -> Range:
        """From where to where the colours run."""
        return self._range

    @property
    def words(self) -> str:
        """What it says beside the colours."""
        unit = ticks(*self._range, self._unit, 2).unit
        return f"{self._name} ({unit})" if unit else self._name

    def restyle(self, colours: PlotColours, font: QFont) -> None:
        """Colours and font of the theme."""
        self._colours, self._font = colours, font
        self.update()

    def holds(self, scene: QPointF) -> bool:
        """Whether a point of the scene lies on the bar."""
        return self.sceneBoundingRect().contains(scene)

    def share_at(self, scene: QPointF) -> float:
        """How far up the bar a point of the scene lies: 0 at its lower end, 1 at the upper."""
        bar = self._bar()
        return (bar.bottom() - self.mapFromScene(scene).y()) / max(1.0, bar.height())

    def _bar(self) -> QRectF:
        return QRectF(QPointF(_LEFT, 0.0), QSizeF(_BAR, self.size().height()))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Called by Qt."""
        del option, widget
        bar = self._bar()
        painter.setFont(self._font)
        painter.drawImage(bar, self._picture, QRectF(self._picture.rect()))
        painter.setPen(QPen(self._colours.frame, 0))
        painter.drawRect(bar)
        self._draw_ticks(painter, bar)
        self._draw_words(painter, bar)

    def _draw_ticks(self, painter: QPainter, bar: QRectF) -> None:
        low, high = self._range
        metrics = QFontMetricsF(self._font)
        found = ticks(low, high, self._unit, max(2, int(bar.height() / _TICK_EVERY)))
        painter.setPen(self._colours.muted)
        for value, label in zip(found.values, found.labels, strict=True):
            y = bar.bottom() - bar.height() * (value - low) / (high - low)
            painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 3, y))
            top = min(max(y - metrics.height() / 2, bar.top() - 4), bar.bottom() - metrics.height())
            place = QRectF(bar.right() + 6, top, _WIDTH, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, label)

    def _draw_words(self, painter: QPainter, bar: QRectF) -> None:
        metrics = QFontMetricsF(self._font)
        words = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, bar.height())
        painter.save()
        painter.translate(_WIDTH - metrics.height(), bar.bottom())
        painter.rotate(-90)
        place = QRectF(0, 0, bar.height(), metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()


class RangeDrag:
    """One drag on the bar: the upper or the lower end of the range, or by the middle both."""

    def __init__(
        self,
        bar: ColourBar,
        scene: Callable[[QPointF], QPointF],
        at: QPointF,
        show_range: Callable[[float, float], object],
    ) -> None:
        self._bar, self._scene, self._show_range = bar, scene, show_range
        self._start, self._range = bar.share_at(scene(at)), bar.range

    def move(self, at: QPointF) -> None:
        """The pointer is here now: the colour that was gripped follows it."""
        low, high = self._range
        shift = (self._start - self._bar.share_at(self._scene(at))) * (high - low)
        least = _NARROWEST * (high - low)
        if self._start > 1 - _ENDS:
            self._show_range(low, max(high + shift, low + least))
        elif self._start < _ENDS:
            self._show_range(min(low + shift, high - least), high)
        elif shift:
            self._show_range(low + shift, high + shift)

    def drop(self, at: QPointF) -> None:
        """The button was let go here."""
        self.move(at)
