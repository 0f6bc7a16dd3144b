"""Processed waveform files, kept while there is room: made once, the longest unused go first."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Progress

_PATIENCE_S = 0.05  # between two looks whether another's work that is waited for was cancelled
_IN_USE_S = 60.0  # a file that was handed out so lately may be about to be read


@dataclass(frozen=True)
class CacheUse:
    """What is kept, and how often it saved the work since the program was started."""

    files: int
    size: int  # bytes
    limit: int  # bytes
    found: int  # asked for and there
    made: int  # asked for and computed
    dropped: int  # for want of room, or cleared


class ProcessedCache:
    """Files in a folder, each named by what it was made from; at most ``limit_bytes`` in all.

    What was used within the last minute stays even beyond the limit: a child may be opening it.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder, self._limit_bytes = folder, limit_bytes
        self._lock = threading.Lock()
        self._making: dict[str, threading.Event] = {}
        self._found = self._made = self._dropped = 0

    def holds(self, key: str) -> bool:
        """Whether the file of that key is there."""
        return (self._folder / f"{key}.h5").exists()

    def path(self, key: str, make: Callable[[Path], object], progress: Progress) -> Path:
        """The file of that key, which *make* writes where it is absent; nobody makes it twice."""
        target = self._folder / f"{key}.h5"
        with self._alone(key, progress):
            if self._whole(target):
                target.touch()
                with self._lock:
                    self._found += 1
            else:
                make(target)
                with self._lock:
                    self._made += 1
                self._make_room(target)
        return target

    def use(self) -> CacheUse:
        """How much is kept now."""
        sizes = [facts.st_size for _, facts in self._files()]
        counts = (self._found, self._made, self._dropped)
        return CacheUse(len(sizes), sum(sizes), self._limit_bytes, *counts)

    def clear(self) -> int:
        """Drop all that nobody may be reading now; how many bytes became free."""
        with self._lock:
            now = time.time()
            gone = [(p, f) for p, f in self._files() if now - f.st_mtime > _IN_USE_S]
            for path, _ in gone:
                path.unlink(missing_ok=True)
            self._dropped += len(gone)
        return sum(facts.st_size for _, facts in gone)

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        """Those there are; one that another job drops meanwhile is left out."""
        found = []
        for path in self._folder.glob("*.h5"):
            with suppress(FileNotFoundError):
                found.append((path, path.stat()))
        return found

    @contextmanager
    def _alone(self, key: str, progress: Progress) -> Iterator[None]:
        mine = threading.Event()
        while (other := self._turn(key, mine)) is not mine:
            while not other.wait(_PATIENCE_S):
                progress.report(0.0, "Waiting for the processed waveform")  # raises Cancelled
        try:
            yield
        finally:
            with self._lock:
                del self._making[key]
            mine.set()

    def _turn(self, key: str, mine: threading.Event) -> threading.Event:
        with self._lock:
            return self._making.setdefault(key, mine)

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
                if path != made and now - facts.st_mtime > _IN_USE_S:
                    path.unlink(missing_ok=True)
                    total -= facts.st_size
                    self._dropped += 1
