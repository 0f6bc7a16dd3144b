"""Jobs in the store."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.job import JobRecord, JobState
from pfd_desktop.errors import NotFound
from pfd_desktop.store import rows
from pfd_desktop.store.keys import now
from pfd_desktop.store.tables import JobRow


def begin(session: Session, title: str, kind: str, request: str) -> str:
    """A job that runs now; its key. Where the same waited, it no longer does."""
    for row in _waiting(session):
        if (row.kind, row.request) == (kind, request):
            session.delete(row)
    row = JobRow(title=title, kind=kind, request=request, state=JobState.RUNNING.value)
    session.add(row)
    session.flush()
    return row.id


def finish(session: Session, job_id: str, state: JobState, reason: str) -> None:
    """Its end; a second end is refused, for a job ends once."""
    row = rows.find(session, JobRow, job_id, "job")
    if row.state != JobState.RUNNING.value:
        raise ValueError(f"job {job_id} has ended already: {row.state}")
    row.state, row.reason, row.finished_at = state.value, reason, now()


def mark_interrupted(session: Session) -> tuple[JobRecord, ...]:
    """End all that run: asked at the start, when nothing can be running."""
    query = select(JobRow).where(JobRow.state == JobState.RUNNING.value).order_by(JobRow.id)
    left = tuple(session.scalars(query))
    for row in left:
        row.state, row.finished_at = JobState.INTERRUPTED.value, now()
        row.reason = "the program ended while it ran"
    return tuple(record_of(row) for row in left)


def queue(session: Session, title: str, kind: str, request: str) -> int:
    """Put it at the end of what waits; its place from 1. What waits already keeps its own."""
    rows = _waiting(session)
    for place, row in enumerate(rows, 1):
        if (row.kind, row.request) == (kind, request):
            return place
    session.add(JobRow(title=title, kind=kind, request=request, state=JobState.QUEUED.value))
    return len(rows) + 1


def queued(session: Session) -> tuple[JobRecord, ...]:
    """What waits, the next one first."""
    return tuple(record_of(row) for row in _waiting(session))


def move_queued(session: Session, job_id: str, steps: int) -> str:
    """Let it wait *steps* places later, or earlier, as far as there are any; its new key.

    The order is that of the keys, so the rows stay and what they say moves. Raises NotFound.
    """
    rows = _waiting(session)
    old = _place(rows, job_id)
    new = max(0, min(len(rows) - 1, old + steps))
    told = [(row.title, row.kind, row.request) for row in rows]
    told.insert(new, told.pop(old))
    for row, (title, kind, request) in zip(rows, told, strict=True):
        row.title, row.kind, row.request = title, kind, request
    return rows[new].id


def leave_queue(session: Session, job_id: str) -> None:
    """Forget it before it has begun; raises NotFound where it waits no longer."""
    rows = _waiting(session)
    session.delete(rows[_place(rows, job_id)])


def _waiting(session: Session) -> list[JobRow]:
    query = select(JobRow).where(JobRow.state == JobState.QUEUED.value).order_by(JobRow.id)
    return list(session.scalars(query))


def _place(waiting: Sequence[JobRow], job_id: str) -> int:
    for place, row in enumerate(waiting):
        if row.id == job_id:
            return place
    raise NotFound("This training does not wait any more: it has begun, or was taken off.")


def recent(session: Session, count: int) -> tuple[JobRecord, ...]:
    """The latest jobs that have begun, the newest first."""
    begun = select(JobRow).where(JobRow.state != JobState.QUEUED.value)
    query = begun.order_by(JobRow.id.desc()).limit(count)
    return tuple(record_of(row) for row in session.scalars(query))


def offered(session: Session, job_id: str) -> None:
    """Note that an interrupted job has been offered again."""
    rows.find(session, JobRow, job_id, "job").offered_again = True


def record_of(row: JobRow) -> JobRecord:
    """The record of a row."""
    return JobRecord(
        row.id,
        row.title,
        row.kind,
        row.request,
        JobState(row.state),
        row.reason,
        row.created_at,
        row.finished_at,
        row.offered_again,
    )
