"""The database's errors in the user's terms; the only place that translates them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from pfd_desktop.errors import DiskFull, PfdError, StoreUnavailable


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what the database at *path* reports as one of our errors."""
    try:
        yield
    except DatabaseError as error:
        raise _as_ours(path, str(error.orig)) from error


def _as_ours(path: Path, message: str) -> PfdError:
    if "disk is full" in message or "disk I/O error" in message:
        return DiskFull(
            f"The disk that holds {path} is full or cannot be written; nothing was changed. "
            "Free some space and try again."
        )
    if "locked" in message or "busy" in message:
        return StoreUnavailable(
            f"Another program keeps {path} locked. Close it and try again; nothing was changed."
        )
    if "malformed" in message or "not a database" in message:
        return StoreUnavailable(
            f"{path} is damaged. The folder 'backups' beside it holds earlier copies."
        )
    if "readonly" in message or "read-only" in message or "unable to open" in message:
        return StoreUnavailable(f"{path} cannot be written. Check the rights of its folder.")
    return StoreUnavailable(f"The database {path} answered: {message}.")
