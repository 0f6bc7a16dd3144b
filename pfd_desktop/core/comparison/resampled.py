"""One data set, split again and again: the t and F tests that know the resamples overlap."""

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from pfd_desktop.core.comparison.significance import Floats, Significance, paired
from pfd_desktop.errors import InvalidInput

# Below, the differences are one number but for rounding: there is no scale to hold their mean to,
# and a few resamples that agree to the digit are no proof. p and its least are 1.
_NO_SPREAD = 1e-12


@dataclass(frozen=True)
class ResampledT:
    """Nadeau and Bengio's t with what it was made of."""

    difference: float  # mean of first − second
    scale: float  # its standard error
    freedom: int
    significance: Significance  # two-sided
    one_sided_p: float  # that the first is not better


def corrected_resampled_t(
    first: ArrayLike, second: ArrayLike, train: int, test: int, *, corrected: bool = True
) -> ResampledT:
    """t of paired scores of n resamples with *train* and *test* cases in each.

    Nadeau and Bengio, Machine Learning 52 (2003) 239: the variance is s² (1/n + test/train), since
    training sets overlap. Not *corrected* it is the plain paired t, which errs far too often.
    """
    if train < 1 or test < 1:
        raise InvalidInput("Each resample needs cases to learn from and cases to be tested on.")
    difference = paired(first, second, 2)
    n = len(difference)
    share = 1 / n + (test / train if corrected else 0.0)
    scale = sqrt(float(difference.var(ddof=1)) * share)
    name = "corrected resampled t" if corrected else "paired t, not corrected"
    return _t(float(difference.mean()), scale, n - 1, name)


def five_by_two_t(differences: ArrayLike) -> ResampledT:
    """Dietterich's 5×2 cv paired t, Neural Computation 10 (1998) 1895; 5 degrees of freedom.

    *differences* is 5 × 2: in each of five halvings, first − second tested on either half.
    """
    table = _halvings(differences)
    spread = float(_variances(table).mean())
    return _t(float(table[0, 0]), sqrt(spread), 5, "5×2 cv t")


def five_by_two_f(differences: ArrayLike) -> Significance:
    """Alpaydın's combined 5×2 cv F, Neural Computation 11 (1999) 1885: Σ p² / 2 Σ s², F(10, 5)."""
    from scipy.stats import f

    table = _halvings(differences)
    spread = 2 * float(_variances(table).sum())
    if spread < _NO_SPREAD**2:
        return Significance("5×2 cv F", nan, 1.0, 1.0, 10)
    value = float((table**2).sum()) / spread
    return Significance("5×2 cv F", value, float(f.sf(value, 10, 5)), 0.0, 10)


def _halvings(differences: ArrayLike) -> Floats:
    table = np.asarray(differences, dtype=np.float64)
    if table.shape != (5, 2) or not np.isfinite(table).all():
        raise InvalidInput("The 5×2 cv tests need five halvings, tested both ways: 5 × 2 numbers.")
    return table


def _variances(table: Floats) -> Floats:
    """(p₁ − p̄)² + (p₂ − p̄)² of every halving."""
    return np.asarray(((table - table.mean(axis=1, keepdims=True)) ** 2).sum(axis=1))


def _t(mean: float, scale: float, freedom: int, name: str) -> ResampledT:
    from scipy.stats import t

    if scale < _NO_SPREAD:
        return ResampledT(mean, 0.0, freedom, Significance(name, nan, 1.0, 1.0, freedom + 1), 1.0)
    value = mean / scale
    p = float(2 * t.sf(abs(value), freedom))
    found = Significance(name, value, p, 0.0, freedom + 1)
    return ResampledT(mean, scale, freedom, found, float(t.sf(value, freedom)))
