"""Right and wrong on the same cases: McNemar for two classifiers, Cochran's Q for more.

A case is a recording or a unit, never a window: windows of one recording are not independent, and
counting them as if they were finds differences where there are none.
"""

from dataclasses import dataclass
from math import comb, nan

import numpy as np
from numpy.typing import ArrayLike

from pfd_desktop.core.comparison.significance import Significance, holm, pairs, right_and_wrong
from pfd_desktop.errors import InvalidInput


@dataclass(frozen=True)
class Disagreement:
    """On how many cases two classifiers were right together, alone, or not at all."""

    both: int
    first_only: int  # McNemar's b
    second_only: int  # McNemar's c
    neither: int

    @property
    def cases(self) -> int:
        """All cases."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def discordant(self) -> int:
        """The cases that tell the two apart."""
        return self.first_only + self.second_only


def disagreement(first: ArrayLike, second: ArrayLike) -> Disagreement:
    """Count, from right (1) and wrong (0) of two classifiers on the same cases."""
    if np.shape(first) != np.shape(second):
        raise InvalidInput("Two classifiers can be compared on the same cases only.")
    one, other = right_and_wrong(np.stack((np.asarray(first), np.asarray(second)), axis=-1)).T
    return Disagreement(
        int(np.count_nonzero(one & other)),
        int(np.count_nonzero(one & ~other)),
        int(np.count_nonzero(~one & other)),
        int(np.count_nonzero(~one & ~other)),
    )


def mcnemar_exact(found: Disagreement) -> Significance:
    """McNemar's exact test: of b + c cases each falls to either side with probability ½.

    Fagerland, Lydersen and Laake, BMC Med. Res. Methodol. 13:91 (2013), eq. 3. It never errs more
    often than it says, and so mostly less often.
    """
    n, least = found.discordant, min(found.first_only, found.second_only)
    p = min(1.0, 2 * sum(comb(n, k) for k in range(least + 1)) / 2**n)
    return Significance("McNemar, exact", float(least), p, min(1.0, 2 * 0.5**n), n)


def mcnemar_mid_p(found: Disagreement) -> Significance:
    """McNemar's mid-p test: the observed outcome counts half (Fagerland et al. 2013, eq. 5)."""
    n, least = found.discordant, min(found.first_only, found.second_only)
    exact = 2 * sum(comb(n, k) for k in range(least + 1)) / 2**n
    p = 1.0 if found.first_only == found.second_only else exact - comb(n, least) / 2**n
    return Significance("McNemar, mid-p", float(least), p, 0.5**n, n)


def mcnemar_asymptotic(found: Disagreement, *, corrected: bool = False) -> Significance:
    """χ² = (|b − c| − 1)² / (b + c) with Edwards' correction (1948), (b − c)² / (b + c) without.

    For tables of others; ours are too small for it.
    """
    from scipy.stats import chi2

    n = found.discordant
    name = "McNemar, χ² with continuity correction" if corrected else "McNemar, χ²"
    if n == 0:
        return Significance(name, nan, 1.0, 1.0, 0)
    shift = 1 if corrected else 0
    value = max(abs(found.first_only - found.second_only) - shift, 0) ** 2 / n
    return Significance(
        name, value, float(chi2.sf(value, 1)), float(chi2.sf((n - shift) ** 2 / n, 1)), n
    )


@dataclass(frozen=True)
class PairTest:
    """Two of several classifiers, and what was found of them."""

    first: int
    second: int
    found: Significance
    holm_p: float  # adjusted for all pairs


@dataclass(frozen=True)
class Omnibus:
    """Whether several classifiers differ at all, and which pairs do."""

    whole: Significance
    pairs: tuple[PairTest, ...]


def cochran_q(right: ArrayLike) -> Significance:
    """Cochran's Q, Biometrika 37 (1950) 256: (k−1)(k Σ G² − T²) / (k T − Σ L²), χ² with k − 1.

    *right* is cases × classifiers. Cases on which all agree say nothing and do not count.
    """
    from scipy.stats import chi2

    table = right_and_wrong(right).astype(np.int64)
    k = table.shape[1]
    columns, rows = table.sum(axis=0), table.sum(axis=1)
    telling = int(np.count_nonzero((rows > 0) & (rows < k)))
    spread = float(k * rows.sum() - (rows**2).sum())
    if spread == 0:
        return Significance("Cochran's Q", nan, 1.0, 1.0, 0)
    value = (k - 1) * float(k * (columns**2).sum() - columns.sum() ** 2) / spread
    p = float(chi2.sf(value, k - 1))
    return Significance("Cochran's Q", value, p, _least_q(rows, k, spread), telling)


def compare_right(right: ArrayLike) -> Omnibus:
    """Cochran's Q, and McNemar's mid-p of every pair with Holm's adjustment."""
    table = right_and_wrong(right)
    every = pairs(table.shape[1])
    found = [mcnemar_mid_p(disagreement(table[:, i], table[:, j])) for i, j in every]
    adjusted = holm([one.p for one in found])
    return Omnibus(
        cochran_q(table),
        tuple(
            PairTest(i, j, one, p) for (i, j), one, p in zip(every, found, adjusted, strict=True)
        ),
    )


def _least_q(rows: np.ndarray[tuple[int, ...], np.dtype[np.int64]], k: int, spread: float) -> float:
    """The p were the right answers of every case given to the same classifiers first."""
    from scipy.stats import chi2

    columns = np.array([np.count_nonzero(rows > place) for place in range(k)], dtype=np.int64)
    value = (k - 1) * float(k * (columns**2).sum() - columns.sum() ** 2) / spread
    return float(chi2.sf(value, k - 1))
