"""The Evaluation panel: what happens when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pfd_desktop.core.figures.assessment import AssessmentFigures, assessment_figures

if TYPE_CHECKING:
    from pfd_desktop.core.evaluation.assessment import Assessment
    from pfd_desktop.core.evaluation.robustness import Robustness
    from pfd_desktop.core.records.learning import RunSummary
    from pfd_desktop.core.records.measured import Measured
    from pfd_desktop.core.training.strangers import Stranger
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.evaluation import EvaluationService
    from pfd_desktop.services.training import TrainingService
    from pfd_desktop.ui.panels.evaluation.view import EvaluationView
    from pfd_desktop.ui.widgets.measuring import Measuring
    from pfd_desktop.workers.jobs import Job, Jobs

T = TypeVar("T")
_SHOWN = frozenset({"runs", "recordings", "units", "bearings"})  # what the answers follow from


@dataclass(frozen=True)
class _Shown:
    run: RunSummary
    found: Assessment
    figures: AssessmentFigures
    unknown: Measured[tuple[Stranger, ...]] | None
    robustness: Measured[Robustness] | None


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
        self._shown: RunSummary | None = None  # the run whose assessment stands in the panel
        self._measured: dict[Measuring, Job] = {}
        view.seen.connect(self._refresh)
        for row, measure in (
            (view.unknown, self.measure_strangers),
            (view.robustness.measuring, self.measure_robustness),
        ):
            row.requested.connect(measure)
            row.cancel_requested.connect(lambda row=row: self.cancel(row))
        view.show_nothing("")

    def choose(self, run_id: str) -> None:
        """Follow the window's selection."""
        self._wanted, self._stale = run_id, True
        self._refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """A run may have ended, or be gone; a recording may be known better."""
        if tables & _SHOWN:
            self._stale = True
            self._refresh()

    def measure_strangers(self) -> None:
        """Leave out each class in turn, for the run that is shown."""
        self._measure(
            self._view.unknown,
            "unknown faults",
            self._strangers,
            lambda _, found: self._view.show_strangers(found),
        )

    def _strangers(self, run_id: str, progress: Progress) -> Measured[tuple[Stranger, ...]] | None:
        self._evaluation.strangers(run_id, progress)
        return self._evaluation.kept_strangers(run_id)

    def measure_robustness(self) -> None:
        """Ask the shown run's classifiers of its held-out recordings, made worse."""
        page = self._view.robustness
        kinds = page.kinds()

        def work(run_id: str, progress: Progress) -> Measured[Robustness] | None:
            self._evaluation.robustness(run_id, progress, kinds)
            return self._evaluation.kept_robustness(run_id)

        self._measure(page.measuring, "robustness", work, page.show_measured)

    def cancel(self, row: Measuring) -> None:
        """Leave what is measured there."""
        if row in self._measured:
            self._measured[row].cancel()

    def _measure(
        self,
        row: Measuring,
        kind: str,
        work: Callable[[str, Progress], T],
        show: Callable[[RunSummary, T], None],
    ) -> None:
        run = self._shown
        if run is None:
            return
        title = f"{kind.capitalize()}, {run.name}"
        job = self._measured[row] = self._jobs.start(title, lambda p: work(run.id, p), kind)
        row.show_working(0.0)
        job.progressed.connect(row.show_working)
        # Another run may be shown when it is there.
        job.succeeded.connect(
            lambda found: show(run, found) if self._shown and self._shown.id == run.id else None
        )
        job.failed.connect(self._view.show_error)
        job.finished.connect(row.show_rest)

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        wanted = self._wanted
        job = self._jobs.start("Assess the run", lambda p: self._read(wanted, p))
        job.succeeded.connect(lambda found: self._show(wanted, found))
        job.failed.connect(self._view.show_error)

    def _read(self, run_id: str, progress: Progress) -> _Shown | str:
        run = self._training.asked_or_newest(run_id)
        if run is None:
            return ""
        if not run.has_result:
            return f"{run.name} has no result: it is {run.state.value}. {run.reason}".rstrip()
        found = self._evaluation.assess(run.id, progress)
        return _Shown(
            run,
            found,
            assessment_figures(found, run.name),
            self._evaluation.kept_strangers(run.id),
            self._evaluation.kept_robustness(run.id),
        )

    def _show(self, asked: str, found: _Shown | str) -> None:
        if asked != self._wanted:  # another run was chosen meanwhile
            return
        if isinstance(found, str):
            self._view.show_nothing(found)
            return
        self._shown = found.run
        self._view.show_assessment(found.run, found.found, found.figures)
        self._view.show_strangers(found.unknown)
        self._view.robustness.show_measured(found.run, found.robustness)
