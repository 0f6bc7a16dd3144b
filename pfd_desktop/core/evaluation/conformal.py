"""Sets of classes that hold the true one as often as they promise, on units never met."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pfd_desktop.errors import InvalidInput


@dataclass(frozen=True)
class ConformalLimit:
    """Classes whose score is at least 1 − ``limit`` are in the set."""

    limit: float
    level: float
    units: int

    def sets(self, scores: ArrayLike) -> NDArray[np.bool_]:
        """cases × classes: which classes are in the set of each case."""
        return np.asarray(1 - np.asarray(scores, dtype=np.float64) <= self.limit + 1e-12)


def units_needed(level: float) -> int:
    """The fewest units for sets of *level* that are not all classes: ⌈(n + 1) level⌉ ≤ n."""
    if not 0 < level < 1:
        raise InvalidInput("The level of a set lies between 0 and 1.")
    return ceil(level / (1 - level) - 1e-9)


def calibrate_sets(
    scores: ArrayLike, truth: ArrayLike, units: ArrayLike, level: float = 0.9
) -> ConformalLimit:
    """Split-conformal limit (Vovk et al. 2005; Sadinle et al. 2019), one score a unit.

    Units are exchangeable, recordings of one unit are not: each unit gives its worst
    1 − score(true class), so a new unit has all of its recordings covered with *level*. Raises
    InvalidInput where the units are too few: the only honest set would be all classes; and for a
    class without a score or a score that is no number.
    """
    table, classes = np.asarray(scores, dtype=np.float64), np.asarray(truth, dtype=np.int64)
    names = np.asarray(units)
    if table.ndim != 2 or not len(table) == len(classes) == len(names) or not len(names):
        raise InvalidInput("Every case needs its scores, its true class and its unit.")
    if classes.min() < 0 or classes.max() >= table.shape[1]:
        raise InvalidInput("A true class has no score.")
    if not np.isfinite(table).all():
        raise InvalidInput("Sets are made of finite scores.")
    distinct, place = np.unique(names, return_inverse=True)
    count, least = len(distinct), units_needed(level)
    if count < least:
        raise InvalidInput(
            f"Sets that hold the truth with {level:.0%} need at least {least} units that the"
            f" classifier has not met; there are {count}. Any such set would be all classes."
        )
    strange = 1 - table[np.arange(len(classes)), classes]
    worst = np.full(count, -np.inf)
    np.maximum.at(worst, place, strange)
    rank = min(ceil((count + 1) * level - 1e-9), count)
    return ConformalLimit(float(np.sort(worst)[rank - 1]), level, count)
