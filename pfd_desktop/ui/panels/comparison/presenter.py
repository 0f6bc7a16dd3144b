"""The Compare panel: what happens when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pfd_desktop.core.comparison.outcome import Comparison
    from pfd_desktop.services.comparison import ComparisonService
    from pfd_desktop.services.reports import ReportService
    from pfd_desktop.ui.panels.comparison.view import ComparisonView
    from pfd_desktop.workers.jobs import Job, Jobs


class ComparisonPresenter:
    """Compares the chosen runs when it is seen; the latest choice is the one that is shown."""

    def __init__(
        self,
        view: ComparisonView,
        comparison: ComparisonService,
        reports: ReportService,
        jobs: Jobs,
    ) -> None:
        self._view, self._comparison = view, comparison
        self._reports, self._jobs = reports, jobs
        self._wanted: tuple[str, ...] = ()
        self._stale = False
        self._job: Job | None = None
        self._found: Comparison | None = None
        view.seen.connect(self._refresh)
        view.cancel_requested.connect(self.cancel)
        view.report_requested.connect(self.report)
        view.message.retry_requested.connect(self.again)
        view.show_nothing()

    def choose(self, run_ids: tuple[str, ...]) -> None:
        """Compare these; asking again computes again."""
        self._wanted = run_ids
        self.again()

    def again(self) -> None:
        """The same runs once more, as they are now."""
        self._stale = bool(self._wanted)
        self._refresh()

    def cancel(self) -> None:
        """Leave what runs."""
        if self._job is not None:
            self._job.cancel()

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale, self._found = False, None
        self.cancel()
        wanted = self._wanted
        job = self._jobs.start(
            f"Compare {len(wanted)} runs", lambda p: self._comparison.compare(wanted, p)
        )
        self._job = job
        self._view.show_working(0.0)
        job.progressed.connect(lambda share, _text: self._tell(job, share))
        job.succeeded.connect(lambda found: self._show(job, found))
        job.failed.connect(lambda error: self._fail(job, error))
        job.cancelled.connect(lambda: self._stop(job))

    def _tell(self, job: Job, share: float) -> None:
        if job is self._job:
            self._view.show_working(share)

    def _show(self, job: Job, found: Comparison) -> None:
        if job is self._job:
            self._job, self._found = None, found
            self._view.show_comparison(found)

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self._view.show_nothing()
            self._view.show_error(error)

    def _stop(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._view.show_nothing()
            self._view.show_cancelled()

    def report(self, path: Path) -> None:
        """Write what is shown to a file."""
        found = self._found
        if found is None:
            return
        job = self._jobs.start(
            f"Report of a comparison {path.name}",
            lambda p: self._reports.comparison(found, path, p),
            "report",
        )
        job.succeeded.connect(self._view.show_written)
        job.failed.connect(self._view.show_error)
