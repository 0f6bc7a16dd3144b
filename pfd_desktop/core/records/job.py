"""Jobs as the store remembers them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable


class JobState(StrEnum):
    """A job's life; all but QUEUED and RUNNING are final."""

    QUEUED = "queued"  # it waits for those before it
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"  # the program ended while it ran


@runtime_checkable
class Noted(Protocol):
    """A result that the list of jobs says something of."""

    @property
    def job_note(self) -> str:
        """In words; "" for nothing."""


def note_of(result: object) -> str:
    """What the list of jobs says of what came of a job that was done."""
    return result.job_note if isinstance(result, Noted) else ""


@dataclass(frozen=True)
class JobRecord:
    """One job."""

    id: str
    title: str
    kind: str  # what can run it again: "import", "extract", "train" …
    request: str  # JSON of the request, "" when it cannot be offered again
    state: JobState
    reason: str
    started_at: datetime
    finished_at: datetime | None
    offered_again: bool = False
