"""How sure a figure is: cluster bootstrap by unit."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.learning import Interval

REPLICATES = 2000
_Z95 = 1.959963984540054


def accuracy(truth: NDArray[np.int64], predicted: NDArray[np.int64]) -> float:
    """Share of right answers."""
    return float(np.mean(truth == predicted))


def macro_f1(truth: NDArray[np.int64], predicted: NDArray[np.int64]) -> float:
    """Mean over the classes in *truth* of 2 TP / (2 TP + FP + FN)."""
    return float(np.mean(f1(truth, predicted, np.unique(truth).tolist())))


def f1(
    truth: NDArray[np.int64], predicted: NDArray[np.int64], classes: Sequence[int]
) -> tuple[float, ...]:
    """2 TP / (2 TP + FP + FN) of each class; NaN where nothing is of it and nothing called so."""
    scores = []
    for one in classes:
        hit = np.count_nonzero((truth == one) & (predicted == one))
        all_ = np.count_nonzero(truth == one) + np.count_nonzero(predicted == one)
        scores.append(2 * hit / all_ if all_ else float("nan"))
    return tuple(scores)


def cluster_interval(
    measure: Callable[[NDArray[np.int64], NDArray[np.int64]], float],
    truth: NDArray[np.int64],
    predicted: NDArray[np.int64],
    units: Sequence[str],
    seed: int = 0,
) -> Interval:
    """95 % percentile interval from units drawn with replacement within each class.

    Davison & Hinkley, Bootstrap Methods and their Application (1997), sec. 3.8: whole clusters are
    drawn, since records of one unit are not independent. With few units it is too narrow; where
    all replicates agree it says nothing, and Wilson's interval (1927) for as many trials as there
    are units stands in.
    """
    value = measure(truth, predicted)
    strata = _strata(truth, units)
    draw = np.random.default_rng(seed)
    replicates = np.empty(REPLICATES)
    for i in range(REPLICATES):
        rows = np.concatenate(
            [
                stratum[j]
                for stratum in strata
                for j in draw.integers(len(stratum), size=len(stratum))
            ]
        )
        replicates[i] = measure(truth[rows], predicted[rows])
    if np.ptp(replicates) < 1e-12:
        return Interval(value, *wilson(value, len(set(units))))
    low, high = np.quantile(replicates, [0.025, 0.975])
    return Interval(value, float(min(low, value)), float(max(high, value)))


def wilson(share: float, trials: int) -> tuple[float, float]:
    """Wilson's 95 % interval for *share* of *trials*."""
    z2 = _Z95**2
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = _Z95 * sqrt(share * (1 - share) / trials + z2 / (4 * trials**2)) / (1 + z2 / trials)
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def _strata(truth: NDArray[np.int64], units: Sequence[str]) -> list[list[NDArray[np.int64]]]:
    """Rows of every unit, the units gathered by the classes they hold."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, unit in enumerate(units):
        rows_of[unit].append(row)
    strata: dict[tuple[int, ...], list[NDArray[np.int64]]] = defaultdict(list)
    for unit in sorted(rows_of):
        rows = np.array(rows_of[unit], dtype=np.int64)
        strata[tuple(sorted(set(truth[rows].tolist())))].append(rows)
    return [strata[key] for key in sorted(strata)]
