"""Processed waveform files, kept while there is room: made once, the longest unused go first."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Progress
from pfd_desktop.services.cache_use import CacheUse
from pfd_desktop.services.single_flight import SingleFlight

WHOSE = 16  # characters of the recording's hash that a file's name begins with
_IN_USE_S = 60.0  # a file that was handed out so lately may be about to be read


class ProcessedCache:
    """Files in a folder, each named by what it was made from; at most ``limit_bytes`` in all.

    A key begins with ``WHOSE`` characters of the recording's hash, so that its files are found.
    What was used within the last minute stays even beyond the limit: a child may be opening it.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder, self._limit_bytes = folder, limit_bytes
        self._lock = threading.Lock()
        self._flights: SingleFlight[str, bool] = SingleFlight("Waiting for the processed waveform")
        self._found = self._made = self._dropped = 0

    def holds(self, key: str) -> bool:
        """Whether the file of that key is there."""
        return (self._folder / f"{key}.h5").exists()

    def path(self, key: str, make: Callable[[Path], object], progress: Progress) -> Path:
        """The file of that key, which *make* writes where it is absent; nobody makes it twice."""
        target = self._folder / f"{key}.h5"

        def whole_or_made() -> bool:
            if self._whole(target):
                target.touch()
                return False
            make(target)
            self._make_room(target)
            return True

        made, here = self._flights.do(key, whole_or_made, progress)
        with self._lock:
            if made and here:
                self._made += 1
            else:
                self._found += 1
        return target

    def use(self) -> CacheUse:
        """How much is kept now."""
        sizes = [facts.st_size for _, facts in self._files()]
        counts = (self._found, self._made, self._dropped)
        return CacheUse(len(sizes), sum(sizes), self._limit_bytes, *counts)

    def clear(self, fits: Callable[[str], bool]) -> int:
        """Drop the files whose keys fit and that nobody may be reading; how many bytes are free."""
        with self._lock:
            now = time.time()
            old = [(p, f.st_size) for p, f in self._files() if now - f.st_mtime > _IN_USE_S]
            return sum(size for path, size in old if fits(path.stem) and self._drop(path))

    def _drop(self, path: Path) -> bool:
        """Take a file away; not one that another program reads, where the system forbids that."""
        try:
            path.unlink()
        except (FileNotFoundError, PermissionError):
            return False
        self._dropped += 1
        return True

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        """Those there are; one that another job drops meanwhile is left out."""
        found = []
        for path in self._folder.glob("*.h5"):
            with suppress(FileNotFoundError):
                found.append((path, path.stat()))
        return found

    @staticmethod
    def _whole(path: Path) -> bool:
        """Whether the file is there; a damaged one is taken away, for it can be made again."""
        if not path.exists():
            return False
        try:
            open_blob(path).close()
        except InvalidRecording:
            path.unlink(missing_ok=True)
            return False
        return True

    def _make_room(self, made: Path) -> None:
        with self._lock:
            found = self._files()
            total = sum(facts.st_size for _, facts in found)
            now = time.time()
            for path, facts in sorted(found, key=lambda one: one[1].st_mtime):
                if total <= self._limit_bytes:
                    return
                if path != made and now - facts.st_mtime > _IN_USE_S and self._drop(path):
                    total -= facts.st_size
