"""A table of records with a filter field above it."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.ui.item_models.records import Column, Filtered, Index, RecordModel

R = TypeVar("R")

_LEAST = 0.38  # of the width, for the first column
_ROW = 26  # height in pixels
_LONGEST_LOOK = 200  # rows looked at for the width of a column


class RecordTable(QWidget, Generic[R]):
    """Rows are records; the current one and the selected ones are told by index."""

    current_changed = Signal()
    selection_changed = Signal()
    activated = Signal()
    columns_hidden = Signal(list)  # headings, once the user has chosen others

    def __init__(
        self, name: str, columns: Sequence[Column[R]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model: RecordModel[R] = RecordModel(columns)
        self._rows = Filtered()
        self._rows.setSourceModel(self.model)
        self.filter = QLineEdit()
        self.filter.setAccessibleName(f"Filter {name.lower()}")
        self.filter.setPlaceholderText(self.tr("Filter…"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._rows.filter)
        self.view = QTableView()
        self._offered: Sequence[QAbstractButton] = ()
        self._shared, self._lines = False, 1
        self._hidden: frozenset[str] = frozenset()  # headings of columns that are put away
        self._away: set[int] = set()  # where they stand: others the panel itself hides
        self._given: int | None = None  # width of the first column, where it gives way
        self._set_up(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.filter)
        layout.addWidget(self.view, 1)
        QShortcut(QKeySequence.StandardKey.Copy, self.view, self.copy)

    def _set_up(self, name: str) -> None:
        view = self.view
        view.setModel(self._rows)
        view.setAccessibleName(name)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setAlternatingRowColors(True)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setSortingEnabled(True)
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(_ROW)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(_LONGEST_LOOK)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda place: self.column_menu().popup(header.mapToGlobal(place))
        )
        self.model.modelReset.connect(self._hide)
        view.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit())
        view.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        view.activated.connect(lambda _index: self.activated.emit())

    def offer(self, buttons: Sequence[QAbstractButton]) -> None:
        """What buttons beside the table do is in the menu of its rows, too."""
        self._offered = buttons
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._ask)

    def menu(self) -> QMenu:
        """What can be done with the selected rows now."""
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self._offered:
            menu.addAction(button.text(), button.click).setEnabled(button.isEnabled())
        return menu

    def column_menu(self) -> QMenu:
        """Which columns are shown; the first always is, and the panel may hide some itself."""
        menu = QMenu(self.tr("Columns"), self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, heading in enumerate(self._headings()):
            if place == 0 or (self.view.isColumnHidden(place) and place not in self._away):
                continue
            action = menu.addAction(heading)
            action.setCheckable(True)
            action.setChecked(heading not in self._hidden)
            action.toggled.connect(partial(self._choose_column, heading))
        return menu

    def hide_columns(self, headings: Iterable[str]) -> None:
        """Put these away, whenever the table has them; all others are shown."""
        self._hidden = frozenset(headings)
        self._hide()

    def _choose_column(self, heading: str, shown: bool) -> None:
        self.hide_columns(self._hidden - {heading} if shown else self._hidden | {heading})
        self.columns_hidden.emit(sorted(self._hidden))

    def _headings(self) -> list[str]:
        across = Qt.Orientation.Horizontal
        return [str(self.model.headerData(i, across)) for i in range(self.model.columnCount())]

    def _hide(self) -> None:
        for place in self._away:
            self.view.setColumnHidden(place, False)
        headings = enumerate(self._headings())
        self._away = {place for place, heading in headings if place and heading in self._hidden}
        for place in self._away:
            self.view.setColumnHidden(place, True)

    def _ask(self, place: QPoint) -> None:
        if self.view.indexAt(place).isValid():
            self.menu().popup(self.view.viewport().mapToGlobal(place))

    def show_records(self, records: Sequence[R]) -> None:
        """These from now on."""
        first = not self.model.records
        self.model.show(records)
        if first and records:
            self.view.resizeColumnsToContents()
            if self._shared:
                self._share_width()

    def give_second_its_width(self, lines: int = 1) -> None:
        """Where the second column would be cut, the first is, in the middle of its words.

        Only where both can be read so. Names often differ at their end; the tool tip is whole. Rows
        have so many *lines* then, into which the first column's words wrap before they are cut.
        """
        self._shared, self._lines = True, lines
        self.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew, unless the user has set the first column."""
        super().resizeEvent(event)
        if self._given is not None and self._given == self.view.columnWidth(0):
            self._share_width()

    def _share_width(self) -> None:
        view = self.view
        scrolls = view.verticalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        bar = view.verticalScrollBar().sizeHint().width() if scrolls else 0
        beside = bar + 2 * view.frameWidth()
        room, first = self.width() - beside, view.sizeHintForColumn(0)
        second = max(view.sizeHintForColumn(1), view.horizontalHeader().sectionSizeHint(1))
        enough = room - second >= _LEAST * room  # else nothing of a name could be read
        self._given = min(first, room - second) if enough else first
        view.setColumnWidth(0, self._given)
        more = self._lines - 1 if self._given < first else 0
        view.setWordWrap(more > 0)
        view.verticalHeader().setDefaultSectionSize(_ROW + more * view.fontMetrics().lineSpacing())

    def current(self) -> R | None:
        """The record of the current row."""
        index = self._rows.mapToSource(self.view.currentIndex())
        return self.model.records[index.row()] if index.isValid() else None

    def at(self, index: Index) -> R:
        """The record that an index of the view shows."""
        return self.model.records[self._rows.mapToSource(index).row()]

    def selected(self) -> tuple[R, ...]:
        """The records of the selected rows, from top to bottom."""
        rows = sorted(self.view.selectionModel().selectedRows(), key=lambda index: index.row())
        return tuple(self.model.records[self._rows.mapToSource(i).row()] for i in rows)

    def choose(self, row: int) -> None:
        """Make the record at *row* of the records the current and only selected one."""
        index = self._rows.mapFromSource(self.model.index(row, 0))
        if index.isValid() and index.row() != self.view.currentIndex().row():
            flags = (
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows
            )
            self.view.selectionModel().setCurrentIndex(index, flags)
            self.view.scrollTo(index)

    def select(self, rows: Sequence[int]) -> None:
        """Make the records at these places the selected ones; the current row stays."""
        wanted = QItemSelection()
        for row in rows:
            index = self._rows.mapFromSource(self.model.index(row, 0))
            wanted.select(index, index)
        flags = (
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows
        )
        self.view.selectionModel().select(wanted, flags)

    def step(self, rows: int) -> None:
        """Move the current row by that many."""
        row = self.view.currentIndex().row() + rows
        if 0 <= row < self._rows.rowCount():
            source = self._rows.mapToSource(self._rows.index(row, 0))
            self.choose(source.row())

    def copy(self) -> None:
        """The selected rows, tab-separated with headings, on the clipboard."""
        columns = range(self._rows.columnCount())
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        heading = [str(self._rows.headerData(c, Qt.Orientation.Horizontal)) for c in columns]
        lines = [heading, *([str(self._rows.index(r, c).data()) for c in columns] for r in rows)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
