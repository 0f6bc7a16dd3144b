"""Noisy copies of a feature set's windows, made once and kept beside it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.catalogue import catalogue_of
from pfd_desktop.core.features.matrix import FeatureMatrix, load_matrix, save_matrix
from pfd_desktop.core.features.noisy import NoisyCut, noisy_features
from pfd_desktop.core.features.own_running import LONGEST_S
from pfd_desktop.core.features.relative import on_scale
from pfd_desktop.core.records.learning import FeatureSet, TrainRequest
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.training.options import least_snr_db
from pfd_desktop.errors import InvalidInput, PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.features import feature_file, known_of
from pfd_desktop.services.members import recordings_as_asked
from pfd_desktop.services.own_files import files_of, specs_made
from pfd_desktop.services.own_mapping import map_own
from pfd_desktop.store import feature_sets
from pfd_desktop.store.project import Project


def copies_file(runs: Path, request: TrainRequest) -> Path | None:
    """Where the noisy copies that a request learns from lie; None where it asks for none."""
    least_db = _least_db(request)
    if least_db is None or request.feature_set_id is None:
        return None
    return feature_file(runs, f"{request.feature_set_id}-noise{least_db:g}")


def with_copies(
    project: Project, compute: Compute, request: TrainRequest, progress: Progress
) -> Progress:
    """Make what copies the request needs; returns what is left of *progress* for its training.

    Raises InvalidInput where the features are of a version that is not computed any more, or of
    speeds or bearings that are told otherwise since, and what kept a recording from being read.
    """
    path, least_db = copies_file(project.runs, request), _least_db(request)
    if path is None or least_db is None or path.is_file():
        return progress
    quiet = load_matrix(feature_file(project.runs, request.feature_set_id or ""))
    with project.store.read() as session:
        kept = feature_sets.get(session, request.feature_set_id or "")
    cuts = list(_cuts(project, kept, quiet, least_db))
    half = Part(progress, 0.0, 0.5)
    found, _ = map_own(compute, half, noisy_features, cuts, LONGEST_S)
    values = np.concatenate(list(_raised(found)))
    if quiet.reference is not None:
        specs = specs_made(project, kept.code_version)
        values = on_scale(values, specs) - quiet.reference[quiet.record]
    save_matrix(path, _of(quiet, values))
    return Part(progress, 0.5, 1.0)


def _least_db(request: TrainRequest) -> float | None:
    return least_snr_db(request.classifier, dict(request.options))


def _cuts(
    project: Project, kept: FeatureSet, quiet: FeatureMatrix, least_db: float
) -> Iterator[NoisyCut]:
    catalogue = catalogue_of(kept.code_version)
    asked = recordings_as_asked(project, quiet.recording_ids, kept.dataset_version_id)
    known = {one.id: one for one in asked}
    own = files_of(project, kept.code_version)
    if any(spec.needs for spec in catalogue.specs):
        _refuse_retold(quiet, known)
    for number, key in enumerate(quiet.recording_ids):
        one = known[key]
        yield NoisyCut(
            one.path,
            one.name,
            known_of(one),
            catalogue.name,
            kept.window_samples,
            quiet.start[quiet.record == number],
            least_db,
            one.blob,
            own,
        )


def _refuse_retold(quiet: FeatureMatrix, recordings: Mapping[str, Recording]) -> None:
    """Copies that know another speed or bearing than the features they stand beside do not fit."""
    retold = [
        recordings[key].name
        for key, before in zip(quiet.recording_ids, quiet.known, strict=False)
        if known_of(recordings[key]).told != before
    ]
    if retold:
        raise InvalidInput(
            f"Speed or bearing of {len(retold)} recordings (first: {retold[0]}) are told otherwise"
            " since their features were extracted, so noisy copies would not fit them. Extract the"
            " features anew, or train without noise."
        )


def _raised(
    found: Sequence[NDArray[np.float64] | PfdError],
) -> Iterator[NDArray[np.float64]]:
    for one in found:
        if isinstance(one, PfdError):
            raise one
        yield one


def _of(quiet: FeatureMatrix, values: NDArray[np.float64]) -> FeatureMatrix:
    """The rows of *quiet*, which stand recording by recording, with other values."""
    return FeatureMatrix(
        quiet.names,
        quiet.recording_ids,
        values,
        quiet.record,
        quiet.start,
        quiet.stop,
        quiet.digest,
    )
