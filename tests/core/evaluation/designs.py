"""Small designs with known leaks."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pfd_desktop.core.evaluation.design import Member, Windows


def member(name: str, label: str, unit: str, condition: str = "", blob: str = "") -> Member:
    """A labelled recording; its content is its own unless *blob* says otherwise."""
    return Member(name, name, label, unit, unit, condition, blob or f"content of {name}")


def kept(one: Member, **columns: str) -> Member:
    """The member with what is noted of how it was kept."""
    return replace(one, bookkeeping=tuple(columns.items()))


def windows(
    members: Sequence[Member], count: int = 4, length: int = 100, hop: int = 100
) -> Windows:
    """*count* windows of every member, all with content of their own."""
    record = np.repeat(np.arange(len(members)), count)
    start = np.tile(np.arange(count) * hop, len(members))
    digest = np.arange(len(record), dtype=np.uint64)
    return Windows(tuple(members), record, start, start + length, digest)


def plant(units: int = 3, loads: int = 2) -> list[Member]:
    """Two classes, *units* bearings each, each in a machine of its own, under *loads* loads."""
    return [
        replace(
            member(f"{label}{u} load {c}", label, f"{label}{u}", f"load {c}"),
            machine_id=f"machine of {label}{u}",
            machine_name=f"machine of {label}{u}",
        )
        for label in ("inner", "outer")
        for u in range(units)
        for c in range(loads)
    ]
