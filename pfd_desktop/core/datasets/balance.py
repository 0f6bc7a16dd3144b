"""How many recordings bear each class, and how evenly."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pfd_desktop.core.records.datasets import MemberFacts
from pfd_desktop.core.records.labels import LabelKind
from pfd_desktop.core.records.learning import SplitKind

UNLABELLED = ""


@dataclass(frozen=True)
class ClassCount:
    """One class of a dataset; a recording with several classes counts for each."""

    name: str  # "" for the recordings without any
    recordings: int
    units: int
    machines: int
    duration_s: float  # of recordings along time
    stretches: int  # labels of this class on a part of a recording
    severities: tuple[str, ...]  # as told, in words or as numbers from 0 to 1
    examples: tuple[int, ...]  # positions of a few members, from different units where there are


@dataclass(frozen=True)
class Balance:
    """Counts of all classes, the most frequent first."""

    classes: tuple[ClassCount, ...]
    evenness: float | None  # 0 one class only, 1 all alike; None below two classes
    ratio: float | None  # recordings of the largest class to those of the smallest


def balance(members: Sequence[MemberFacts], examples: int = 3) -> Balance:
    """Count classes.

    Evenness is Shannon's entropy of the shares by its largest value, ln(number of classes) (Pielou,
    1966, eq. 1).
    """
    shown = [set(member.classes) for member in members]
    stretches: dict[str, int] = {}
    for member in members:
        for label in member.labels:
            if label.kind is not LabelKind.RECORD:
                for name in label.classes:
                    stretches[name] = stretches.get(name, 0) + 1
    names = sorted(set().union(*shown) | set(stretches))
    counted = [
        _count(
            name, members, [i for i, own in enumerate(shown) if name in own], stretches, examples
        )
        for name in names
    ]
    counted.sort(key=lambda one: (-one.recordings, one.name))
    sizes = [one.recordings for one in counted if one.recordings]
    silent = [i for i, own in enumerate(shown) if not own]
    if silent:
        counted.append(_count(UNLABELLED, members, silent, stretches, examples))
    several = len(sizes) > 1
    return Balance(
        tuple(counted),
        _evenness(sizes) if several else None,
        max(sizes) / min(sizes) if several else None,
    )


def _count(
    name: str,
    members: Sequence[MemberFacts],
    places: list[int],
    stretches: dict[str, int],
    examples: int,
) -> ClassCount:
    own = [members[i] for i in places]
    return ClassCount(
        name,
        len(own),
        len({one.group(SplitKind.UNIT) for one in own}),
        len({one.machine for one in own}),
        math.fsum(one.duration_s for one in own if one.axis == "time"),
        stretches.get(name, 0),
        tuple(sorted({told for one in own for told in _severities(one, name)})),
        _examples(members, places, examples),
    )


def _severities(member: MemberFacts, name: str) -> list[str]:
    told = [member.severity] if member.severity and name in {member.label, UNLABELLED} else []
    for label in member.labels:
        if name in label.classes:
            told += [label.severity_words] if label.severity_words else []
            told += [] if label.severity is None else [f"{label.severity:g}"]
    return told


def _examples(members: Sequence[MemberFacts], places: list[int], count: int) -> tuple[int, ...]:
    """Of each unit one before a second of any."""
    seen: dict[str, int] = {}
    ranked = []
    for place in places:
        unit = members[place].group(SplitKind.UNIT)
        seen[unit] = seen.get(unit, 0) + 1
        ranked.append((seen[unit], place))
    return tuple(place for _, place in sorted(ranked)[:count])


def _evenness(sizes: list[int]) -> float:
    total = sum(sizes)
    entropy = -math.fsum(n / total * math.log(n / total) for n in sizes)
    return entropy / math.log(len(sizes))
