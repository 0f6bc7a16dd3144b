"""Whether one area under the ROC curve is larger than another on the same cases."""

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from pfd_desktop.core.comparison.significance import Floats, Significance
from pfd_desktop.errors import InvalidInput


@dataclass(frozen=True)
class AreaTest:
    """DeLong's test with both areas and the standard error of their difference."""

    first: float
    second: float
    scale: float
    significance: Significance


def delong(positive: ArrayLike, first: ArrayLike, second: ArrayLike) -> AreaTest:
    """DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837, for two paired ROC curves.

    *positive* says which cases are (1); *first* and *second* are scores, higher meaning positive.
    The components are found from mid-ranks (Sun and Xu, IEEE Sig. Proc. Lett. 21 (2014) 1389).
    """
    from scipy.stats import norm

    truth = np.asarray(positive).astype(bool)
    scores = np.stack([np.asarray(one, dtype=np.float64) for one in (first, second)])
    if scores.shape[1:] != truth.shape or not np.isfinite(scores).all():
        raise InvalidInput("Every case needs its truth and a finite score of either classifier.")
    m, n = int(np.count_nonzero(truth)), int(np.count_nonzero(~truth))
    if min(m, n) < 2:
        raise InvalidInput(
            f"Areas are compared on at least 2 cases of either sort; there are {m} and {n}."
        )
    of_positives, of_negatives = _components(scores, truth)
    areas = of_positives.mean(axis=1)
    spread = np.cov(of_positives) / m + np.cov(of_negatives) / n
    variance = float(spread[0, 0] + spread[1, 1] - 2 * spread[0, 1])
    scale = sqrt(max(variance, 0.0))
    difference = float(areas[0] - areas[1])
    if scale < 1e-15:
        found = Significance("DeLong", nan, 1.0 if difference == 0 else 0.0, 0.0, m + n)
    else:
        z = difference / scale
        found = Significance("DeLong", z, float(2 * norm.sf(abs(z))), 0.0, m + n)
    return AreaTest(float(areas[0]), float(areas[1]), scale, found)


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
