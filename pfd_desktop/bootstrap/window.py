"""The window: seen first, filled after."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QMessageBox

from pfd_desktop.bootstrap.crash import CrashReporter
from pfd_desktop.bootstrap.instance import Doorbell, raise_other
from pfd_desktop.bootstrap.late_log import LateLog
from pfd_desktop.bootstrap.painted import AfterFirstPaint
from pfd_desktop.bootstrap.places import default_project, home, sample_project
from pfd_desktop.errors import PfdError, ProjectInUse
from pfd_desktop.settings import Settings
from pfd_desktop.settings_file import load_settings
from pfd_desktop.ui.actions import Actions
from pfd_desktop.ui.context import Context
from pfd_desktop.ui.garbage import UiGarbage
from pfd_desktop.ui.history import History
from pfd_desktop.ui.main_window import MainWindow
from pfd_desktop.ui.preferences import Preferences
from pfd_desktop.ui.queueing import Queueing
from pfd_desktop.ui.theme.theme import Theme
from pfd_desktop.ui.workspace import Workspace
from pfd_desktop.workers.jobs import Jobs

if TYPE_CHECKING:
    from pfd_desktop.bootstrap.services import Opened

OPENING_S = 5.0  # how long another window may take from locking the project to listening


@dataclass(frozen=True)
class Frame:
    """The window without a project: all that its first paint needs."""

    window: MainWindow
    context: Context
    log: LateLog
    garbage: UiGarbage

    def close(self) -> None:
        """The window goes, and what panels still wait for with it."""
        self.window.close()
        self.context.jobs.close()
        # News that still wait in the event queue would reach panels that are gone.
        self.context.workspace.blockSignals(True)
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.garbage.close()


@dataclass(frozen=True)
class App:
    """Everything that runs while the window is open."""

    frame: Frame
    opened: "Opened"
    queueing: Queueing  # owned here: PySide6 holds slots of plain objects weakly

    @property
    def window(self) -> MainWindow:
        """The window."""
        return self.frame.window

    @property
    def context(self) -> Context:
        """What its panels share."""
        return self.frame.context

    @property
    def jobs(self) -> Jobs:
        """What runs."""
        return self.frame.context.jobs

    def warm(self) -> None:
        """Once the window is seen: load what the first click would wait for."""
        self.opened.compute.warm()
        self.jobs.start("Load the reader of waveforms", lambda _: import_module("h5py"))

    def close(self) -> None:
        """In the reverse order of build()."""
        self.frame.close()
        self.opened.close()


def build(application: QApplication, folder: Path, settings: Settings) -> App:
    """The window on the project in *folder*; raises what opening the project raises."""
    frame = make_frame(application, folder, settings)
    try:
        return fill(frame, folder, settings)
    except BaseException:
        frame.close()
        raise


def make_frame(application: QApplication, folder: Path, settings: Settings) -> Frame:
    """The window, to be seen before the project is open."""
    # The UI thread waits for a job's thread at most so long each time it wants to go on.
    sys.setswitchinterval(0.001)
    garbage, log = UiGarbage(), LateLog()
    jobs = Jobs(log)
    theme = Theme(application, settings.look.theme)
    places = Preferences(settings, home() / "settings.toml", folder.resolve(), home() / "logs")
    context = Context(jobs, Workspace(), places, theme, Actions(theme), History(jobs))
    layout = QSettings(str(home() / "window.ini"), QSettings.Format.IniFormat)
    return Frame(MainWindow(context, layout, folder.resolve().name), context, log, garbage)


def fill(frame: Frame, folder: Path, settings: Settings) -> App:
    """Open the project in *folder* and let the panels come; raises what opening it raises."""
    # Most of the time of a start goes into these imports, so the window is seen before.
    from pfd_desktop.bootstrap.interrupted import GOES_ON, interrupted_text, offer_again
    from pfd_desktop.bootstrap.services import open_services

    context = frame.context
    opened = open_services(folder, settings, context.workspace.announce)
    context.services = opened.services
    frame.log.open(opened.services.jobs)
    frame.window.builder.idle.connect(frame.garbage.keep)
    frame.window.fill()
    cut = tuple(job for job in opened.interrupted if job.kind not in GOES_ON)
    if cut:
        offered = offer_again(context, cut, frame.window.show_action)
        context.workspace.message.emit(interrupted_text(cut, offered))
    queueing = Queueing(opened.services, context.jobs, context.workspace)
    return App(frame, opened, queueing)


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
    start = _Start(make_frame(application, folder, settings), folder, sample=arguments.sample)
    for problem in problems:
        start.frame.context.workspace.message.emit(problem)
    AfterFirstPaint(start.frame.window, start.fill)
    start.frame.window.show()
    try:
        return application.exec()
    finally:
        start.close()
        reporter.close()


class _Start:
    """Opens the project once the window is seen, and closes it at the end."""

    def __init__(self, frame: Frame, folder: Path, *, sample: bool) -> None:
        self.frame, self._folder, self._sample = frame, folder, sample
        self._app: App | None = None
        self._bell: Doorbell | None = None

    def fill(self) -> None:
        """Open the project; where that cannot be, say why and end."""
        try:
            self._app = app = fill(
                self.frame, self._folder, self.frame.context.preferences.settings
            )
        except ProjectInUse as error:  # by a window that is opening now, or by the command
            shown = raise_other(self._folder, OPENING_S)
            QApplication.exit(0 if shown else self._refuse(error, "The project is in use"))
            return
        except PfdError as error:
            QApplication.exit(self._refuse(error, "Cannot open"))
            return
        self._bell = Doorbell(self._folder, self._come_to_front)
        app.warm()
        if self._sample and not app.context.services.data.recordings():
            app.context.actions["sample"].trigger()

    def close(self) -> None:
        """In the reverse order."""
        if self._bell is not None:
            self._bell.close()
        (self._app or self.frame).close()

    def _come_to_front(self) -> None:
        window = self.frame.window
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()

    def _refuse(self, error: PfdError, title: str) -> int:
        QMessageBox.critical(self.frame.window, f"PFD Desktop — {title}", str(error))
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("pfd-desktop", description="The PFD Desktop window.")
    parser.add_argument("project", nargs="?", type=Path, help="the project's folder")
    parser.add_argument("--sample", action="store_true", help="open the synthetic sample project")
    return parser
