"""A critical-difference diagram: mean ranks, and bars that join what was not told apart."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pfd_desktop.core.figures.export import OF_RESULTS, DataTable
from pfd_desktop.core.figures.ranks import RanksFigure
from pfd_desktop.ui.plots.bars_plot import label_width
from pfd_desktop.ui.plots.painted_plot import PaintedPlot
from pfd_desktop.ui.plots.palette import PlotColours
from pfd_desktop.ui.plots.ticks import ticks

_ROW, _BAR, _BELOW, _DOT, _RIGHT = 26.0, 9.0, 42.0, 4.5, 24.0
_MARGIN = 0.15  # ranks beyond the first and the last, for the dots


class RanksPlot(PaintedPlot):
    """A row for each of those ranked, the best first; the critical difference above them."""

    _pinned: RanksFigure | None

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._figure: RanksFigure | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: RanksFigure | None) -> None:
        """This from now on."""
        self._figure = figure
        self.reset_view()
        pairs = () if figure is None else zip(figure.names, figure.mean_ranks, strict=True)
        self.setAccessibleDescription("; ".join(f"{name}: {rank:.2f}" for name, rank in pairs))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """A row for each, one for the critical difference, a line for each bar."""
        return QSize(360, round(self._rows_height() + self._bars_height() + _BELOW))

    def _rows_height(self) -> float:
        return 0.0 if self._figure is None else _ROW * (len(self._figure.names) + 1)

    def _bars_height(self) -> float:
        return 0.0 if self._figure is None else _BAR * len(self._figure.joined)

    def home(self) -> tuple[float, float]:
        """From the first rank to the last."""
        last = 2 if self._figure is None else len(self._figure.names)
        return 1.0 - _MARGIN, last + _MARGIN

    def value_area(self) -> QRectF:
        """Right of the names."""
        left = label_width(self, self._names())
        height = self._rows_height() + self._bars_height()
        return QRectF(left, 0, max(40.0, self.width() - left - _RIGHT), height)

    def title_area(self) -> QRectF:
        """Where the words under the scale stand: in its middle, and whole where that is narrow."""
        if self._figure is None:
            return QRectF()
        scale = self.value_area()
        wide = QFontMetricsF(self.font()).horizontalAdvance(self._figure.label) + 2
        left = max(0.0, min(scale.center().x() - wide / 2, self.width() - wide))
        return QRectF(left, scale.bottom() + 20, wide, 20)

    def _names(self) -> tuple[str, ...]:
        if self._figure is None:
            return ()
        return f"Critical difference {self._figure.critical_difference:.2f}", *self._figure.names

    # -- data ------------------------------------------------------------------------------------

    def data_table(self) -> DataTable | None:
        """A row for each of those ranked."""
        figure = self._figure
        if figure is None:
            return None
        return DataTable(
            header=(
                f"quantity: {figure.label}",
                "unit: 1 (rank)",
                *OF_RESULTS,
                f"critical difference (Nemenyi): {figure.critical_difference!r}",
                f"level of significance: {figure.alpha!r}",
            ),
            names=("mean rank",),
            rows=len(figure.names),
            pieces=partial(_pieces, figure),
            label_names=("run",),
            labels=tuple((name,) for name in figure.names),
        )

    def pinnable(self) -> RanksFigure | None:
        """The ranks: kept as rings, by name."""
        return self._figure

    # -- look ------------------------------------------------------------------------------------

    def paint_all(self, painter: QPainter, colours: PlotColours) -> None:
        """Scale, names, critical difference, rings, ranks, bars."""
        figure = self._figure
        if figure is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.value_area()
        self._draw_scale(painter, scale, colours)
        for row, name in enumerate(self._names()):
            self._draw_name(painter, row, name, colours.text if row else colours.muted)
        painter.save()
        painter.setClipRect(scale.adjusted(-_DOT, 0, _DOT, 0))
        self._draw_bar(painter, 1.0, 1.0 + figure.critical_difference, _ROW / 2, colours.muted)
        self._draw_pinned(painter, figure, colours)
        for row, rank in enumerate(figure.mean_ranks, 1):
            at = QPointF(self.x_of(rank), _ROW * (row + 0.5))
            painter.setPen(QPen(colours.frame, 1))
            painter.drawLine(at, QPointF(at.x(), scale.bottom()))
            painter.setPen(QPen(colours.accent, 1))
            painter.setBrush(colours.accent)
            painter.drawEllipse(at, _DOT, _DOT)
        for place, (low, high) in enumerate(figure.joined):
            y = self._rows_height() + _BAR * (place + 0.5)
            self._draw_bar(painter, low, high, y, colours.text)
        painter.restore()

    def _draw_scale(self, painter: QPainter, scale: QRectF, colours: PlotColours) -> None:
        found = ticks(*self.value_range(), "", max(2, int(scale.width() / 30)), whole=True)
        for value, words in zip(found.values, found.labels, strict=True):
            x = round(self.x_of(value))
            painter.setPen(QPen(colours.grid, 1))
            painter.drawLine(x, 0, x, round(scale.bottom()))
            painter.setPen(colours.muted)
            place = QRectF(x - 24, scale.bottom() + 2, 48, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        assert self._figure is not None
        painter.drawText(self.title_area(), Qt.AlignmentFlag.AlignCenter, self._figure.label)

    def _draw_name(self, painter: QPainter, row: int, name: str, colour: QColor) -> None:
        room = QRectF(0, _ROW * row, self.value_area().left() - 12, _ROW)
        painter.setPen(colour)
        short = QFontMetricsF(self.font()).elidedText(
            name, Qt.TextElideMode.ElideMiddle, room.width() + 1
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, short)

    def _draw_bar(
        self, painter: QPainter, low: float, high: float, y: float, colour: QColor
    ) -> None:
        painter.setPen(QPen(colour, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(self.x_of(low), y), QPointF(self.x_of(high), y))

    def _draw_pinned(self, painter: QPainter, figure: RanksFigure, colours: PlotColours) -> None:
        if self._pinned is None:
            return
        kept = dict(zip(self._pinned.names, self._pinned.mean_ranks, strict=True))
        painter.setPen(QPen(colours.reference, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row, name in enumerate(figure.names, 1):
            if name in kept:
                at = QPointF(self.x_of(kept[name]), _ROW * (row + 0.5))
                painter.drawEllipse(at, _DOT + 3, _DOT + 3)


def _pieces(figure: RanksFigure) -> Iterator[NDArray[np.float64]]:
    yield np.array(figure.mean_ranks).reshape(-1, 1)
