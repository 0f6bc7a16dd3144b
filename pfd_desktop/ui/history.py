"""Undo and redo: what was changed in the project, and the way back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from pfd_desktop.ui.edits import Edit
from pfd_desktop.workers.jobs import Job, Jobs


class History(QObject):
    """The edits of this session, newest last. An edit that fails leaves the history as it was."""

    changed = Signal()
    failed = Signal(object)  # of an undo or redo: an error to show

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._moving: Job | None = None  # the last change, until its outcome is known

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
        job = self._jobs.start(edit.title, lambda _: edit.do())

        def keep(_: object) -> None:
            self._done.append(edit)
            self._undone.clear()
            self.changed.emit()

        job.succeeded.connect(keep)
        self._wait_for(job)
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
        job = self._jobs.start(edit.title, lambda _: call())

        def keep(_: object) -> None:
            target.append(edit)
            self.changed.emit()

        job.succeeded.connect(keep)
        job.failed.connect(self.failed)
        self._wait_for(job)

    def _wait_for(self, job: Job) -> None:
        def known() -> None:
            if self._moving is job:
                self._moving = None

        self._moving = job
        job.finished.connect(known)
