"""All tags: renamed, recoloured, merged, deleted."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.tags import Tag, TagUse
from pfd_desktop.core.tags import shown_colour
from pfd_desktop.ui.dialogs.asking import ask_one, ask_text
from pfd_desktop.ui.item_models.records import Column, Index
from pfd_desktop.ui.widgets.chips import ChipDelegate
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.record_table import RecordTable

COLUMNS: tuple[Column[TagUse], ...] = (
    Column("Tag", lambda use: use.tag.name),
    Column(
        "Had by",
        lambda use: ", ".join(f"{n} {of.replace('_', ' ')}" for of, n in use.counts) or "nothing",
        lambda use: use.total,
    ),
)


class TagsDialog(QDialog):
    """A row a tag; what is chosen can be changed, and each change be undone."""

    rename_requested = Signal(str, str)  # name, new name
    recolour_requested = Signal(str, str)  # name, "#rrggbb"
    merge_requested = Signal(str, str)  # name, name of the other
    delete_requested = Signal(str)

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tags"))
        self.setAccessibleName("Tags")
        self.resize(460, 480)
        self.message = MessageStrip()
        self.table: RecordTable[TagUse] = RecordTable("Tags", COLUMNS)
        self.table.view.setItemDelegateForColumn(0, ChipDelegate(self._tag_at, self.table.view))
        self.buttons = QHBoxLayout()
        for words, ask in (
            (self.tr("Rename…"), self._ask_name),
            (self.tr("Colour…"), self._ask_colour),
            (self.tr("Merge into…"), self._ask_other),
            (self.tr("Delete"), self._ask_delete),
        ):
            button = QPushButton(words)
            button.setAccessibleName(f"{words} the chosen tag")
            button.setAutoDefault(False)
            button.clicked.connect(ask)
            self.buttons.addWidget(button)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.message)
        layout.addWidget(self.table, 1)
        layout.addLayout(self.buttons)
        layout.addWidget(close)

    def show_tags(self, uses: Sequence[TagUse]) -> None:
        """These there are."""
        chosen = self.table.current()
        self.table.show_records(uses)
        for row, use in enumerate(uses):
            if chosen is not None and use.tag.id == chosen.tag.id:
                self.table.choose(row)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def _tag_at(self, index: Index) -> Sequence[Tag]:
        return (self.table.at(index).tag,)

    def _chosen(self) -> Tag | None:
        use = self.table.current()
        return None if use is None else use.tag

    def _ask_name(self) -> None:
        if (tag := self._chosen()) is None:
            return

        def tell(name: str) -> None:
            if name != tag.name:
                self.rename_requested.emit(tag.name, name)

        ask_text(self, self.tr("Rename the tag"), self.tr("Name"), tell, tag.name)

    def _ask_colour(self) -> None:
        if (tag := self._chosen()) is None:
            return
        dialog = QColorDialog(QColor(shown_colour(tag)), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(
            lambda colour: self.recolour_requested.emit(tag.name, colour.name())
        )
        dialog.open()

    def _ask_other(self) -> None:
        if (tag := self._chosen()) is None:
            return
        others = [use.tag.name for use in self.table.model.records if use.tag.id != tag.id]
        if others:
            title = self.tr("Merge {0} into").format(tag.name)
            tell = partial(self.merge_requested.emit, tag.name)
            ask_one(self, title, self.tr("Tag"), tell, others)

    def _ask_delete(self) -> None:
        if (tag := self._chosen()) is not None:
            self.delete_requested.emit(tag.name)
