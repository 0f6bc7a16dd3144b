"""What windows can be told at all: some lie where nothing is to be seen of their recording's fault.

A record of cavitation has bursts of a few milliseconds; a window between two of them is a healthy
one. Who counts windows counts these as errors, whatever the classifier.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.learning import RunResult

Stretches = Sequence[tuple[float, float]]  # from, to, in seconds
Spans = tuple[NDArray[np.float64], NDArray[np.float64]]  # windows' begins and ends in seconds

_ROUNDING_S = 1e-6


@dataclass(frozen=True)
class Blind:
    """The held-out windows of a class, and how many of them show nothing of it."""

    name: str
    windows: int
    blind: int


def blind_windows(
    result: RunResult, spans: Mapping[str, Spans], unseen: Mapping[str, Stretches]
) -> tuple[Blind, ...]:
    """Each class of which some window lies wholly in the *unseen* stretches of its recording.

    *spans* are the windows of the recordings by their id. () where the fault is seen in all.
    """
    windows: Counter[str] = Counter()
    blind: Counter[str] = Counter()
    for one in result.predictions:
        start, stop = spans[one.recording_id]
        windows[one.truth] += len(start)
        blind[one.truth] += int(_inside(start, stop, unseen.get(one.recording_id, ())).sum())
    if not blind.total():
        return ()
    return tuple(Blind(name, windows[name], blind[name]) for name in result.classes)


def _inside(
    start: NDArray[np.float64], stop: NDArray[np.float64], stretches: Stretches
) -> NDArray[np.bool_]:
    found = np.zeros(len(start), dtype=np.bool_)
    for first, last in _joined(stretches):
        found |= (start >= first - _ROUNDING_S) & (stop <= last + _ROUNDING_S)
    return found


def _joined(stretches: Stretches) -> list[tuple[float, float]]:
    """Those that touch or overlap as one: a window may lie across two."""
    joined: list[tuple[float, float]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1] + _ROUNDING_S:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined
