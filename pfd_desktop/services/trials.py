"""From what is asked to what a child is given: which recordings, which files."""

from pathlib import Path
from typing import TypedDict

from pfd_desktop.core.classical.physics import PHYSICS
from pfd_desktop.core.classical.table import CLASSICAL, ON_WAVEFORMS
from pfd_desktop.core.evaluation.bookkeeping import bookkeeping_of
from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.evaluation.perturbations import Perturbation
from pfd_desktop.core.evaluation.pooling import ONLY_NETWORKS, Pooling
from pfd_desktop.core.features.catalogue import catalogue_of
from pfd_desktop.core.features.own_file import OwnFile
from pfd_desktop.core.features.selection import Choosing
from pfd_desktop.core.networks.extra import require_networks
from pfd_desktop.core.networks.table import NETWORKS
from pfd_desktop.core.parameters import checked
from pfd_desktop.core.records.learning import Run, SplitKind, TrainRequest
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.requests import train_request
from pfd_desktop.core.training.evaluation import Trial
from pfd_desktop.core.training.network import NetworkTrial
from pfd_desktop.core.training.options import options, parameters_of
from pfd_desktop.core.training.robustness import Asking
from pfd_desktop.core.training.windows import WindowTrial
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.services.copies import copies_file
from pfd_desktop.services.features import feature_file, known_of
from pfd_desktop.services.members import design_of, labelled_members, recordings_as_asked
from pfd_desktop.services.own_files import files_of
from pfd_desktop.store import feature_sets
from pfd_desktop.store.project import Project

CLASSIFIERS = {**CLASSICAL, **PHYSICS, **ON_WAVEFORMS, **NETWORKS}
WITHOUT_FEATURES = frozenset({*ON_WAVEFORMS, *NETWORKS})  # these read the waveform


def choose_recordings(project: Project, request: TrainRequest) -> tuple[Recording, ...]:
    """The labelled recordings the request speaks of; refuses what cannot be trained on."""
    if request.classifier not in CLASSIFIERS:
        known = ", ".join(CLASSIFIERS)
        raise InvalidInput(f"There is no classifier {request.classifier!r}; there are: {known}.")
    if request.select < 0 or request.select_by not in set(Choosing):
        raise InvalidInput(
            f"Features are selected by {', '.join(Choosing)}, and none or more of them; not"
            f" {request.select} by {request.select_by!r}."
        )
    if request.pool not in set(Pooling):
        raise InvalidInput(
            f"Windows are taken together by {', '.join(Pooling)}; not {request.pool!r}."
        )
    if request.classifier in NETWORKS:
        require_networks()
    elif request.pool == Pooling.ATTENTION:
        raise InvalidInput(ONLY_NETWORKS)
    checked(parameters_of(request.classifier), dict(request.options))
    if request.classifier in WITHOUT_FEATURES:
        if request.select:
            shown = CLASSIFIERS[request.classifier]
            raise InvalidInput(f"{shown} reads the waveform: there are no features to select.")
        ids = request.recording_ids or labelled_members(project, request.dataset_version_id)
    else:
        ids = _of_features(project, request)
    chosen = recordings_as_asked(project, ids, request.dataset_version_id)
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
    project: Project, ids: tuple[str, ...], request: TrainRequest, kind: SplitKind, folder: Path
) -> Trial | WindowTrial | NetworkTrial:
    """All a child needs to train on *ids* under the split *kind*, its files kept in *folder*."""
    chosen = recordings_as_asked(project, ids, request.dataset_version_id)
    design, pool = design_of(project, request.split_id), Pooling(request.pool)
    members = tuple(member_of(recording) for recording in chosen)
    if request.classifier not in WITHOUT_FEATURES:
        return Trial(
            request.classifier,
            kind,
            members,
            request.seed,
            request.folds,
            folder,
            design=design,
            pool=pool,
            **_learned_from(project, request),
        )
    waveforms = tuple(recording.path for recording in chosen)
    if request.classifier in ON_WAVEFORMS:
        return WindowTrial(
            classifier=request.classifier,
            split=kind,
            members=members,
            waveforms=waveforms,
            seed=request.seed,
            folds=request.folds,
            window_samples=request.window_samples,
            folder=folder,
            design=design,
            pool=pool,
        )
    return NetworkTrial(
        split=kind,
        members=members,
        waveforms=waveforms,
        seed=request.seed,
        folds=request.folds,
        epochs=request.epochs,
        window_samples=request.window_samples,
        folder=folder,
        design=design,
        network=request.classifier,
        options=options(dict(request.options)),
        pool=pool,
        known=tuple(known_of(recording) for recording in chosen),
    )


