"""Undo and redo: what was changed in the project, and the way back."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from pfd_desktop.errors import NotFound
from pfd_desktop.progress import Progress
from pfd_desktop.ui.edits import Edit
from pfd_desktop.workers.jobs import Job, Jobs

_PATIENCE_S = 0.05  # between two looks whether an edit that waits was cancelled


class History(QObject):
    """The edits of this session, newest last; they are made one after another, as they were told.

    An edit that fails leaves the history as it was: it can be tried again once what was in its way
    is gone. Only one whose subject is gone is forgotten.
    """

    changed = Signal()
    failed = Signal(object)  # of an undo or redo: an error to show

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._moving: Job | None = None  # the last change, until its outcome is known
        self._known: list[threading.Event] = []  # each set when the outcome of its change is known

    @property
    def undo_title(self) -> str:
        """What undo would take back; "" when there is nothing."""
        return self._done[-1].title if self._done else ""

    @property
    def redo_title(self) -> str:
        """What redo would do again; "" when there is nothing."""
        return self._undone[-1].title if self._undone else ""

    def do(self, edit: Edit) -> Job:
        """Make a change; the caller shows what went wrong."""
        job = self._start(edit.title, edit.do)

        def keep(_: object) -> None:
            self._done.append(edit)
            self._undone.clear()
            self.changed.emit()

        job.succeeded.connect(keep)
        return job

    def undo(self) -> None:
        """Take the newest edit back; one that is still being made first becomes an edit."""
        if self._moving is not None:
            self._moving.finished.connect(self.undo)
        elif self._done:
            self._move(self._done, self._undone, self._done[-1].undo)

    def redo(self) -> None:
        """Make the edit last taken back again."""
        if self._moving is not None:
            self._moving.finished.connect(self.redo)
        elif self._undone:
            self._move(self._undone, self._done, self._undone[-1].do)

    def _move(self, source: list[Edit], target: list[Edit], call: Callable[[], object]) -> None:
        edit = source.pop()
        self.changed.emit()
        job = self._start(edit.title, call)

        def keep(_: object) -> None:
            target.append(edit)
            self.changed.emit()

        def put_back() -> None:
            source.append(edit)
            self.changed.emit()

        def fail(error: Exception) -> None:
            if not isinstance(error, NotFound):
                put_back()
            self.failed.emit(error)

        job.succeeded.connect(keep)
        job.failed.connect(fail)
        job.cancelled.connect(put_back)

    def _start(self, title: str, call: Callable[[], object]) -> Job:
        """Make a change in a thread, once the outcome of those before it has been heard.

        Made is not enough: two threads may tell their outcomes in either order, and undo would
        take back the older edit first.
        """
        before, heard = [e for e in self._known if not e.is_set()], threading.Event()

        def in_turn(progress: Progress) -> object:
            while not all(event.wait(_PATIENCE_S) for event in before):
                progress.report(0.0)  # raises Cancelled
            return call()

        def known() -> None:
            heard.set()
            if self._moving is job:
                self._moving = None

        job = self._jobs.start(title, in_turn)
        self._moving, self._known = job, [*before, heard]
        job.finished.connect(known)
        return job
