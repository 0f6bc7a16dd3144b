"""ROC, precision and recall, risk and coverage, and how well unknown faults are noticed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ClassCurve:
    """One class against all others: ROC and precision over recall."""

    name: str
    false_positive: Floats  # from 0 to 1
    true_positive: Floats
    area: float
    recall: Floats
    precision: Floats
    average_precision: float


@dataclass(frozen=True)
class ClassCurves:
    """Curves of the classes that can have one; the others are named with the reason."""

    curves: tuple[ClassCurve, ...]
    absent: tuple[tuple[str, str], ...]  # (class, why it has no curve)

    @property
    def macro_area(self) -> float:
        """Mean area of the classes that have one; nan where none has."""
        return float(np.mean([c.area for c in self.curves])) if self.curves else float("nan")


def class_curves(scores: ArrayLike, truth: ArrayLike, names: Sequence[str]) -> ClassCurves:
    """*scores* is cases × classes, *truth* class numbers; higher scores speak for a class.

    Raises InvalidInput for a score that is no number and for a class that has no score.
    """
    table, classes = np.asarray(scores, dtype=np.float64), np.asarray(truth, dtype=np.int64)
    if table.shape != (len(classes), len(names)) or not len(classes):
        raise InvalidInput("Every case needs a score of each class, and its true class.")
    if not np.isfinite(table).all():
        raise InvalidInput("Scores that are to be ranked must be finite numbers.")
    if classes.min() < 0 or classes.max() >= len(names):
        raise InvalidInput("A true class has no score.")
    made, absent = [], []
    for place, name in enumerate(names):
        positive = classes == place
        if not positive.any():
            absent.append((name, "no case of it was tested"))
        elif positive.all():
            absent.append((name, "all cases are of it: there is nothing to tell it from"))
        else:
            made.append(_curve(name, table[:, place], positive))
    return ClassCurves(tuple(made), tuple(absent))


def area_under_roc(positive: ArrayLike, scores: ArrayLike) -> float:
    """P(score of a positive > of a negative) + ½ P(equal) (Hanley and McNeil 1982)."""
    truth, values = _both(positive, scores)
    hits, alarms = _steps(values, truth)
    return float(np.trapezoid(hits / hits[-1], alarms / alarms[-1]))


@dataclass(frozen=True)
class Unknown:
    """How well a score of strangeness tells unknown faults from known ones."""

    area: float  # AUROC
    false_alarms: float  # share of known cases flagged where 95 % of the unknown are (FPR95)
    known: int
    unknown: int


def unknown_faults(known: ArrayLike, unknown: ArrayLike) -> Unknown:
    """From strangeness of *known* and of *unknown* cases, higher being stranger.

    FPR95 as Hendrycks and Gimpel (2017) and Liang et al. (2018): the unknown are the positives.
    """
    one, other = np.asarray(known, dtype=np.float64), np.asarray(unknown, dtype=np.float64)
    truth = np.concatenate((np.zeros(len(one), bool), np.ones(len(other), bool)))
    truth, values = _both(truth, np.concatenate((one, other)))
    hits, alarms = _steps(values, truth)
    enough = int(np.argmax(hits >= 0.95 * hits[-1] - 1e-9))
    return Unknown(
        area_under_roc(truth, values), float(alarms[enough] / alarms[-1]), len(one), len(other)
    )


@dataclass(frozen=True, eq=False)
class RiskCoverage:
    """Errors among the cases that are answered, the surest first."""

    coverage: Floats  # share of cases answered, rising to 1
    risk: Floats  # share of errors among them
    area: float  # AURC


def risk_coverage(confidence: ArrayLike, right: ArrayLike) -> RiskCoverage:
    """El-Yaniv and Wiener (2010); AURC as Geifman, Uziel and El-Yaniv (2019).

    Cases of equal confidence are answered or left together.
    """
    sure, good = np.asarray(confidence, dtype=np.float64), np.asarray(right).astype(bool)
    if sure.shape != good.shape or not len(sure) or not np.isfinite(sure).all():
        raise InvalidInput(
            "Every case needs a finite confidence, and whether it was named rightly."
        )
    order = np.argsort(-sure, kind="stable")
    last = np.append(np.flatnonzero(np.diff(sure[order])), len(sure) - 1)
    answered = last + 1
    risk = np.cumsum(~good[order])[last] / answered
    steps = np.diff(np.concatenate(([0], answered)))
    return RiskCoverage(answered / len(sure), risk, float((risk * steps).sum() / len(sure)))


def _curve(name: str, scores: Floats, positive: NDArray[np.bool_]) -> ClassCurve:
    hits, alarms = _steps(scores, positive)
    recall = hits / hits[-1]
    precision = np.divide(hits, hits + alarms, out=np.ones_like(hits), where=hits + alarms > 0)
    false_positive = alarms / alarms[-1]
    average = float((np.diff(recall) * precision[1:]).sum())
    area = float(np.trapezoid(recall, false_positive))
    return ClassCurve(name, false_positive, recall, area, recall, precision, average)


def _steps(scores: Floats, positive: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """True and false positives at each distinct score, from the highest; both begin with 0."""
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    hits = np.cumsum(positive[order])[last].astype(np.float64)
    alarms = np.cumsum(~positive[order])[last].astype(np.float64)
    return np.concatenate(([0.0], hits)), np.concatenate(([0.0], alarms))


def _both(positive: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.bool_], Floats]:
    truth, values = np.asarray(positive).astype(bool), np.asarray(scores, dtype=np.float64)
    if truth.shape != values.shape or not np.isfinite(values).all():
        raise InvalidInput("Every case needs a finite score and its truth.")
    if truth.all() or not truth.any():
        raise InvalidInput("Cases of both sorts are needed; there is one sort only.")
    return truth, values
