"""The Jobs panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.errors import PfdError
from pfd_desktop.ui.rerun import run_again

if TYPE_CHECKING:
    from pfd_desktop.core.records.job import JobRecord
    from pfd_desktop.services.catalog import Services
    from pfd_desktop.ui.panels.jobs.view import JobsView
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Job, Jobs


class JobsPresenter:
    """Follows every job that is worth a name."""

    def __init__(
        self, view: JobsView, services: Services, jobs: Jobs, workspace: Workspace
    ) -> None:
        self._view, self._jobs, self._log = view, jobs, services.jobs
        self._services, self._workspace = services, workspace
        self._stale = True
        jobs.started.connect(self.follow)
        for job in jobs.running:
            self.follow(job)
        view.seen.connect(self._refresh)
        view.again_requested.connect(self.run_again)
        view.waiting.moved.connect(self.move)
        view.waiting.removed.connect(self.remove)
        self._chosen = ""  # the key under which a moved one waits now
        view.message.retry_requested.connect(self.store_changed)

    def follow(self, job: Job) -> None:
        """Show it while it runs; quick loads have no kind and are not shown."""
        if not job.kind:
            return
        shown = self._view.add_running(job.title)
        job.progressed.connect(shown.show_progress)
        shown.cancel_requested.connect(job.cancel)
        job.finished.connect(lambda: self._view.remove_running(shown))

    def run_again(self, record: JobRecord) -> None:
        """Start it once more."""
        try:
            run_again(self._services, self._jobs, self._workspace, record)
        except PfdError as error:
            self._view.show_error(error)

    def move(self, job_id: str, steps: int) -> None:
        """Let it wait so many places later."""
        queue = self._services.queue
        job = self._jobs.start("Change the queue", lambda _: queue.move(job_id, steps))
        job.succeeded.connect(self._choose)
        job.failed.connect(self._view.show_error)

    def remove(self, job_id: str) -> None:
        """Take it off the queue."""
        queue = self._services.queue
        job = self._jobs.start("Change the queue", lambda _: queue.remove(job_id))
        job.failed.connect(self._view.show_error)

    def _choose(self, job_id: str) -> None:
        self._chosen = job_id

    def store_changed(self, tables: frozenset[str] = frozenset({"jobs"})) -> None:
        """A row was written."""
        if "jobs" in tables:
            self._stale = True
            self._refresh()

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        job = self._jobs.start("List the jobs", lambda _: self._read())
        job.succeeded.connect(self._show)
        job.failed.connect(self._view.show_error)

    def _read(self) -> tuple[tuple[JobRecord, ...], tuple[JobRecord, ...]]:
        return self._log.recent(), self._services.queue.waiting()

    def _show(self, found: tuple[tuple[JobRecord, ...], tuple[JobRecord, ...]]) -> None:
        recent, waiting = found
        self._view.show_log(recent)
        self._view.show_waiting(waiting, self._chosen)
        self._chosen = ""
