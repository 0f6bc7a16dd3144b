"""What differs between two versions, and what that means for what was made of the older one."""

from dataclasses import fields

from pfd_desktop.core.records.datasets import (
    DatasetVersion,
    MemberChange,
    MemberFacts,
    VersionDiff,
)

# What features are computed from; labels and places may change without touching them.
FEATURE_FACTS = frozenset({"speed_rpm", "bearing", "rate_hz", "samples", "unit", "axis"})


def compare(before: DatasetVersion, after: DatasetVersion) -> VersionDiff:
    """Recordings are the same where their samples are; what is told of them may differ."""
    old = {one.facts.blob: one.facts for one in before.members}
    new = {one.facts.blob: one.facts for one in after.members}
    return VersionDiff(
        before.title,
        after.title,
        added=tuple(sorted(new[blob].name for blob in new.keys() - old.keys())),
        removed=tuple(sorted(old[blob].name for blob in old.keys() - new.keys())),
        changed=tuple(
            MemberChange(new[blob].name, names)
            for blob in sorted(old.keys() & new.keys(), key=lambda blob: new[blob].name)
            if (names := _differing(old[blob], new[blob]))
        ),
    )


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
