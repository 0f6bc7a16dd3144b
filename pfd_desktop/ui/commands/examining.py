"""What has arrived is examined by itself, after the import, beside whatever the user does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QMainWindow

from pfd_desktop.core.records.examining import Examination, Graded
from pfd_desktop.errors import PfdError

if TYPE_CHECKING:
    from pfd_desktop.services.doctor import DoctorService
    from pfd_desktop.ui.context import Context
    from pfd_desktop.workers.jobs import Job

_FIRST_MS = 4_000  # after the window was made: it comes first


class Examining(QObject):
    """One examination at a time of all that waits: after each import, and what a kill left over."""

    def __init__(self, context: Context, window: QMainWindow) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._busy = self._asked = False
        context.jobs.started.connect(self._started)
        QTimer.singleShot(_FIRST_MS, self, self._first)

    @property
    def _doctor(self) -> DoctorService:
        return self._context.services.doctor  # there once the window has been built

    @Slot()
    def _first(self) -> None:
        if self._window.isVisible():  # else not shown yet, or closed with its project
            self.look()

    @Slot(object)
    def _started(self, job: Job) -> None:
        if job.kind == "import":
            job.finished.connect(self.look)  # a cancelled one has brought something too

    @Slot()
    def look(self) -> None:
        """Examine what waits; where one examination is at work, look once more after it."""
        if self._busy:
            self._asked = True
            return
        self._busy, self._asked = True, False
        doctor = self._doctor
        job = self._context.jobs.start("Count what waits", lambda _: doctor.waiting())
        job.succeeded.connect(self._counted)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._rest)

    @Slot(object)
    def _counted(self, count: int) -> None:
        if not count:
            self._rest()
            return
        title = "Examine a new recording" if count == 1 else f"Examine {count} new recordings"
        job = self._context.jobs.start(title, self._doctor.examine_waiting, "examine new", "{}")
        job.told.connect(self._hear)
        job.succeeded.connect(self._examined)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._rest)

    @Slot(object)
    def _hear(self, news: object) -> None:
        if isinstance(news, Graded):
            self._context.workspace.recordings_graded.emit(news.recordings)

    @Slot(object)
    def _examined(self, found: Examination) -> None:
        if found.grades or found.failed:
            self._context.workspace.message.emit(f"{found.words}.")
        self._rest()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._rest()
        if not isinstance(error, PfdError):
            raise error
        self._context.workspace.message.emit(str(error))

    @Slot()
    def _rest(self) -> None:
        self._busy = False
        if self._asked:
            self.look()


def register(context: Context, window: QMainWindow) -> None:
    """Begin to wait for imports."""
    Examining(context, window)
