"""Where the speeds of recordings are taken from."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.speed import ProjectSpeed, TachoSpeed, ToldSpeed
from pfd_desktop.core.records.together import one_measurement
from pfd_desktop.store import recordings, rows, stale
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.tables import SpeedReferenceRow


@dataclass(frozen=True)
class _Kept:
    reference: ProjectSpeed


def get(session: Session, recording_id: str) -> ProjectSpeed | None:
    """What was told of a recording; None where nothing was."""
    row = _find(session, recording_id)
    if row is None or row.deleted_at is not None:
        return None
    return from_text(_Kept, row.reference).reference


def put(session: Session, recording_id: str, reference: ProjectSpeed | None) -> ProjectSpeed | None:
    """Tell it, or with None take it back; what was told before. Its diagnosis is stale."""
    before = get(session, recording_id)
    row = _find(session, recording_id)
    stale.forget(session, recording_id)
    if reference is None:
        if row is not None:
            rows.bury(row)
        return before
    if row is None:
        row = SpeedReferenceRow(recording_id=recording_id)
        session.add(row)
    row.reference = to_text(_Kept, _Kept(reference))
    rows.unbury(row)
    return before


def _find(session: Session, recording_id: str) -> SpeedReferenceRow | None:
    query = select(SpeedReferenceRow).where(SpeedReferenceRow.recording_id == recording_id)
    return session.scalars(query).one_or_none()


def of_its_measurement(
    session: Session, recording_id: str
) -> tuple[tuple[Recording, ProjectSpeed], ...]:
    """The channels that were measured with it on its machine, but its tacho, and their sources."""
    chosen, told = recordings.get(session, recording_id), get(session, recording_id)
    itself = {recording_id, told.recording_id if isinstance(told, TachoSpeed) else ""}
    return tuple(
        (one, get(session, one.id) or ToldSpeed())
        for one in recordings.list_all(session)
        if one.id not in itself
        and one.machine_id == chosen.machine_id
        and one.duration_s == chosen.duration_s
        and one_measurement(chosen, one)
    )
