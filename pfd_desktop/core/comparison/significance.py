"""What a test says, how little it could have said, and what testing many pairs costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pfd_desktop.errors import InvalidInput

ALPHA = 0.05

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Significance:
    """One test of "there is no difference", two-sided."""

    test: str
    statistic: float  # whose meaning the test tells; nan where there is none
    p: float
    least_p: float  # the least p these cases could have given; 0 where there is no such limit
    cases: int  # what was counted: recordings that differ, units, seeds, resamples

    def decidable(self, alpha: float = ALPHA) -> bool:
        """Whether any outcome of so few cases could have reached *alpha*."""
        return self.least_p <= alpha


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """p adjusted for testing all of them (Holm, Scand. J. Statist. 6 (1979) 65), in their order."""
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    factors = np.arange(len(p), 0, -1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * factors), 1.0)
    return tuple(float(value) for value in adjusted)


def adjusted_with_least(tests: Sequence[Significance], place: int) -> tuple[float, float]:
    """The p of the test at *place* by Holm, and what it would be at that test's least p."""
    found = [one.p for one in tests]
    best = [*found[:place], tests[place].least_p, *found[place + 1 :]]
    return holm(found)[place], holm(best)[place]


def pairs(count: int) -> tuple[tuple[int, int], ...]:
    """All pairs of *count* things, the first before the second."""
    return tuple((i, j) for i in range(count) for j in range(i + 1, count))


def paired(first: ArrayLike, second: ArrayLike, least: int) -> Floats:
    """first − second; raises InvalidInput where they do not pair or are fewer than *least*."""
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if one.ndim != 1 or one.shape != other.shape:
        raise InvalidInput(
            f"Values can be compared in pairs only: there are {one.size} and {other.size}."
        )
    if one.size < least:
        raise InvalidInput(
            f"This test needs at least {least} pairs of values; there are {one.size}."
        )
    difference = one - other
    if not np.isfinite(difference).all():
        raise InvalidInput("Values that are to be compared must be finite numbers.")
    return difference


def right_and_wrong(right: ArrayLike, least: int = 2) -> NDArray[np.bool_]:
    """*right* as cases × classifiers of booleans; raises InvalidInput with the reason."""
    table = np.asarray(right)
    if table.ndim != 2 or table.shape[1] < least or table.shape[0] == 0:
        raise InvalidInput(
            f"Right and wrong of at least {least} classifiers on the same cases are needed."
        )
    if not np.isin(table, (0, 1)).all():
        raise InvalidInput("An answer is right (1) or wrong (0); there are other values.")
    return table.astype(bool)
