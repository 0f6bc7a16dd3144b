"""Whether scores mean what they say, and one number that mends them: the temperature."""

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pfd_desktop.core.evaluation.intervals import wilson
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
BINS = 15
TRIED = (exp(-3.0), exp(3.0))  # the temperatures among which the best one is looked for
_LEAST = 1e-12
_NEAR = 1e-3  # of the end of a search, as a share: the minimum lies there or beyond


@dataclass(frozen=True)
class ReliabilityBin:
    """Cases whose highest score lies between ``low`` and ``high``."""

    low: float
    high: float
    cases: int
    confidence: float  # mean of the highest scores; nan where there are no cases
    accuracy: float
    interval: Interval | None  # Wilson (1927), as if all cases were independent; None without cases


@dataclass(frozen=True)
class Reliability:
    """How far confidence and accuracy are apart."""

    bins: tuple[ReliabilityBin, ...]
    expected_error: float  # ECE
    largest_error: float  # MCE
    brier: float
    log_loss: float  # in nats


def reliability(
    scores: ArrayLike, truth: ArrayLike, bins: int = BINS, *, adaptive: bool = False
) -> Reliability:
    """Reliability of *scores*, cases × classes that sum to 1, against class numbers *truth*.

    ECE = Σ (n_b/n) |accuracy − confidence| over bins of equal width (Naeini et al. 2015; Guo et al.
    2017, eq. 3); *adaptive* bins hold as many cases each (Nguyen and O'Connor 2015). Brier (1950)
    over all classes. The value rises with fewer cases than bins: read it beside their number.
    """
    table, classes = _checked(scores, truth)
    confidence = table.max(axis=1)
    right = table.argmax(axis=1) == classes
    edges = np.linspace(0, 1, bins + 1)
    if adaptive:
        edges = np.quantile(confidence, edges)
    place = np.clip(np.searchsorted(edges, confidence, side="left") - 1, 0, bins - 1)
    made = tuple(
        _bin((float(edges[b]), float(edges[b + 1])), confidence[place == b], right[place == b])
        for b in range(bins)
    )
    gaps = [(one.cases, abs(one.accuracy - one.confidence)) for one in made if one.cases]
    own = table[np.arange(len(classes)), classes]
    hot = np.eye(table.shape[1])[classes]
    return Reliability(
        made,
        sum(cases * gap for cases, gap in gaps) / len(classes),
        max(gap for _, gap in gaps),
        float(((table - hot) ** 2).sum(axis=1).mean()),
        float(-np.log(np.maximum(own, _LEAST)).mean()),
    )


def tempered(scores: ArrayLike, temperature: float) -> Floats:
    """softmax(ln(score) / temperature): above 1 softens, below 1 sharpens; never another winner."""
    logs = np.log(np.maximum(np.asarray(scores, dtype=np.float64), _LEAST)) / temperature
    raised = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class Temperature:
    """A temperature, and what it does on units it was not fitted on."""

    value: float  # fitted on all units
    before: Reliability
    after: Reliability  # each unit tempered by what the others say
    units: int
    at_end: int  # how many of the fits without one unit ended where no further was tried

    @property
    def ends(self) -> bool:
        """Whether the fit on all units ended where no further was tried: no best one is known."""
        return _at_end(self.value)


def fit_temperature(scores: ArrayLike, truth: ArrayLike, units: ArrayLike) -> Temperature:
    """Temperature of least log loss (Guo et al. 2017, sec. 4.2), judged by leaving units out.

    Raises InvalidInput for fewer than two units: on the units it was fitted on it flatters.
    """
    table, classes = _checked(scores, truth)
    names = np.asarray(units)
    distinct = np.unique(names)
    if len(names) != len(classes) or len(distinct) < 2:
        raise InvalidInput("A temperature is fitted on held-out units: at least two are needed.")
    after = np.empty_like(table)
    fitted = {
        one: _best_temperature(table[names != one], classes[names != one]) for one in distinct
    }
    for name, value in fitted.items():
        after[names == name] = tempered(table[names == name], value)
    return Temperature(
        _best_temperature(table, classes),
        reliability(table, classes),
        reliability(after, classes),
        len(distinct),
        sum(map(_at_end, fitted.values())),
    )


def _at_end(temperature: float) -> bool:
    return not TRIED[0] * (1 + _NEAR) < temperature < TRIED[1] * (1 - _NEAR)


def _best_temperature(table: Floats, classes: NDArray[np.int64]) -> float:
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        own = tempered(table, exp(log_temperature))[np.arange(len(classes)), classes]
        return float(-np.log(np.maximum(own, _LEAST)).mean())

    ends = log(TRIED[0]), log(TRIED[1])
    return exp(float(minimize_scalar(loss, bounds=ends, method="bounded").x))


def _bin(ends: tuple[float, float], confidence: Floats, right: NDArray[np.bool_]) -> ReliabilityBin:
    if not len(confidence):
        return ReliabilityBin(*ends, 0, float("nan"), float("nan"), None)
    share, cases = float(right.mean()), len(confidence)
    sure = Interval(share, *wilson(share, cases))
    return ReliabilityBin(*ends, cases, float(confidence.mean()), share, sure)


def _checked(scores: ArrayLike, truth: ArrayLike) -> tuple[Floats, NDArray[np.int64]]:
    table, classes = np.asarray(scores, dtype=np.float64), np.asarray(truth, dtype=np.int64)
    if table.ndim != 2 or len(table) != len(classes) or not len(classes):
        raise InvalidInput("Every case needs a score of each class, and its true class.")
    if (table < -1e-9).any() or not np.allclose(table.sum(axis=1), 1, atol=1e-3):
        raise InvalidInput("Scores are probabilities here: not negative, with sum 1 for each case.")
    if classes.min() < 0 or classes.max() >= table.shape[1]:
        raise InvalidInput("A true class has no score.")
    return table, classes
