"""Jobs as the project remembers them: the rows are the truth."""

from pfd_desktop.core.records.job import JobRecord, JobState
from pfd_desktop.store import jobs
from pfd_desktop.store.engine import Store


class JobLog:
    """Writes a row when a job begins and when it ends."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, title: str, kind: str, request: str) -> str:
        """A job begins; its key. *request*: JSON with which it can be run again, or ""."""
        with self._store.write() as session:
            return jobs.begin(session, title, kind, request)

    def finish(self, job_id: str, state: JobState, reason: str) -> None:
        """A job ends, once."""
        with self._store.write() as session:
            jobs.finish(session, job_id, state, reason)

    def mark_interrupted(self) -> tuple[JobRecord, ...]:
        """At the start: end what a killed program left running."""
        with self._store.write() as session:
            return jobs.mark_interrupted(session)

    def recent(self, count: int = 100) -> tuple[JobRecord, ...]:
        """The latest jobs, the newest first."""
        with self._store.read() as session:
            return jobs.recent(session, count)

    def offered(self, job_id: str) -> None:
        """Note that an interrupted job has been offered again."""
        with self._store.write() as session:
            jobs.offered(session, job_id)
