"""A run's classifiers asked of held-out recordings after each perturbation. Runs in children."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.design import Windows
from pfd_desktop.core.evaluation.perturbations import Perturbation, perturbed, speed_factor
from pfd_desktop.core.evaluation.pooling import Pooling
from pfd_desktop.core.evaluation.results import FoldScores, together
from pfd_desktop.core.evaluation.robustness import Robustness, withstood
from pfd_desktop.core.features.matrix import load_matrix
from pfd_desktop.core.features.own_file import OwnFile
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.training.asking import Asked, Stretch, trained
from pfd_desktop.core.training.evaluation import Trial, split_for, windows_of
from pfd_desktop.core.training.network import NetworkTrial
from pfd_desktop.core.training.waveforms import open_windows
from pfd_desktop.core.training.windows import WindowTrial
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class Asking:
    """What a finished trial's classifiers are asked, all that a child needs to know of it."""

    trial: Trial | WindowTrial | NetworkTrial
    certificate: str  # of the split it was judged under
    waveforms: tuple[Path, ...]  # in the order of the trial's members, as are the following
    known: tuple[Known, ...]
    levels: tuple[Perturbation, ...]
    window_samples: int  # 0 where recordings are taken whole
    features: str = ""  # the set, for a classifier on features
    fold: int = 0
    own: tuple[OwnFile, ...] = ()  # whose features stand beside the set's


def ask_fold(asking: Asking, progress: Progress) -> tuple[FoldScores, ...]:
    """Scores of one fold's held-out windows: as they are, then after each perturbation.

    Raises InvalidInput where its recordings or labels have changed, NotFound without its files.
    """
    trial = asking.trial
    windows = _windows(trial)
    split = split_for(windows, trial.split, trial.folds, trial.seed, trial.design)
    if split.certificate != asking.certificate:
        raise InvalidInput(
            "Recordings or labels have changed since this run was trained: nobody knows any more"
            " what its classifiers have not met. Train it anew."
        )
    classifier = trained(
        trial,
        asking.fold,
        len(windows.classes),
        asking.features,
        asking.window_samples,
        own=asking.own,
    )
    rows = split.folds[asking.fold].test
    tested = np.unique(windows.record[rows])
    baselines = _baselines(trial)
    found = []
    for number, record in enumerate(tested):
        progress.report(number / len(tested), windows.members[record].name)
        own = rows[windows.record[rows] == record]
        base = baselines.get(windows.members[record].recording_id)
        found.append(_answers(asking, classifier, windows, own, base))
    return tuple(together(of_level) for of_level in zip(*found, strict=True))


def judge(asking: Asking, folds: Sequence[Sequence[FoldScores]], progress: Progress) -> Robustness:
    """The share named rightly at each level, with its interval; *folds* as ask_fold gave them."""
    windows, seed = _windows(asking.trial), asking.trial.seed
    levels = (None, *asking.levels)
    made = []
    for number, (level, parts) in enumerate(zip(levels, zip(*folds, strict=True), strict=True)):
        progress.report(number / len(levels), "Intervals")
        made.append(withstood(windows, together(parts), level, seed, asking.trial.pool))
    return Robustness(made[0], tuple(made[1:]), seed)


def _answers(
    asking: Asking,
    classifier: Asked,
    windows: Windows,
    rows: NDArray[np.int64],
    baseline: NDArray[np.float64] | None,
) -> list[FoldScores]:
    """Of one recording's windows *rows*: as it is, then after each perturbation."""
    member = windows.members[windows.record[rows[0]]]
    place = [one.recording_id for one in asking.trial.members].index(member.recording_id)
    raw, rate_hz = _read(asking.waveforms[place])
    levels, length = (None, *asking.levels), asking.window_samples
    stretches = []
    for level in levels:
        samples, known = raw, asking.known[place]
        if level is not None:
            samples = perturbed(raw, level, asking.trial.seed, member.blob)
            known = _faster(known, speed_factor(level))
        starts = windows.start[rows]
        starts = starts[starts + length <= len(samples)]
        stretches.append(Stretch(samples, rate_hz, known, starts, baseline))
    scores = iter(classifier.scores([one for one in stretches if len(one.starts)]))
    classes = len(windows.classes)
    none = np.empty((0, classes + (asking.trial.pool is Pooling.ATTENTION)))
    return [
        _parted(rows[: len(one.starts)], next(scores) if len(one.starts) else none, classes)
        for one in stretches
    ]


def _parted(rows: NDArray[np.int64], told: NDArray[np.float64], classes: int) -> FoldScores:
    """Scores, and beside them what the windows weigh where that was told as well."""
    say = told[:, classes] if told.shape[1] > classes else None
    return FoldScores(rows, told[:, :classes], say)


def _read(path: Path) -> tuple[NDArray[np.float32], float]:
    blob = open_blob(path)
    try:
        return np.array(blob.samples), blob.rate_hz
    finally:
        blob.close()


def _faster(known: Known, factor: float) -> Known:
    return Known(known.orders, None if known.shaft_hz is None else factor * known.shaft_hz)


def _baselines(
    trial: Trial | WindowTrial | NetworkTrial,
) -> dict[str, NDArray[np.float64] | None]:
    """By recording, what its features are compared with; nothing where they are not."""
    if not isinstance(trial, Trial):
        return {}
    matrix = load_matrix(trial.matrix)
    told = [None] * len(matrix.recording_ids) if matrix.reference is None else matrix.reference
    return dict(zip(matrix.recording_ids, told, strict=True))


def _windows(trial: Trial | WindowTrial | NetworkTrial) -> Windows:
    """The windows as they were when it was trained."""
    if isinstance(trial, Trial):
        return windows_of(load_matrix(trial.matrix), trial.members)[0]
    with open_windows(trial.members, trial.waveforms, trial.window_samples) as source:
        return source.windows
