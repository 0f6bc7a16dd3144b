"""Differences of recordings that belong to units: what is drawn and turned are whole units."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from pfd_desktop.core.comparison.significance import Floats, Significance, paired
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.errors import InvalidInput

REPLICATES = 4000
_TURNS = 20_000
_ALL_TURNS_UP_TO = 14  # units
FEW_UNITS = 10
_ALL = 6.0  # standard errors: all replicates; t of two units is beyond what a level can say


def unit_sums(differences: ArrayLike, units: Sequence[str]) -> tuple[Floats, Floats]:
    """Sum of the differences of every unit, and how many cases it has; units in order of name."""
    values = np.asarray(differences, dtype=np.float64)
    if len(units) != len(values) or not len(values):
        raise InvalidInput("Every difference needs the unit that it was measured on.")
    names, place = np.unique(np.asarray(units), return_inverse=True)
    count = len(names)
    return np.bincount(place, values, count).astype(np.float64), np.bincount(
        place, minlength=count
    ).astype(np.float64)


def sign_flip(first: ArrayLike, second: ArrayLike, units: Sequence[str]) -> Significance:
    """Permutation test by unit: were both equal, each unit's sum could as well bear the other sign.

    Pitman (1937); Winkler et al., NeuroImage 123 (2015) 253, on exchangeable blocks. Right
    however alike the recordings of a unit are. As with mid-p the observed value counts half, since
    few units give few values. Up to 14 units all turns are
    counted, beyond that 20,000 are drawn.
    """
    sums, _ = unit_sums(paired(first, second, 1), units)
    telling = sums[sums != 0]
    m = len(telling)
    if m == 0:
        return Significance("sign flips by unit", 0.0, 1.0, 1.0, 0)
    found = abs(float(telling.sum()))
    if m <= _ALL_TURNS_UP_TO:
        turned = np.arange(2**m)[:, None] >> np.arange(m) & 1
    else:
        turned = np.random.default_rng(0).integers(0, 2, (_TURNS, m), dtype=np.int8)
    values = np.abs(telling.sum() - 2 * (turned.astype(np.float64) @ telling))
    beyond, equal = values > found + 1e-9, np.abs(values - found) <= 1e-9
    p = (float(np.count_nonzero(beyond)) + 0.5 * float(np.count_nonzero(equal))) / len(values)
    if m > _ALL_TURNS_UP_TO:
        p = max(p, 1 / _TURNS)
    p = 1.0 if found < 1e-9 else p
    return Significance("sign flips by unit", found, p, 0.5**m, m)


def difference_interval(
    first: ArrayLike, second: ArrayLike, units: Sequence[str], seed: int = 0
) -> Interval:
    """Mean of first − second over all cases with a 95 % BCa interval, units being drawn.

    Efron, J. Amer. Statist. Assoc. 82 (1987) 171; whole clusters as Davison and Hinkley (1997),
    sec. 3.8; as wide as Student's t would have it (Hesterberg, Amer. Statist. 69 (2015) 371,
    expanded percentiles), without which 24 units leave the truth out in 7 of 100. From fewer than
    10 units it is still too narrow. Where no unit shows a difference, or a
    single unit is all there is, the interval is (−1, 1): nothing is known.
    """
    sums, sizes = unit_sums(paired(first, second, 1), units)
    value = float(sums.sum() / sizes.sum())
    if len(sums) < 2 or not sums.any():
        return Interval(value, -1.0, 1.0)
    draw = np.random.default_rng(seed)
    chosen = draw.integers(len(sums), size=(REPLICATES, len(sums)))
    replicates = sums[chosen].sum(axis=1) / sizes[chosen].sum(axis=1)
    left_out = (sums.sum() - sums) / (sizes.sum() - sizes)
    low, high = bca_limits(replicates, value, left_out, _widened(0.95, len(sums)))
    return Interval(value, min(low, value), max(high, value))


def _widened(level: float, count: int) -> float:
    """The level of the normal curve that reaches as far as t of *count* cases and their s do."""
    from scipy.stats import norm, t

    reach = float(t.ppf((1 + level) / 2, count - 1)) * sqrt(count / (count - 1))
    return 1 - 2 * float(norm.sf(min(reach, _ALL)))


def bca_limits(
    replicates: Floats, value: float, left_out: Floats, level: float = 0.95
) -> tuple[float, float]:
    """Bias-corrected and accelerated limits (Efron 1987, eq. 3.9) of bootstrap *replicates*.

    *left_out* is the estimate without each cluster in turn.
    """
    from scipy.stats import norm

    below = (np.count_nonzero(replicates < value) + 0.5 * np.count_nonzero(replicates == value)) / (
        len(replicates)
    )
    bias = float(norm.ppf(np.clip(below, 1e-6, 1 - 1e-6)))
    away = left_out.mean() - left_out
    spread = float((away**2).sum())
    bend = float((away**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
    ends = []
    for share in ((1 - level) / 2, (1 + level) / 2):
        z = float(norm.ppf(share))
        moved = bias + (bias + z) / (1 - bend * (bias + z))
        ends.append(float(np.quantile(replicates, float(norm.cdf(moved)))))
    return min(ends), max(ends)
