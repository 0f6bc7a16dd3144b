"""From scores of held-out windows to a result per recording."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.design import Split, Windows
from pfd_desktop.core.evaluation.intervals import accuracy, cluster_interval, macro_f1
from pfd_desktop.core.evaluation.pooling import Pooling, pooled
from pfd_desktop.core.records.learning import RecordPrediction, RunResult

FEW_UNITS = 5


@dataclass(frozen=True, eq=False)
class FoldScores:
    """Scores of one fold's test windows: rows × classes."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]


def summarise(
    windows: Windows,
    split: Split,
    folds: tuple[FoldScores, ...],
    seed: int,
    pool: Pooling = Pooling.MEAN,
) -> RunResult:
    """What each recording's held-out windows say together, and how sure the figures are."""
    rows = np.concatenate([fold.rows for fold in folds])
    scores = np.concatenate([fold.scores for fold in folds])
    fold_of = np.concatenate([np.full(len(f.rows), k) for k, f in enumerate(folds)])
    classes = windows.classes
    predictions = tuple(
        _told(windows, place, pooled(pool, scores[mine], classes), fold_of[mine])
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
        warnings=(*split.warnings, *_few_units(windows), *_unequal(truth, classes)),
    )


def _told(
    windows: Windows, place: int, scores: NDArray[np.float64], folds: NDArray[np.int64]
) -> RecordPrediction:
    member = windows.members[place]
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
