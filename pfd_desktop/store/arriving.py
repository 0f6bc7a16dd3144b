"""Many recordings at once, as an import brings them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from pfd_desktop.store import file_facts, plant, recordings, tags
from pfd_desktop.store.file_facts import Facts
from pfd_desktop.store.recordings import NewRecording
from pfd_desktop.store.tables import RecordingRow


@dataclass(frozen=True)
class Arriving:
    """A recording with what its file says beside its samples."""

    new: NewRecording
    facts: Facts = ()
    tags: tuple[str, ...] = ()


def add_all(session: Session, arrived: Sequence[Arriving]) -> tuple[str, ...]:
    """Keep them; their ids, in their order.

    Machines, units and points are looked for once each, and made when absent.
    """
    points: dict[tuple[object, ...], str] = {}
    rows = []
    for one in (each.new for each in arrived):
        place = one.machine, one.unit_name, one.kind, one.bearing, one.point
        if place not in points:
            unit = plant.unit_named(session, *place[:4])
            points[place] = plant.point_named(session, unit, one.point).id
        rows.append(recordings.columns_of(one, points[place]))
    if rows:  # one statement: making an object of each would take twice the time
        session.execute(insert(RecordingRow), rows)
    ids = tuple(str(row["id"]) for row in rows)
    tagged: dict[tuple[str, ...], list[str]] = {}
    for key, each in zip(ids, arrived, strict=True):
        file_facts.put(session, key, each.facts)
        tagged.setdefault(each.tags, []).append(key)
    for names, those in tagged.items():
        if names:
            tags.add(session, names, "recordings", those)
    return ids
