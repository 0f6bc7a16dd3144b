"""The window: opened first, filled after."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QMessageBox

from pfd_desktop.bootstrap.crash import CrashReporter
from pfd_desktop.bootstrap.instance import Doorbell, raise_other
from pfd_desktop.bootstrap.painted import AfterFirstPaint
from pfd_desktop.bootstrap.services import (
    Opened,
    default_project,
    home,
    open_services,
    sample_project,
)
from pfd_desktop.core.records.job import JobRecord
from pfd_desktop.errors import PfdError, ProjectInUse
from pfd_desktop.services.again import call_again
from pfd_desktop.settings import Settings
from pfd_desktop.settings_file import load_settings
from pfd_desktop.ui.actions import Actions, ActionSpec
from pfd_desktop.ui.context import Context
from pfd_desktop.ui.garbage import UiGarbage
from pfd_desktop.ui.history import History
from pfd_desktop.ui.main_window import MainWindow
from pfd_desktop.ui.preferences import Preferences
from pfd_desktop.ui.rerun import run_again
from pfd_desktop.ui.theme.theme import Theme
from pfd_desktop.ui.workspace import Workspace
from pfd_desktop.workers.jobs import Jobs

OPENING_S = 5.0  # how long another window may take from locking the project to listening


@dataclass(frozen=True)
class App:
    """Everything that runs while the window is open."""

    window: MainWindow
    context: Context
    opened: Opened
    jobs: Jobs
    garbage: UiGarbage

    def warm(self) -> None:
        """Once the window is seen: load what the first click would wait for."""
        self.opened.compute.warm()
        self.jobs.start("Load the reader of waveforms", lambda _: import_module("h5py"))

    def close(self) -> None:
        """In the reverse order of build()."""
        self.window.close()
        self.jobs.close()
        # News that still wait in the event queue would reach panels that are gone.
        self.context.workspace.blockSignals(True)
        self.opened.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.garbage.close()


def build(application: QApplication, folder: Path, settings: Settings) -> App:
    """The window on the project in *folder*; raises what opening the project raises."""
    # The UI thread waits for a job's thread at most so long each time it wants to go on.
    sys.setswitchinterval(0.001)
    garbage = UiGarbage()
    workspace = Workspace()
    opened = open_services(folder, settings, workspace.announce)
    jobs = Jobs(opened.services.jobs)
    theme = Theme(application, settings.look.theme)
    actions, history = Actions(theme), History(jobs)
    places = Preferences(settings, home() / "settings.toml", folder.resolve(), home() / "logs")
    context = Context(opened.services, jobs, workspace, places, theme, actions, history)
    offered = offer_again(context, opened.interrupted)
    layout = QSettings(str(home() / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(context, layout, folder.resolve().name)
    if opened.interrupted:
        workspace.message.emit(interrupted_text(opened.interrupted, offered))
    return App(window, context, opened, jobs, garbage)


def offer_again(context: Context, interrupted: Sequence[JobRecord]) -> int:
    """An action for each interrupted job that can be run again; how many there are."""
    offered = [job for job in interrupted if _known(context, job)]
    for job in offered:
        context.actions.add(
            ActionSpec(f"again_{job.id}", f"Run again: {job.title}", "File", _again(context, job))
        )
    if offered:
        context.jobs.start("Note what is offered", lambda _: _note(context, offered))
    return len(offered)


def _note(context: Context, offered: Sequence[JobRecord]) -> None:
    for job in offered:
        context.services.jobs.offered(job.id)


def _known(context: Context, job: JobRecord) -> bool:
    try:
        return call_again(context.services, job) is not None
    except PfdError:  # written by another version, or damaged: the Jobs panel lists it
        return False


def _again(context: Context, record: JobRecord) -> Callable[[], None]:
    def again() -> None:
        context.actions[f"again_{record.id}"].setVisible(False)
        run_again(context.services, context.jobs, context.workspace, record)

    return again


def interrupted_text(jobs: Sequence[JobRecord], offered: int = 0) -> str:
    """One plain line on what a killed program left unfinished."""
    titles = ", ".join(f"“{job.title}”" for job in jobs[:3])
    more = f" and {len(jobs) - 3} more" if len(jobs) > 3 else ""
    rest = "File or the Jobs panel run it again." if offered else "the Jobs panel lists the rest."
    return f"Interrupted when the program ended: {titles}{more}. What was finished is kept; {rest}"


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
    settings, problems = load_settings(home() / "settings.toml")
    try:
        app = build(application, folder, settings)
    except ProjectInUse as error:  # by a window that is opening now, or by the command
        return 0 if raise_other(folder, OPENING_S) else _refuse(error, "The project is in use")
    except PfdError as error:
        return _refuse(error, "Cannot open")
    for problem in problems:
        app.context.workspace.message.emit(problem)
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

    def seen() -> None:
        """The window is there: now what takes time may begin."""
        app.warm()
        if sample and not app.context.services.data.recordings():
            app.context.actions["sample"].trigger()

    bell = Doorbell(folder, come_to_front)
    AfterFirstPaint(app.window, seen)
    app.window.show()
    try:
        return application.exec()
    finally:
        bell.close()


def _refuse(error: PfdError, title: str) -> int:
    QMessageBox.critical(None, f"PFD Desktop — {title}", str(error))
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("pfd-desktop", description="The PFD Desktop window.")
    parser.add_argument("project", nargs="?", type=Path, help="the project's folder")
    parser.add_argument("--sample", action="store_true", help="open the synthetic sample project")
    return parser
