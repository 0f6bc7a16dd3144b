"""The job log of a project that is not open yet."""

from pfd_desktop.core.records.job import JobState
from pfd_desktop.workers.jobs import Ledger


class LateLog:
    """Hands on to the project's log once there is one; jobs that are noted start after that."""

    def __init__(self) -> None:
        self._log: Ledger | None = None

    def open(self, log: Ledger) -> None:
        """The project is open."""
        self._log = log

    def begin(self, title: str, kind: str, request: str) -> str:
        """A job begins."""
        return self._known().begin(title, kind, request)

    def finish(self, job_id: str, state: JobState, reason: str) -> None:
        """A job ends."""
        self._known().finish(job_id, state, reason)

    def _known(self) -> Ledger:
        if self._log is None:
            raise RuntimeError("a job was started before the project was open")
        return self._log
