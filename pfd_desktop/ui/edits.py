"""Changes that can be taken back; without Qt, for presenters.

What undo gives back is read when the change is made, not when it is told: what a panel shows may
be older than the change before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pfd_desktop.core.records.machine import Bearing, BearingKind, Unit
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.services.data import DataService


@dataclass(frozen=True)
class Edit:
    """A change by services, and what takes it back; both are called in a job's thread."""

    title: str  # "Change the speed of 105": stands in the menu after Undo
    do: Callable[[], object]
    undo: Callable[[], object]


def recording_edit(
    data: DataService,
    title: str,
    recording_id: str,
    do: Callable[[], object],
    names: Collection[str],
) -> Edit:
    """*do* changes these fields of a recording; ``point_id`` stands for its place."""
    before: list[Recording] = []

    def make() -> None:
        before[:] = [data.recording(recording_id)]
        do()

    return Edit(title, make, lambda: data.take_back(before[0], names))


def bearing_edit(
    data: DataService, unit_id: str, unit_name: str, kind: BearingKind, bearing: Bearing | None
) -> Edit:
    """The unit carries its shaft so from now on."""
    before: list[Unit] = []

    def make() -> None:
        before[:] = [data.unit(unit_id)]
        data.edit_unit(unit_id, kind=kind, bearing=bearing)

    def take_back() -> None:
        data.edit_unit(unit_id, kind=before[0].kind, bearing=before[0].bearing)

    return Edit(f"Change the bearing of {unit_name}", make, take_back)
