"""What children tell of parsed files, kept while the others are still parsed."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pfd_desktop.core.records.importing import ImportedFile, LeftOut, RefusedFile
from pfd_desktop.core.waveforms.child import Parsed, ParsedFiles, ParseRequest
from pfd_desktop.errors import PfdError, WorkerDied
from pfd_desktop.progress import Progress
from pfd_desktop.services.shelf import Duplicate, Shelf

Outcome = ImportedFile | Duplicate | RefusedFile

_MOST = 256  # files that are kept together
_EVERY_S = 0.2  # what has come is kept once in so long: the first file at once


@dataclass
class Arrivals:
    """A Progress that keeps what children tell soon, so that a cancel loses nothing.

    One of the threads that hear it keeps what has come together; the others go on parsing.
    """

    shelf: Shelf
    progress: Progress
    update: bool
    outcomes: dict[Path, Outcome] = field(default_factory=dict)  # by the file that was written
    left_out: dict[LeftOut, None] = field(default_factory=dict)  # each once
    _settled: set[Path] = field(default_factory=set)
    _waiting: list[Parsed] = field(default_factory=list)
    _kept: float = 0.0  # when something was kept last
    _lock: threading.Lock = field(default_factory=threading.Lock)  # children tell side by side
    _keeping: threading.Lock = field(default_factory=threading.Lock)

    def report(self, fraction: float, text: str = "") -> None:
        """Hand on; what has come does not wait for a large file after it."""
        self.progress.report(fraction, text)
        self._keep_if_due()

    def tell(self, event: object) -> None:
        """Keep parsed files; hand anything else on."""
        if not isinstance(event, ParsedFiles):
            self.progress.tell(event)
            return
        with self._lock:
            for target, result in event.outcomes:
                if target in self._settled:
                    continue
                self._settled.add(target)
                if isinstance(result, RefusedFile):
                    self.outcomes[target] = result
                else:
                    self._waiting.append(result)
        self._keep_if_due()

    def unsettled(self, asked: Iterable[ParseRequest]) -> list[ParseRequest]:
        """Those of which nobody has told what became of them."""
        with self._lock:
            return [one for one in asked if one.target not in self._settled]

    def refuse(self, asked: ParseRequest, error: PfdError) -> None:
        """The child that read it alone died or passed its limit."""
        with self._lock:
            if asked.target not in self._settled:
                self._settled.add(asked.target)
                self.outcomes[asked.target] = RefusedFile(asked.path, crashed(asked.path, error))

    def _keep_if_due(self) -> None:
        with self._lock:
            past = time.monotonic() - self._kept
            due = len(self._waiting) >= _MOST or (self._waiting and past >= _EVERY_S)
        if due and self._keeping.acquire(blocking=False):
            try:
                self._keep()
            finally:
                self._keeping.release()

    def keep_waiting(self) -> None:
        """Keep all that has come; no more will."""
        with self._keeping:
            self._keep()

    def _keep(self) -> None:
        with self._lock:
            batch, self._waiting, self._kept = self._waiting, [], time.monotonic()
        for parsed, kept in zip(batch, self.shelf.keep_all(batch, update=self.update), strict=True):
            if isinstance(kept, PfdError):
                self.outcomes[parsed.target] = RefusedFile(parsed.path, str(kept))
                continue
            self.outcomes[parsed.target] = kept
            told = (LeftOut(one.vector, one.reason, parsed.path) for one in parsed.left_out)
            self.left_out.update(dict.fromkeys(told))
            if isinstance(kept, ImportedFile):
                self.progress.tell(kept)


def crashed(path: Path, error: PfdError) -> str:
    """What became of a file that took its reader down."""
    if isinstance(error, WorkerDied):
        return f"{path.name} made its reader crash, so it must be damaged. Export it again."
    return f"{path.name} could not be read. {error}"
