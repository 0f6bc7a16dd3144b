"""Many recordings at once, as an import brings them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from pfd_desktop.store import file_facts, plant, recordings
from pfd_desktop.store.file_facts import Facts
from pfd_desktop.store.recordings import NewRecording
from pfd_desktop.store.tables import PointRow


def add_all(session: Session, new: Sequence[tuple[NewRecording, Facts]]) -> tuple[str, ...]:
    """Keep them with what their files say beside their samples; their ids, in their order.

    Machines, units and points are looked for once each, and made when absent.
    """
    points: dict[tuple[object, ...], PointRow] = {}
    rows = []
    for one, _ in new:
        place = one.machine, one.unit_name, one.kind, one.bearing, one.point
        if place not in points:
            unit = plant.unit_named(session, *place[:4])
            points[place] = plant.point_named(session, unit, one.point)
        with session.no_autoflush:
            rows.append(recordings.row_of(one, points[place]))
    session.add_all(rows)
    session.flush()
    for row, (_, facts) in zip(rows, new, strict=True):
        file_facts.put(session, row.id, facts)
    return tuple(row.id for row in rows)
