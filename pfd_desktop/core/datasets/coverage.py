"""Which speeds and loads a dataset has seen: recordings by shaft speed and condition."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.datasets import MemberFacts

UNKNOWN = "not told"
_MOST_STEPS = 12
_NARROWEST = 0.05  # of the speed: a single speed is shown in a step of its size


@dataclass(frozen=True, eq=False)
class Coverage:
    """Counts of recordings; rows are conditions, columns steps of speed, an empty cell is a gap."""

    edges_rpm: tuple[float, ...]  # one more than columns; empty where no speed is known
    conditions: tuple[str, ...]
    counts: NDArray[np.int64]  # conditions × speeds
    without_speed: tuple[int, ...]  # per condition: recordings whose speed nobody told

    @property
    def gaps(self) -> int:
        """Cells without any recording."""
        return int(np.count_nonzero(self.counts == 0))


def coverage(members: Sequence[MemberFacts]) -> Coverage:
    """Count members by speed, in equal steps of 1, 2 or 5 times a power of ten, and condition."""
    conditions = tuple(sorted({_condition(one) for one in members}, key=_in_order))
    row = {name: i for i, name in enumerate(conditions)}
    speeds = [one.speed_rpm for one in members if one.speed_rpm is not None]
    edges = _edges(speeds) if speeds else ()
    counts = np.zeros((len(conditions), max(0, len(edges) - 1)), dtype=np.int64)
    silent = [0] * len(conditions)
    for one in members:
        if one.speed_rpm is None:
            silent[row[_condition(one)]] += 1
        else:
            column = int(np.searchsorted(edges, one.speed_rpm, side="right")) - 1
            counts[row[_condition(one)], column] += 1
    return Coverage(edges, conditions, counts, tuple(silent))


def _condition(member: MemberFacts) -> str:
    return member.condition or UNKNOWN


def _in_order(condition: str) -> tuple[bool, float, str]:
    """Conditions that begin with a number by that number ("0 hp", "2 hp", "10 hp")."""
    head = condition.partition(" ")[0].replace(",", ".")
    try:
        return condition == UNKNOWN, float(head), condition
    except ValueError:
        return condition == UNKNOWN, math.inf, condition


def _edges(speeds: Sequence[float]) -> tuple[float, ...]:
    low, high = min(speeds), max(speeds)
    least = max(high - low, _NARROWEST * high) / _MOST_STEPS
    step = next(
        size
        for size in _sizes(least)
        if math.floor(high / size) - math.floor(low / size) < _MOST_STEPS
    )
    first, last = math.floor(low / step), math.floor(high / step) + 1
    return tuple(step * k for k in range(first, last + 1))


def _sizes(least: float) -> list[float]:
    """Round steps of at least *least*, upwards."""
    power = 10.0 ** math.floor(math.log10(least))
    return [size for factor in (1, 2, 5, 10, 20, 50) if (size := power * factor) >= least]
