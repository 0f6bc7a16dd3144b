"""How much features matter, judged on units that were not learned from; runs in a child.

Three readings beside each other, for none of them is right alone: what a feature tells of the class
(mutual information), what a forest makes of it (impurity), and what is lost on held-out recordings
when its values are exchanged between recordings (permutation: Breiman 2001; Fisher, Rudin &
Dominici 2019). Features that say the same are exchanged together, for each alone could stand in for
the other (Strobl et al. 2008). Copies of features whose recordings were shuffled go along as
probes (Stoppiglia et al. 2003): what reaches no further than they do shows nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.classical.classifiers import Fitted, fit
from pfd_desktop.core.evaluation.audit import refuse_leaks
from pfd_desktop.core.evaluation.design import Fold, Windows
from pfd_desktop.core.features.matrix import load_matrix
from pfd_desktop.core.features.selection import in_bins, mrmr, relevance
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.core.training.evaluation import Trial, split_for, windows_of
from pfd_desktop.progress import Part, Progress

ALIKE = 0.9  # |Spearman's rho| from which two features say the same
PROBES = 5
CHOSEN = 10  # features that mRMR chooses in each fold
REPEATS = 5  # exchanges of each group of features
_REPLICATES = 1000
_AT_ONCE = 20_000  # rows that a forest is asked together: each call of it is dear
_KEPT = "forest"

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Weight:
    """What is known of one feature's weight; means over the folds."""

    name: str
    lost: Interval  # share of held-out recordings that are named rightly only with it
    group: int  # features of one group say the same and are exchanged together
    information_bits: float
    forest: float  # share of all impurity that it takes away
    chosen: int  # folds in which mRMR chose it

    def above(self, probes: "Weight") -> bool:
        """Whether its loss is sure and more than any probe's."""
        return self.lost.low > 0 and self.lost.value > probes.lost.value


@dataclass(frozen=True)
class Importance:
    """The weights of all features, the heaviest first."""

    weights: tuple[Weight, ...]
    probes: Weight  # the most that any probe reached, each figure by itself
    accuracy: float  # share of held-out recordings named rightly, with all features
    folds: int
    units: int
    stability: float  # of what mRMR chooses from fold to fold: 1 the same, 0 as by chance

    @property
    def groups(self) -> dict[int, tuple[str, ...]]:
        """The names of each group."""
        found: dict[int, tuple[str, ...]] = {}
        for weight in self.weights:
            found[weight.group] = (*found.get(weight.group, ()), weight.name)
        return found


def importance(trial: Trial, progress: Progress) -> Importance:
    """Weigh the features of the trial's matrix with a random forest under the trial's split."""
    windows, matrix = windows_of(load_matrix(trial.matrix), trial.members)
    split = split_for(windows, trial.split, trial.folds, trial.seed, trial.design)
    refuse_leaks(windows, split)
    draw = np.random.default_rng(trial.seed)
    values = np.column_stack((matrix.values, _probes(matrix.values, windows, draw)))
    material = _Material(values, windows, alike(values), trial.seed)
    told = []
    for number, fold in enumerate(split.folds):
        here = Part(progress, number / len(split.folds), (number + 1) / len(split.folds))
        here.report(0.0, f"Fold {number + 1} of {len(split.folds)}")
        told.append(_weighed(material, fold, here))
    return _together(told, material, matrix.names)


@dataclass(frozen=True, eq=False)
class _Material:
    """The features with the probes behind them, and which of them say the same."""

    values: Floats
    windows: Windows
    groups: Integers
    seed: int


@dataclass(frozen=True, eq=False)
class _Told:
    """What one fold says, by column."""

    information: Floats
    forest: Floats
    chosen: NDArray[np.bool_]
    records: Integers  # held out
    right: Floats  # by record
    still_right: Floats  # records × columns, mean over the exchanges


