"""The list of all tags, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMainWindow

from pfd_desktop.core.records.tags import TagChange
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context
from pfd_desktop.ui.edits import tags_changed

if TYPE_CHECKING:
    from pfd_desktop.ui.dialogs.tags import TagsDialog


class Tagging(QObject):
    """Keeps the dialog as the store is, and changes tags so that it can be undone."""

    def __init__(self, context: Context, dialog: TagsDialog) -> None:
        super().__init__(dialog)
        self._context, self._dialog, self._tags = context, dialog, context.services.tags
        dialog.rename_requested.connect(self._rename)
        dialog.recolour_requested.connect(self._recolour)
        dialog.merge_requested.connect(self._merge)
        dialog.delete_requested.connect(self._delete)
        dialog.message.retry_requested.connect(self.load)
        context.workspace.store_changed.connect(self._news)

    @Slot()
    def load(self) -> None:
        """List them."""
        job = self._context.jobs.start("List the tags", lambda _: self._tags.all())
        job.succeeded.connect(self._dialog.show_tags)
        job.failed.connect(self._dialog.show_error)

    @Slot(frozenset)
    def _news(self, tables: frozenset[str]) -> None:
        if tables & {"tags", "taggings"}:
            self.load()

    @Slot(str, str)
    def _rename(self, name: str, new: str) -> None:
        self._change(f"Rename the tag {name}", partial(self._tags.rename, name, new))

    @Slot(str, str)
    def _recolour(self, name: str, colour: str) -> None:
        self._change(f"Colour the tag {name}", partial(self._tags.recolour, name, colour))

    @Slot(str, str)
    def _merge(self, name: str, into: str) -> None:
        self._change(f"Merge the tag {name} into {into}", partial(self._tags.merge, name, into))

    @Slot(str)
    def _delete(self, name: str) -> None:
        self._change(f"Delete the tag {name}", partial(self._tags.delete, name))

    def _change(self, title: str, do: Callable[[], TagChange]) -> None:
        job = self._context.history.do(tags_changed(self._tags, title, do))
        job.succeeded.connect(self._settle)
        job.failed.connect(self._dialog.show_error)

    @Slot(object)
    def _settle(self, _change: object) -> None:
        self._dialog.message.clear()


def register(context: Context, window: QMainWindow) -> None:
    """Offer it; the dialog loads when it is wanted."""

    def show() -> None:
        from pfd_desktop.ui.dialogs.tags import TagsDialog

        dialog = TagsDialog(window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        Tagging(context, dialog).load()
        dialog.open()

    context.actions.add(ActionSpec("tags", window.tr("Tags…"), "Edit", show))
