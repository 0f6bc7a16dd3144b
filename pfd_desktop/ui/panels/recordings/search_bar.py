"""The search above the list of recordings: the field, what is wrong in it, searches kept."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.tags import SavedSearch
from pfd_desktop.errors import InvalidQuery
from pfd_desktop.ui.dialogs.asking import ask_text
from pfd_desktop.ui.widgets.field_error import FieldError
from pfd_desktop.ui.widgets.flow_layout import FlowLayout
from pfd_desktop.ui.widgets.query_field import QueryField


class SearchBar(QWidget):
    """What is asked for; pinned searches are buttons below the field."""

    save_requested = Signal(str, str, bool)  # name, query, pinned
    dataset_requested = Signal(str, str)  # name, query
    pin_requested = Signal(object, bool)  # SavedSearch
    delete_requested = Signal(object)  # SavedSearch

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QueryField("Search the recordings")
        self.field.setPlaceholderText(self.tr("Search: fan speed:>1500"))
        self.field.setToolTip(
            self.tr("Words, and field:value such as tag:checked, speed:1000..2000, sort:-speed")
        )
        self.error = FieldError(self.field)
        self.menu = QMenu(self)
        self.saved = QPushButton(self.tr("Saved"))
        self.saved.setAccessibleName("Saved searches")
        self.saved.setMenu(self.menu)
        self._searches: tuple[SavedSearch, ...] = ()
        self.pinned = QWidget()
        self._pins = FlowLayout(self.pinned)
        above = QHBoxLayout()
        above.addWidget(self.field, 1)
        above.addWidget(self.saved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addWidget(self.error)
        layout.addWidget(self.pinned)
        self.menu.aboutToShow.connect(self._fill)
        self.field.textEdited.connect(lambda _: self.show_error(None))
        self.pinned.hide()

    def show_error(self, error: Exception | None) -> None:
        """What is wrong with the search, and where; None when nothing is."""
        self.error.say("" if error is None else str(error))
        at = (error.start, error.stop) if isinstance(error, InvalidQuery) else (0, 0)
        self.field.mark(*at)

    def show_saved(self, searches: Sequence[SavedSearch]) -> None:
        """These are kept; the pinned ones stand ready."""
        self._searches = tuple(searches)
        while (item := self._pins.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for one in searches:
            if one.pinned:
                button = QPushButton(one.name.replace("&", "&&"))
                button.setAccessibleName(f"Pinned search: {one.name}")
                button.setToolTip(one.query)
                button.clicked.connect(partial(self._use, one))
                self._pins.addWidget(button)
        self.pinned.setVisible(any(one.pinned for one in searches))

    def _use(self, search: SavedSearch, *_checked: object) -> None:
        self.field.put(search.query)

    def _fill(self) -> None:
        menu = self.menu
        menu.clear()
        save = menu.addAction(self.tr("Save this search…"), partial(self._ask_name, pinned=False))
        pin = menu.addAction(self.tr("Save and pin…"), partial(self._ask_name, pinned=True))
        made = menu.addAction(self.tr("Dataset from this search…"), self._ask_dataset)
        for action in (save, pin, made):
            action.setEnabled(bool(self.field.text().strip()) and not self.error.text())
        menu.addSeparator()
        for one in self._searches:
            inner = menu.addMenu(one.name.replace("&", "&&"))
            inner.setToolTip(one.query)
            inner.addAction(
                self.tr("Use: {0}").format(one.query.replace("&", "&&")), partial(self._use, one)
            )
            words = self.tr("Unpin") if one.pinned else self.tr("Pin")
            inner.addAction(words, partial(self.pin_requested.emit, one, not one.pinned))
            inner.addAction(self.tr("Delete"), partial(self.delete_requested.emit, one))

    def _ask_dataset(self) -> None:
        query = self.field.text().strip()

        def tell(name: str) -> None:
            self.dataset_requested.emit(name.strip(), query)

        ask_text(self, self.tr("Dataset from this search"), self.tr("Name"), tell)

    def _ask_name(self, *, pinned: bool) -> None:
        query = self.field.text().strip()

        def tell(name: str) -> None:
            self.save_requested.emit(name.strip(), query, pinned)

        ask_text(self, self.tr("Save the search"), self.tr("Name"), tell)
