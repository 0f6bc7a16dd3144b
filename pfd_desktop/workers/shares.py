"""The progress of many calls side by side as that of one."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import TypeVar

from pfd_desktop.progress import Cancelled, Progress

R = TypeVar("R")

_SPEAK_S = 0.05


class Shares:
    """Splits one Progress over *count* calls in other threads.

    Only ``gather`` and ``hand_over``, in the thread that owns the Progress, speak to it; the others
    write their fraction down and learn there whether they are cancelled.
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

    def gather(self, futures: Sequence[Future[R]]) -> tuple[R, ...]:
        """All results in order; meanwhile tells the whole how far all are.

        Raises at once what one of them raised. Each future speaks up when it is done: to ask
        thousands of them twenty times a second takes a twentieth of a core from the children.
        """
        ended, lock = threading.Event(), threading.Lock()
        waiting, failed = len(futures), list[Future[R]]()

        def note(future: Future[R]) -> None:
            nonlocal waiting
            with lock:
                waiting -= 1
                if future.cancelled() or future.exception() is not None:
                    failed.append(future)
                if failed or not waiting:
                    ended.set()

        for future in futures:
            future.add_done_callback(note)
        while waiting and not ended.wait(_SPEAK_S):
            self._speak()
        self._speak()
        for future in failed:
            future.result()
        return tuple(future.result() for future in futures)

    def _speak(self) -> None:
        self.hand_over()
        if self._fractions:
            self._whole.report(sum(self._fractions) / len(self._fractions), self._text)

    def hand_over(self) -> None:
        """Tell the whole what the calls told, also when they were cancelled since."""
        with self._lock:
            events, self._events = self._events, []
        for event in events:
            self._whole.tell(event)

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
