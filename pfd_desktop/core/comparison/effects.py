"""How large a difference is, whatever its p."""

from dataclasses import dataclass
from math import exp, inf, log, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from pfd_desktop.core.comparison.proportions import Disagreement
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.errors import InvalidInput

_Z95 = 1.959963984540054


def cohens_g(found: Disagreement) -> float:
    """b / (b + c) − ½ (Cohen 1988, ch. 5): 0.05 small, 0.15 medium, 0.25 large; nan without any."""
    return found.first_only / found.discordant - 0.5 if found.discordant else nan


def odds_ratio(found: Disagreement) -> Interval:
    """b / c of paired proportions with its interval.

    ln(b/c) ± z √(1/b + 1/c) (Fleiss, Levin and Paik 2003, sec. 13.1); where a count is 0 one half
    is added to both (Haldane 1956) and the interval is open to that side, since no other holds the
    value. (nan, 0, ∞) where the two never differ.
    """
    b, c = found.first_only, found.second_only
    if b + c == 0:
        return Interval(nan, 0.0, inf)
    value = b / c if c else inf
    one, other = (b, c) if b and c else (b + 0.5, c + 0.5)
    half = _Z95 * sqrt(1 / one + 1 / other)
    low = exp(log(one / other) - half) if b else 0.0
    return Interval(value, low, exp(log(one / other) + half) if c else inf)


def cliffs_delta(first: ArrayLike, second: ArrayLike) -> float:
    """P(first > second) − P(first < second), over all pairs (Cliff, Psychol. Bull. 114 (1993) 494).

    Romano et al. (2006): |δ| below 0.147 negligible, 0.33 small, 0.474 medium, else large.
    """
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if one.ndim != 1 or other.ndim != 1 or not one.size or not other.size:
        raise InvalidInput("Cliff's delta needs scores of both classifiers.")
    return float(np.sign(one[:, None] - other[None, :]).mean())


@dataclass(frozen=True)
class EffectSizes:
    """Of two classifiers that were right and wrong on the same cases."""

    cohens_g: float
    odds_ratio: Interval


def effect_sizes(found: Disagreement) -> EffectSizes:
    """Both."""
    return EffectSizes(cohens_g(found), odds_ratio(found))
