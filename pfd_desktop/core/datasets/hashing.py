"""The hashes that name a version and a split, the same in every project and on every machine."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime

from pfd_desktop.core.records.datasets import MemberFacts
from pfd_desktop.core.records.learning import SplitKind

FORM = 1  # of what is hashed; another one gives other hashes


def canonical(value: object) -> str:
    """*value* as JSON: keys in order, no blanks, times in UTC, what is empty left out.

    Since what is empty is left out, a field that a later program adds leaves the hashes of what was
    frozen before as they are.
    """
    return json.dumps(
        _plain(value),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )


def version_hash(members: Sequence[MemberFacts]) -> str:
    """SHA-256 over the facts of all members, in whatever order they come."""
    return _sha256([FORM, sorted(canonical(one) for one in members)])


def certificate(
    version: str, key: SplitKind, members: Sequence[MemberFacts], part_of: Sequence[int]
) -> str:
    """SHA-256 over the version's hash, the key, and content, group and part of each member.

    A member in no part (-1) bears no class and is left out.
    """
    rows = sorted(
        [one.blob, one.group(key), part]
        for one, part in zip(members, part_of, strict=True)
        if part >= 0
    )
    return _sha256([FORM, version, key.value, rows])


def _sha256(value: object) -> str:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, dict):
        told = {str(key): _plain(own) for key, own in value.items()}
        return {key: own for key, own in told.items() if not _is_empty(own)}
    if isinstance(value, list | tuple):
        return [_plain(own) for own in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def _is_empty(value: object) -> bool:
    """Nothing told; a zero is something."""
    return value is None or value is False or value in ("", [])
