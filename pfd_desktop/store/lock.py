"""One program per project."""

import os
import socket
import sys
from pathlib import Path
from typing import IO

from pfd_desktop.errors import ProjectInUse, StoreUnavailable


class ProjectLock:
    """A lock that the operating system frees when the program ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "project.lock"
        self._file = self._take()

    def _take(self) -> IO[str]:
        try:
            file = self._path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreUnavailable(
                f"The project {self._path.parent} cannot be written: {error.strerror}. "
                "Check the rights of its folder, or choose another project."
            ) from error
        if not _lock(file):
            file.seek(0)
            holder = file.read().strip() or "another program"
            file.close()
            raise ProjectInUse(
                f"The project {self._path.parent} is open in {holder}. "
                "Close it there, or choose another project."
            )
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        file.flush()
        return file

    def release(self) -> None:
        """Let others in."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> bool:
        # The byte locked lies far behind the text, so that others can read who holds the lock.
        file.seek(1 << 20)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
