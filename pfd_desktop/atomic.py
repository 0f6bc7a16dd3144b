"""Files that are there whole or not at all."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pfd_desktop.errors import DiskFull


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A path beside *path* to write to; synced and renamed to *path* when the block ends well.

    The temporary name ends in ``.tmp`` so that what a killed program leaves can be swept.
    Raises DiskFull where the disk is full; nothing is left behind then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        _sync(temporary)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        if error.errno == errno.ENOSPC:
            raise DiskFull(f"No space is left on the disk that holds {path.parent}.") from error
        raise
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def atomic_write(path: Path, write: Callable[[Path], object]) -> None:
    """Let *write* fill a temporary file, then put it at *path*, durably."""
    with atomic_path(path) as temporary:
        write(temporary)


def atomic_write_bytes(path: Path, data: bytes) -> None:
    """Put *data* at *path*, durably."""
    atomic_write(path, lambda temporary: temporary.write_bytes(data))


def atomic_move(source: Path, target: Path) -> None:
    """Rename a file that is already durable, durably; both must be on one disk."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(f"No space is left on the disk that holds {target.parent}.") from error
        raise


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(path: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder; the rename is journalled there
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
