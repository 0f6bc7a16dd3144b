"""Train and judge a classifier on features; runs in a child."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.classical.classifiers import Fitted
from pfd_desktop.core.classical.keeping import save_estimator
from pfd_desktop.core.classical.physics import PHYSICS, Material, alike, fit_physics
from pfd_desktop.core.evaluation.audit import refuse_leaks
from pfd_desktop.core.evaluation.design import FittedStep, Member, Split, Windows
from pfd_desktop.core.evaluation.pooling import Pooling
from pfd_desktop.core.evaluation.results import FoldScores, summarise
from pfd_desktop.core.evaluation.splits import designed_split, make_split
from pfd_desktop.core.features.matrix import FeatureMatrix, load_matrix
from pfd_desktop.core.features.selection import Choosing
from pfd_desktop.core.records.learning import EpochEvent, RunResult, SplitKind
from pfd_desktop.core.training.copies import fit_with_copies, load_copies
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class Design:
    """A split that was designed beforehand."""

    part_of: tuple[tuple[str, int], ...]  # recording, part
    certificate: str


@dataclass(frozen=True)
class Trial:
    """One classifier under one split, all that a child needs to know of it."""

    classifier: str
    split: SplitKind
    members: tuple[Member, ...]
    seed: int
    folds: int
    folder: Path | None  # where what was trained is kept; None: not kept
    matrix: Path = Path()  # the feature file, for classifiers on features
    design: Design | None = None  # the split that was designed beforehand
    select: int = 0  # features chosen in each fold; 0: all
    select_by: Choosing = Choosing.MID
    pool: Pooling = Pooling.MEAN  # of a recording's windows
    noisy: Path | None = None  # features of noisy copies to learn from as well


@dataclass(frozen=True)
class Outcome:
    """What came of a trial."""

    result: RunResult
    certificate: str
    history: tuple[EpochEvent, ...] = ()  # networks only


def windows_of(matrix: FeatureMatrix, members: Sequence[Member]) -> tuple[Windows, FeatureMatrix]:
    """The members' rows of *matrix*, described for splitting, and the matrix cut down to them."""
    place = {member.recording_id: i for i, member in enumerate(members)}
    of_recording = np.array([place.get(name, -1) for name in matrix.recording_ids], dtype=np.int64)
    record = of_recording[matrix.record]
    rows = np.flatnonzero(record >= 0)
    present = np.unique(record[rows])
    kept = tuple(members[i] for i in present)
    windows = Windows(
        kept,
        np.searchsorted(present, record[rows]),
        matrix.start[rows],
        matrix.stop[rows],
        matrix.digest[rows],
    )
    cut = FeatureMatrix(
        matrix.names,
        tuple(member.recording_id for member in kept),
        matrix.values[rows],
        windows.record,
        windows.start,
        windows.stop,
        windows.digest,
    )
    return windows, cut


def split_for(
    windows: Windows, kind: SplitKind, folds: int, seed: int, design: Design | None
) -> Split:
    """The designed split where there is one; else one drawn now."""
    if design is None:
        return make_split(windows, kind, folds, seed)
    return designed_split(windows, kind, dict(design.part_of), design.certificate)


def evaluate(trial: Trial, progress: Progress) -> Outcome:
    """Split, audit, fit each fold on its own rows, audit what was fitted, vote, keep."""
    windows, matrix = windows_of(load_matrix(trial.matrix), trial.members)
    split = split_for(windows, trial.split, trial.folds, trial.seed, trial.design)
    refuse_leaks(windows, split)
    copies = load_copies(trial.noisy, matrix)
    fitted: list[Fitted] = []
    scores: list[FoldScores] = []
    for number, fold in enumerate(split.folds):
        progress.report(number / len(split.folds), f"Fold {number + 1} of {len(split.folds)}")
        one = _fit(trial, windows, matrix, fold.train, copies)
        fitted.append(one)
        scores.append(FoldScores(fold.test, one.scores(matrix.values[fold.test])))
    refuse_leaks(windows, split, [one.steps for one in fitted])
    if trial.folder is not None:
        for number, one in enumerate(fitted):
            save_estimator(trial.folder / f"fold-{number}.skops", one.estimator)
    result = summarise(windows, split, tuple(scores), trial.seed, trial.pool)
    if trial.classifier in PHYSICS and (note := alike(windows.classes)):
        result = replace(result, warnings=(*result.warnings, note))
    return Outcome(result, split.certificate)


def _fit(
    trial: Trial,
    windows: Windows,
    matrix: FeatureMatrix,
    rows: NDArray[np.int64],
    copies: NDArray[np.float64] | None,
) -> Fitted:
    classes, targets = windows.classes, windows.targets()
    if trial.classifier not in PHYSICS:
        return fit_with_copies(
            trial.classifier,
            matrix.values,
            targets,
            rows,
            copies=copies,
            classes=len(classes),
            seed=trial.seed,
            select=trial.select,
            select_by=trial.select_by,
        )
    if trial.select:
        raise InvalidInput("Physics evidence weighs its own columns: there is nothing to select.")
    units = [windows.members[record].unit_id for record in windows.record]
    estimator = fit_physics(
        Material(matrix.values, matrix.names, targets, classes, units).only(rows)
    )
    return Fitted(
        estimator, tuple(FittedStep(name, rows) for name, _ in estimator.steps), len(classes)
    )
