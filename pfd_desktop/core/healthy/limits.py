"""From the strangeness of healthy cases to alarms at a stated rate: conformal p-values.

Vovk, Gammerman & Shafer, Algorithmic Learning in a Random World (2005); as outlier tests Bates,
Candès, Lei, Romano & Sesia, Annals of Statistics 51 (2023) 149. Where the cases calibrated on and
a new healthy one are exchangeable, its p-value is at most the rate no more often than that rate,
whatever the detector. Over calibrations: of one calibration's own rate, which more cases make
surer, rate_range tells.
"""

from collections.abc import Sequence
from math import ceil, floor

import numpy as np

from pfd_desktop.errors import InvalidInput

_EDGE = 1e-9
_CHANCE = 0.05  # of calling steady scores drifting


def cases_needed(rate: float) -> int:
    """The fewest healthy cases for false alarms at *rate*: n ≥ 1/rate − 1; raises InvalidInput.

    With fewer even the strangest of them all would have a larger p-value.
    """
    if not 0 < rate < 1:
        raise InvalidInput("The rate of false alarms lies between 0 and 1: 0.05 is 1 in 20.")
    return ceil(1 / rate - 1 - _EDGE)


def p_value(scores: Sequence[float], strangeness: float) -> float:
    """(1 + how many healthy *scores* are at least as strange) / (1 + how many there are)."""
    stranger = int(np.count_nonzero(np.asarray(scores) >= strangeness))
    return (1 + stranger) / (1 + len(scores))


def alarms(p: float, rate: float) -> bool:
    """Whether a p-value is an alarm at this rate of false alarms."""
    return p <= rate + _EDGE


def exact_rate(cases: int, rate: float) -> float:
    """The rate of false alarms that *cases* allow, at most *rate*: ⌊rate (n + 1)⌋ / (n + 1)."""
    return floor(rate * (cases + 1) + _EDGE) / (cases + 1)


def rate_range(cases: int, rate: float) -> tuple[float, float]:
    """Between what the false-alarm rate of one calibration lies with 95 %.

    It is Beta(k, n + 1 − k) with k = ⌊rate (n + 1)⌋ (Vovk, ACML 2012, prop. 2b).
    """
    from scipy.stats import beta

    rank = round(exact_rate(cases, rate) * (cases + 1))
    of_rate = beta(rank, cases + 1 - rank)
    return float(of_rate.ppf(0.025)), float(of_rate.ppf(0.975))


def drifts(scores: Sequence[float]) -> bool:
    """Whether scores in the order of time rise, by Kendall's rank correlation (1938), one-sided.

    Then cases are not exchangeable: what comes later will alarm more often than promised.
    """
    if len(scores) < 4:
        return False
    from scipy.stats import kendalltau

    return bool(kendalltau(range(len(scores)), scores, alternative="greater").pvalue < _CHANCE)
