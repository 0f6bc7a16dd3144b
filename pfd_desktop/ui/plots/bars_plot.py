"""Horizontal bars of shares from 0 to 1 with their intervals: the leak meter."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pfd_desktop.core.records.learning import Interval
from pfd_desktop.ui.plots.palette import PlotColours, from_palette

_ROW, _BAR, _BELOW = 34.0, 16.0, 26.0


@dataclass(frozen=True)
class Bar:
    """One share; None where it cannot be had."""

    label: str
    interval: Interval | None
    warned: bool  # drawn hatched: not to be believed


class BarsPlot(QWidget):
    """Bars on one scale, with the line of guessing; made of few strokes, so painted at once."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._bars: tuple[Bar, ...] = ()
        self._chance = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar], chance: float) -> None:
        """These from now on; *chance*: the share that guessing reaches."""
        self._bars, self._chance = tuple(bars), chance
        self.setAccessibleDescription("; ".join(map(_spoken, self._bars)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row for each."""
        return QSize(360, round(_ROW * len(self._bars) + _BELOW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all."""
        del event
        colours = from_palette(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            metrics = QFontMetricsF(painter.font())
            left = max((metrics.horizontalAdvance(b.label) for b in self._bars), default=0) + 12
            scale = QRectF(left, 0, max(40.0, self.width() - left - 64), _ROW * len(self._bars))
            self._draw_scale(painter, scale, colours)
            for row, bar in enumerate(self._bars):
                self._draw_bar(painter, scale, row, bar, colours)

    def _draw_scale(self, painter: QPainter, scale: QRectF, colours: PlotColours) -> None:
        for tenths in range(0, 11, 2):
            x = scale.left() + scale.width() * tenths / 10
            painter.setPen(QPen(colours.grid, 1))
            painter.drawLine(round(x), 0, round(x), round(scale.bottom()))
            painter.setPen(colours.muted)
            place = QRectF(x - 24, scale.bottom(), 48, _BELOW)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{10 * tenths} %")
        x = scale.left() + scale.width() * self._chance
        painter.setPen(QPen(colours.text, 1, Qt.PenStyle.DashLine))
        painter.drawLine(round(x), 0, round(x), round(scale.bottom()))

    def _draw_bar(
        self, painter: QPainter, scale: QRectF, row: int, bar: Bar, colours: PlotColours
    ) -> None:
        middle = _ROW * (row + 0.5)
        painter.setPen(colours.text)
        words = QRectF(0, middle - _ROW / 2, scale.left() - 12, _ROW)
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, bar.label
        )
        beside = QRectF(scale.right() + 8, middle - _ROW / 2, 56, _ROW)
        if bar.interval is None:
            painter.setPen(colours.muted)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, "–")
            return
        found = bar.interval
        area = QRectF(scale.left(), middle - _BAR / 2, scale.width() * found.value, _BAR)
        pattern = Qt.BrushStyle.BDiagPattern if bar.warned else Qt.BrushStyle.SolidPattern
        painter.setPen(QPen(colours.accent, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.fillRect(area, QBrush(colours.accent, pattern))
        painter.drawRect(area)
        painter.setPen(QPen(colours.text, 1.5))
        low, high = (scale.left() + scale.width() * x for x in (found.low, found.high))
        painter.drawLine(round(low), round(middle), round(high), round(middle))
        for x in (low, high):
            painter.drawLine(round(x), round(middle - 4), round(x), round(middle + 4))
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, f"{100 * found.value:.1f} %")


def _spoken(bar: Bar) -> str:
    if bar.interval is None:
        return f"{bar.label}: cannot be had"
    found = bar.interval
    low, high = 100 * found.low, 100 * found.high
    return f"{bar.label}: {100 * found.value:.1f} % ({low:.1f} to {high:.1f})"
