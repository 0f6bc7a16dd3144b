"""Keys and times of rows."""

import secrets
import threading
import time
import uuid
from datetime import UTC, datetime


class _Clock:
    """Strictly increasing stamps: milliseconds since 1970, times 4096."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def stamp(self) -> int:
        """The time, or just after the last stamp where the clock stands still or went back."""
        with self._lock:
            self._last = max(self._last + 1, time.time_ns() * 4096 // 1_000_000)
            return self._last


_clock = _Clock()


def new_key() -> str:
    """A UUID version 7 (RFC 9562, 5.7); the keys that one program makes are in order.

    48 bits of milliseconds, 12 bits of their fraction (6.2, method 3), 62 random bits.
    """
    milliseconds, fraction = divmod(_clock.stamp(), 4096)
    head = (milliseconds << 80) | (7 << 76) | (fraction << 64)
    return str(uuid.UUID(int=head | (2 << 62) | secrets.randbits(62)))


def now() -> datetime:
    """The time, in UTC, aware."""
    return datetime.now(UTC)
