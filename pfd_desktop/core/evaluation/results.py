"""From scores of held-out windows to a result per recording."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.bookkeeping import confounded, untold
from pfd_desktop.core.evaluation.design import Split, Windows
from pfd_desktop.core.evaluation.intervals import accuracy, cluster_interval, macro_f1
from pfd_desktop.core.evaluation.pooling import Pooling, pooled, shares
from pfd_desktop.core.records.learning import RecordPrediction, RunResult

FEW_UNITS = 5


@dataclass(frozen=True, eq=False)
class FoldScores:
    """Scores of one fold's test windows: rows × classes."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    say: NDArray[np.float64] | None = None  # of attention: what each row weighs, before shares()


def together(parts: Sequence[FoldScores]) -> FoldScores:
    """All of them as one."""
    say = [one.say for one in parts if one.say is not None]
    return FoldScores(
        np.concatenate([one.rows for one in parts]),
        np.concatenate([one.scores for one in parts]),
        np.concatenate(say) if len(say) == len(parts) else None,
    )


def summarise(
    windows: Windows,
    split: Split,
    folds: tuple[FoldScores, ...],
    seed: int,
    pool: Pooling = Pooling.MEAN,
) -> RunResult:
    """What each recording's held-out windows say together, and how sure the figures are."""
    whole = together(folds)
    rows, scores = whole.rows, whole.scores
    fold_of = np.concatenate([np.full(len(f.rows), k) for k, f in enumerate(folds)])
    classes = windows.classes
    predictions = tuple(
        _told(windows, place, _answer(pool, windows, whole, mine), fold_of[mine])
        for place in range(len(windows.members))
        if (mine := windows.record[rows] == place).any()
    )
    truth = np.array([classes.index(p.truth) for p in predictions])
    predicted = np.array([classes.index(p.predicted) for p in predictions])
    unit_of = {member.recording_id: member.unit_id for member in windows.members}
    units = [unit_of[p.recording_id] for p in predictions]
    return RunResult(
        classes=classes,
        predictions=predictions,
        accuracy=cluster_interval(accuracy, truth, predicted, units, seed),
        macro_f1=cluster_interval(macro_f1, truth, predicted, units, seed),
        window_accuracy=float(np.mean(scores.argmax(axis=1) == windows.targets()[rows])),
        chance=1 / len(classes),
        units=len(set(units)),
        folds=len(folds),
        warnings=(
            *split.warnings,
            *_few_units(windows),
            *_unequal(truth, classes),
            *(finding.text for finding in confounded(windows.members)),
            *untold(windows.members),
        ),
    )


_Answer = tuple[NDArray[np.float64], tuple[float, ...]]  # scores; shares of the windows in it


def _answer(pool: Pooling, windows: Windows, of: FoldScores, mine: NDArray[np.bool_]) -> _Answer:
    say = None if of.say is None else of.say[mine]
    scores = pooled(pool, of.scores[mine], windows.classes, say)
    if say is None:
        return scores, ()
    in_time = np.argsort(windows.start[of.rows[mine]], kind="stable")
    return scores, tuple(round(float(share), 4) for share in shares(say)[in_time])


def _told(
    windows: Windows, place: int, answer: _Answer, folds: NDArray[np.int64]
) -> RecordPrediction:
    member, (scores, weights) = windows.members[place], answer
    same_fold = len(set(folds.tolist())) == 1
    return RecordPrediction(
        recording_id=member.recording_id,
        recording_name=member.name,
        unit_name=member.unit_name,
        condition=member.condition,
        truth=member.label,
        predicted=windows.classes[int(scores.argmax())],
        scores=tuple(float(score) for score in scores),
        fold=int(folds[0]) if same_fold else -1,
        grade=member.grade,
        weights=weights,
    )


def _few_units(windows: Windows) -> tuple[str, ...]:
    units = {label: set[str]() for label in windows.classes}
    for member in windows.members:
        units[member.label].add(member.unit_id)
    least = min(len(found) for found in units.values())
    if least >= FEW_UNITS:
        return ()
    few = ", ".join(f"{label} {len(found)}" for label, found in sorted(units.items()))
    return (
        f"Few units per class ({few}): the intervals are too narrow, and another choice of bearings"
        " could give quite another figure.",
    )


def _unequal(truth: NDArray[np.int64], classes: tuple[str, ...]) -> tuple[str, ...]:
    counts = Counter(truth.tolist())
    most, least = max(counts.values()), min(counts.values())
    if most < 3 * least:
        return ()
    largest = classes[max(counts, key=lambda one: counts[one])]
    share = most / sum(counts.values())
    return (
        f"Classes differ in size: always answering {largest!r} would be right for {share:.0%} of"
        " the recordings. Read the macro F1.",
    )
