"""The Results panel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfd_desktop.core.records.requests import request_text
from pfd_desktop.ui.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfd_desktop.core.figures.confusion import ConfusionFigure
    from pfd_desktop.core.figures.leak_meter import LeakMeterFigure
    from pfd_desktop.core.records.learning import Run, TrainRequest
    from pfd_desktop.services.evaluation import EvaluationService
    from pfd_desktop.services.training import TrainingService
    from pfd_desktop.ui.panels.results.view import ResultsView
    from pfd_desktop.workers.jobs import Jobs


@dataclass(frozen=True)
class _Shown:
    run: Run
    confusion: ConfusionFigure | None
    meter: LeakMeterFigure | None


class ResultsPresenter:
    """Shows the chosen run, or the newest one that is done, and measures its leak on request."""

    def __init__(
        self,
        view: ResultsView,
        training: TrainingService,
        evaluation: EvaluationService,
        jobs: Jobs,
        choose_run: Callable[[str], None],
    ) -> None:
        self._view, self._training, self._evaluation = view, training, evaluation
        self._jobs, self._choose_run = jobs, choose_run
        self._wanted = ""
        self._stale = True
        self._retry = Retry(view.show_error)
        view.message.retry_requested.connect(self._retry.ask)
        view.seen.connect(self._refresh)
        view.leak_meter_requested.connect(self.measure_leak)
        view.show_nothing()

    def choose(self, run_id: str) -> None:
        """Follow the window's selection."""
        self._wanted, self._stale = run_id, True
        self._refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """A run may have ended, or be gone."""
        if "runs" in tables:
            self._read_again()

    def _read_again(self) -> None:
        self._stale = True
        self._refresh()

    def measure_leak(self) -> None:
        """The same classifier under all three splits, kept on a run of its own."""
        run_id = self._wanted
        asked = self._jobs.start("Read the request", lambda _: self._training.request(run_id))
        asked.succeeded.connect(self._measure)
        self._retry.watch(asked, self.measure_leak)

    def _measure(self, request: TrainRequest) -> None:
        job = self._jobs.start(
            "Leak meter",
            lambda progress: self._training.leak_meter(request, progress),
            "leak meter",
            request_text(request),
        )
        job.progressed.connect(self._view.show_working)
        job.succeeded.connect(lambda meter: self._choose_run(meter.run_id))
        self._retry.watch(job, lambda: self._measure(request))
        job.finished.connect(self._view.show_rest)

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        wanted = self._wanted
        job = self._jobs.start("Read the results", lambda _: self._read(wanted))
        job.succeeded.connect(self._show)
        self._retry.watch(job, self._read_again)

    def _read(self, run_id: str) -> _Shown | None:
        wanted = self._training.asked_or_newest(run_id)
        if wanted is None:
            return None
        run = self._training.run(wanted.id)
        return _Shown(
            run,
            self._evaluation.confusion(run.id) if run.result else None,
            self._evaluation.leak_meter(run.id) if run.leak_meter else None,
        )

    def _show(self, found: _Shown | None) -> None:
        if found is None:
            self._view.show_nothing()
            return
        self._wanted = found.run.id
        self._view.show_run(found.run, found.confusion, found.meter)
