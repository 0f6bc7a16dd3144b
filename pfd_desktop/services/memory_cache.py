"""Answers kept in memory: the same is computed once; the longest unused go first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from pfd_desktop.progress import Progress
from pfd_desktop.services.cache_use import CacheUse
from pfd_desktop.services.single_flight import SingleFlight

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class MemoryCache(Generic[K, V]):
    """Answers by their questions; at most ``limit_bytes`` in all, as *size_of* counts them.

    A question must hold all that its answer depends on, for nothing else makes an answer stale.
    An answer that is larger than all the room is handed out and not kept; no room keeps nothing.
    """

    def __init__(self, limit_bytes: int, size_of: Callable[[V], int], waiting: str) -> None:
        self._limit_bytes, self._size_of = limit_bytes, size_of
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()  # the longest unused first
        self._flights: SingleFlight[K, V] = SingleFlight(waiting)
        self._size = self._found = self._made = self._dropped = 0

    def answer(self, key: K, make: Callable[[], V], progress: Progress) -> V:
        """The answer that is kept, else what *make* gives; two who ask at once get one answer.

        Raises what *make* raises, which is not kept.
        """
        made_here = False

        def look_or_make() -> V:
            nonlocal made_here
            if (there := self._look(key)) is not None:
                return there[0]
            value, made_here = make(), True
            self._keep(key, value)
            return value

        value, _ = self._flights.do(key, look_or_make, progress)
        with self._lock:
            if made_here:
                self._made += 1
            else:
                self._found += 1
        return value

    def use(self) -> CacheUse:
        """How much is kept now."""
        with self._lock:
            counts = (self._found, self._made, self._dropped)
            return CacheUse(len(self._kept), self._size, self._limit_bytes, *counts)

    def clear(self, fits: Callable[[K], bool]) -> int:
        """Drop the answers to all questions that fit; how many bytes became free."""
        with self._lock:
            before = self._size
            for key in [one for one in self._kept if fits(one)]:
                self._drop(key)
            return before - self._size

    def _look(self, key: K) -> tuple[V, int] | None:
        with self._lock:
            if (there := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
            return there

    def _keep(self, key: K, value: V) -> None:
        size = self._size_of(value)
        with self._lock:
            if size > self._limit_bytes:
                return
            self._kept[key] = value, size
            self._size += size
            while self._size > self._limit_bytes:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: K) -> None:
        _, size = self._kept.pop(key)
        self._size -= size
        self._dropped += 1
