"""The progress of many calls side by side as that of one."""

import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRunning
from typing import TypeVar

from pfd_desktop.progress import Cancelled, Progress

R = TypeVar("R")


class Shares:
    """Splits one Progress over *count* calls in other threads.

    Only ``wait``, in the thread that owns the Progress, speaks to it; the others write their
    fraction down and learn there whether they are cancelled.
    """

    def __init__(self, whole: Progress, count: int) -> None:
        self._whole = whole
        self._fractions = [0.0] * count
        self._text = ""
        self._events: list[object] = []
        self._lock = threading.Lock()
        self._cancelled = threading.Event()

    def of(self, index: int) -> "Share":
        """The part of call *index*."""
        return Share(self, index)

    def cancel(self) -> None:
        """Let every call end at its next report."""
        self._cancelled.set()

    def wait(self, future: "Future[R]") -> R:
        """The future's result; meanwhile tells the whole how far all are."""
        while True:
            try:
                result = future.result(timeout=0.05)
            except StillRunning:
                self._tell()
                continue
            self._tell()
            return result

    def note(self, index: int, fraction: float, text: str) -> None:
        """Write down how far a call is; raises Cancelled."""
        if self._cancelled.is_set():
            raise Cancelled
        self._fractions[index] = max(self._fractions[index], fraction)
        if text:
            self._text = text

    def keep(self, event: object) -> None:
        """Keep an event for the whole."""
        with self._lock:
            self._events.append(event)

    def _tell(self) -> None:
        with self._lock:
            events, self._events = self._events, []
        for event in events:
            self._whole.tell(event)
        self._whole.report(sum(self._fractions) / max(1, len(self._fractions)), self._text)


class Share:
    """The Progress of one call."""

    def __init__(self, shares: Shares, index: int) -> None:
        self._shares, self._index = shares, index

    def report(self, fraction: float, text: str = "") -> None:
        """Write down; raises Cancelled."""
        self._shares.note(self._index, fraction, text)

    def tell(self, event: object) -> None:
        """Hand on."""
        self._shares.keep(event)

    def done(self) -> None:
        """All of it."""
        self._shares.note(self._index, 1.0, "")
