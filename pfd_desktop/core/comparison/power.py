"""How many units or seeds it takes to settle a question, and what so few could have shown."""

from math import ceil, inf, sqrt

import numpy as np
from numpy.typing import ArrayLike

from pfd_desktop.core.comparison.significance import ALPHA
from pfd_desktop.errors import InvalidInput

POWER = 0.8
_MOST = 100_000
_CERTAIN = 50.0  # standard errors; beyond, the noncentral t is 1 to all digits, or not a number
_NO_SPREAD = 1e-12


def power_of(standardised: float, cases: int, alpha: float = ALPHA) -> float:
    """Power of a two-sided paired t-test for a mean of *standardised* standard deviations.

    From the noncentral t distribution (Cohen 1988, sec. 2.4).
    """
    from scipy.stats import nct, t

    if cases < 2:
        return 0.0
    limit = float(t.ppf(1 - alpha / 2, cases - 1))
    shift = abs(standardised) * sqrt(cases)
    if shift > _CERTAIN + limit:
        return 1.0
    return float(nct.sf(limit, cases - 1, shift) + nct.cdf(-limit, cases - 1, shift))


def cases_needed(differences: ArrayLike, power: float = POWER, alpha: float = ALPHA) -> int | None:
    """How many units or seeds in all would show a mean as large as that of *differences*.

    Never fewer than could bring a test by signs to *alpha*, however alike they are. None where no
    number would do: there is no difference, or more than 100,000 would be needed.
    """
    values = _values(differences)
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    if abs(mean) < 1e-12:
        return None
    least = least_cases(alpha)
    if power_of(abs(mean) / max(spread, _NO_SPREAD), least, alpha) >= power:
        return least
    return _least(abs(mean) / spread, power, alpha)


def least_cases(alpha: float = ALPHA) -> int:
    """How many cases that all point one way bring the exact sign test's p to *alpha*."""
    return ceil(1 - float(np.log2(alpha)))


def detectable(differences: ArrayLike, power: float = POWER, alpha: float = ALPHA) -> float:
    """The least mean difference that as many units or seeds, as unlike as these, would have shown.

    In the unit of *differences*; infinite for fewer than two.
    """
    values = np.asarray(differences, dtype=np.float64)
    if len(values) < 2:
        return inf
    low, high = 0.0, 1.0
    while power_of(high, len(values), alpha) < power:
        high *= 2
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if power_of(middle, len(values), alpha) < power else (low, middle)
        )
    return high * float(values.std(ddof=1))


def _least(standardised: float, power: float, alpha: float) -> int | None:
    low, high = 1, 2
    while power_of(standardised, high, alpha) < power:
        low, high = high, 2 * high
        if high > _MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (middle, high) if power_of(standardised, middle, alpha) < power else (low, middle)
        )
    return max(high, 2)


def _values(differences: ArrayLike) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    values = np.asarray(differences, dtype=np.float64)
    if values.ndim != 1 or len(values) < 2:
        raise InvalidInput("The spread of at least two units or seeds is needed.")
    return values
