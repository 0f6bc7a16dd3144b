"""Which recordings wait for their examination, and which of them were measured together."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.recording import Recording
from pfd_desktop.store import recordings
from pfd_desktop.store.tables import RecordingRow

# Recording.waits_for_doctor says the same of a record.
_WAITS: tuple[ColumnElement[bool], ...] = (
    RecordingRow.grade == "",
    RecordingRow.vector != "",
    RecordingRow.processed == "",
    RecordingRow.deleted_at.is_(None),
)


def count_waiting(session: Session) -> int:
    """How many came from files and were not examined yet."""
    return session.scalar(select(func.count(RecordingRow.id)).where(*_WAITS)) or 0


def waiting(session: Session, most: int, but: Collection[str] = ()) -> tuple[Recording, ...]:
    """The first of them to arrive, without *but*."""
    query = select(RecordingRow).where(*_WAITS, RecordingRow.id.not_in(but))
    found = session.scalars(query.order_by(RecordingRow.id).limit(most))
    return tuple(recordings.record_of(row, session.info["blobs"]) for row in found)


def unchanged(session: Session, before: Iterable[Recording]) -> frozenset[str]:
    """Ids of those that are as they were read, so that what was seen of them holds."""
    read = {one.id: one.row_version for one in before}
    query = select(RecordingRow).where(RecordingRow.id.in_(read), RecordingRow.deleted_at.is_(None))
    return frozenset(row.id for row in session.scalars(query) if row.row_version == read[row.id])


def beside(session: Session, those: Iterable[Recording]) -> tuple[Recording, ...]:
    """All recordings, where any of *those* has another one from a file of its name; else none."""
    query = (
        select(RecordingRow.source_name)
        .where(RecordingRow.source_name.in_({one.source_name for one in those}))
        .where(RecordingRow.deleted_at.is_(None))
        .group_by(RecordingRow.source_name)
        .having(func.count(RecordingRow.id) > 1)
        .limit(1)
    )
    return recordings.list_all(session) if session.scalar(query) is not None else ()
