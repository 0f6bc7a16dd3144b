"""Watched folders: looked into now and then, their new files imported."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QMainWindow

from pfd_desktop.core.records.importing import ImportReport, ImportRequest
from pfd_desktop.core.records.requests import request_text
from pfd_desktop.core.records.watching import Ready, WatchedFolder
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.commands.importing import Importing
from pfd_desktop.ui.context import Context

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfd_desktop.services.watching import WatchService
    from pfd_desktop.ui.dialogs.watched import WatchedDialog

_LOOK_MS = 2_500
_FIRST_MS = 4_000  # after the window was made: it comes first


class Watching(QObject):
    """Looks while there is a folder to look into, one look or import at a time."""

    def __init__(self, context: Context, window: QMainWindow) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._importing = Importing(context, window)
        self._dialog: WatchedDialog | None = None
        self._waiting: list[Ready] = []
        self._busy = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        QTimer.singleShot(_FIRST_MS, self, self.load)

    @property
    def _service(self) -> WatchService:
        return self._context.services.watching  # there once the window has been built

    @Slot()
    def load(self) -> None:
        """Which folders there are; the clock runs only while there is one."""
        if not self._window.isVisible():
            return  # not shown yet, or closed with its project
        service = self._service
        job = self._context.jobs.start("List the watched folders", lambda _: service.folders())
        job.succeeded.connect(self._show)
        job.failed.connect(self._failed)

    @Slot(tuple)
    def _show(self, folders: tuple[WatchedFolder, ...]) -> None:
        if folders and not self._timer.isActive():
            self._timer.start()
        elif not folders:
            self._timer.stop()
        if self._dialog is not None:
            self._dialog.show_folders(folders)

    @Slot()
    def look(self) -> None:
        """Look once, unless the last look is still at work."""
        if self._busy or not self._window.isVisible():
            return
        self._busy = True
        job = self._context.jobs.start("Look into the watched folders", self._service.look)
        job.succeeded.connect(self._found)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._rest)

    @Slot(tuple)
    def _found(self, ready: tuple[Ready, ...]) -> None:
        self._waiting = list(ready)
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._rest()
            return
        one = self._waiting.pop(0)
        count, name = len(one.files), one.watched.folder.name
        title = f"Import {count} new file{'s' if count > 1 else ''} of {name}"
        paths = tuple(path for path, _ in one.files)
        request = ImportRequest(paths, "auto", one.watched.mapping, one.watched.every)
        take = partial(self._service.take, one)
        job = self._context.jobs.start(title, take, "import", request_text(request))
        job.succeeded.connect(partial(self._arrived, name))
        job.failed.connect(self._failed)
        job.cancelled.connect(self._rest)

    def _arrived(self, name: str, report: ImportReport) -> None:
        if report.imported or report.refused:
            refused = self.tr(", {0} refused").format(len(report.refused))
            halves = self.tr(", {0} of them in place of a beginning, now in the trash")
            self._context.workspace.message.emit(
                self.tr("{0}: {1} new recordings").format(name, len(report.imported))
                + (halves.format(len(report.replaced)) if report.replaced else "")
                + (refused if report.refused else "")
            )
        self.load()
        self._next()

    @Slot()
    def _rest(self) -> None:
        self._busy, self._waiting = False, []

    @Slot(Exception)
    def _failed(self, error: Exception) -> None:
        self._rest()
        if self._dialog is not None:
            self._dialog.show_error(error)
        else:
            self._context.workspace.message.emit(str(error))

    def open(self) -> None:
        """Show them."""
        from pfd_desktop.ui.dialogs.watched import WatchedDialog

        dialog = self._dialog = WatchedDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.folder_told.connect(self._watch)
        dialog.stop_requested.connect(self._stop)
        dialog.missing_told.connect(self._ask_missing)
        dialog.finished.connect(self._closed)
        dialog.open()
        self.load()

    @Slot()
    def _closed(self) -> None:
        self._dialog = None

    @Slot(object, bool)
    def _watch(self, folder: Path, every: bool) -> None:
        self._change(f"Watch {folder.name}", partial(self._service.watch, folder, every=every))

    @Slot(str)
    def _stop(self, folder_id: str) -> None:
        self._change("Stop watching", partial(self._service.stop, folder_id))

    @Slot(object)
    def _ask_missing(self, watched: WatchedFolder) -> None:
        files = {Path(path): reason for path, reason in watched.refused}
        self._importing.tell_mapping(files, partial(self._retell, watched.id))

    def _retell(self, folder_id: str, request: ImportRequest) -> None:
        retell = partial(self._service.retell, folder_id, request.mapping, every=request.every)
        self._change("Tell what is missing", retell)

    def _change(self, title: str, change: Callable[[], object]) -> None:
        job = self._context.jobs.start(title, lambda _: change())
        job.succeeded.connect(self.load)
        job.failed.connect(self._failed)


def register(context: Context, window: QMainWindow) -> None:
    """Offer them; look from now on."""
    watching = Watching(context, window)
    context.actions.add(
        ActionSpec("watch_folders", window.tr("Watched folders…"), "File", watching.open)
    )
