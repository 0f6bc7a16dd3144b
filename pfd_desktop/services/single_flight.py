"""The same thing, asked for by several at once, is made once."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Generic, TypeVar

from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Progress

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_PATIENCE_S = 0.05  # between two looks whether another's work that is waited for was cancelled


class SingleFlight(Generic[K, V]):
    """Who asks first makes it; who asks meanwhile waits, and gets the same answer or error.

    Where the first is cancelled, or fails by a mistake of ours, one of those who wait makes it.
    """

    def __init__(self, waiting: str) -> None:
        self._waiting = waiting  # what those who wait are told
        self._lock = threading.Lock()
        self._flying: dict[K, Future[V]] = {}

    def do(self, key: K, make: Callable[[], V], progress: Progress) -> tuple[V, bool]:
        """What *make* gives, and whether it was called here.

        Raises what *make* raises, Cancelled where *progress* says so while another's is waited for.
        """
        while True:
            mine: Future[V] = Future()
            with self._lock:
                flight = self._flying.setdefault(key, mine)
            if flight is mine:
                return self._lead(key, mine, make), True
            with suppress(CancelledError):  # the first gave up: the next round finds another first
                return self._follow(flight, progress), False

    def _lead(self, key: K, mine: "Future[V]", make: Callable[[], V]) -> V:
        try:
            value = make()
            mine.set_result(value)
        except PfdError as error:
            mine.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._flying[key]
            mine.cancel()  # nothing where there is an outcome, else those who wait go on
        return value

    def _follow(self, flight: "Future[V]", progress: Progress) -> V:
        while True:
            try:
                return flight.result(_PATIENCE_S)
            except TimeoutError:
                progress.report(0.0, self._waiting)  # raises Cancelled
