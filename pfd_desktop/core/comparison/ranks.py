"""Many data sets, folds, machines or seeds: Wilcoxon for two classifiers, Friedman for more."""

from dataclasses import dataclass
from functools import cache
from math import factorial, inf, nan, prod, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pfd_desktop.core.comparison.significance import Floats, Significance, paired
from pfd_desktop.errors import InvalidInput

_DECIMALS = 12  # scores are shares and areas: beyond, there is only rounding
_EXACT_UP_TO = 200  # pairs; beyond, the normal curve is as good and the exact sum is slow


@dataclass(frozen=True)
class SignedRanks:
    """Wilcoxon's signed ranks of paired differences."""

    plus: float  # sum of ranks where the first is higher
    minus: float
    z: float  # normal approximation without corrections, as Demšar prints it
    significance: Significance


def wilcoxon(first: ArrayLike, second: ArrayLike) -> SignedRanks:
    """Wilcoxon's signed-rank test, zero differences shared by both sides.

    Demšar, J. Mach. Learn. Res. 7 (2006) 1, sec. 3.1.3. p is exact given the ranks, ties and all:
    it counts over all 2ⁿ ways to give the n non-zero differences their signs. So with n = 3 seeds p
    is never below 0.25. Differences that only rounding makes are none.
    """
    difference = np.round(paired(first, second, 1), _DECIMALS)
    ranks = _ranks(np.abs(difference))
    zero = difference == 0
    shared = float(ranks[zero].sum()) / 2
    plus = float(ranks[difference > 0].sum()) + shared
    minus = float(ranks[difference < 0].sum()) + shared
    n = len(difference)
    z = (min(plus, minus) - n * (n + 1) / 4) / sqrt(n * (n + 1) * (2 * n + 1) / 24)
    telling = ranks[~zero]
    least = min(1.0, 2.0 ** (1 - len(telling)))
    p = _exact(telling, plus - shared) if n <= _EXACT_UP_TO else _normal(telling, plus - shared)
    name = "Wilcoxon's signed ranks"
    return SignedRanks(plus, minus, z, Significance(name, min(plus, minus), p, least, len(telling)))


@dataclass(frozen=True)
class RankTest:
    """Friedman's test with what is drawn of it: a critical-difference diagram."""

    mean_ranks: tuple[float, ...]  # 1 is best
    chi_square: Significance  # Demšar's formula, not corrected for ties
    tie_corrected: Significance  # as scipy and R
    iman_davenport: Significance  # F with k − 1 and (k − 1)(n − 1), corrected for ties
    critical_difference: float  # Nemenyi: mean ranks further apart than this differ
    alpha: float
    groups: tuple[tuple[int, ...], ...]  # classifiers that a bar joins: no difference was shown

    def differ(self, first: int, second: int) -> bool:
        """Whether Nemenyi's test tells the two apart."""
        return abs(self.mean_ranks[first] - self.mean_ranks[second]) > self.critical_difference


def friedman(scores: ArrayLike, alpha: float = 0.05) -> RankTest:
    """Friedman's test of *scores*, data sets × classifiers, higher being better.

    Demšar 2006, sec. 3.2: χ² = 12n/(k(k+1)) (Σ R² − k(k+1)²/4), F = (n−1)χ² / (n(k−1) − χ²)
    (Iman and Davenport 1980), Nemenyi's critical difference q √(k(k+1)/6n). F and the critical
    difference are corrected for ties (Conover 1999, sec. 5.8: ties leave the share c of the ranks'
    variance, and with it χ²/c and √c of the difference): scores of few recordings tie often, and
    without it the tests find too little. Where nothing ties both are one.
    """
    from scipy.stats import chi2, f, rankdata

    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] < 2 or table.shape[1] < 3:
        raise InvalidInput(
            "Friedman's test needs at least 3 classifiers on at least 2 data sets, folds or seeds."
        )
    if not np.isfinite(table).all():
        raise InvalidInput("Scores that are to be ranked must be finite numbers.")
    n, k = table.shape
    ranks = np.asarray(rankdata(-table, axis=1), dtype=np.float64)
    mean = ranks.mean(axis=0)
    plain = friedman_chi_square(mean, n)
    factor = _tie_factor(ranks)
    evened = plain / factor
    value = 0.0 if np.isnan(evened) else iman_davenport(evened, n, k)
    freedom = (k - 1, (k - 1) * (n - 1))
    least = _least_p(ranks)
    left = 1.0 if np.isnan(factor) else factor
    difference = critical_difference(k, n, alpha) * sqrt(left)
    return RankTest(
        tuple(float(one) for one in mean),
        Significance("Friedman's χ²", plain, float(chi2.sf(plain, k - 1)), least, n),
        Significance("Friedman's χ², corrected for ties", evened, _chi_p(evened, k - 1), least, n),
        Significance(
            "Friedman, Iman–Davenport F", value, max(float(f.sf(value, *freedom)), least), least, n
        ),
        difference,
        alpha,
        joined(mean, difference),
    )


