"""Training classifiers, and judging them on what they have not met."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.core.evaluation.leak_meter import read_meter
from pfd_desktop.core.networks.table import NETWORKS
from pfd_desktop.core.records.learning import (
    EpochEvent,
    Estimate,
    LeakMeter,
    Run,
    RunState,
    RunSummary,
    SplitKind,
    TrainRequest,
)
from pfd_desktop.core.records.requests import recipe_of, request_text
from pfd_desktop.core.training.estimating import estimate_training
from pfd_desktop.core.training.evaluation import Outcome
from pfd_desktop.core.training.trials import carry_out
from pfd_desktop.errors import EnvironmentFault, InvalidInput, PfdError
from pfd_desktop.progress import Cancelled, Progress
from pfd_desktop.services.compute import TRAIN, Compute
from pfd_desktop.services.copies import with_copies
from pfd_desktop.services.trials import (
    CLASSIFIERS,
    WITHOUT_FEATURES,
    choose_recordings,
    make_trial,
    request_of,
    run_folder,
)
from pfd_desktop.store import datasets, feature_sets, runs
from pfd_desktop.store.keys import new_key, now
from pfd_desktop.store.project import Project

__all__ = ["TrainRequest", "TrainingService"]

_METER_ORDER = (SplitKind.RANDOM, SplitKind.CONDITION, SplitKind.UNIT)
_DELETED = ".deleted-"
_RESUMABLE = (RunState.CANCELLED, RunState.FAILED, RunState.INTERRUPTED)


class TrainingService:
    """Runs: begun, taken up again, listed, deleted."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute

    def classifiers(self) -> dict[str, str]:
        """All classifiers: the name requests use, and the name to show."""
        return dict(CLASSIFIERS)

    def train(self, request: TrainRequest, progress: Progress) -> Run:
        """Train under the asked split and keep the run, whatever becomes of it."""
        asked = self._as_designed(request)
        return self._finish(self._begin(asked, meter=False), asked, progress)

    def estimate(self, request: TrainRequest, progress: Progress) -> Estimate:
        """How long the network would train and what memory it takes; nothing is kept.

        Raises InvalidInput for what is no network, and for what cannot be trained.
        """
        asked = self._as_designed(request)
        if asked.classifier not in NETWORKS:
            raise InvalidInput("Only for networks the time is estimated; all others take minutes.")
        ids = tuple(recording.id for recording in choose_recordings(self._project, asked))
        trial = make_trial(self._project, ids, asked, asked.split, self._project.cache)
        return self._compute.run(progress, estimate_training, trial, limits=TRAIN)

    def resume(self, run_id: str, progress: Progress) -> Run:
        """Take a stopped run up where it stood; a network goes on from its last checkpoint."""
        run = self.run(run_id)
        if run.state not in _RESUMABLE:
            raise InvalidInput(
                f"The run {run.name} is {run.state.value}; there is nothing to resume."
            )
        request = request_of(self._project, run)
        waiting = replace(run, state=RunState.RUNNING, reason="", finished_at=None)
        with self._project.store.write() as session:
            runs.update(session, waiting)
        if (self._folder(run.id) / "meter").is_dir():
            return self._finish_meter(waiting, request, progress)
        return self._finish(waiting, request, progress)

    def leak_meter(self, request: TrainRequest, progress: Progress) -> LeakMeter:
        """The same classifier under random, condition and unit split; kept on a run.

        It draws its three splits itself, also where the request names a designed one.
        """
        request = replace(request, split_id=None)
        meter = self._finish_meter(self._begin(request, meter=True), request, progress).leak_meter
        assert meter is not None
        return meter

    def runs(self) -> tuple[Run, ...]:
        """All runs, newest first."""
        with self._project.store.read() as session:
            return runs.list_all(session)

    def summaries(self) -> tuple[RunSummary, ...]:
        """All runs as tables list them, newest first."""
        with self._project.store.read() as session:
            return runs.summaries(session)

    def asked_or_newest(self, run_id: str) -> RunSummary | None:
        """The run of that id, or else the newest with a result; None where there is none."""
        with self._project.store.read() as session:
            return runs.summary_of(session, run_id)

    def run(self, run_id: str) -> Run:
        """One run."""
        with self._project.store.read() as session:
            return runs.get(session, run_id)

    def request(self, run_id: str) -> TrainRequest:
        """What the run was asked for; raises NotFound."""
        return request_of(self._project, self.run(run_id))

    def delete(self, run_id: str) -> None:
        """Delete a run with its weights.

        Raises EnvironmentFault where its folder cannot be taken away: the run is left whole then;
        and where it is deleted, but some of its files are not.
        """
        folder, aside = self._folder(run_id), self._aside(run_id)
        try:
            with self._project.store.write() as session:
                runs.delete(session, run_id)
                if folder.exists():
                    folder.rename(aside)
        except BaseException as error:
            if aside.exists() and not folder.exists():
                aside.rename(folder)
            if not isinstance(error, OSError):
                raise
            raise EnvironmentFault(
                f"The files of the run cannot be deleted, so it was left as it is ({error}). Close"
                " what uses them, or see to the rights of their folder."
            ) from error
        try:
            if aside.exists():
                shutil.rmtree(aside)
        except OSError as error:
            raise EnvironmentFault(
                f"The run is deleted, but not all of its files are ({error}). That is tried again"
                " when the project is opened next."
            ) from error

    def finish_deletions(self) -> None:
        """At start: what a crash left half deleted goes, or comes back where the run was kept."""
        if not (left := tuple(self._project.runs.glob(f"{_DELETED}*"))):
            return
        with self._project.store.read() as session:
            known = {run.id for run in runs.summaries(session)}
        for aside in left:
            run_id = aside.name.removeprefix(_DELETED)
            if run_id in known and not self._folder(run_id).exists():
                aside.rename(self._folder(run_id))
            else:
                shutil.rmtree(aside, ignore_errors=True)

    def mark_interrupted(self) -> tuple[Run, ...]:
        """At start: runs that a crash left running are marked, and can be resumed."""
        with self._project.store.read() as session:
            left = runs.of_state(session, RunState.RUNNING)
        marked = tuple(
            replace(
                run,
                state=RunState.INTERRUPTED,
                reason="The program ended while it ran.",
                finished_at=now(),
            )
            for run in left
        )
        with self._project.store.write() as session:
            for run in marked:
                runs.update(session, run)
        return marked

    def _as_designed(self, request: TrainRequest) -> TrainRequest:
        """With the version and the key of the designed split, where one is named."""
        if request.split_id is None:
            return request
        with self._project.store.read() as session:
            split = datasets.split(session, request.split_id)
        return replace(request, split=split.key, dataset_version_id=split.version_id)

    def _begin(self, request: TrainRequest, *, meter: bool) -> Run:
        chosen = choose_recordings(self._project, request)
        ids = tuple(recording.id for recording in chosen)
        key = new_key()
        shown = CLASSIFIERS[request.classifier]
        title = f"{shown}, leak meter" if meter else f"{shown}, split by {request.split.value}"
        run = Run(
            id=key,
            name=request.name or title,
            classifier=request.classifier,
            split=SplitKind.UNIT if meter else request.split,
            feature_set_id=None
            if request.classifier in WITHOUT_FEATURES
            else request.feature_set_id,
            recording_ids=ids,
            split_certificate="",
            seed=request.seed,
            state=RunState.RUNNING,
            reason="",
            result=None,
            leak_meter=None,
            history=(),
            created_at=now(),
            finished_at=None,
            dataset_version_id=request.dataset_version_id,
            split_id=request.split_id,
            recipe="" if meter else recipe_of(replace(request, recording_ids=ids)),
        )
        folder = self._folder(key)
        folder.mkdir(parents=True)
        if meter:
            (folder / "meter").mkdir()
        atomic_write_bytes(folder / "request.json", request_text(request).encode())
        with self._project.store.write() as session:
            runs.add(session, run)
        return run

    def _finish(self, run: Run, request: TrainRequest, progress: Progress) -> Run:
        def work(listening: Progress) -> Run:
            listening = with_copies(self._project, self._compute, request, listening)
            trial = make_trial(
                self._project, run.recording_ids, request, request.split, self._folder(run.id)
            )
            done = _done(run, self._compute.run(listening, carry_out, trial, limits=TRAIN))
            return self._warned(done)

        return self._kept(run, progress, work)

    def _finish_meter(self, run: Run, request: TrainRequest, progress: Progress) -> Run:
        def work(listening: Progress) -> Run:
            listening = with_copies(self._project, self._compute, request, listening)
            trials = [
                make_trial(
                    self._project,
                    run.recording_ids,
                    request,
                    kind,
                    self._folder(run.id) / "meter" / kind.value,
                )
                for kind in _METER_ORDER
            ]
            return self._warned(
                _metered(run, self._compute.map(listening, carry_out, trials, TRAIN))
            )

        return self._kept(run, progress, work)

    def _warned(self, run: Run) -> Run:
        """With what its features' makers had to say of them: rates that differ, speeds not told."""
        if run.result is None or run.feature_set_id is None:
            return run
        with self._project.store.read() as session:
            said = feature_sets.get(session, run.feature_set_id).warnings
        return replace(run, result=replace(run.result, warnings=(*run.result.warnings, *said)))

    def _kept(self, run: Run, progress: Progress, work: Callable[[Progress], Run]) -> Run:
        """Do *work* and keep what came of it, also where it failed or was cancelled."""
        listening = _Listening(progress)
        try:
            done = work(listening)
        except Cancelled:
            self._stop(run, RunState.CANCELLED, "Cancelled; it can be resumed.", listening.history)
            raise
        except PfdError as error:
            self._stop(run, RunState.FAILED, str(error), listening.history)
            raise
        with self._project.store.write() as session:
            runs.update(session, done)
        return done

    def _stop(self, run: Run, state: RunState, reason: str, history: list[EpochEvent]) -> None:
        stopped = replace(
            run,
            state=state,
            reason=reason,
            history=tuple(history),
            finished_at=now(),
        )
        with self._project.store.write() as session:
            runs.update(session, stopped)

    def _aside(self, run_id: str) -> Path:
        """Where its folder is while it is deleted."""
        return self._project.runs / f"{_DELETED}{run_id}"

    def _folder(self, run_id: str) -> Path:
        return run_folder(self._project, run_id)


