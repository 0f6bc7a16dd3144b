"""A table of counts whose cells are tinted by how much they hold: a map of what is there."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

_CELL = QSize(48, 26)
_FILL = 110  # of 255: words must stay readable on the fullest cell


class CountTable(QTableWidget):
    """Rows and columns with names; a cell without anything is a dot, so that gaps are seen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(_CELL.height())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setMinimumSectionSize(_CELL.width())

    def show_counts(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        counts: Sequence[Sequence[int]],
        marked: frozenset[int] = frozenset(),
    ) -> None:
        """These counts; the names of *marked* rows bear a sign of warning."""
        self.clear()
        self.setRowCount(len(rows))
        self.setColumnCount(len(columns))
        self.setHorizontalHeaderLabels(list(columns))
        names = [f"⚠ {name}" if i in marked else name for i, name in enumerate(rows)]
        self.setVerticalHeaderLabels(names)
        most = max((n for own in counts for n in own), default=0)
        for row, own in enumerate(counts):
            for column, count in enumerate(own):
                told = f"{rows[row]}, {columns[column]}: {count}"
                self.setItem(row, column, self._item(count, most, told))

    def _item(self, count: int, most: int, told: str) -> QTableWidgetItem:
        item = QTableWidgetItem(str(count) if count else "·")
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        item.setToolTip(told)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
        if count:
            colour = QColor(self.palette().color(QPalette.ColorRole.Highlight))
            colour.setAlpha(round(_FILL * count / most))
            item.setBackground(colour)
        return item
