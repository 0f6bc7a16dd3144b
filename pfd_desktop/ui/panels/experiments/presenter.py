"""The Experiments panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.core.records.requests import request_text

if TYPE_CHECKING:
    from pfd_desktop.core.records.learning import RunSummary, TrainRequest
    from pfd_desktop.services.training import TrainingService
    from pfd_desktop.ui.panels.experiments.view import ExperimentsView
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Jobs


class ExperimentsPresenter:
    """Lists the runs, makes one the window's, takes stopped ones up again, deletes."""

    def __init__(
        self, view: ExperimentsView, training: TrainingService, jobs: Jobs, workspace: Workspace
    ) -> None:
        self._view, self._training = view, training
        self._jobs, self._workspace = jobs, workspace
        self._stale = True
        view.seen.connect(self._refresh)
        view.run_chosen.connect(workspace.choose_run)
        view.resume_requested.connect(self.resume)
        view.delete_requested.connect(self.delete)
        view.message.retry_requested.connect(self.store_changed)

    def store_changed(self, tables: frozenset[str] = frozenset({"runs"})) -> None:
        """Runs begin, end, go."""
        if "runs" in tables:
            self._stale = True
            self._refresh()

    def resume(self, run_id: str) -> None:
        """Take a stopped run up where it stood."""
        asked = self._jobs.start("Read the request", lambda _: self._training.request(run_id))
        asked.succeeded.connect(lambda request: self._resume(run_id, request))
        asked.failed.connect(self._view.show_error)

    def _resume(self, run_id: str, request: TrainRequest) -> None:
        job = self._jobs.start(
            "Resume training",
            lambda progress: self._training.resume(run_id, progress),
            "train",
            request_text(request),
        )
        job.succeeded.connect(lambda run: self._workspace.choose_run(run.id))
        job.failed.connect(self._view.show_error)

    def delete(self, run_ids: tuple[str, ...]) -> None:
        """For good; the view has asked."""

        def work(_progress: object) -> None:
            for run_id in run_ids:
                self._training.delete(run_id)

        job = self._jobs.start("Delete runs", work)
        job.failed.connect(self._view.show_error)
        if self._workspace.run_id in run_ids:
            self._workspace.choose_run("")

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        job = self._jobs.start("List the runs", lambda _: self._training.summaries())
        job.succeeded.connect(self._show)
        job.failed.connect(self._view.show_error)

    def _show(self, runs: tuple[RunSummary, ...]) -> None:
        self._view.show_runs(runs, self._workspace.run_id)
