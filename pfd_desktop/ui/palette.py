"""The command palette: type a few letters of what you want to do."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget

from pfd_desktop.ui.actions import Actions

Index = QModelIndex | QPersistentModelIndex


def fuzzy(letters: str, title: str) -> int | None:
    """How well *letters* fit into *title* in order; higher is better, None where they do not."""
    wanted, text = letters.casefold().replace(" ", ""), title.casefold()
    score, place = 0, -1
    for letter in wanted:
        found = text.find(letter, place + 1)
        if found < 0:
            return None
        starts_word = found == 0 or not text[found - 1].isalnum()
        score += 8 if starts_word else 4 if found == place + 1 else 0
        score -= min(found - place - 1, 6)
        place = found
    return score


class _Ranked(QSortFilterProxyModel):
    """Only what fits, the best first."""

    letters = ""

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether the row fits."""
        del parent
        title = self.sourceModel().index(row, 0).data()
        return fuzzy(self.letters, str(title)) is not None

    def lessThan(self, left: Index, right: Index) -> bool:
        """Worse is less."""
        first, second = (fuzzy(self.letters, str(side.data())) or 0 for side in (left, right))
        return first < second


class Finder(QDialog):
    """A field and a list; Enter does what is marked."""

    def __init__(self, name: str, words: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName(name)
        self.field = QLineEdit()
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.list = QListView()
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.rows = QStandardItemModel(self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.addWidget(self.field)
        self.column.addWidget(self.list)
        self.field.textChanged.connect(self.rank)
        self.field.installEventFilter(self)
        self.list.activated.connect(self._do)
        self.list.clicked.connect(self._do)

    def open_over(self, window: QWidget) -> None:
        """Show it in the upper middle of the window."""
        self.field.clear()
        self.rank("")
        self.resize(480, 320)
        place = window.mapToGlobal(window.rect().topLeft())
        self.move(place.x() + (window.width() - 480) // 2, place.y() + 72)
        self.show()
        self.field.setFocus()

    def rank(self, letters: str) -> None:
        """Show what fits these letters."""
        raise NotImplementedError

    def do(self, name: str) -> None:
        """Do what the marked row, so named, is for."""
        raise NotImplementedError

    def mark(self, row: int) -> None:
        """Make it the row that Enter does."""
        self.list.setCurrentIndex(self.list.model().index(row, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the field keeps the focus."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            row = self.list.currentIndex().row()
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                step = 1 if key == Qt.Key.Key_Down else -1
                self.mark(max(0, min(self.list.model().rowCount() - 1, row + step)))
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._do()
                return True
        return super().eventFilter(watched, event)

    def _do(self, *_index: object) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.close()
            self.do(str(index.data(Qt.ItemDataRole.UserRole)))


class CommandPalette(Finder):
    """All that can be done now, the best fit first."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__("Command palette", "What do you want to do?", parent)
        self._actions = actions
        self._ranked = _Ranked(self)
        self._ranked.setSourceModel(self.rows)
        self.list.setAccessibleName("Commands")
        self.list.setModel(self._ranked)

    def open_over(self, window: QWidget) -> None:
        """Offer what is enabled now."""
        self.rows.clear()
        for spec, action in self._actions:
            if action.isEnabled():
                item = QStandardItem(action.icon(), spec.title)
                item.setData(spec.name, Qt.ItemDataRole.UserRole)
                item.setToolTip(spec.shortcut)
                self.rows.appendRow(item)
        super().open_over(window)

    def rank(self, letters: str) -> None:
        """The best fit first."""
        self._ranked.letters = letters
        self._ranked.invalidate()
        self._ranked.sort(0, Qt.SortOrder.DescendingOrder)
        self.mark(0)

    def do(self, name: str) -> None:
        """Do it."""
        self._actions[name].trigger()
