"""Files that recordings were left in: which they are, and where they went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMainWindow

from pfd_desktop.core.records.sources import FoundFiles, OutsideFile
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context

if TYPE_CHECKING:
    from pfd_desktop.ui.dialogs.sources import SourcesDialog


class Sources(QObject):
    """Lists them, and looks for those that cannot be read."""

    def __init__(self, context: Context, window: QMainWindow) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._dialog: SourcesDialog | None = None

    def open(self) -> None:
        """Show them."""
        from pfd_desktop.ui.dialogs.sources import SourcesDialog

        dialog = self._dialog = SourcesDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.search_told.connect(self._find)
        dialog.message.retry_requested.connect(self._load)
        dialog.finished.connect(self._closed)
        dialog.open()
        self._load()

    @Slot()
    def _load(self) -> None:
        service = self._context.services.sources
        job = self._context.jobs.start("List the files left in place", service.outside)
        job.succeeded.connect(self._show)
        job.failed.connect(self._failed)

    @Slot(tuple)
    def _show(self, files: tuple[OutsideFile, ...]) -> None:
        if self._dialog is not None:
            self._dialog.show_files(files)

    @Slot(object)
    def _find(self, folder: Path) -> None:
        service = self._context.services.sources
        job = self._context.jobs.start("Find moved files", lambda p: service.find(folder, p))
        job.succeeded.connect(self._found)
        job.failed.connect(self._failed)

    @Slot(object)
    def _found(self, done: FoundFiles) -> None:
        words = self.tr("{0} found, {1} still missing. Open what was missing again to see it.")
        if self._dialog is not None:
            self._dialog.show_note(words.format(len(done.found), len(done.missing)))
        self._load()

    @Slot(Exception)
    def _failed(self, error: Exception) -> None:
        if self._dialog is not None:
            self._dialog.show_error(error)
        else:
            self._context.workspace.message.emit(str(error))

    @Slot()
    def _closed(self) -> None:
        self._dialog = None


def register(context: Context, window: QMainWindow) -> None:
    """Offer them."""
    sources = Sources(context, window)
    context.actions.add(
        ActionSpec("sources", window.tr("Files left in place…"), "File", sources.open)
    )
