"""Keys and times of rows."""

import os
import time
import uuid
from datetime import UTC, datetime


def new_key() -> str:
    """A UUID version 7 (RFC 9562, 5.7): the time in milliseconds first, its fraction next."""
    nanoseconds = time.time_ns()
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    fraction = rest * 4096 // 1_000_000
    tail = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    value = (milliseconds << 80) | (7 << 76) | (fraction << 64) | (2 << 62) | tail
    return str(uuid.UUID(int=value))


def now() -> datetime:
    """The time, in UTC, aware."""
    return datetime.now(UTC)
