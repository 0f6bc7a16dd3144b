"""Jobs in the store."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.job import JobRecord, JobState
from pfd_desktop.store import rows
from pfd_desktop.store.keys import now
from pfd_desktop.store.tables import JobRow


def begin(session: Session, title: str, kind: str, request: str) -> str:
    """A job that runs now; its key."""
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


def recent(session: Session, count: int) -> tuple[JobRecord, ...]:
    """The latest jobs, the newest first."""
    query = select(JobRow).order_by(JobRow.id.desc()).limit(count)
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
