"""Jobs: one call off the UI thread, with progress, cancel and one outcome."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from pfd_desktop.core.records.job import JobState
from pfd_desktop.progress import Cancelled, Progress

Call = Callable[[Progress], Any]

_SPOKEN_S = 0.05  # the least time between two reports that reach the screen


class Ledger(Protocol):
    """Where jobs are written down (services/job_log.py)."""

    def begin(self, title: str, kind: str, request: str) -> str:
        """A job begins; its key."""

    def finish(self, job_id: str, state: JobState, reason: str) -> None:
        """A job ends, once."""


class Job(QObject):
    """A running call; all public signals fire in the thread that started it."""

    progressed = Signal(float, str)
    told = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    # A message waits in the event queue even when the call is over before anyone has connected.
    _said = Signal(object)

    def __init__(
        self, title: str, kind: str, request: str, call: Call, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.title, self.kind, self.request = title, kind, request
        self._call: Call | None = call
        self.fraction, self.text = 0.0, ""
        self._cancel = threading.Event()
        self._started = time.monotonic()
        self._spoke = 0.0
        self._said.connect(self._emit, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask it to stop."""
        self._cancel.set()

    def dispose(self) -> None:
        """In the UI thread, once the job's thread has left it: let go of everything.

        A call holds a panel, and a panel that is let go of last in a job's thread would be
        destroyed there.
        """
        self._call = None
        self.deleteLater()

    def stop_if_cancelled(self) -> None:
        """Raises Cancelled once it was asked for."""
        if self._cancel.is_set():
            raise Cancelled

    def report(self, fraction: float, text: str = "") -> None:
        """In the job's thread: how far it is; raises Cancelled."""
        self.stop_if_cancelled()
        now = time.monotonic()
        if now - self._spoke > _SPOKEN_S or fraction >= 1.0:
            self._spoke = now
            left = time_left(fraction, now - self._started)
            self._said.emit(("progressed", fraction, " · ".join(t for t in (text, left) if t)))

    def tell(self, event: object) -> None:
        """In the job's thread: a fact, at once."""
        self._said.emit(("told", event))

    def run(self, ledger: Ledger) -> None:
        """In the job's thread: the call and its one outcome, written down before it is told.

        A job without a kind is a quick load for a panel; it is not written down.
        """
        if not self.kind:
            self._said.emit(self._outcome()[0])
            return
        try:
            key = ledger.begin(self.title, self.kind, self.request)
            message, state, reason = self._outcome()
            ledger.finish(key, state, reason)
        except Exception as error:  # noqa: BLE001 - the ledger failed: that is the outcome
            message = ("failed", error)
        self._said.emit(message)

    def _outcome(self) -> tuple[tuple[Any, ...], JobState, str]:
        try:
            self.stop_if_cancelled()  # while it waited for a thread
            result = self._call(self) if self._call else None
        except Cancelled:
            return ("cancelled",), JobState.CANCELLED, "cancelled by the user"
        except Exception as error:  # noqa: BLE001 - the one place where errors become outcomes
            return ("failed", error), JobState.FAILED, str(error) or type(error).__name__
        return ("succeeded", result), JobState.DONE, ""

    @Slot(object)
    def _emit(self, message: tuple[Any, ...]) -> None:
        kind, *values = message
        if kind == "progressed":
            self.fraction, self.text = values
        getattr(self, kind).emit(*values)
        if kind not in {"progressed", "told"}:
            self.finished.emit()


def time_left(fraction: float, elapsed_s: float) -> str:
    """The time left in words; "" while it cannot be told."""
    if elapsed_s < 2 or not 0.02 < fraction < 1:
        return ""
    left_s = elapsed_s * (1 - fraction) / fraction
    if left_s < 90:
        return f"about {max(1, round(left_s))} s left"
    if left_s < 5400:
        return f"about {round(left_s / 60)} min left"
    return f"about {left_s / 3600:.1f} h left"


class Jobs(QObject):
    """Starts jobs and knows which are running."""

    started = Signal(object)
    changed = Signal()

    _left = Signal(object)  # by its thread

    def __init__(self, ledger: Ledger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ledger = ledger
        # Jobs mostly wait for children; those that wait for a free child must not block others.
        self._pool = ThreadPoolExecutor(16, "pfd job")
        self._running: list[Job] = []
        self._left.connect(self._dispose, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> tuple[Job, ...]:
        """Those not finished."""
        return tuple(self._running)

    def start(self, title: str, call: Call, kind: str = "", request: str = "") -> Job:
        """Run *call* in a thread; *request*: JSON with which bootstrap can run *kind* again."""
        job = Job(title, kind, request, call, self)
        self._running.append(job)
        job.finished.connect(lambda: self._forget(job))
        # Not when it has finished: its thread may be about to return from telling so.
        self._pool.submit(job.run, self._ledger).add_done_callback(lambda _: self._left.emit(job))
        self.started.emit(job)
        self.changed.emit()
        return job

    def close(self) -> None:
        """Cancel all and wait for them; nobody hears of them any more, their rows are written."""
        for job in self._running:
            job.cancel()
        self._pool.shutdown()
        for job in self._running:
            job.blockSignals(True)  # answers still in the event queue would reach closed panels
        self._running.clear()

    @Slot(object)
    def _dispose(self, job: Job) -> None:
        job.dispose()

    def _forget(self, job: Job) -> None:
        if job in self._running:
            self._running.remove(job)
            self.changed.emit()
