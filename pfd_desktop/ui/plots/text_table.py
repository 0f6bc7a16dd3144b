"""A read-only table of text that can be copied and exported."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.errors import EnvironmentFault
from pfd_desktop.ui.plots.outlet import outlet_of

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NARROWEST, _SHARE = 110, 0.5  # of a column whose words wrap, in pixels and of the width
_PADDING, _GAP, _ROW = 20, 8, 24  # of cells: beside and above words, the least height
_HIGHEST, _WRAPPED = 10_000, int(Qt.TextFlag.TextWordWrap)
_LEAST = 60  # of a first column that is cut, in pixels
_MEASURED = 40  # rows that decide how wide a column is: there may be thousands
Rows = Sequence[tuple[str, ...]]  # may put a row into words only when it is asked for


class _TextModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.names: tuple[str, ...] = ()
        self.units_below = False
        self.rows: Rows = ()
        self.whole: Rows | None = None

    def put(self, names: tuple[str, ...], rows: Rows, whole: Rows | None) -> None:
        self.beginResetModel()
        self.names, self.rows, self.whole = names, rows, whole
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.names)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return (self.whole or self.rows)[index.row()][index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.names[section]
        if role == Qt.ItemDataRole.DisplayRole:
            name = self.names[section]
            return name.replace(" (", "\n(") if self.units_below else name
        return None


class TextTable(QTableView):
    """Rows of text; Ctrl+C copies the chosen rows, or all, as tab-separated text.

    What is exported may be more exact than what is shown: full numbers, each with its unit.
    """

    row_chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._model = _TextModel()
        self._exact: tuple[tuple[str, ...], Rows] | None = None
        self._wraps, self._seen = False, 0
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        # A note that is wider than the table can be read to its end.
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        # A header asks for every cell of its columns whether it is selected: it sees no selection.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self._model, self))
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def put_units_below(self) -> None:
        """Show units under the names of the columns, so that these are narrower."""
        self._model.units_below = True

    def wrap_words(self) -> None:
        """No column takes more than a part of the width: long texts take several lines there."""
        self._wraps = True
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_first(self, columns: int) -> None:
        """So many columns are seen at once: where they have no room, the first is cut in the middle
        of its words, of which the tool tip tells the whole."""
        self._seen = columns
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def show_rows(
        self, names: tuple[str, ...], rows: Rows, whole: Sequence[tuple[str, ...]] | None = None
    ) -> None:
        """Show these; they are also what is exported, unless ``keep_exact`` tells more.

        *whole*: the same rows without anything shortened, for tool tips, copies and exports.
        """
        self._exact = None if whole is None else (names, whole)
        self._model.put(names, rows, whole)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share another width."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        if not self._model.names:
            return
        if self._wraps:
            self._wrap()
            return
        self._cut_first(self.viewport().width())
        self._give_last_the_rest()

    def _wrap(self) -> None:
        """Widths and heights by the texts: a row is as high as the most lines in it need."""
        header, room = self.horizontalHeader(), self.viewport().width()
        header.setSectionResizeMode(header.ResizeMode.Fixed)
        columns = range(len(self._model.names))
        natural = [max(self._longest(k), header.sectionSizeHint(k)) for k in columns]
        widths = shared(natural, room, max(_NARROWEST, round(_SHARE * room)))
        for column, width in enumerate(widths):
            header.resizeSection(column, width)
        metrics = self.fontMetrics()
        for number, row in enumerate(self._model.rows):
            heights = [
                metrics.boundingRect(0, 0, width - _PADDING, _HIGHEST, _WRAPPED, text).height()
                for width, text in zip(widths, row, strict=True)
            ]
            self.setRowHeight(number, max(_ROW, max(heights) + _GAP))

    def _longest(self, column: int) -> int:
        texts = (row[column] for row in self._model.rows[:_MEASURED])
        return _PADDING + max(map(self.fontMetrics().horizontalAdvance, texts), default=0)

    def _cut_first(self, room: int) -> None:
        """The first column is as wide as its words, or as what those to be seen with it leave."""
        header = self.horizontalHeader()
        if not 1 < self._seen < len(self._model.names):
            return
        header.setSectionResizeMode(0, header.ResizeMode.Fixed)
        wanted = max(self.sizeHintForColumn(0), header.sectionSizeHint(0))
        left = room - sum(map(header.sectionSize, range(1, self._seen)))
        header.resizeSection(0, min(wanted, max(left, _LEAST)))

    def _give_last_the_rest(self) -> None:
        """The last column takes what is left; where that would cut it, the table scrolls."""
        last, header = len(self._model.names) - 1, self.horizontalHeader()
        wanted = max(self.sizeHintForColumn(last), header.sectionSizeHint(last))
        rest = self.viewport().width() - sum(map(header.sectionSize, range(last)))
        mode = header.ResizeMode.Stretch if wanted <= rest else header.ResizeMode.ResizeToContents
        if header.sectionResizeMode(last) != mode:
            header.setSectionResizeMode(last, mode)

    def keep_exact(self, names: tuple[str, ...], rows: Rows) -> None:
        """What is exported in place of what is shown."""
        self._exact = names, rows

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns."""
        return self._model.names

    @property
    def rows(self) -> Rows:
        """What is shown."""
        return self._model.rows

    def chosen_rows(self) -> tuple[int, ...]:
        """The numbers of the rows that are selected, from the top."""
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(place) for place in range(chosen.size())]
        return tuple(sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)}))

    def choose_rows(self, rows: Sequence[int]) -> None:
        """Select these, in rising order, and no others; the current row stays where it is."""
        chosen, last = QItemSelection(), len(self._model.names) - 1
        for first, stop in _stretches(rows):
            chosen.select(self._model.index(first, 0), self._model.index(stop, last))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def text(self) -> str:
        """The chosen rows, or all, with the header, separated by tabs."""
        every = self._model.whole or self._model.rows
        rows = [every[row] for row in self.chosen_rows()] or list(every)
        return "\n".join("\t".join(row) for row in [self._model.names, *rows]) + "\n"

    def copy(self) -> None:
        """Put ``text()`` on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def csv_text(self, header: tuple[str, ...] = ()) -> str:
        """The whole table with every digit, as CSV under *header*."""
        names, rows = self._exact or (self._model.names, self._model.rows)
        out = io.StringIO()
        out.writelines(f"# {entry}\n" for entry in header)
        csv.writer(out, lineterminator="\n").writerows((names, *rows))
        return out.getvalue()

    def header(self) -> tuple[str, ...]:
        """What stands above the columns of an exported file."""
        return (self.accessibleName(),)

    def export(self, path: Path) -> None:
        """Write the table; an error is said in the panel."""
        try:
            atomic_write_bytes(path, self.csv_text(self.header()).encode())
        except OSError as error:
            self._refuse(
                EnvironmentFault(
                    f"{path.name} could not be written ({error.strerror}). Choose another folder."
                )
            )
        except EnvironmentFault as error:
            self._refuse(error)

    def _refuse(self, error: EnvironmentFault) -> None:
        outlet_of(self).show_error(error)

    def menu(self) -> QMenu:
        """Copy and export."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(f"{self.accessibleName()} menu")
        menu.addAction(self.tr("Copy"), self.copy)
        menu.addAction(self.tr("Export CSV…"), self._ask_csv)
        for action in menu.actions():
            action.setEnabled(bool(self.rows))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy and export."""
        self.menu().popup(event.globalPos())

    def _ask_csv(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export CSV"), "", "CSV (*.csv)")
        if name:
            path = Path(name)
            self.export(path if path.suffix else path.with_suffix(".csv"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _tell(self, current: QModelIndex, previous: QModelIndex) -> None:
        del previous
        if current.isValid():
            self.row_chosen.emit(current.row())


def shared(wanted: Sequence[int], room: int, least: int) -> list[int]:
    """Widths for texts that may wrap: the widest give way until all fit, down to *least* each.

    What is left goes to the last; where there is no room for that, they are wider than the room.
    """
    limit = room
    for done, one in enumerate(sorted(wanted)):
        even = (room - sum(sorted(wanted)[:done])) // (len(wanted) - done)
        if one > even:
            limit = even
            break
    widths = [min(one, max(limit, least)) for one in wanted]
    widths[-1] += max(0, room - sum(widths))
    return widths


def _stretches(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours together: a selection of one stretch costs less than one of each row."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = found[-1][0], row
        else:
            found.append((row, row))
    return found
