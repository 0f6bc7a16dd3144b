"""What finished runs show: as figures, and when more is asked of them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pfd_desktop.core.evaluation.assessment import Assessment, assess
from pfd_desktop.core.evaluation.ceiling import Spans, blind_windows
from pfd_desktop.core.evaluation.perturbations import sweep
from pfd_desktop.core.evaluation.results import FoldScores
from pfd_desktop.core.evaluation.robustness import Robustness
from pfd_desktop.core.features.matrix import load_matrix
from pfd_desktop.core.features.windows import window_starts
from pfd_desktop.core.figures.confusion import ConfusionFigure, confusion_figure
from pfd_desktop.core.figures.leak_meter import LeakMeterFigure, leak_meter_figure
from pfd_desktop.core.figures.training import TrainingFigure, training_figure
from pfd_desktop.core.records.labels import UNSEEN
from pfd_desktop.core.records.learning import Run, RunResult
from pfd_desktop.core.records.measured import Measured
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.training.evaluation import Trial
from pfd_desktop.core.training.robustness import ask_fold, judge
from pfd_desktop.core.training.strangers import Stranger, strangers
from pfd_desktop.errors import InvalidInput, NotFound, PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import TRAIN, Compute
from pfd_desktop.services.copies import with_copies
from pfd_desktop.services.features import feature_file
from pfd_desktop.services.measured import Origin, keep, kept, origin_of
from pfd_desktop.services.trials import (
    CLASSIFIERS,
    asking_of,
    make_trial,
    request_of,
    run_folder,
)
from pfd_desktop.store import labels, recordings, runs
from pfd_desktop.store.project import Project

T = TypeVar("T")
Strangers = tuple[Stranger, ...]
ROBUSTNESS, UNKNOWN = "robustness", "unknown"  # files beside the run


class EvaluationService:
    """What a finished run shows."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute

    def confusion(self, run_id: str) -> ConfusionFigure:
        """Held-out recordings by truth and answer; the cells name the recordings."""
        run = self._run(run_id)
        return confusion_figure(_result(run), run.name)

    def assess(self, run_id: str, progress: Progress) -> Assessment:
        """All that its held-out answers say: levels, curves, calibration, answers, slices."""
        run = self._run(run_id)
        result = _result(run)
        asked = {one.recording_id for one in result.predictions}
        with self._project.store.read() as session:
            known = [one for one in recordings.list_all(session) if one.id in asked]
            unseen = labels.stretches_of(session, UNSEEN)
        facts = {one.id: _facts(one) for one in known}
        found = self._compute.run(progress, assess, result, facts)
        if asked.isdisjoint(unseen):
            return found
        return replace(found, blind=blind_windows(result, self._spans(run, known), unseen))

    def robustness(self, run_id: str, progress: Progress, kinds: Sequence[str] = ()) -> Robustness:
        """What its classifiers say of the held-out recordings after each perturbation.

        *kinds* are keys of core/evaluation/perturbations; all without any. Kept beside the run,
        together with what is kept of other kinds.
        """
        run = self._run(run_id)
        asking = asking_of(self._project, run, sweep(kinds))
        folds = [replace(asking, fold=number) for number in range(_result(run).folds)]
        told = self._compute.map(Part(progress, 0.0, 0.9), ask_fold, folds, TRAIN)
        found = self._compute.run(Part(progress, 0.9, 1.0), judge, asking, _raised(told))
        before = self.kept_robustness(run_id)
        whole = found.beside(before.found if before else None)
        origin = origin_of(replace(asking, levels=()), ", ".join(whole.kinds))
        self._keep(run_id, ROBUSTNESS, Robustness, whole, origin)
        return found

    def kept_robustness(self, run_id: str) -> Measured[Robustness] | None:
        """What robustness() last kept of this run; None where it was never asked."""
        return kept(
            self._file(run_id, ROBUSTNESS),
            Robustness,
            lambda: origin_of(asking_of(self._project, self._run(run_id), ()), ""),
        )

    def strangers(self, run_id: str, progress: Progress) -> tuple[Stranger, ...]:
        """How well faults that were never learned are noticed: each class is left out in turn.

        Asked of the classifier, features and recordings of a run, and kept beside it. Raises
        InvalidInput for what reads waveforms.
        """
        run = self._run(run_id)
        trial, request = self._trial(run), request_of(self._project, run)
        left = with_copies(self._project, self._compute, request, progress)
        found = self._compute.run(left, strangers, trial, limits=TRAIN)
        self._keep(run_id, UNKNOWN, Strangers, found, origin_of(trial, "each class left out"))
        return found

    def kept_strangers(self, run_id: str) -> Measured[tuple[Stranger, ...]] | None:
        """What strangers() last kept of this run; None where it was never asked."""
        return kept(
            self._file(run_id, UNKNOWN),
            Strangers,
            lambda: origin_of(self._trial(self._run(run_id)), ""),
        )

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
        run = self._run(run_id)
        return training_figure(run.history, run.result.classes if run.result else ())

    def _trial(self, run: Run) -> Trial:
        """What the run learned from, as it is told now; raises InvalidInput for waveforms."""
        request, folder = request_of(self._project, run), run_folder(self._project, run.id)
        trial = make_trial(self._project, run.recording_ids, request, run.split, folder)
        if isinstance(trial, Trial):
            return trial
        raise InvalidInput(
            f"{CLASSIFIERS[run.classifier]} reads the waveform; unknown faults are judged for"
            " classifiers on features."
        )

    def _file(self, run_id: str, name: str) -> Path:
        return run_folder(self._project, run_id) / f"{name}.json"

    def _keep(self, run_id: str, name: str, kind: type[T], found: T, origin: Origin) -> None:
        """Raises NotFound where the run was deleted meanwhile: nothing is kept of it then."""
        self._run(run_id)
        keep(self._file(run_id, name), kind, found, origin)

    def _spans(self, run: Run, known: Sequence[Recording]) -> dict[str, Spans]:
        """Where the windows of these recordings lie, in seconds."""
        if run.feature_set_id is None:
            length = request_of(self._project, run).window_samples
            return {one.id: _side_by_side(one, length) for one in known}
        matrix = load_matrix(feature_file(self._project.runs, run.feature_set_id))
        place = {name: number for number, name in enumerate(matrix.recording_ids)}
        own = {one.id: (matrix.record == place[one.id], one.rate_hz) for one in known}
        return {k: (matrix.start[at] / hz, matrix.stop[at] / hz) for k, (at, hz) in own.items()}

    def _run(self, run_id: str) -> Run:
        with self._project.store.read() as session:
            return runs.get(session, run_id)


def _raised(
    found: Sequence[tuple[FoldScores, ...] | PfdError],
) -> tuple[tuple[FoldScores, ...], ...]:
    for one in found:
        if isinstance(one, PfdError):
            raise one
    return tuple(one for one in found if not isinstance(one, PfdError))


def _result(run: Run) -> RunResult:
    if run.result is None:
        said = f"The run {run.name} has no result: it is {run.state.value}. {run.reason}"
        raise NotFound(said.rstrip())
    return run.result


def _side_by_side(recording: Recording, length: int) -> Spans:
    starts = window_starts(recording.samples, length, 0.0)
    return starts / recording.rate_hz, (starts + length) / recording.rate_hz


def _facts(recording: Recording) -> dict[str, str]:
    """By what the recordings are parted; speeds that differ by their slip are one."""
    speed = recording.speed_rpm
    return {
        "severity": recording.severity,
        "machine": recording.machine_name,
        "speed": "" if speed is None else f"about {float(f'{speed:.2g}'):g} rpm",
    }
