"""Whether a fault that was never learned is noticed: each class is left out in turn. In a child.

A classifier must answer with one of the classes it knows. What tells that none of them fits is a
strangeness: of its own scores (1 − the highest), and of the features (the distance to the nearest
class mean). Both are measured on recordings of units, or conditions, that training never met, for
there the known look strange as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.classical.physics import PHYSICS
from pfd_desktop.core.evaluation.curves import Unknown, unknown_faults
from pfd_desktop.core.evaluation.design import Fold, Windows
from pfd_desktop.core.evaluation.splits import make_split
from pfd_desktop.core.features.matrix import FeatureMatrix, load_matrix
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.copies import fit_with_copies, load_copies
from pfd_desktop.core.training.evaluation import Trial, windows_of
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Part, Progress

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
KINDS = (SplitKind.CONDITION, SplitKind.UNIT)
SCORE, DISTANCE = "highest score", "distance of the features"


@dataclass(frozen=True)
class Stranger:
    """How well recordings of a class left out are told from those of the classes learned."""

    left_out: str
    split: SplitKind
    by: str  # SCORE or DISTANCE
    found: Unknown | None  # None where it could not be measured
    reason: str = ""


def strangers(trial: Trial, progress: Progress) -> tuple[Stranger, ...]:
    """Leave out every class in turn, under the split by condition and by unit.

    Raises InvalidInput for classifiers that know faults they never met, and for fewer than three
    classes: with one of two left out there is nothing to tell apart.
    """
    if trial.classifier in PHYSICS:
        raise InvalidInput(
            "Physics evidence knows each fault by its lines: one that training never met is no"
            " stranger to it. Ask another classifier."
        )
    windows, matrix = windows_of(load_matrix(trial.matrix), trial.members)
    learned = _Learned(trial, windows, matrix, load_copies(trial.noisy, matrix))
    if len(windows.classes) < 3:
        raise InvalidInput(
            f"Unknown faults are judged by leaving a class out: three are needed, not"
            f" {len(windows.classes)}."
        )
    made: list[Stranger] = []
    for number, kind in enumerate(KINDS):
        part = Part(progress, number / len(KINDS), (number + 1) / len(KINDS))
        made += _under(learned, kind, part)
    return tuple(made)


@dataclass(frozen=True, eq=False)
class _Learned:
    """What is learned from, again and again."""

    trial: Trial
    windows: Windows
    matrix: FeatureMatrix
    copies: Floats | None


def _under(learned: _Learned, kind: SplitKind, progress: Progress) -> list[Stranger]:
    """Every class in turn under one split; the reason for each where it cannot be had."""
    trial, windows = learned.trial, learned.windows
    try:
        folds = make_split(windows, kind, trial.folds, trial.seed).folds
    except InvalidInput as error:
        pairs = [(name, by) for name in windows.classes for by in (SCORE, DISTANCE)]
        return [Stranger(name, kind, by, None, str(error)) for name, by in pairs]
    made = []
    for place, name in enumerate(windows.classes):
        progress.report(place / len(windows.classes), f"Without {name}, unseen {kind.value}")
        measured = _measured(learned, folds, place)
        made += [Stranger(name, kind, by, *_mean(found)) for by, found in measured.items()]
    return made


def _measured(of: _Learned, folds: Sequence[Fold], place: int) -> dict[str, list[Unknown]]:
    """Of each fold in which both the class at *place* and those learned are tested."""
    windows, targets = of.windows, of.windows.targets()
    found: dict[str, list[Unknown]] = {SCORE: [], DISTANCE: []}
    for fold in folds:
        learned = fold.train[targets[fold.train] != place]
        of_row = windows.record[fold.test]
        tested = np.unique(of_row)
        unknown = np.array([targets[fold.test][of_row == one][0] == place for one in tested])
        if len(np.unique(targets[learned])) < 2 or unknown.all() or not unknown.any():
            continue
        strange = _strangeness(of, Fold(learned, fold.test))
        for by, values in strange.items():
            mean = np.array([values[of_row == one].mean() for one in tested])
            found[by].append(unknown_faults(mean[~unknown], mean[unknown]))
    return found


def _strangeness(of: _Learned, fold: Fold) -> dict[str, Floats]:
    trial, windows, matrix = of.trial, of.windows, of.matrix
    targets = windows.targets()
    fitted = fit_with_copies(
        trial.classifier,
        matrix.values,
        targets,
        fold.train,
        copies=of.copies,
        classes=len(windows.classes),
        seed=trial.seed,
        select=trial.select,
        select_by=trial.select_by,
    )
    scores = fitted.scores(matrix.values[fold.test])
    return {
        SCORE: 1 - scores.max(axis=1),
        DISTANCE: _distances(matrix.values, targets, fold),
    }


def _distances(values: Floats, targets: Integers, fold: Fold) -> Floats:
    """Mahalanobis distance to the nearest class mean, with one covariance for all classes.

    Lee, Lee, Lee & Shin, NeurIPS 2018, on features; covariance by Ledoit & Wolf (2004). All of it
    is fitted on the rows learned from.
    """
    prepared = _prepare().fit(values[fold.train])
    learned, tested = prepared.transform(values[fold.train]), prepared.transform(values[fold.test])
    present = np.unique(targets[fold.train])
    means = np.array([learned[targets[fold.train] == one].mean(axis=0) for one in present])
    centred = learned - means[np.searchsorted(present, targets[fold.train])]
    from sklearn.covariance import LedoitWolf

    precision = LedoitWolf(assume_centered=True).fit(centred).precision_
    apart = tested[:, None] - means
    return np.asarray(np.sqrt(np.einsum("rci,ij,rcj->rc", apart, precision, apart).min(axis=1)))


def _prepare() -> Any:
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler

    imputer = SimpleImputer(strategy="median", keep_empty_features=True)
    return Pipeline([("imputer", imputer), ("standard scaler", StandardScaler())])


def _mean(found: list[Unknown]) -> tuple[Unknown | None, str]:
    """Over folds, each by its unknown recordings: scores of two folds have no common scale."""
    if not found:
        return None, "no fold tests both what was left out and what was learned"
    weights = np.array([one.unknown for one in found], dtype=np.float64)
    return (
        Unknown(
            float(np.average([one.area for one in found], weights=weights)),
            float(np.average([one.false_alarms for one in found], weights=weights)),
            sum(one.known for one in found),
            sum(one.unknown for one in found),
        ),
        "",
    )
