"""What differs between two versions, and what that means for what was made of the older one."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields

from pfd_desktop.core.records.datasets import (
    DatasetVersion,
    MemberChange,
    MemberFacts,
    VersionDiff,
)

# What features are computed from; labels and places may change without touching them.
FEATURE_FACTS = frozenset({"speed_rpm", "bearing", "rate_hz", "samples", "unit", "axis"})

# Recordings are the same where their samples are. Several may have equal samples, so those that
# agree in more are found first: in all, then in where they came from, then in their name.
_LIKENESS: tuple[Callable[[MemberFacts], Hashable], ...] = (
    lambda one: one,
    lambda one: (one.blob, one.source_name, one.channel, one.name),
    lambda one: (one.blob, one.source_name, one.channel),
    lambda one: (one.blob, one.name),
    lambda one: one.blob,
)


def compare(before: DatasetVersion, after: DatasetVersion) -> VersionDiff:
    """Recordings are the same where their samples are; what is told of them may differ.

    Of several with the same samples each counts.
    """
    old = [one.facts for one in before.members]
    new = [one.facts for one in after.members]
    changed = []
    for likeness in _LIKENESS:
        pairs, old, new = _paired(old, new, likeness)
        changed += [MemberChange(b.name, names) for a, b in pairs if (names := _differing(a, b))]
    return VersionDiff(
        before.title,
        after.title,
        added=tuple(sorted(one.name for one in new)),
        removed=tuple(sorted(one.name for one in old)),
        changed=tuple(sorted(changed, key=lambda one: (one.name, one.fields))),
    )


def _paired(
    old: Iterable[MemberFacts],
    new: Iterable[MemberFacts],
    likeness: Callable[[MemberFacts], Hashable],
) -> tuple[list[tuple[MemberFacts, MemberFacts]], list[MemberFacts], list[MemberFacts]]:
    """Those alike, each used once, and what is left of both in its order."""
    waiting: dict[Hashable, deque[MemberFacts]] = defaultdict(deque)
    for one in old:
        waiting[likeness(one)].append(one)
    pairs, alone = [], []
    for one in new:
        if found := waiting[likeness(one)]:
            pairs.append((found.popleft(), one))
        else:
            alone.append(one)
    return pairs, [one for left in waiting.values() for one in left], alone


def stale_features(diff: VersionDiff) -> str:
    """Why features of the older version are stale; "" where they still hold."""
    if diff.added or diff.removed:
        return _membership(diff)
    moved = [one.name for one in diff.changed if FEATURE_FACTS & set(one.fields)]
    return f"{len(moved)} recordings have another speed, bearing or unit" if moved else ""


def stale_runs(diff: VersionDiff) -> str:
    """Why runs on the older version are stale; "" where both are the same dataset."""
    if diff.added or diff.removed:
        return _membership(diff)
    return f"{len(diff.changed)} recordings are told differently" if diff.changed else ""


def _membership(diff: VersionDiff) -> str:
    return f"{len(diff.added)} recordings were added and {len(diff.removed)} removed"


def _differing(old: MemberFacts, new: MemberFacts) -> tuple[str, ...]:
    return tuple(
        one.name for one in fields(old) if getattr(old, one.name) != getattr(new, one.name)
    )
