"""Runs that differ by their seed alone, taken together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from pfd_desktop.core.records.learning import Interval, RunSummary

# Student's t, two-sided 95 %, for 1, 2, … degrees of freedom (Fisher & Yates 1938); beyond that the
# expansion of Abramowitz & Stegun (1964), 26.7.5, is right to three decimals.
_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)
_Z = 1.959964


@dataclass(frozen=True)
class OverSeeds:
    """The mean of what several seeds reached, with its interval."""

    seeds: int
    accuracy: Interval  # Student's t over the seeds: not over units, which are the same in all


def over_seeds(runs: Sequence[RunSummary]) -> Mapping[str, OverSeeds]:
    """By id of every run that shares its recipe with another seed's; the others are left out.

    A seed that was run twice counts once, by its newest run.
    """
    kin: dict[str, dict[int, tuple[str, float]]] = defaultdict(dict)
    for run in sorted(runs, key=lambda one: one.created_at):
        if run.recipe and run.accuracy is not None:
            kin[run.recipe][run.seed] = (run.id, run.accuracy.value)
    together = {
        recipe: mean_of([value for _, value in own.values()])
        for recipe, own in kin.items()
        if len(own) > 1
    }
    return {
        run.id: together[run.recipe]
        for run in runs
        if run.accuracy is not None and run.recipe in together
    }


def mean_of(values: Sequence[float]) -> OverSeeds:
    """Mean and 95 % interval of two or more shares."""
    mean = fmean(values)
    half = student_t(len(values) - 1) * stdev(values) / sqrt(len(values))
    return OverSeeds(len(values), Interval(mean, max(0.0, mean - half), min(1.0, mean + half)))


def student_t(freedom: int) -> float:
    """The two-sided 95 % point of Student's t."""
    if freedom <= len(_T):
        return _T[freedom - 1]
    first = (_Z**3 + _Z) / 4
    second = (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / 96
    third = (3 * _Z**7 + 19 * _Z**5 + 17 * _Z**3 - 15 * _Z) / 384
    return _Z + first / freedom + second / freedom**2 + third / freedom**3
