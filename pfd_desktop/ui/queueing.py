"""Starts the trainings that wait, one after another; without Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.errors import PfdError

if TYPE_CHECKING:
    from pfd_desktop.core.records.job import JobRecord
    from pfd_desktop.services.catalog import Services
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Jobs

_TRAINS = frozenset({"train", "leak meter"})  # kinds of jobs that the next one waits for


class Queueing:
    """Looks for the next training when one has ended, when one is queued, and at the start."""

    def __init__(self, services: Services, jobs: Jobs, workspace: Workspace) -> None:
        self._queue, self._jobs, self._workspace = services.queue, jobs, workspace
        self._busy = self._reading = False
        self._again = False  # whether something changed while the queue was read
        self._began = ("", "")  # what was taken up last
        self._vain: set[tuple[str, str]] = set()  # what could not be taken off the queue
        jobs.changed.connect(self._note)
        workspace.store_changed.connect(self._store_changed)
        self.go_on()

    def go_on(self) -> None:
        """Start the next one, unless something is trained now."""
        if self._reading:
            self._again = True  # what is being read may not know of it yet
            return
        if self._training():
            return
        self._reading = True
        job = self._jobs.start("Read the queue", lambda _: self._queue.waiting())
        job.succeeded.connect(self._begin)
        job.failed.connect(self._tell)
        job.finished.connect(self._read)

    def _begin(self, waiting: tuple[JobRecord, ...]) -> None:
        if self._training():
            return
        first = self._next(waiting)
        if first is None:
            return
        self._began = first.id, first.request
        job = self._jobs.start(
            first.title,
            lambda progress: self._queue.train(first, progress),
            first.kind,
            first.request,
        )
        job.failed.connect(self._tell)
        self._workspace.training_begun.emit(job)

    def _next(self, waiting: tuple[JobRecord, ...]) -> JobRecord | None:
        """The first to be taken up.

        One whose row could not be taken off stays behind the others, until another's could: to try
        it again and again helps nobody.
        """
        by_key = {(one.id, one.request): one for one in waiting}
        if self._began in by_key:
            self._vain.add(self._began)
        else:
            self._vain.clear()
        return next((one for key, one in by_key.items() if key not in self._vain), None)

    def _note(self) -> None:
        before, self._busy = self._busy, self._training()
        if before and not self._busy:
            self.go_on()

    def _store_changed(self, tables: frozenset[str]) -> None:
        if "jobs" in tables:
            self.go_on()

    def _read(self) -> None:
        again, self._reading, self._again = self._again, False, False
        if again:
            self.go_on()

    def _training(self) -> bool:
        return any(job.kind in _TRAINS for job in self._jobs.running)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, PfdError):
            raise error
        self._workspace.message.emit(str(error))