def _weighed(material: _Material, fold: Fold, progress: Progress) -> _Told:
    values, windows = material.values, material.windows
    targets, classes = windows.targets(), len(windows.classes)
    fitted = fit(_KEPT, values, targets, fold.train, classes=classes, seed=material.seed)
    table = in_bins(values[fold.train])
    features = values.shape[1] - PROBES
    names = mrmr(table[:, :features], targets[fold.train], min(CHOSEN, features))
    chosen = np.zeros(values.shape[1], dtype=bool)
    chosen[[column for column, _ in names]] = True
    records = np.unique(windows.record[fold.test])
    right = _right(fitted.scores(values[fold.test]), windows, fold.test)
    return _Told(
        relevance(table, targets[fold.train]),
        np.asarray(fitted.estimator.steps[-1][1].feature_importances_, dtype=np.float64),
        chosen,
        records,
        right,
        _exchanged(fitted, material, fold.test, progress),
    )


def _right(scores: Floats, windows: Windows, rows: Integers) -> Floats:
    """Which records of *rows*, in rising order, the mean over their windows names rightly."""
    records, place = np.unique(windows.record[rows], return_inverse=True)
    summed = np.zeros((len(records), scores.shape[1]))
    np.add.at(summed, place, scores)
    truth = np.zeros(len(records), dtype=np.int64)
    truth[place] = windows.targets()[rows]
    right: Floats = (summed.argmax(axis=1) == truth).astype(np.float64)
    return right


