"""The Training panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.core.figures.training import training_figure
from pfd_desktop.core.networks.extra import networks_missing
from pfd_desktop.core.records.learning import EpochEvent, TrainRequest
from pfd_desktop.core.records.requests import request_text, train_request
from pfd_desktop.ui.panels.training.material import Choice, Material, material
from pfd_desktop.ui.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfd_desktop.core.records.learning import FeatureSet, Run
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.services.catalog import Services
    from pfd_desktop.ui.panels.training.view import TrainingView
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Job, Jobs


class TrainingPresenter:
    """Offers what can be trained on, trains, and shows the epochs as they come."""

    def __init__(
        self, view: TrainingView, services: Services, jobs: Jobs, workspace: Workspace
    ) -> None:
        self._view, self._services = view, services
        self._jobs, self._workspace = jobs, workspace
        self._stale = True
        self._preferred = workspace.feature_set_id
        self._history: list[EpochEvent] = []
        self._classes: tuple[str, ...] = ()
        self._job: Job | None = None
        self._recordings: tuple[Recording, ...] = ()
        self._sets: tuple[FeatureSet, ...] = ()
        self._retry = Retry(view.show_error)
        view.message.retry_requested.connect(self._retry.ask)
        view.seen.connect(self._refresh)
        view.choice_changed.connect(self._describe)
        view.train_requested.connect(self.train)
        view.queue_requested.connect(self.queue)
        view.estimate_requested.connect(self.estimate)
        view.cancel_requested.connect(self.cancel)
        view.show_classifiers(services.training.classifiers(), networks_missing())

    def store_changed(self, tables: frozenset[str]) -> None:
        """Feature sets, labels or units may have changed."""
        if tables & {"feature_sets", "recordings", "units"}:
            self._read_again()

    def _read_again(self) -> None:
        self._stale = True
        self._refresh()

    def prefer(self, feature_set_id: str) -> None:
        """Follow the window's feature set."""
        self._preferred = feature_set_id
        self._view.choose_feature_set(feature_set_id)

    def fill(self, request: TrainRequest) -> None:
        """Set the form as for a run that has been; what it cannot set is said."""
        if request.feature_set_id:
            self._preferred = request.feature_set_id
        self._view.fill(request)
        other = [
            words
            for words, told in (
                ("a version of a dataset", request.dataset_version_id),
                ("a designed split", request.split_id),
            )
            if told
        ]
        if other:
            self._view.show_remark(
                f"That run used {' and '.join(other)}; here all labelled recordings are"
                " used. The Datasets panel trains on versions and designed splits."
            )

    def train(self, choice: Choice) -> None:
        """Train what is chosen, as a job."""
        request, training = self._asked(choice), self._services.training
        job = self._jobs.start(
            _title(request),
            lambda progress: training.train(request, progress),
            "train",
            request_text(request),
        )
        self._watch(job, lambda: self.train(choice))

    def queue(self, choice: Choice) -> None:
        """Train what is chosen once all that was asked before is done."""
        request, queue = self._asked(choice), self._services.queue
        title = _title(request)
        job = self._jobs.start("Put in the queue", lambda _: queue.add(title, request))
        job.succeeded.connect(
            lambda place: self._workspace.message.emit(
                f"“{title}” is number {place} of the trainings that wait; the Jobs panel has them."
            )
        )
        self._retry.watch(job, lambda: self.queue(choice))

    def follow(self, job: Job) -> None:
        """Show a training that has come out of the queue, unless another is shown."""
        if self._job is None:
            self._watch(
                job, lambda: self._services.queue.add(job.title, train_request(job.request))
            )

    def _asked(self, choice: Choice) -> TrainRequest:
        return _request(choice, material(choice, self._sets, self._recordings))

    def _watch(self, job: Job, again: Callable[[], object]) -> None:
        learned = set(train_request(job.request).recording_ids)
        labels = {r.label for r in self._recordings if r.label and r.id in learned}
        self._history, self._classes, self._job = [], tuple(sorted(labels)), job
        job.told.connect(self._hear)
        job.succeeded.connect(self._trained)
        job.cancelled.connect(self._view.show_cancelled)
        self._follow(job, again)

    def estimate(self, choice: Choice) -> None:
        """Measure one batch of what is chosen."""
        request, training = self._asked(choice), self._services.training
        self._job = job = self._jobs.start(
            f"Estimate {choice.classifier}", lambda progress: training.estimate(request, progress)
        )
        job.succeeded.connect(self._view.show_estimate)
        self._follow(job, lambda: self.estimate(choice))

    def _follow(self, job: Job, again: Callable[[], object]) -> None:
        self._view.show_working(0.0, "")
        job.progressed.connect(self._view.show_working)
        self._retry.watch(job, again)
        job.finished.connect(self._ended)

    def cancel(self) -> None:
        """Stop the training; a network can be resumed from its last checkpoint."""
        if self._job is not None:
            self._job.cancel()

    def _hear(self, event: object) -> None:
        if isinstance(event, EpochEvent):
            self._history.append(event)
            self._view.show_epochs(training_figure(self._history, self._classes))

    def _trained(self, run: Run) -> None:
        self._view.show_trained(run)
        self._workspace.choose_run(run.id)

    def _ended(self) -> None:
        self._job = None
        self._view.show_rest()

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        job = self._jobs.start("Read what can be trained on", lambda _: self._read())
        job.succeeded.connect(self._show)
        self._retry.watch(job, self._read_again)

    def _read(self) -> tuple[tuple[FeatureSet, ...], tuple[Recording, ...]]:
        return self._services.features.list_all(), self._services.data.recordings()

    def _show(self, found: tuple[tuple[FeatureSet, ...], tuple[Recording, ...]]) -> None:
        self._sets, self._recordings = found
        self._view.show_feature_sets(tuple(reversed(self._sets)), self._preferred)
        self._describe(self._view.choice())

    def _describe(self, choice: Choice) -> None:
        self._view.show_material(material(choice, self._sets, self._recordings))


def _title(request: TrainRequest) -> str:
    return f"Train {request.classifier}, {request.split.value} split, seed {request.seed}"


def _request(choice: Choice, used: Material) -> TrainRequest:
    return TrainRequest(
        classifier=choice.classifier,
        split=choice.split,
        feature_set_id=choice.feature_set_id or None,
        recording_ids=tuple(recording.id for recording in used.recordings),
        seed=choice.seed,
        epochs=choice.epochs,
        window_samples=choice.window_samples,
        options=choice.options,
        select=choice.select,
        select_by=choice.select_by,
        pool=choice.pool,
    )
