"""Whole copies of the project, and projects made from them."""

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from pfd_desktop.errors import PfdError
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context


class BackingUp:
    """Asks where, copies as a job, and says what came of it."""

    def __init__(self, context: Context, window: QMainWindow) -> None:
        self._context, self._window = context, window

    def ask_backup(self) -> None:
        """Choose where the backup is to lie."""
        name = QFileDialog.getExistingDirectory(
            self._window, self._window.tr("Choose the folder that the backup is put into")
        )
        if name:
            self.back_up(Path(name) / self._context.services.backups.name)

    def back_up(self, target: Path) -> None:
        """Copy the project while work goes on."""
        backups = self._context.services.backups
        job = self._context.jobs.start(
            "Back the project up", lambda p: backups.make(target, p), "backup"
        )
        tell = self._context.workspace.message.emit
        job.succeeded.connect(
            lambda made: tell(f"{len(made.files)} files, checked, are in {target}.")
        )
        job.failed.connect(self._failed)

    def ask_restore(self) -> None:
        """Choose a backup, and where the project is to lie."""
        backup = QFileDialog.getExistingDirectory(
            self._window, self._window.tr("Choose the backup")
        )
        if not backup:
            return
        above = QFileDialog.getExistingDirectory(
            self._window, self._window.tr("Choose the folder that the project is put into")
        )
        if above:
            self.restore(Path(backup), Path(above) / f"{Path(backup).name} restored")

    def restore(self, backup: Path, target: Path) -> None:
        """Make a project from a backup; this one stays as it is."""
        backups = self._context.services.backups
        job = self._context.jobs.start(
            "Restore a backup", lambda p: backups.restore(backup, target, p), "restore"
        )
        job.succeeded.connect(lambda _: self._restored(target))
        job.failed.connect(self._failed)

    def _restored(self, target: Path) -> None:
        self._context.workspace.message.emit(f"The project is in {target}.")
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self._window.tr("Backup restored"),
            self._window.tr("The project is in {0}. Open it in a window of its own?").format(
                target
            ),
            QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Close,
            self._window,
        )
        box.accepted.connect(partial(open_project, target))
        box.open()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, PfdError):
            raise error
        self._context.workspace.message.emit(str(error))


def open_project(folder: Path) -> None:
    """Another window on another project: a program of its own."""
    frozen = bool(getattr(sys, "frozen", False))
    QProcess.startDetached(
        sys.executable, [str(folder)] if frozen else ["-m", "pfd_desktop", str(folder)]
    )


def register(context: Context, window: QMainWindow) -> None:
    """Offer both."""
    backing_up = BackingUp(context, window)
    for spec in (
        ActionSpec("backup", window.tr("Back up the project…"), "File", backing_up.ask_backup),
        ActionSpec("restore", window.tr("Restore a backup…"), "File", backing_up.ask_restore),
    ):
        context.actions.add(spec)
    window.setProperty("backing_up", backing_up)  # PySide6 holds slots of plain objects weakly
