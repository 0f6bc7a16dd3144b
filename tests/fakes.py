"""Hand-written stand-ins for what is slow or asynchronous."""

from collections.abc import Callable
from typing import Any

from pfd_desktop.progress import Cancelled, Progress, Silent

Call = Callable[[Progress], Any]


class FakeSignal:
    """A signal that has fired already when somebody connects, or will when told."""

    def __init__(self) -> None:
        self._slots: list[Callable[..., Any]] = []
        self._fired: list[tuple[Any, ...]] = []

    def connect(self, slot: Callable[..., Any]) -> None:
        """Call ``slot`` with what was and what will be fired."""
        self._slots.append(slot)
        for values in self._fired:
            slot(*values)

    def emit(self, *values: Any) -> None:
        """Fire."""
        self._fired.append(values)
        for slot in self._slots:
            slot(*values)


class FakeJob:
    """A job that runs when told, in the test's own thread."""

    def __init__(self, title: str, call: Call) -> None:
        self.title, self._call = title, call
        self.progressed, self.told = FakeSignal(), FakeSignal()
        self.succeeded, self.failed = FakeSignal(), FakeSignal()
        self.cancelled, self.finished = FakeSignal(), FakeSignal()
        self.was_cancelled = False

    def cancel(self) -> None:
        """Asked to stop; a job that has ended does not mind."""
        self.was_cancelled = True

    def run(self) -> None:
        """Run the call and fire its outcome."""
        try:
            result = self._call(Silent())
        except Cancelled:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - stands in for the one in workers/jobs.py
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        self.finished.emit()


class HeldJobs:
    """Jobs that wait for ``job.run()``: for what happens while one is under way."""

    def __init__(self) -> None:
        self.jobs: list[FakeJob] = []

    def start(self, title: str, call: Call, kind: str = "", request: str = "") -> FakeJob:
        """Keep the call for later."""
        self.jobs.append(FakeJob(title, call))
        return self.jobs[-1]

    @property
    def titles(self) -> list[str]:
        """What was started, in order."""
        return [job.title for job in self.jobs]


class InlineJobs(HeldJobs):
    """Jobs that have ended before ``start`` returns."""

    def start(self, title: str, call: Call, kind: str = "", request: str = "") -> FakeJob:
        """Run the call."""
        job = super().start(title, call, kind, request)
        job.run()
        return job
