"""The window: opened first, filled after."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from pfd_desktop.bootstrap.crash import CrashReporter
from pfd_desktop.bootstrap.instance import Doorbell, raise_other
from pfd_desktop.bootstrap.services import (
    Opened,
    default_project,
    home,
    open_services,
    sample_project,
)
from pfd_desktop.core.records.job import JobRecord
from pfd_desktop.errors import PfdError, ProjectInUse
from pfd_desktop.settings import Settings
from pfd_desktop.ui.actions import Actions
from pfd_desktop.ui.context import Context
from pfd_desktop.ui.garbage import UiGarbage
from pfd_desktop.ui.main_window import MainWindow
from pfd_desktop.ui.theme.theme import Theme
from pfd_desktop.ui.workspace import Workspace
from pfd_desktop.workers.jobs import Jobs


@dataclass(frozen=True)
class App:
    """Everything that runs while the window is open."""

    window: MainWindow
    context: Context
    opened: Opened
    jobs: Jobs
    garbage: UiGarbage

    def close(self) -> None:
        """In the reverse order of build()."""
        self.window.close()
        self.jobs.close()
        self.opened.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.garbage.close()


def build(application: QApplication, folder: Path, settings: Settings) -> App:
    """The window on the project in *folder*; raises what opening the project raises."""
    garbage = UiGarbage()
    workspace = Workspace()
    opened = open_services(folder, settings, workspace.store_changed.emit)
    jobs = Jobs(opened.services.jobs)
    theme = Theme(application, settings.look.theme)
    context = Context(opened.services, jobs, workspace, settings, theme, Actions(theme))
    layout = QSettings(str(home() / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(context, layout, folder.name)
    if opened.interrupted:
        workspace.message.emit(interrupted_text(opened.interrupted))
    return App(window, context, opened, jobs, garbage)


def interrupted_text(jobs: Sequence[JobRecord]) -> str:
    """One plain line on what a killed program left unfinished."""
    titles = ", ".join(f"“{job.title}”" for job in jobs[:3])
    more = f" and {len(jobs) - 3} more" if len(jobs) > 3 else ""
    return (
        f"Interrupted when the program ended: {titles}{more}. What was finished is kept; "
        "the Jobs panel lists the rest."
    )


def run(argv: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed; the exit status."""
    arguments = _parser().parse_args(sys.argv[1:] if argv is None else argv)
    folder = arguments.project or (sample_project() if arguments.sample else default_project())
    application = QApplication(sys.argv[:1])
    application.setApplicationName("PFD Desktop")
    application.setDesktopFileName("pfd-desktop")
    if raise_other(folder):
        return 0
    reporter = CrashReporter(home() / "logs")
    try:
        app = build(application, folder, Settings())
    except PfdError as error:
        return _refuse(error)
    try:
        return _stay(application, app, folder, sample=arguments.sample)
    finally:
        app.close()
        reporter.close()


def _stay(application: QApplication, app: App, folder: Path, *, sample: bool) -> int:
    def come_to_front() -> None:
        app.window.showNormal() if app.window.isMinimized() else app.window.show()
        app.window.raise_()
        app.window.activateWindow()

    bell = Doorbell(folder, come_to_front)
    app.window.show()
    QTimer.singleShot(0, app.opened.compute.warm)  # after the first paint
    if sample and not app.context.services.data.recordings():
        app.context.actions["sample"].trigger()
    try:
        return application.exec()
    finally:
        bell.close()


def _refuse(error: PfdError) -> int:
    title = "The project is in use" if isinstance(error, ProjectInUse) else "Cannot open"
    QMessageBox.critical(None, f"PFD Desktop — {title}", str(error))
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("pfd-desktop", description="The PFD Desktop window.")
    parser.add_argument("project", nargs="?", type=Path, help="the project's folder")
    parser.add_argument("--sample", action="store_true", help="open the synthetic sample project")
    return parser
