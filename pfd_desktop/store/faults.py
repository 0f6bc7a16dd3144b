"""What the database library raises, as errors of ours; done here and nowhere else."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pysqlite3 import dbapi2
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from pfd_desktop.errors import DiskFull, EnvironmentFault, StoreUnavailable

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26

_LITTLE = 1 << 20  # bytes; the shared memory beside a database grows by 32 KiB

_SENTENCES = {
    _BUSY: "is busy with another program's work. Try again in a moment",
    _LOCKED: "is busy with another program's work. Try again in a moment",
    _READONLY: "cannot be written. Check the permissions of the folder",
    _IOERR: "cannot be read or written: the disk reports an error. Check the disk, then try again",
    _CORRUPT: "is damaged. Put a copy in its place; the folder 'backups' beside it may hold one",
    _CANTOPEN: "cannot be opened. Check that the folder exists and that you may write in it",
    _NOTADB: "is damaged, or no database. Put a copy in its place; 'backups' may hold one",
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise our errors for what goes wrong with the database at *path* inside the block.

    A broken constraint stays as it is: that is a bug of ours, not something outside.
    """
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        fault = _fault(path, error.orig)
        if fault is None:
            raise
        raise fault from error
    except PoolTimeout as error:
        raise StoreUnavailable(f"The database {path} {_SENTENCES[_BUSY]}.") from error
    except dbapi2.Error as error:
        fault = _fault(path, error)
        if fault is None:
            raise
        raise fault from error


def _fault(path: Path, error: BaseException | None) -> EnvironmentFault | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == _FULL or (code == _IOERR and _no_room(path)):
        return DiskFull(
            f"No space is left on the disk that holds {path.parent}. Nothing was changed; make"
            " room and try again."
        )
    sentence = _SENTENCES.get(code)
    if sentence is None:
        return None
    return StoreUnavailable(f"The database {path} {sentence} ({error}).")


def _no_room(path: Path) -> bool:
    """Whether an I/O error means a full disk: so says SQLite when its shared memory lacks room."""
    return shutil.disk_usage(path.parent).free < _LITTLE