def friedman_chi_square(mean_ranks: ArrayLike, n: int) -> float:
    """Friedman's χ² of the mean ranks over *n* data sets, as Demšar writes it."""
    ranks = np.asarray(mean_ranks, dtype=np.float64)
    k = len(ranks)
    return float(12 * n / (k * (k + 1)) * ((ranks**2).sum() - k * (k + 1) ** 2 / 4))


def iman_davenport(chi_square: float, n: int, k: int) -> float:
    """F of Iman and Davenport (1980); infinite where all data sets rank alike."""
    left = n * (k - 1) - chi_square
    return (n - 1) * chi_square / left if left > 1e-12 else inf


def critical_difference(k: int, n: int, alpha: float = 0.05) -> float:
    """Nemenyi's critical difference of *k* classifiers' mean ranks over *n* data sets."""
    return nemenyi_q(k, alpha) * sqrt(k * (k + 1) / (6 * n))


@cache  # slow to find, and of two to ten classifiers there are few
def nemenyi_q(k: int, alpha: float = 0.05) -> float:
    """Critical value of Nemenyi's test: the studentised range of *k* means, over √2."""
    from scipy.stats import studentized_range

    return float(studentized_range.ppf(1 - alpha, k, inf)) / sqrt(2)


def joined(mean_ranks: ArrayLike, difference: float) -> tuple[tuple[int, ...], ...]:
    """The largest groups, in order of rank, within *difference* from first to last."""
    ranks = np.asarray(mean_ranks, dtype=np.float64)
    order = [int(one) for one in np.argsort(ranks, kind="stable")]
    found: list[tuple[int, ...]] = []
    for start, best in enumerate(order):
        group = tuple(one for one in order[start:] if ranks[one] - ranks[best] <= difference)
        if len(group) > 1 and not any(set(group) <= set(other) for other in found):
            found.append(group)
    return tuple(found)


def _ranks(values: Floats) -> Floats:
    """Mid-ranks; differences that only rounding tells apart are ties."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(np.round(values, _DECIMALS)), dtype=np.float64)


def _exact(ranks: Floats, plus: float) -> float:
    """Two-sided p of the sum *plus* of the ranks whose sign is positive."""
    doubled = np.rint(2 * ranks).astype(np.int64)
    ways = np.zeros(int(doubled.sum()) + 1)
    ways[0] = 1.0
    for rank in doubled:
        ways[rank:] = ways[rank:] + ways[: len(ways) - rank]
        ways /= 2
    place = round(2 * min(plus, float(ranks.sum()) - plus))
    return float(min(1.0, 2 * ways[: place + 1].sum()))


def _normal(ranks: NDArray[np.float64], plus: float) -> float:
    from scipy.stats import norm

    spread = sqrt(float((ranks**2).sum()) / 4)
    away = abs(plus - float(ranks.sum()) / 2)
    return float(2 * norm.sf(away / spread)) if spread else 1.0


def _chi_p(value: float, freedom: int) -> float:
    from scipy.stats import chi2

    return 1.0 if np.isnan(value) else float(chi2.sf(value, freedom))


def _least_p(ranks: Floats) -> float:
    """How probable it is that all data sets rank alike by chance, given their ties.

    That is where F is infinite: of two data sets and three classifiers one time in six.
    """
    orders = [
        factorial(len(row)) / prod(factorial(int(c)) for c in np.unique(row, return_counts=True)[1])
        for row in ranks
    ]
    return float(max(orders) * prod(1 / one for one in orders))


def _tie_factor(ranks: Floats) -> float:
    """1 − Σ(t³ − t) / n k(k² − 1); nan where all are tied."""
    n, k = ranks.shape
    ties = sum(
        float((counts**3 - counts).sum())
        for row in ranks
        for counts in [np.unique(row, return_counts=True)[1]]
    )
    factor = 1 - ties / (n * k * (k**2 - 1))
    return factor if factor > 0 else nan
