"""What is kept because it was computed: processed waveforms on disk, analyses in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.child import FigureRequest
from pfd_desktop.core.analyses.table import ANALYSES
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.services.cache_use import CacheUse
from pfd_desktop.services.memory_cache import MemoryCache
from pfd_desktop.services.processed_cache import WHOSE, ProcessedCache
from pfd_desktop.services.signals import Wanted
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project

_RECORDING, _ANALYSIS = "recording:", "analysis:"


@dataclass(frozen=True)
class KeptUse:
    """How much of each is kept."""

    processed: CacheUse
    analyses: CacheUse


class KeptService:
    """How much is kept, and its end; all of it is computed again when it is needed."""

    def __init__(
        self, project: Project, processed: ProcessedCache, analyses: MemoryCache[Wanted, Analysed]
    ) -> None:
        self._store, self._processed, self._analyses = project.store, processed, analyses

    def use(self) -> KeptUse:
        """How much is kept now."""
        return KeptUse(self._processed.use(), self._analyses.use())

    def clear(self, pattern: str = "") -> int:
        """Drop what fits, "" is all; how many bytes became free.

        "recording:105*", or "105*" alone, is what was made of the recordings so called;
        "analysis:psd" the analyses of that name. An asterisk stands for anything, ? for one
        character, [ab] for one of them; case does not matter. Files used within the last minute
        stay.
        Raises NotFound where no recording and no analysis is called so.
        """
        wanted = pattern.strip()
        if not wanted:
            return self._clear(lambda _: True, lambda _: True)
        if wanted.startswith(_ANALYSIS):
            names = _fitting_analyses(wanted.removeprefix(_ANALYSIS))
            return self._clear(lambda _: False, lambda one: one.asked.analysis in names)
        whose = self._whose(wanted.removeprefix(_RECORDING))
        return self._clear(
            lambda key: key[:WHOSE] in whose, lambda one: not whose.isdisjoint(_read_by(one.asked))
        )

    def _clear(self, files: Callable[[str], bool], figures: Callable[[Wanted], bool]) -> int:
        return self._processed.clear(files) + self._analyses.clear(figures)

    def _whose(self, glob: str) -> frozenset[str]:
        """The beginnings of the hashes of the recordings whose names fit."""
        with self._store.read() as session:
            everything = recordings.list_all(session)
        found = frozenset(one.blob[:WHOSE] for one in everything if _fits(one.name, glob))
        if not found:
            raise NotFound(
                f"No recording is called {glob}. * stands for anything, as in 105*; analyses are"
                f" named as in {_ANALYSIS}psd."
            )
        return found


def _fitting_analyses(glob: str) -> frozenset[str]:
    names = [one.name for one in ANALYSES]
    if found := frozenset(one for one in names if _fits(one, glob)):
        return found
    raise NotFound(f"No analysis is called {glob}. There are {', '.join(names)}.")


def _fits(name: str, glob: str) -> bool:
    if not glob.strip():
        raise InvalidInput(f"Tell a name after {_RECORDING} or {_ANALYSIS}, as in 105* or psd.")
    return fnmatchcase(name.casefold(), glob.strip().casefold())


def _read_by(asked: FigureRequest) -> frozenset[str]:
    """Whose waveforms a figure was made of: files are named by the hash, also processed ones."""
    second: Path | None = asked.second_path
    told = [asked.blob] if second is None else [asked.blob, second.name]
    return frozenset(one[:WHOSE] for one in told)
