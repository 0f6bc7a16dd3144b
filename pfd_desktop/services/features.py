"""Features of recordings."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pfd_desktop.core.features.catalogue import REGISTRY, Catalogue, catalogue_called, specs_of
from pfd_desktop.core.features.extraction import Cut, Rows, extract
from pfd_desktop.core.features.matrix import FeatureMatrix, load_matrix, save_matrix
from pfd_desktop.core.features.own_extraction import own_specs
from pfd_desktop.core.features.own_file import Made, OwnFile, made_of
from pfd_desktop.core.features.own_running import LONGEST_S, OwnFailure
from pfd_desktop.core.features.relative import compared, relative_specs
from pfd_desktop.core.features.spec import FeatureSpec, Known, Need
from pfd_desktop.core.features.windows import window_starts
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.learning import ExtractRequest, FeatureSet
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import EnvironmentFault, InvalidInput, InvalidRecording, PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.baselines import Baselines, baselines_of, left_out
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.members import recordings_as_asked
from pfd_desktop.services.own_files import files_called, specs_kept
from pfd_desktop.services.own_mapping import map_own, own_words
from pfd_desktop.store import feature_sets
from pfd_desktop.store.keys import new_key, now
from pfd_desktop.store.project import Project

__all__ = ["ExtractRequest", "FeatureService", "cut_of", "feature_file", "known_of"]


class FeatureService:
    """Turns recordings into feature sets and hands them out."""

    def __init__(self, project: Project, compute: Compute, longest_s: float = LONGEST_S) -> None:
        self._project, self._compute = project, compute
        self._longest_s = longest_s  # that a user's own function may take

    def catalogue(self, name: str = "standard") -> tuple[FeatureSpec, ...]:
        """Every feature of a set, in the order of a matrix's columns; raises InvalidInput."""
        return catalogue_called(name).specs

    def specs(self, feature_set_id: str) -> tuple[FeatureSpec, ...]:
        """What is known of the columns of a kept set, whenever it was made."""
        with self._project.store.read() as session:
            kept = feature_sets.get(session, feature_set_id)
        own = specs_kept(self._project, kept.code_version)
        if made_of(kept.code_version).baseline:
            own = relative_specs((*REGISTRY.values(), *own))
        return specs_of(kept.feature_names, own)

    def extract(self, request: ExtractRequest, progress: Progress) -> FeatureSet:
        """Compute all features of the recordings' windows, in parallel, and keep them."""
        asked, length = self._asked(request)
        wanted, own = catalogue_called(request.features), files_called(self._project, request.own)
        based = Baselines(tuple(one for one in asked if one.samples >= length))
        if request.baseline:
            based = baselines_of(self._project, based.used, length)
        taken = {one.id: one for one in (*based.used, *based.recordings)}
        cuts = [cut_of(recording, request, own) for recording in taken.values()]
        whole = Part(progress, 0.0, 0.97)
        answers, ended = map_own(self._compute, whole, extract, cuts, self._longest_s)
        read, rows, refused = _sort_out(list(taken.values()), answers)
        specs = (*wanted.specs, *own_specs(own))
        matrix, notes = _gather(tuple(spec.name for spec in specs), read, rows), based.notes
        if request.baseline:
            matrix, more = _against(matrix, based, specs)
            notes += more
        used = [taken[key] for key in matrix.recording_ids]
        notes += own_words(_failed(read, rows) + ended)
        files = tuple((file.name, file.sha256) for file in own)
        kept = FeatureSet(
            id=new_key(),
            name=request.name or f"{len(used)} recordings, {_cut_into(length)}",
            feature_names=matrix.names,
            recording_ids=matrix.recording_ids,
            rows=len(matrix.values),
            window_samples=length,
            code_version=Made(wanted.version, files, request.baseline).text,
            created_at=now(),
            warnings=(*refused, *notes, *_warnings(wanted, asked, used, length)),
            dataset_version_id=request.dataset_version_id,
        )
        save_matrix(self._file(kept.id), matrix)
        with self._project.store.write() as session:
            feature_sets.add(session, kept)
        return kept

    def _asked(self, request: ExtractRequest) -> tuple[list[Recording], int]:
        """The recordings, and the samples that each must have; refuses what cannot be done."""
        if not (request.recording_ids or request.dataset_version_id):
            raise InvalidInput("Choose the recordings to extract features of.")
        wanted = catalogue_called(request.features)
        length = 0 if wanted.whole else request.window_samples
        if not wanted.whole:
            window_starts(0, length, request.overlap)  # refuses impossible windows
        asked = recordings_as_asked(
            self._project, request.recording_ids, request.dataset_version_id
        )
        if all(one.samples < length for one in asked):
            raise InvalidRecording(
                f"All {len(asked)} recordings are shorter than one window of"
                f" {length} samples. Choose shorter windows."
            )
        return asked, length

    def matrix(self, feature_set_id: str) -> FeatureMatrix:
        """The numbers of a feature set."""
        with self._project.store.read() as session:
            feature_sets.get(session, feature_set_id)
        return load_matrix(self._file(feature_set_id))

    def list_all(self) -> tuple[FeatureSet, ...]:
        """All feature sets, the oldest first."""
        with self._project.store.read() as session:
            return feature_sets.list_all(session)

    def _file(self, key: str) -> Path:
        return feature_file(self._project.runs, key)