class _Listening:
    """Hands progress on and remembers the epochs."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.history: list[EpochEvent] = []

    def report(self, fraction: float, text: str = "") -> None:
        """Hand on."""
        self._progress.report(fraction, text)

    def tell(self, event: object) -> None:
        """Remember, and hand on."""
        if isinstance(event, EpochEvent):
            self.history.append(event)
        self._progress.tell(event)


def _done(run: Run, outcome: Outcome) -> Run:
    return replace(
        run,
        split_certificate=outcome.certificate,
        state=RunState.DONE,
        result=outcome.result,
        history=outcome.history,
        finished_at=now(),
    )


def _metered(run: Run, found: Sequence[Outcome | PfdError]) -> Run:
    """The run of a leak meter: it bears the result of the strictest split that could be had."""
    for one in found:
        if isinstance(one, EnvironmentFault):
            raise one
    random, condition, unit = found
    if isinstance(random, PfdError):
        raise random
    meter = read_meter(
        random.result,
        condition.result if isinstance(condition, Outcome) else None,
        unit.result if isinstance(unit, Outcome) else None,
        tuple(str(one) for one in (condition, unit) if isinstance(one, PfdError)),
    )
    pairs = zip(reversed(_METER_ORDER), (unit, condition, random), strict=True)
    kind, strictest = next((k, one) for k, one in pairs if isinstance(one, Outcome))
    done = replace(_done(run, strictest), split=kind)
    return replace(done, leak_meter=replace(meter, run_id=run.id))
