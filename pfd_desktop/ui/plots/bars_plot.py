"""Horizontal bars of shares from 0 to 1 with their intervals: the leak meter, compared runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pfd_desktop.core.figures.export import OF_RESULTS, DataTable
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.ui.plots.painted_plot import PaintedPlot
from pfd_desktop.ui.plots.palette import PlotColours
from pfd_desktop.ui.plots.ticks import ticks

_ROW, _BAR, _BELOW = 34.0, 16.0, 42.0
_TITLE = "Recordings named rightly (%); dashed: guessing"


@dataclass(frozen=True)
class Bar:
    """One share; None where it cannot be had."""

    label: str
    interval: Interval | None
    warned: bool  # drawn hatched: not to be believed


class BarsPlot(PaintedPlot):
    """Bars on one scale, with the line of guessing."""

    _pinned: tuple[Bar, ...] | None

    def __init__(self, name: str, noun: str = "split", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._noun = noun  # what a bar is of
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

    def home(self) -> tuple[float, float]:
        """From none to all."""
        return 0.0, 1.0

    def value_area(self) -> QRectF:
        """Right of the labels, with room for a number behind each bar."""
        left = label_width(self, [bar.label for bar in self._bars])
        return QRectF(left, 0, max(40.0, self.width() - left - 64), _ROW * len(self._bars))

    def title_area(self) -> QRectF:
        """Where the words under the scale stand: in its middle, and whole where that is narrow."""
        scale, wide = self.value_area(), QFontMetricsF(self.font()).horizontalAdvance(_TITLE) + 2
        left = max(0.0, min(scale.center().x() - wide / 2, self.width() - wide))
        return QRectF(left, scale.bottom() + 20, wide, 20)

    # -- data ------------------------------------------------------------------------------------

    def data_table(self) -> DataTable | None:
        """A row for each bar."""
        if not self._bars:
            return None
        return DataTable(
            header=(
                "quantity: recordings named rightly",
                "unit: 1 (share from 0 to 1)",
                *OF_RESULTS,
                f"share that guessing reaches: {self._chance!r}",
            ),
            names=("share", "low", "high", "level of the interval"),
            rows=len(self._bars),
            pieces=partial(_pieces, self._bars),
            label_names=(self._noun,),
            labels=tuple((bar.label,) for bar in self._bars),
        )

    def pinnable(self) -> tuple[Bar, ...] | None:
        """The bars: kept as outlines."""
        return self._bars or None

    # -- look ------------------------------------------------------------------------------------

    def paint_all(self, painter: QPainter, colours: PlotColours) -> None:
        """Scale, outlines, bars."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.value_area()
        self._draw_scale(painter, scale, colours)
        for row, bar in enumerate(self._bars):
            self._draw_words(painter, scale, row, bar, colours)
        painter.save()
        painter.setClipRect(scale.adjusted(-1, 0, 1, 0))
        for row, bar in enumerate(self._bars):
            self._draw_pinned(painter, row, bar, colours)
            if bar.interval is not None:
                self._draw_bar(painter, row, bar.interval, bar.warned, colours)
        painter.restore()

    def _draw_scale(self, painter: QPainter, scale: QRectF, colours: PlotColours) -> None:
        low, high = (100 * share for share in self.value_range())
        fewest = 2 if scale.width() > 80 else 1
        found = ticks(low, high, "%", max(fewest, int(scale.width() / 90)))
        for value, words in zip(found.values, found.labels, strict=True):
            x = self.x_of(value / 100)
            painter.setPen(QPen(colours.grid, 1))
            painter.drawLine(round(x), 0, round(x), round(scale.bottom()))
            painter.setPen(colours.muted)
            place = QRectF(x - 24, scale.bottom() + 2, 48, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        painter.drawText(self.title_area(), Qt.AlignmentFlag.AlignCenter, _TITLE)
        x = self.x_of(self._chance)
        if scale.left() <= x <= scale.right():
            painter.setPen(QPen(colours.text, 1, Qt.PenStyle.DashLine))
            painter.drawLine(round(x), 0, round(x), round(scale.bottom()))

    def _draw_words(
        self, painter: QPainter, scale: QRectF, row: int, bar: Bar, colours: PlotColours
    ) -> None:
        top = _ROW * row
        painter.setPen(colours.text)
        words = QRectF(0, top, scale.left() - 12, _ROW)
        label = QFontMetricsF(self.font()).elidedText(
            bar.label, Qt.TextElideMode.ElideMiddle, words.width() + 1
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, label)
        painter.setPen(colours.text if bar.interval is not None else colours.muted)
        said = f"{100 * bar.interval.value:.1f} %" if bar.interval is not None else "–"
        beside = QRectF(scale.right() + 8, top, 56, _ROW)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, said)

    def _draw_pinned(self, painter: QPainter, row: int, bar: Bar, colours: PlotColours) -> None:
        kept = next((one for one in self._pinned or () if one.label == bar.label), None)
        if kept is None or kept.interval is None:
            return
        painter.setPen(QPen(colours.reference, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._area(row, kept.interval.value).adjusted(0, -5, 0, 5))

    def _area(self, row: int, share: float) -> QRectF:
        left = self.x_of(0.0)
        return QRectF(left, _ROW * (row + 0.5) - _BAR / 2, self.x_of(share) - left, _BAR)

    def _draw_bar(
        self, painter: QPainter, row: int, found: Interval, warned: bool, colours: PlotColours
    ) -> None:
        middle, area = _ROW * (row + 0.5), self._area(row, found.value)
        pattern = Qt.BrushStyle.BDiagPattern if warned else Qt.BrushStyle.SolidPattern
        painter.setPen(QPen(colours.accent, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.fillRect(area, QBrush(colours.accent, pattern))
        painter.drawRect(area)
        painter.setPen(QPen(colours.text, 1.5))
        low, high = self.x_of(found.low), self.x_of(found.high)
        painter.drawLine(round(low), round(middle), round(high), round(middle))
        for x in (low, high):
            painter.drawLine(round(x), round(middle - 4), round(x), round(middle + 4))


def label_width(plot: QWidget, labels: Sequence[str]) -> float:
    """Room for the longest of them beside the scale, never more than leaves the scale its own."""
    metrics = QFontMetricsF(plot.font())
    longest = max((metrics.horizontalAdvance(label) for label in labels), default=0.0)
    return min(longest + 12, max(0.45 * plot.width(), 60.0))


def _pieces(bars: tuple[Bar, ...]) -> Iterator[NDArray[np.float64]]:
    nothing = (np.nan,) * 4
    found = (bar.interval for bar in bars)
    yield np.array([(i.value, i.low, i.high, i.level) if i else nothing for i in found])


def _spoken(bar: Bar) -> str:
    if bar.interval is None:
        return f"{bar.label}: cannot be had"
    found = bar.interval
    low, high = 100 * found.low, 100 * found.high
    return f"{bar.label}: {100 * found.value:.1f} % ({low:.1f} to {high:.1f})"