class _LearnedFrom(TypedDict):
    """What a trial on features learns from."""

    matrix: Path
    select: int
    select_by: Choosing
    noisy: Path | None


def _learned_from(project: Project, request: TrainRequest) -> _LearnedFrom:
    return {
        "matrix": feature_file(project.runs, request.feature_set_id or ""),
        "select": request.select,
        "select_by": Choosing(request.select_by),
        "noisy": copies_file(project.runs, request),
    }


def run_folder(project: Project, run_id: str) -> Path:
    """Where the files of a run lie."""
    return project.runs / run_id


def request_of(project: Project, run: Run) -> TrainRequest:
    """What the run was asked for; raises NotFound."""
    try:
        return train_request((run_folder(project, run.id) / "request.json").read_text())
    except OSError as error:
        raise NotFound(
            f"What the run {run.name} was asked for is no longer on the disk ({error})."
            " Start a new run."
        ) from error


def asking_of(project: Project, run: Run, levels: tuple[Perturbation, ...]) -> Asking:
    """All that a child needs to ask what the finished *run* trained; its first fold's part.

    Raises NotFound where its files are gone, InvalidInput where its features are of an old version.
    """
    request, folder = request_of(project, run), run_folder(project, run.id)
    if (folder / "meter").is_dir():
        folder = folder / "meter" / run.split.value
    trial = make_trial(project, run.recording_ids, request, run.split, folder)
    chosen = recordings_as_asked(project, run.recording_ids, request.dataset_version_id)
    features, own, length = _cut_of(project, run, request)
    return Asking(
        trial=trial,
        certificate=run.split_certificate,
        waveforms=tuple(recording.path for recording in chosen),
        known=tuple(known_of(recording) for recording in chosen),
        levels=levels,
        window_samples=length,
        features=features,
        own=own,
    )


def _cut_of(
    project: Project, run: Run, request: TrainRequest
) -> tuple[str, tuple[OwnFile, ...], int]:
    """The set of features the run learned from ("" for waveforms), own ones, windows' samples."""
    if run.feature_set_id is None:
        return "", (), request.window_samples
    with project.store.read() as session:
        kept = feature_sets.get(session, run.feature_set_id)
    version = kept.code_version
    return catalogue_of(version).name, files_of(project, version), kept.window_samples


def _of_features(project: Project, request: TrainRequest) -> tuple[str, ...]:
    if request.feature_set_id is None:
        raise InvalidInput("This classifier learns from features: choose a feature set.")
    with project.store.read() as session:
        has = feature_sets.get(session, request.feature_set_id).recording_ids
    wanted = request.recording_ids or labelled_members(project, request.dataset_version_id)
    missing = set(wanted) - set(has)
    if missing:
        raise InvalidInput(
            f"{len(missing)} of the chosen recordings are not in this feature set. Extract"
            " their features first."
        )
    return wanted or has


def member_of(recording: Recording) -> Member:
    """The recording as splits know it."""
    return Member(
        recording.id,
        recording.name,
        recording.label or "",
        recording.unit_id,
        f"{recording.machine_name} · {recording.unit_name}",
        recording.condition,
        recording.blob,
        recording.machine_id,
        recording.machine_name,
        recording.grade,
        bookkeeping_of(recording),
    )
