"""The Evaluation panel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfd_desktop.core.figures.assessment import AssessmentFigures, assessment_figures

if TYPE_CHECKING:
    from pfd_desktop.core.evaluation.assessment import Assessment
    from pfd_desktop.core.records.learning import RunSummary
    from pfd_desktop.core.training.strangers import Stranger
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.evaluation import EvaluationService
    from pfd_desktop.services.training import TrainingService
    from pfd_desktop.ui.panels.evaluation.view import EvaluationView
    from pfd_desktop.workers.jobs import Job, Jobs


@dataclass(frozen=True)
class _Shown:
    run: RunSummary
    found: Assessment
    figures: AssessmentFigures


class EvaluationPresenter:
    """Assesses the chosen run, or the newest one with a result, in a job."""

    def __init__(
        self,
        view: EvaluationView,
        training: TrainingService,
        evaluation: EvaluationService,
        jobs: Jobs,
    ) -> None:
        self._view, self._training = view, training
        self._evaluation, self._jobs = evaluation, jobs
        self._wanted = ""
        self._stale = True
        self._shown = ""  # the run whose assessment stands in the panel
        self._job: Job | None = None
        view.seen.connect(self._refresh)
        view.strangers_requested.connect(self.measure_strangers)
        view.cancel_requested.connect(self.cancel)
        view.show_nothing("")

    def choose(self, run_id: str) -> None:
        """Follow the window's selection."""
        self._wanted, self._stale = run_id, True
        self._refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """A run may have ended, or be gone; a recording may be known better."""
        if tables & {"runs", "recordings"}:
            self._stale = True
            self._refresh()

    def measure_strangers(self) -> None:
        """Leave out each class in turn, for the run that is shown."""
        run_id = self._shown
        self._job = job = self._jobs.start(
            "Unknown faults",
            lambda progress: self._training.strangers(run_id, progress),
        )
        self._view.show_working(0.0)
        job.progressed.connect(self._view.show_working)
        job.succeeded.connect(lambda found: self._show_strangers(run_id, found))
        job.failed.connect(self._view.show_error)
        job.finished.connect(self._view.show_rest)

    def cancel(self) -> None:
        """Leave what is measured."""
        if self._job is not None:
            self._job.cancel()

    def _show_strangers(self, run_id: str, found: tuple[Stranger, ...]) -> None:
        if run_id == self._shown:  # another run may have been chosen meanwhile
            self._view.show_strangers(found)

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        wanted = self._wanted
        job = self._jobs.start("Assess the run", lambda p: self._read(wanted, p))
        job.succeeded.connect(lambda found: self._show(wanted, found))
        job.failed.connect(self._view.show_error)

    def _read(self, run_id: str, progress: Progress) -> _Shown | str:
        runs = self._training.summaries()
        run = next((one for one in runs if one.id == run_id), None)
        run = run or next((one for one in runs if one.has_result), None)
        if run is None:
            return ""
        if not run.has_result:
            return f"{run.name} has no result: it is {run.state.value}."
        found = self._evaluation.assess(run.id, progress)
        return _Shown(run, found, assessment_figures(found, run.name))

    def _show(self, asked: str, found: _Shown | str) -> None:
        if asked != self._wanted:  # another run was chosen meanwhile
            return
        if isinstance(found, str):
            self._view.show_nothing(found)
            return
        if found.run.id != self._shown:
            self._view.show_strangers(())
        self._shown = found.run.id
        self._view.show_assessment(found.run, found.found, found.figures)