def _exchanged(fitted: Fitted, material: _Material, rows: Integers, progress: Progress) -> Floats:
    windows, own = material.windows, material.values[rows]
    draw = np.random.default_rng(material.seed)
    # the same exchanges for all groups, so that they differ by what they say alone
    taken = [_shuffled(windows.record[rows], draw) for _ in range(REPEATS)]
    found = np.zeros((len(np.unique(windows.record[rows])), own.shape[1]))
    groups = [np.flatnonzero(material.groups == group) for group in np.unique(material.groups)]
    at_once = max(1, _AT_ONCE // (REPEATS * len(own)))
    for first in range(0, len(groups), at_once):
        progress.report(first / len(groups))
        asked = groups[first : first + at_once]
        changed = np.tile(own, (len(asked), REPEATS, 1, 1))
        for place, columns in enumerate(asked):
            for repeat, other in enumerate(taken):
                changed[place, repeat][:, columns] = own[other][:, columns]
        scores = fitted.scores(changed.reshape(-1, own.shape[1])).reshape(*changed.shape[:3], -1)
        for columns, each in zip(asked, scores, strict=True):
            right = np.mean([_right(one, windows, rows) for one in each], axis=0)
            found[:, columns] = right[:, None]
    return found


def _shuffled(record: Integers, draw: np.random.Generator) -> Integers:
    """For each row the row of another record to take from; windows keep together."""
    present = np.unique(record)
    other = dict(zip(present.tolist(), draw.permutation(present).tolist(), strict=True))
    rows_of = {one: np.flatnonzero(record == one) for one in present.tolist()}
    taken = np.empty(len(record), dtype=np.int64)
    for one, rows in rows_of.items():
        source = rows_of[other[one]]
        taken[rows] = source[np.arange(len(rows)) % len(source)]
    return taken


def _probes(values: Floats, windows: Windows, draw: np.random.Generator) -> Floats:
    columns = draw.integers(values.shape[1], size=PROBES)
    return np.column_stack([values[_shuffled(windows.record, draw), column] for column in columns])


def alike(values: Floats, least: float = ALIKE) -> Integers:
    """The group of each column: those tied by a rank correlation of *least*, at either sign."""
    ranks = _ranks(values)
    tied = np.abs(ranks.T @ ranks) >= least
    group = np.arange(len(tied))
    for column in range(len(tied)):
        for other in np.flatnonzero(tied[column, :column]):
            group[group == group[column]] = group[other]
    return np.unique(group, return_inverse=True)[1]


def _ranks(values: Floats) -> Floats:
    """Ranks of each column, ties shared, of zero mean and unit length; the unknown is mean."""
    found = np.zeros(values.shape)
    for column, own in enumerate(values.T):
        known = ~np.isnan(own)
        inner = np.sort(own[known])
        low = np.searchsorted(inner, own[known], side="left")
        high = np.searchsorted(inner, own[known], side="right")
        rank = (low + high) / 2
        centred = rank - rank.mean() if len(rank) else rank
        found[known, column] = centred / max(float(np.linalg.norm(centred)), 1e-300)
    return found


def _together(told: Sequence[_Told], material: _Material, names: tuple[str, ...]) -> Importance:
    windows, groups, seed = material.windows, material.groups, material.seed
    records = np.concatenate([one.records for one in told])
    right = np.concatenate([one.right for one in told])
    lost = right[:, None] - np.concatenate([one.still_right for one in told])
    units = np.array([windows.members[record].unit_id for record in records])
    intervals = _by_unit(lost, units, seed)
    information = np.mean([one.information for one in told], axis=0)
    forest = np.mean([one.forest for one in told], axis=0)
    chosen = np.array([one.chosen for one in told])
    weights = [
        Weight(
            name,
            intervals[column],
            int(groups[column]),
            float(information[column]),
            float(forest[column]),
            int(chosen[:, column].sum()),
        )
        for column, name in enumerate(names)
    ]
    first = len(names)
    probes = Weight(
        "probes",
        max(intervals[first:], key=lambda one: one.value),
        -1,
        float(information[first:].max()),
        float(forest[first:].max()),
        0,
    )
    weights.sort(key=lambda one: (-one.lost.value, -one.forest, one.name))
    return Importance(
        tuple(weights),
        probes,
        float(right.mean()),
        len(told),
        len(set(units.tolist())),
        stability(chosen[:, :first]),
    )


def _by_unit(lost: Floats, units: NDArray[np.str_], seed: int) -> list[Interval]:
    """Mean loss of each column with its interval: whole units are drawn with replacement."""
    _, place = np.unique(units, return_inverse=True)
    sums = np.zeros((int(place.max()) + 1, lost.shape[1]))
    np.add.at(sums, place, lost)
    counts = np.bincount(place).astype(np.float64)
    drawn = np.random.default_rng(seed).integers(len(counts), size=(_REPLICATES, len(counts)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)[:, None]
    low, high = np.percentile(means, [2.5, 97.5], axis=0)
    whole = lost.mean(axis=0)
    return [Interval(float(whole[k]), float(low[k]), float(high[k])) for k in range(lost.shape[1])]


def stability(chosen: NDArray[np.bool_]) -> float:
    """Of choices, folds × features: 1 where all are the same, 0 where they are as by chance.

    Nogueira, Sechidis & Brown, JMLR 18 (2018) 174, eq. 4. Where every feature is chosen, 1.
    """
    folds, features = chosen.shape
    share = chosen.sum(axis=1).mean() / features
    if folds < 2 or share in (0.0, 1.0):
        return 1.0
    often = chosen.mean(axis=0)
    variance = folds / (folds - 1) * often * (1 - often)
    return float(1 - variance.mean() / (share * (1 - share)))


def words_of(found: Importance) -> str:
    """The reading in a sentence or two."""
    surely = sum(weight.above(found.probes) for weight in found.weights)
    return (
        f"Held-out recordings named rightly: {100 * found.accuracy:.0f} %"
        f" ({found.units} units, {found.folds} folds). {surely} of {len(found.weights)} features"
        f" lose more than shuffled copies do ({100 * max(0.0, found.probes.lost.value):.1f} %,"
        f" {found.probes.information_bits:.2f} bits) and surely more than nothing. What mRMR"
        f" chooses has a stability of {found.stability:.2f} between folds (1: always the same, 0:"
        " by chance)."
    )
