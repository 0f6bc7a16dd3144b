"""Processed waveform files, kept while there is room: made once, the longest unused go first."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Progress

_PATIENCE_S = 0.05  # between two looks whether another's work that is waited for was cancelled
_IN_USE_S = 60.0  # a file that was handed out so lately may be about to be read


class ProcessedCache:
    """Files in a folder, each named by what it was made from; at most ``limit_bytes`` in all.

    What was used within the last minute stays even beyond the limit: a child may be opening it.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder, self._limit_bytes = folder, limit_bytes
        self._lock = threading.Lock()
        self._making: dict[str, threading.Event] = {}

    def holds(self, key: str) -> bool:
        """Whether the file of that key is there."""
        return (self._folder / f"{key}.h5").exists()

    def path(self, key: str, make: Callable[[Path], object], progress: Progress) -> Path:
        """The file of that key, which *make* writes where it is absent; nobody makes it twice."""
        target = self._folder / f"{key}.h5"
        with self._alone(key, progress):
            if self._whole(target):
                target.touch()
            else:
                make(target)
                self._make_room(target)
        return target

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
            found = [(path, path.stat()) for path in self._folder.glob("*.h5")]
            total = sum(facts.st_size for _, facts in found)
            now = time.time()
            for path, facts in sorted(found, key=lambda one: one[1].st_mtime):
                if total <= self._limit_bytes:
                    return
                if path != made and now - facts.st_mtime > _IN_USE_S:
                    path.unlink(missing_ok=True)
                    total -= facts.st_size
