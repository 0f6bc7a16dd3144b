"""Who opens the database in the window's own thread."""

import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, event

_PACKAGE = "pfd_desktop"
_BELOW = ("store", "services")  # where every transaction goes through; who asked stands above


@contextmanager
def transactions_here() -> Iterator[list[str]]:
    """The places in the package from which this thread opens a transaction, as they are found."""
    here, found = threading.get_ident(), list[str]()

    def note(_connection: Connection) -> None:
        if threading.get_ident() == here:
            found.append(_asker())

    event.listen(Engine, "begin", note)
    try:
        yield found
    finally:
        event.remove(Engine, "begin", note)


def _asker() -> str:
    """The innermost frame of the package above store and services."""
    for frame in reversed(traceback.extract_stack()):
        parts = Path(frame.filename).parts
        if _PACKAGE in parts:
            inside = parts[len(parts) - parts[::-1].index(_PACKAGE) :]
            if inside[0] not in _BELOW:
                return f"{'/'.join(inside)}:{frame.lineno} {frame.name}"
    return "a test"
