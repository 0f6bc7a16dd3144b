"""A confusion matrix whose cells can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pfd_desktop.ui.plots.painted_plot import Painted
from pfd_desktop.ui.plots.palette import PlotColours, mixed

if TYPE_CHECKING:
    from pfd_desktop.core.figures.confusion import ConfusionCell, ConfusionFigure
    from pfd_desktop.core.figures.export import DataTable

_HEIGHT, _WIDEST, _NARROWEST = 38.0, 110.0, 17.0  # of a cell
_LEVEL, _LONGEST = 24.0, 110.0  # of headings: height of one that lies, length of one that stands
_NAMES = 0.35  # of the width at most are the names of the rows
_FILL = 0.45  # words must stay readable on the fullest cell
_GAP = 6.0
_SMALL = 0.8  # of the letters: what was pinned
_CORNER = "truth ↓ said →"
_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CORNER_OF_CELL = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class ConfusionPlot(Painted):
    """Rows are the truth, columns what was said; a cell: recordings, and their share of the row.

    All classes are seen at any width: cells get narrower, headings stand on end, and what then is
    still cut has a tool tip. A click or the arrow keys open a cell, Ctrl+0 opens all.
    """

    _pinned: ConfusionFigure | None

    cell_opened = Signal(object)  # a ConfusionCell
    all_opened = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._figure: ConfusionFigure | None = None
        self._current: tuple[int, int] | None = None

    def show_figure(self, figure: ConfusionFigure | None) -> None:
        """These counts; None is hidden."""
        self._figure, self._current = figure, None
        self.setVisible(figure is not None)
        self.setAccessibleDescription("" if figure is None else _spoken(figure))
        self._fit()
        self.update()

    def data_table(self) -> DataTable | None:
        """A row for each cell."""
        return None if self._figure is None else self._figure.table()

    def pinnable(self) -> ConfusionFigure | None:
        """The counts: in brackets in the corner of the cells of the same classes."""
        return self._figure

    def _before(self, cell: ConfusionCell) -> int | None:
        """How many the pinned matrix has there; None where it has no such cell."""
        cells = () if self._pinned is None else self._pinned.cells
        here = (one for row in cells for one in row)
        same = (one.count for one in here if _place_of(one) == _place_of(cell))
        return next(same, None)

    def reset_view(self) -> None:
        """Every cell is meant again."""
        self._current = None
        self.update()
        self.all_opened.emit()

    def open_cell(self, row: int, column: int) -> None:
        """As a click there does."""
        if self._figure is not None:
            self._current = row, column
            self.update()
            self.cell_opened.emit(self._figure.cells[row][column])

    # -- geometry --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As wide as is allowed; the height follows from the width."""
        return QSize(360, self.height())

    def minimumSizeHint(self) -> QSize:
        """Numbers in every column."""
        return QSize(round(_NARROWEST * (len(self.classes()) + 2)), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Headings may lie or stand now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(round(self.head_height() + _HEIGHT * len(self.classes()) + 2))

    def classes(self) -> tuple[str, ...]:
        """The names of rows and columns."""
        return () if self._figure is None else self._figure.classes

    def names_width(self) -> float:
        """How wide the names of the rows are."""
        corner = QFontMetricsF(self.font()).horizontalAdvance(_CORNER)
        return min(max(self._longest(), corner) + 2 * _GAP, _NAMES * self.width())

    def cell_width(self) -> float:
        """So that all columns are seen."""
        room = self.width() - self.names_width() - 2
        return min(_WIDEST, room / max(1, len(self.classes())))

    def headings_stand(self) -> bool:
        """Whether they are too long to lie."""
        return self._longest() + _GAP > self.cell_width()

    def head_height(self) -> float:
        """Of the headings."""
        if not self.headings_stand():
            return _LEVEL + _GAP
        return max(2 * _LEVEL, min(self._longest(), _LONGEST) + 2 * _GAP)

    def cell_area(self, row: int, column: int) -> QRectF:
        """Where a cell is drawn."""
        wide = self.cell_width()
        left, top = self.names_width() + wide * column, self.head_height() + _HEIGHT * row
        return QRectF(left, top, wide, _HEIGHT)

    def _longest(self) -> float:
        metrics = QFontMetricsF(self.font())
        return max(map(metrics.horizontalAdvance, self.classes()), default=0.0)

    def _place(self, at: QPointF) -> tuple[int, int]:
        """Row and column there; -1 is a heading, and beyond the last one there is nothing."""
        x, y = at.x() - self.names_width(), at.y() - self.head_height()
        return int(y // _HEIGHT) if y >= 0 else -1, int(x // self.cell_width()) if x >= 0 else -1

    # -- events ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the cell."""
        row, column = self._place(event.position())
        if event.button() == Qt.MouseButton.LeftButton and self._is_cell(row, column):
            self.open_cell(row, column)

    def _is_cell(self, row: int, column: int) -> bool:
        return 0 <= row < len(self.classes()) and 0 <= column < len(self.classes())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from cell to cell."""
        step, last = _STEPS.get(event.key()), len(self.classes()) - 1
        if step is None or last < 0:
            super().keyPressEvent(event)
            return
        row, column = self._current or (-step[0], -step[1])
        self.open_cell(min(max(row + step[0], 0), last), min(max(column + step[1], 0), last))

    def event(self, event: QEvent) -> bool:
        """Names and cells have tool tips."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, at: QPointF) -> str:
        """What a name or a cell says in full; "" is nothing."""
        row, column = self._place(at)
        names, figure = dict(enumerate(self.classes())), self._figure
        if figure is None or (row not in names and column not in names):
            return ""
        if row == -1:
            return f"Said {names[column]}"
        if column == -1:
            return f"Truth {names[row]}"
        if not self._is_cell(row, column):
            return ""
        cell = figure.cells[row][column]
        before = self._before(cell)
        pinned = () if before is None else (f"{before} in the pinned matrix",)
        return "\n".join((_told(cell), *pinned, *cell.recording_names))

    # -- look ------------------------------------------------------------------------------------

    def paint_all(self, painter: QPainter, colours: PlotColours) -> None:
        """Headings, cells, and which one is open."""
        if self._figure is None:
            return
        self._draw_corner(painter, colours)
        for place, name in enumerate(self._figure.classes):
            self._draw_row_name(painter, place, name, colours)
            self._draw_heading(painter, place, name, colours)
        for row, cells in enumerate(self._figure.cells):
            for column, cell in enumerate(cells):
                self._draw_cell(painter, self.cell_area(row, column), cell, colours)
        if self._current is not None:
            painter.setPen(colours.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.cell_area(*self._current).adjusted(1, 1, -2, -2))

    def _draw_corner(self, painter: QPainter, colours: PlotColours) -> None:
        painter.setPen(colours.muted)
        high = self.head_height()
        area = QRectF(_GAP, 0, self.names_width() - 2 * _GAP, high)
        if self.headings_stand():
            painter.drawText(area.adjusted(0, 0, 0, -high / 2), _RIGHT, "said →")
            painter.drawText(area.adjusted(0, high / 2, 0, 0), _RIGHT, "truth ↓")
        else:
            painter.drawText(area, _RIGHT, _elided(painter, _CORNER, area.width()))

    def _draw_row_name(self, painter: QPainter, row: int, name: str, colours: PlotColours) -> None:
        painter.setPen(colours.text)
        top = self.head_height() + _HEIGHT * row
        area = QRectF(_GAP, top, self.names_width() - 2 * _GAP, _HEIGHT)
        painter.drawText(area, _RIGHT, _elided(painter, name, area.width()))

    def _draw_heading(
        self, painter: QPainter, column: int, name: str, colours: PlotColours
    ) -> None:
        painter.setPen(colours.text)
        wide, high = self.cell_width(), self.head_height()
        left = self.names_width() + wide * column
        if not self.headings_stand():
            painter.drawText(QRectF(left, 0, wide, high), _CENTRE, name)
            return
        painter.save()
        painter.translate(left, high - _GAP)
        painter.rotate(-90)
        length = high - _GAP
        painter.drawText(QRectF(0, 0, length, wide), _LEFT, _elided(painter, name, length))
        painter.restore()

    def _draw_cell(
        self, painter: QPainter, area: QRectF, cell: ConfusionCell, colours: PlotColours
    ) -> None:
        fill = mixed(colours.accent, colours.background, _FILL * cell.share)
        painter.fillRect(area.adjusted(0, 0, -1, -1), fill)
        right = cell.truth == cell.predicted
        painter.setPen(colours.frame if right else colours.grid)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0, 0, -1, -1))
        self._draw_before(painter, area, cell, colours)
        if not cell.count:
            painter.setPen(colours.muted)
            painter.drawText(area, _CENTRE, "·")
            return
        painter.setPen(colours.text)
        share = f"{100 * cell.share:.0f} %"
        whole = QFontMetricsF(painter.font()).horizontalAdvance(share) + 4 <= area.width()
        painter.drawText(area, _CENTRE, f"{cell.count}\n{share}" if whole else str(cell.count))

    def _draw_before(
        self, painter: QPainter, area: QRectF, cell: ConfusionCell, colours: PlotColours
    ) -> None:
        before = self._before(cell)
        if not before:  # none, or nothing was there
            return
        painter.save()
        small = QFont(painter.font())
        small.setPointSizeF(_SMALL * small.pointSizeF())
        painter.setFont(small)
        painter.setPen(colours.muted)
        painter.drawText(area.adjusted(0, 1, -3, 0), _CORNER_OF_CELL, f"({before})")
        painter.restore()


def _place_of(cell: ConfusionCell) -> tuple[str, str]:
    return cell.truth, cell.predicted


def _elided(painter: QPainter, words: str, width: float) -> str:
    metrics = QFontMetricsF(painter.font())
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)


def _told(cell: ConfusionCell) -> str:
    return f"{cell.count} of truth {cell.truth}, said {cell.predicted} ({cell.share:.0%})"


def _spoken(figure: ConfusionFigure) -> str:
    return "; ".join(_told(cell) for row in figure.cells for cell in row if cell.count)
