"""Jobs: one call off the UI thread, with progress, cancel and one outcome."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from pfd_desktop.core.records.job import JobState, note_of
from pfd_desktop.progress import Cancelled, Progress

Call = Callable[[Progress], Any]
Message = tuple[Any, ...]  # the name of a signal of Job, and its values

_SPOKEN_S = 0.05  # the least time between two reports that reach the screen


class Ledger(Protocol):
    """Where jobs are written down (services/job_log.py)."""

    def begin(self, title: str, kind: str, request: str) -> str:
        """A job begins; its key."""

    def finish(self, job_id: str, state: JobState, reason: str) -> None:
        """A job ends, once."""


class Work:
    """What a job's thread holds: no QObject, so that none is ever destroyed outside the UI thread.

    The Progress of its call.
    """

    def __init__(self, kind: str, call: Call, say: Callable[[Message], None]) -> None:
        self._kind, self._say = kind, say
        # Dropped in the UI thread: a call holds a panel.
        self.call: Call | None = call
        self.cancelled = threading.Event()
        self._started = time.monotonic()
        self._spoke = 0.0

    def stop_if_cancelled(self) -> None:
        """Raises Cancelled once it was asked for."""
        if self.cancelled.is_set():
            raise Cancelled

    def report(self, fraction: float, text: str = "") -> None:
        """How far it is; raises Cancelled."""
        self.stop_if_cancelled()
        now = time.monotonic()
        if now - self._spoke > _SPOKEN_S or fraction >= 1.0:
            self._spoke = now
            left = time_left(fraction, now - self._started)
            self._say(("progressed", fraction, " · ".join(t for t in (text, left) if t)))

    def tell(self, event: object) -> None:
        """A fact, at once."""
        self._say(("told", event))

    def run(self, ledger: Ledger, title: str, request: str) -> None:
        """The call and its one outcome, written down before it is told.

        A job without a kind is a quick load for a panel; it is not written down.
        """
        if not self._kind:
            self._say(self._outcome()[0])
            return
        try:
            key = ledger.begin(title, self._kind, request)
            message, state, reason = self._outcome()
            ledger.finish(key, state, reason)
        except Exception as error:  # noqa: BLE001 - the ledger failed: that is the outcome
            message = ("failed", error)
        self._say(message)

    def _outcome(self) -> tuple[Message, JobState, str]:
        try:
            self.stop_if_cancelled()  # while it waited for a thread
            result = self.call(self) if self.call else None
        except Cancelled:
            return ("cancelled",), JobState.CANCELLED, "cancelled by the user"
        except Exception as error:  # noqa: BLE001 - the one place where errors become outcomes
            return ("failed", error), JobState.FAILED, str(error) or type(error).__name__
        return ("succeeded", result), JobState.DONE, note_of(result)


class Job(QObject):
    """A running call, seen from the UI thread, where all its signals fire."""

    progressed = Signal(float, str)
    told = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, title: str, kind: str, request: str, work: Work) -> None:
        super().__init__()
        self.title, self.kind, self.request = title, kind, request
        self.fraction, self.text = 0.0, ""
        self._work = work

    def cancel(self) -> None:
        """Ask it to stop."""
        self._work.cancelled.set()

    def hear(self, message: Message) -> bool:
        """Hand on what its thread said; whether that was the outcome."""
        kind, *values = message
        if kind == "progressed":
            self.fraction, self.text = values
        getattr(self, kind).emit(*values)
        if kind in {"progressed", "told"}:
            return False
        self.finished.emit()
        return True


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

    # By a job's thread: its number and the message, or None when the thread has left it. A message
    # waits in the event queue even when the call is over before anyone has connected.
    _said = Signal(int, object)

    def __init__(self, ledger: Ledger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ledger = ledger
        # Jobs mostly wait for children; those that wait for a free child must not block others.
        self._pool = ThreadPoolExecutor(16, "pfd job")
        self._numbers = count()
        self._running: dict[int, Job] = {}
        self._works: dict[int, Work] = {}
        self._heard: deque[tuple[int, Message | None]] = deque()
        # One message in each turn of the event loop: when several panels get their answers at
        # once, the window answers between them.
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._hand_on)
        self._said.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> tuple[Job, ...]:
        """Those not finished."""
        return tuple(self._running.values())

    def start(self, title: str, call: Call, kind: str = "", request: str = "") -> Job:
        """Run *call* in a thread; *request*: JSON with which bootstrap can run *kind* again."""
        number = next(self._numbers)
        work = Work(kind, call, partial(self._said.emit, number))
        job = Job(title, kind, request, work)
        self._running[number], self._works[number] = job, work
        future = self._pool.submit(work.run, self._ledger, title, request)
        future.add_done_callback(lambda _: self._said.emit(number, None))
        self.started.emit(job)
        self.changed.emit()
        return job

    def close(self) -> None:
        """Cancel all and wait for them; nobody hears of them any more, their rows are written."""
        for job in self._running.values():
            job.cancel()
        self._pool.shutdown()
        self._running.clear()
        self._works.clear()
        self._heard.clear()

    @Slot(int, object)
    def _hear(self, number: int, message: Message | None) -> None:
        self._heard.append((number, message))
        self._turn.start()

    @Slot()
    def _hand_on(self) -> None:
        if not self._heard:
            self._turn.stop()
            return
        number, message = self._heard.popleft()
        if message is None:
            if work := self._works.pop(number, None):  # all are gone once this is closed
                work.call = None
        elif (job := self._running.get(number)) and job.hear(message):
            self._running.pop(number, None)
            self.changed.emit()
