"""A table over records: one column per fact, sortable by its value, filtered over all columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SORT_ROLE = Qt.ItemDataRole.UserRole
_Role = Qt.ItemDataRole


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: what it says, and what it is sorted by."""

    heading: str
    text: Callable[[R], str]
    key: Callable[[R], str | float] | None = None  # None: sorted by its text
    number: bool = False  # numbers stand at the right
    tip: Callable[[R], str] | None = None
    about: str = ""  # what hovering over the heading tells


class RecordModel(QAbstractTableModel, Generic[R]):
    """The rows, as records; everything shown is made when it is asked for."""

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._records: tuple[R, ...] = ()
        self._folded: dict[int, str] = {}  # what a filter looks in, made when it first looks

    def show(self, records: Sequence[R]) -> None:
        """These records from now on."""
        self.beginResetModel()
        self._records, self._folded = tuple(records), {}
        self.endResetModel()

    def show_columns(self, columns: Sequence[Column[R]]) -> None:
        """These columns from now on, and no record yet."""
        self.beginResetModel()
        self._columns, self._records, self._folded = tuple(columns), (), {}
        self.endResetModel()

    @property
    def records(self) -> tuple[R, ...]:
        """What is shown, in the order it was given."""
        return self._records

    def folded(self, row: int) -> str:
        """All texts of a row, one a line, in lower case."""
        found = self._folded.get(row)
        if found is None:
            record = self._records[row]
            found = "\n".join(str(column.text(record)) for column in self._columns).casefold()
            self._folded[row] = found
        return found

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many records."""
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """One fact of one record."""
        record, column = self._records[index.row()], self._columns[index.column()]
        if role in {_Role.DisplayRole, _Role.AccessibleTextRole}:
            return column.text(record)
        if role == _Role.ToolTipRole:
            return (column.tip or column.text)(record)
        if role == SORT_ROLE:
            return column.key(record) if column.key else column.text(record).casefold()
        if role == _Role.TextAlignmentRole and column.number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _Role.DisplayRole:
            return self._columns[section].heading
        if role == _Role.ToolTipRole:
            return self._columns[section].about or None
        if role == _Role.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight
                if self._columns[section].number
                else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class Filtered(QSortFilterProxyModel):
    """Sorted by value; every word of the filter must stand in some column."""

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self.setSortRole(SORT_ROLE)

    def filter(self, text: str) -> None:
        """Show rows with all these words."""
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        """Whether the row has all words."""
        model = self.sourceModel()
        if not self._words or not isinstance(model, RecordModel):
            return True
        whole = model.folded(row)
        return all(word in whole for word in self._words)
