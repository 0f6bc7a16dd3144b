"""How many recordings are still named rightly when they are worse than those that were measured."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.design import Windows
from pfd_desktop.core.evaluation.intervals import accuracy, cluster_interval
from pfd_desktop.core.evaluation.perturbations import KINDS, Perturbation
from pfd_desktop.core.evaluation.pooling import Pooling, pooled
from pfd_desktop.core.evaluation.results import FoldScores
from pfd_desktop.core.records.learning import Interval


@dataclass(frozen=True)
class Withstood:
    """What a classifier says of the held-out recordings after one perturbation."""

    kind: str  # "" as they were recorded
    level: float | None  # None as they were recorded
    recordings: int  # of which a window is left
    right: Interval | None  # per recording, cluster bootstrap by unit; None where none is left
    windows: float  # the share of windows named rightly


@dataclass(frozen=True)
class Robustness:
    """Held-out recordings of a run as they are, and after each perturbation."""

    undisturbed: Withstood
    levels: tuple[Withstood, ...]
    seed: int  # of what chance drew

    @property
    def kinds(self) -> tuple[str, ...]:
        """What was done to the recordings, in the order of KINDS."""
        found = {one.kind for one in self.levels}
        return tuple(key for key in KINDS if key in found)

    def beside(self, older: "Robustness | None") -> "Robustness":
        """With the kinds that only *older*, of the same run and recordings, looked at."""
        if older is None:
            return self
        levels = {kind: one for one in (older, self) for kind in one.kinds}
        return replace(
            self,
            levels=tuple(
                level
                for kind in KINDS
                if kind in levels
                for level in levels[kind].levels
                if level.kind == kind
            ),
        )


def withstood(
    windows: Windows,
    found: FoldScores,
    asked: Perturbation | None,
    seed: int,
    pool: Pooling = Pooling.MEAN,
) -> Withstood:
    """What each recording's windows say together, and how sure the share named rightly is.

    *found* holds the scores of all windows asked; None is asked for recordings as they are.
    """
    kind, level = ("", None) if asked is None else (asked.kind, asked.level)
    if not len(found.rows):
        return Withstood(kind, level, 0, None, float("nan"))
    record, targets = windows.record[found.rows], windows.targets()[found.rows]
    tested, first = np.unique(record, return_index=True)
    said = np.array([_pooled(pool, found, record == one, windows).argmax() for one in tested])
    units = [windows.members[one].unit_id for one in tested]
    return Withstood(
        kind,
        level,
        len(tested),
        cluster_interval(accuracy, targets[first], said, units, seed),
        float(np.mean(found.scores.argmax(axis=1) == targets)),
    )


def _pooled(
    pool: Pooling, found: FoldScores, mine: NDArray[np.bool_], windows: Windows
) -> NDArray[np.float64]:
    say = None if found.say is None else found.say[mine]
    return pooled(pool, found.scores[mine], windows.classes, say)
