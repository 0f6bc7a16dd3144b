"""The tables of zones: read them, and make a version of one's own."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.severity import SeverityTable, ZoneLimits
from pfd_desktop.core.severity.tables import check
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.widgets.message_strip import MessageStrip

_HEADINGS = ("Group", "Support", "A/B", "B/C", "C/D", "Machines")
_FIRST_LIMIT = 2


class TablesDialog(QDialog):
    """Limits are changed in the cells; keeping them makes the next version of the table."""

    version_wanted = Signal(object)  # a SeverityTable
    deletion_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tables of zones")
        self.resize(760, 440)
        self._tables: tuple[SeverityTable, ...] = ()
        self.message = MessageStrip()
        self.choice = QComboBox()
        self.choice.setAccessibleName("Table of zones")
        self.citation = QLineEdit()
        self.citation.setAccessibleName("Citation")
        self.caveat = QLabel()
        self.caveat.setWordWrap(True)
        self.caveat.setProperty("tone", "muted")
        self.grid = QTableWidget(0, len(_HEADINGS))
        self.grid.setAccessibleName("Limits of the zones")
        self.grid.setHorizontalHeaderLabels(list(_HEADINGS))
        self.grid.verticalHeader().hide()
        self.keep = QPushButton("Keep as the next version")
        self.drop = QPushButton("Delete this version")
        self.shut = QPushButton("Close")
        self._lay_out()
        self.choice.activated.connect(lambda _: self._show_chosen())
        self.keep.clicked.connect(self._keep)
        self.drop.clicked.connect(lambda: self.deletion_wanted.emit(self.shown()))
        self.shut.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self.message)
        layout.addWidget(self.choice)
        row = QHBoxLayout()
        row.addWidget(QLabel("Citation"))
        row.addWidget(self.citation, 1)
        layout.addLayout(row)
        layout.addWidget(self.caveat)
        layout.addWidget(self.grid, 1)
        header = self.grid.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.shut)
        layout.addLayout(buttons)

    def show_tables(self, tables: Sequence[SeverityTable]) -> None:
        """All versions; the one that was added since is chosen, else the first."""
        known, self._tables = self._tables or tuple(tables), tuple(tables)
        added = [one for one in self._tables if one not in known]
        self.choice.clear()
        for table in self._tables:
            self.choice.addItem(table.words)
        self.choice.setCurrentIndex(self._tables.index(added[-1]) if added else 0)
        self._show_chosen()

    def shown(self) -> SeverityTable:
        """The one that is shown, as it is kept."""
        return self._tables[self.choice.currentIndex()]

    def _show_chosen(self) -> None:
        table = self.shown()
        self.citation.setText(table.citation)
        self.citation.setCursorPosition(0)
        unit = "mm/s rms" if table.measure.value == "velocity rms" else "µm·√rpm, to be over √rpm"
        self.caveat.setText(" ".join(part for part in (f"Limits in {unit}.", table.caveat) if part))
        self.drop.setEnabled(not table.built_in)
        self.grid.setRowCount(len(table.limits))
        for number, row in enumerate(table.limits):
            cells = (row.group, row.support.value or "any", *map(_text, _limits(row)), row.meaning)
            for column, words in enumerate(cells):
                self.grid.setItem(number, column, _cell(words, fixed=not _is_limit(column)))

    def _keep(self) -> None:
        try:
            wanted = self.edited()
            check(wanted)
        except InvalidInput as error:
            self.message.show_error(error)
            return
        self.message.clear()
        self.version_wanted.emit(wanted)

    def edited(self) -> SeverityTable:
        """The table as the cells say; raises InvalidInput for what is no number."""
        table = self.shown()
        rows = tuple(
            replace(row, a_b=limits[0], b_c=limits[1], c_d=limits[2])
            for row, limits in zip(
                table.limits, map(self._row_limits, range(len(table.limits))), strict=True
            )
        )
        return replace(table, limits=rows, citation=self.citation.text().strip())

    def _row_limits(self, number: int) -> tuple[float, float, float]:
        first, second, third = (
            self._number(number, column) for column in range(_FIRST_LIMIT, _FIRST_LIMIT + 3)
        )
        return first, second, third

    def _number(self, row: int, column: int) -> float:
        item = self.grid.item(row, column)
        words = "" if item is None else item.text()
        try:
            return float(words.replace(",", "."))
        except ValueError as error:
            raise InvalidInput(
                f"“{words}” in row {row + 1}, {_HEADINGS[column]}, is no number."
            ) from error

    def connect_to(
        self, keep: Callable[[SeverityTable], None], drop: Callable[[SeverityTable], None]
    ) -> None:
        """Who keeps and deletes versions."""
        self.version_wanted.connect(keep)
        self.deletion_wanted.connect(drop)


def _limits(row: ZoneLimits) -> tuple[float, float, float]:
    return row.a_b, row.b_c, row.c_d


def _text(value: float) -> str:
    return f"{value:g}"


def _is_limit(column: int) -> bool:
    return _FIRST_LIMIT <= column < _FIRST_LIMIT + 3


def _cell(words: str, *, fixed: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(words)
    if fixed:
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
    return item
