"""Designing a split on a group key, and what its parts share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation import design
from pfd_desktop.core.evaluation.splits import make_split
from pfd_desktop.core.records.datasets import MemberFacts
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.errors import InvalidInput

KEYS = (SplitKind.UNIT, SplitKind.MACHINE, SplitKind.RECORD, SplitKind.CONDITION)


@dataclass(frozen=True, eq=False)
class Overlap:
    """Recordings by group and part; a group with recordings in several parts is shared."""

    key: SplitKind
    groups: tuple[str, ...]
    counts: NDArray[np.int64]  # groups × parts

    @property
    def shared(self) -> tuple[str, ...]:
        """The groups that stand in more than one part."""
        parts = np.count_nonzero(self.counts, axis=1)
        return tuple(name for name, n in zip(self.groups, parts, strict=True) if n > 1)


def part_members(
    members: Sequence[MemberFacts], key: SplitKind, parts: int, seed: int
) -> tuple[int, ...]:
    """The part of each member, from 0; -1 for one without a class. No group is parted.

    Classes are spread evenly over the parts; each part has every class it is tested on left to
    learn in the others. Raises InvalidInput with the reason where the dataset does not allow it.
    """
    if key not in KEYS:
        raise InvalidInput("Recordings are parted by unit, machine, recording or condition.")
    places = [i for i, one in enumerate(members) if one.target]
    count = len(places)
    windows = design.Windows(
        tuple(_member(members[i]) for i in places),
        np.arange(count, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.array([members[i].samples for i in places], dtype=np.int64),
        np.zeros(count, dtype=np.uint64),
    )
    part_of = [-1] * len(members)
    for part, fold in enumerate(make_split(windows, key, parts, seed).folds):
        for row in fold.test:
            part_of[places[int(row)]] = part
    return tuple(part_of)


def overlap(members: Sequence[MemberFacts], part_of: Sequence[int], key: SplitKind) -> Overlap:
    """How many recordings of each group of *key* are in each part."""
    named = {
        one.group(key): one.name if key is SplitKind.RECORD else one.group(key) or "not told"
        for one in members
    }
    groups = sorted(named, key=lambda group: (named[group], group))
    row = {group: i for i, group in enumerate(groups)}
    counts = np.zeros((len(groups), max(part_of, default=-1) + 1), dtype=np.int64)
    for one, part in zip(members, part_of, strict=True):
        if part >= 0:
            counts[row[one.group(key)], part] += 1
    return Overlap(key, tuple(named[group] for group in groups), counts)


def _member(facts: MemberFacts) -> design.Member:
    return design.Member(
        recording_id=facts.blob,
        name=facts.name,
        label=facts.target,
        unit_id=facts.group(SplitKind.UNIT),
        unit_name=facts.group(SplitKind.UNIT),
        condition=facts.condition,
        blob=facts.blob,
        machine_id=facts.machine,
        machine_name=facts.machine,
    )
