"""A confusion matrix whose cells can be opened."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from pfd_desktop.core.figures.confusion import ConfusionCell, ConfusionFigure

_CELL = QSize(58, 30)
_FILL = 110  # of 255: words must stay readable on the fullest cell


class ConfusionMatrix(QTableWidget):
    """Rows are the truth, columns what was said; a cell holds the number of recordings."""

    cell_opened = Signal(object)  # a ConfusionCell

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Confusion matrix")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(_CELL.height())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setMinimumSectionSize(_CELL.width())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._figure: ConfusionFigure | None = None
        self.currentCellChanged.connect(lambda row, column, *_: self._open(row, column))

    def show_figure(self, figure: ConfusionFigure) -> None:
        """These counts."""
        self._figure = figure
        self.blockSignals(True)
        self.clear()
        self.setRowCount(len(figure.classes))
        self.setColumnCount(len(figure.classes))
        self.setHorizontalHeaderLabels(list(figure.classes))
        self.setVerticalHeaderLabels(list(figure.classes))
        for row, cells in enumerate(figure.cells):
            for column, cell in enumerate(cells):
                self.setItem(row, column, self._item(cell))
        self.setCurrentCell(-1, -1)
        self.blockSignals(False)
        self.setFixedHeight(self._whole_height())

    def _item(self, cell: ConfusionCell) -> QTableWidgetItem:
        item = QTableWidgetItem(str(cell.count) if cell.count else "·")
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        told = f"{cell.count} of truth {cell.truth}, said {cell.predicted} ({cell.share:.0%})"
        item.setToolTip("\n".join((told, *cell.recording_names)))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
        colour = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        colour.setAlpha(round(_FILL * cell.share))
        item.setBackground(colour)
        return item

    def _whole_height(self) -> int:
        rows = self.verticalHeader().length()
        return rows + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth() + 12

    def _open(self, row: int, column: int) -> None:
        if self._figure is not None and row >= 0 and column >= 0:
            self.cell_opened.emit(self._figure.cells[row][column])
