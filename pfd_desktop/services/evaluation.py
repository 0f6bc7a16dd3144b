"""Results of runs as figures."""

from pfd_desktop.core.figures.confusion import ConfusionFigure, confusion_figure
from pfd_desktop.core.figures.leak_meter import LeakMeterFigure, leak_meter_figure
from pfd_desktop.core.figures.training import TrainingFigure, training_figure
from pfd_desktop.core.records.learning import Run
from pfd_desktop.errors import NotFound
from pfd_desktop.store import runs
from pfd_desktop.store.project import Project


class EvaluationService:
    """What a finished run shows."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def confusion(self, run_id: str) -> ConfusionFigure:
        """Held-out recordings by truth and answer; the cells name the recordings."""
        run = self._run(run_id)
        if run.result is None:
            raise NotFound(f"The run {run.name} has no result: it is {run.state.value}.")
        return confusion_figure(run.result, run.name)

    def leak_meter(self, run_id: str) -> LeakMeterFigure:
        """The three splits side by side."""
        run = self._run(run_id)
        if run.leak_meter is None:
            raise NotFound(
                f"The run {run.name} was judged under one split only; run the leak meter."
            )
        return leak_meter_figure(run.leak_meter)

    def training(self, run_id: str) -> TrainingFigure:
        """Losses and accuracies by epoch; empty for a classifier without epochs."""
        return training_figure(self._run(run_id).history)

    def _run(self, run_id: str) -> Run:
        with self._project.store.read() as session:
            return runs.get(session, run_id)
