"""The Compare panel: what happens when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pfd_desktop.core.comparison.outcome import Comparison
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.comparison import ComparisonService, Standing
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
        self._doubted = False  # whether a run that was compared may have changed
        self._standing: Standing = ()  # of the runs when they were compared
        view.seen.connect(self._refresh)
        view.seen.connect(self._look_again)
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

    def store_changed(self, tables: frozenset[str]) -> None:
        """A run that is compared may be gone, or have come to an end."""
        if "runs" in tables and self._wanted:
            self._doubted = True
            self._look_again()

    def _look_again(self) -> None:
        """Where a compared run is another by now, compare anew: what is gone is said so."""
        if not self._doubted or self._stale or self._job or not self._view.isVisible():
            return
        self._doubted = False
        wanted, before = self._wanted, self._standing
        job = self._jobs.start(
            "Look at the compared runs", lambda _: self._comparison.standing(wanted)
        )
        job.succeeded.connect(
            lambda now: self._settle(before, now) if wanted == self._wanted else None
        )
        job.failed.connect(self._view.show_error)

    def _settle(self, before: Standing, now: Standing) -> None:
        """Say which runs are gone; compare anew where one is not what it was."""
        gone = [was[0] for was, one in zip(before, now, strict=False) if was and one is None]
        if gone:
            self._wanted, self._found = (), None
            self._view.show_gone(gone)
        elif now != before:
            self.again()

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

        def work(progress: Progress) -> tuple[Standing, Comparison]:
            standing = self._comparison.standing(wanted)  # before: a change meanwhile is noticed
            return standing, self._comparison.compare(wanted, progress)

        job = self._jobs.start(f"Compare {len(wanted)} runs", work)
        self._job = job
        self._view.show_working(0.0)
        job.progressed.connect(lambda share, _text: self._tell(job, share))
        job.succeeded.connect(lambda found: self._show(job, *found))
        job.failed.connect(lambda error: self._fail(job, error))
        job.cancelled.connect(lambda: self._stop(job))

    def _tell(self, job: Job, share: float) -> None:
        if job is self._job:
            self._view.show_working(share)

    def _show(self, job: Job, standing: Standing, found: Comparison) -> None:
        if job is self._job:
            self._job, self._standing, self._found = None, standing, found
            self._view.show_comparison(found)
            self._look_again()

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self._view.show_nothing()
            self._view.show_error(error)
            self._look_again()

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
