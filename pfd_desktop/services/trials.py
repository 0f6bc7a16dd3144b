"""From what is asked to what a child is given: which recordings, which files."""

from pathlib import Path

from pfd_desktop.core.classical.classifiers import CLASSICAL
from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.networks.extra import require_networks
from pfd_desktop.core.records.learning import Run, SplitKind, TrainRequest
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.training.evaluation import Trial
from pfd_desktop.core.training.network import NetworkTrial
from pfd_desktop.errors import InvalidInput
from pfd_desktop.services.features import feature_file
from pfd_desktop.store import feature_sets, recordings
from pfd_desktop.store.project import Project

NETWORKS = {"wdcnn": "WDCNN"}
CLASSIFIERS = {**CLASSICAL, **NETWORKS}


def choose_recordings(project: Project, request: TrainRequest) -> tuple[Recording, ...]:
    """The labelled recordings the request speaks of; refuses what cannot be trained on."""
    if request.classifier not in CLASSIFIERS:
        known = ", ".join(CLASSIFIERS)
        raise InvalidInput(f"There is no classifier {request.classifier!r}; there are: {known}.")
    if request.classifier in NETWORKS:
        require_networks()
        ids = request.recording_ids
    else:
        ids = _of_features(project, request)
    with project.store.read() as session:
        chosen = [recordings.get(session, one) for one in dict.fromkeys(ids)]
    silent = [recording.name for recording in chosen if not recording.label]
    if silent and request.recording_ids:
        raise InvalidInput(
            f"{len(silent)} of the chosen recordings bear no label (first: {silent[0]}). Label"
            " them or leave them out."
        )
    labelled = tuple(recording for recording in chosen if recording.label)
    if not labelled:
        raise InvalidInput("There is no labelled recording to learn from. Label some first.")
    return labelled


def make_trial(
    project: Project, run: Run, request: TrainRequest, kind: SplitKind, folder: Path
) -> Trial | NetworkTrial:
    """All that a child needs to train under the split *kind*, keeping its files in *folder*."""
    with project.store.read() as session:
        chosen = [recordings.get(session, one) for one in run.recording_ids]
    members = tuple(_member(recording) for recording in chosen)
    if request.classifier not in NETWORKS:
        matrix = feature_file(project.runs, request.feature_set_id or "")
        return Trial(request.classifier, kind, members, request.seed, request.folds, folder, matrix)
    return NetworkTrial(
        split=kind,
        members=members,
        waveforms=tuple(recording.path for recording in chosen),
        seed=request.seed,
        folds=request.folds,
        epochs=request.epochs,
        window_samples=request.window_samples,
        folder=folder,
    )


def _of_features(project: Project, request: TrainRequest) -> tuple[str, ...]:
    if request.feature_set_id is None:
        raise InvalidInput("This classifier learns from features: choose a feature set.")
    with project.store.read() as session:
        has = feature_sets.get(session, request.feature_set_id).recording_ids
    missing = set(request.recording_ids) - set(has)
    if missing:
        raise InvalidInput(
            f"{len(missing)} of the chosen recordings are not in this feature set. Extract"
            " their features first."
        )
    return request.recording_ids or has


def _member(recording: Recording) -> Member:
    return Member(
        recording.id,
        recording.name,
        recording.label or "",
        recording.unit_id,
        f"{recording.machine_name} · {recording.unit_name}",
        recording.condition,
        recording.blob,
        recording.grade,
    )