def feature_file(runs: Path, feature_set_id: str) -> Path:
    """Where the numbers of a feature set lie."""
    return runs / "features" / f"{feature_set_id}.npz"


def known_of(recording: Recording) -> Known:
    """What its features need to know beside its samples."""
    return Known(
        None if recording.bearing is None else orders(recording.bearing),
        None if recording.speed_rpm is None else recording.speed_rpm / 60,
    )


def _cut_into(length: int) -> str:
    return f"windows of {length}" if length else "each as a whole"


def cut_of(recording: Recording, request: ExtractRequest, own: tuple[OwnFile, ...] = ()) -> Cut:
    """What a child needs to know to extract it."""
    return Cut(
        recording.path,
        recording.name,
        request.window_samples,
        request.overlap,
        known_of(recording),
        request.features,
        own,
    )


def _failed(used: Sequence[Recording], rows: Sequence[Rows]) -> list[tuple[str, OwnFailure]]:
    pairs = zip(used, rows, strict=True)
    return [(recording.name, one) for recording, own in pairs for one in own.failures]


def _against(
    matrix: FeatureMatrix, based: Baselines, specs: Sequence[FeatureSpec]
) -> tuple[FeatureMatrix, tuple[str, ...]]:
    """The features to the baselines, and who had to be left out."""
    found = compared(matrix, based.told, specs)
    notes = left_out("without a baseline that can be read", found.without, based.used)
    notes += left_out("copied from a baseline", found.same, based.used)
    if not found.matrix.recording_ids:
        raise InvalidRecording(
            f"No recording is left to compare with a baseline. {' '.join(notes)}"
        )
    return found.matrix, notes


def _sort_out(
    used: Sequence[Recording], answers: Sequence[Rows | PfdError]
) -> tuple[list[Recording], list[Rows], tuple[str, ...]]:
    """What arrived, and the reasons of what did not; raises where nothing did."""
    kept, rows, refused = [], [], []
    for recording, answer in zip(used, answers, strict=True):
        if isinstance(answer, EnvironmentFault):
            raise answer
        if isinstance(answer, PfdError):
            refused.append(answer)
        else:
            kept.append(recording)
            rows.append(answer)
    if not rows:
        raise refused[0]
    return kept, rows, tuple(f"Left out: {error}" for error in refused)


def _gather(
    names: tuple[str, ...], used: Sequence[Recording], rows: Sequence[Rows]
) -> FeatureMatrix:
    return FeatureMatrix(
        names,
        tuple(recording.id for recording in used),
        np.concatenate([own.values for own in rows]),
        np.repeat(np.arange(len(used), dtype=np.int64), [len(own.start) for own in rows]),
        np.concatenate([own.start for own in rows]),
        np.concatenate([own.stop for own in rows]),
        np.concatenate([own.digest for own in rows]),
        known=tuple(known_of(recording).told for recording in used),
    )


def _warnings(
    wanted: Catalogue,
    asked: Sequence[Recording],
    used: Sequence[Recording],
    length: int,
) -> tuple[str, ...]:
    said = []
    short = [r.name for r in asked if r.samples < length]
    if short:
        said.append(
            f"{_count(short)} shorter than a window of {length} samples and left"
            f" out: {_some(short)}."
        )
    said.extend(_blind(wanted, used))
    units = sorted({r.unit for r in used})
    if len(units) > 1 and any(spec.unit == "recording" for spec in wanted.specs):
        said.append(
            f"The recordings are in different units ({', '.join(units)}): features that"
            " bear the unit are not comparable between them."
        )
    rates = sorted({r.rate_hz for r in used})
    if len(rates) > 1 and not wanted.whole:
        shown = ", ".join(f"{rate:g}" for rate in rates)
        said.append(
            f"The recordings have different sampling rates ({shown} Hz): spectral features reach"
            " to different frequencies, and a classifier may learn the rate."
        )
    return tuple(said)


def _blind(wanted: Catalogue, used: Sequence[Recording]) -> list[str]:
    """What the set needs to know and some recordings do not say."""
    said = []
    for need, blind in (
        (Need.SPEED, [r.name for r in used if r.speed_rpm is None]),
        (Need.BEARING, [r.name for r in used if r.bearing is None]),
    ):
        lost = sum(need in spec.needs for spec in wanted.specs)
        if blind and lost:
            said.append(
                f"{_count(blind)} without {need.value}: {lost} features that need it are not known"
                f" there ({_some(blind)})."
            )
    return said


def _count(names: Sequence[str]) -> str:
    return f"{len(names)} recording{'s are' if len(names) > 1 else ' is'}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
