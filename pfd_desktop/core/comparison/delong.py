"""Whether one area under the ROC curve is larger than another on the same cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pfd_desktop.core.comparison.significance import Floats, Significance
from pfd_desktop.errors import InvalidInput


@dataclass(frozen=True)
class AreaTest:
    """DeLong's test with both areas and the standard error of their difference."""

    first: float
    second: float
    scale: float
    significance: Significance


def delong(
    positive: ArrayLike, first: ArrayLike, second: ArrayLike, units: Sequence[str] | None = None
) -> AreaTest:
    """DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837, for two paired ROC curves.

    *positive* says which cases are (1); *first* and *second* are scores, higher meaning positive.
    The components are found from mid-ranks (Sun and Xu, IEEE Sig. Proc. Lett. 21 (2014) 1389).
    Cases of one unit are not independent: with *units* the variance is that between units
    (Obuchowski, Biometrics 53 (1997) 567), and Student's t of as many units less two decides.
    Raises InvalidInput for scores that do not pair, and for fewer than 2 cases or units of either
    sort or 3 units in all.
    """
    truth = np.asarray(positive).astype(bool)
    scores = np.stack([np.asarray(one, dtype=np.float64) for one in (first, second)])
    if scores.shape[1:] != truth.shape or not np.isfinite(scores).all():
        raise InvalidInput("Every case needs its truth and a finite score of either classifier.")
    if units is not None and len(units) != len(truth):
        raise InvalidInput("Every case needs the unit that it was measured on.")
    of_case = np.arange(len(truth)) if units is None else np.asarray(units)
    for noun, counted in (("cases", np.arange(len(truth))), ("units", of_case)):
        m, n = (len(np.unique(counted[one])) for one in (truth, ~truth))
        if min(m, n) < 2:
            raise InvalidInput(
                f"Areas are compared on at least 2 {noun} of either sort; there are {m} and {n}."
            )
    if len(np.unique(of_case)) < 3:
        raise InvalidInput("Areas are compared on at least 3 units; there are 2.")
    of_positives, of_negatives = _components(scores, truth)
    areas = of_positives.mean(axis=1)
    away = np.empty(len(truth))
    away[truth] = np.subtract(*(of_positives - areas[:, None]))
    away[~truth] = np.subtract(*(of_negatives - areas[:, None]))
    scale = sqrt(_variance(away, truth, of_case))
    difference = float(areas[0] - areas[1])
    found = _significance(difference, scale, None if units is None else len(set(units)), len(truth))
    return AreaTest(float(areas[0]), float(areas[1]), scale, found)


def _variance(away: Floats, truth: NDArray[np.bool_], of_case: NDArray[np.generic]) -> float:
    """Variance of the difference of areas, from what each case adds to it (Obuchowski, eq. 2)."""
    names, place = np.unique(of_case, return_inverse=True)
    total, sums = 0.0, []
    for one in (truth, ~truth):
        of_unit = np.bincount(place[one], away[one], len(names)) / np.count_nonzero(one)
        holding = len(np.unique(place[one]))
        total += holding / (holding - 1) * float((of_unit**2).sum())
        sums.append(of_unit)
    count = len(names)
    return max(total + 2 * count / (count - 1) * float((sums[0] * sums[1]).sum()), 0.0)


def _significance(difference: float, scale: float, units: int | None, cases: int) -> Significance:
    from scipy.stats import t

    name = "DeLong" if units is None else "DeLong by unit"
    count = cases if units is None else units
    if scale < 1e-12:
        # An area of 0, ½ or 1 may have no variance at all; that is no proof of anything.
        return Significance(name, nan, 1.0, 1.0, count)
    value = difference / scale
    freedom = inf if units is None else units - 2
    return Significance(name, value, float(2 * t.sf(abs(value), freedom)), 0.0, count)


def _components(
    scores: Floats, truth: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> tuple[Floats, Floats]:
    """For either curve, how every positive stands among the negatives, and the reverse."""
    from scipy.stats import rankdata

    m, n = int(np.count_nonzero(truth)), int(np.count_nonzero(~truth))
    whole = np.asarray(rankdata(scores, axis=1), dtype=np.float64)
    among_positives = np.asarray(rankdata(scores[:, truth], axis=1), dtype=np.float64)
    among_negatives = np.asarray(rankdata(scores[:, ~truth], axis=1), dtype=np.float64)
    return (whole[:, truth] - among_positives) / n, 1 - (whole[:, ~truth] - among_negatives) / m
