"""Folders of a rig: new files are imported once they are whole."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pfd_desktop.core.records.importing import ImportReport, ImportRequest, Mapping
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.core.records.watching import FileState, Ready, WatchedFolder
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress
from pfd_desktop.services.imports import ImportService, files_in
from pfd_desktop.store import recordings, watched
from pfd_desktop.store.project import Project

SETTLED_S = 5.0  # a file that has not changed for so long is whole, unless it says otherwise
GIVEN_UP_S = 600.0  # one that lacks its end and has not changed for so long will not get it

Files = tuple[tuple[Path, FileState], ...]


class WatchService:
    """Watches folders for as long as somebody keeps asking it to look."""

    def __init__(
        self, project: Project, imports: ImportService, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store, self._imports, self._clock = project.store, imports, clock
        self._halves: set[tuple[Path, FileState]] = set()  # states that lack their end
        self._seen: dict[Path, tuple[FileState, float]] = {}  # since when it is as it is

    def folders(self) -> tuple[WatchedFolder, ...]:
        """All that are watched; a share that hangs keeps the caller waiting."""
        with self._store.read() as session:
            found = watched.list_all(session)
        return tuple(replace(one, missing=not one.folder.is_dir()) for one in found)

    def watch(self, folder: Path, mapping: Mapping | None = None, *, every: bool) -> WatchedFolder:
        """From now on; *mapping*: None is that of the last import from there.

        Files that lie there already are taken too. Raises InvalidInput where it is no folder.
        """
        folder = folder.absolute()
        if not folder.is_dir():
            raise InvalidInput(f"{folder} is no folder. Choose the one that the rig writes into.")
        known = mapping or self._imports.remembered(folder) or Mapping()
        with self._store.write() as session:
            return watched.put(session, folder, known, every=every)

    def stop(self, folder_id: str) -> None:
        """Watch it no more; recordings stay. Raises NotFound."""
        with self._store.write() as session:
            watched.stop(session, folder_id)

    def retell(self, folder_id: str, mapping: Mapping, *, every: bool) -> None:
        """How its files are to be read; those that were refused are tried again."""
        with self._store.write() as session:
            watched.retell(session, folder_id, mapping, every=every)

    def look(self, progress: Progress) -> tuple[Ready, ...]:
        """What is whole and new since the last look; the first look only remembers.

        A file is whole when looks have found it the same for a while, by our own clock: that of a
        rig may be wrong. Where its format tells its own length and there is less, it is waited for,
        as its writer may only pause; not for ever, for the import says what is wrong with it. One
        that changes after it was taken is taken again.
        """
        now = self._clock()
        found: dict[Path, tuple[FileState, float]] = {}
        ready: list[Ready] = []
        for one in self.folders():
            if one.missing:
                continue
            progress.report(0.0, f"Looking into {one.folder.name}")
            states = _states(one.folder)
            for path, state in states.items():
                before, since = self._seen.get(path, (state, now))
                found[path] = (state, since if before == state else now)
            with self._store.read() as session:
                taken = watched.taken(session, one.id)
            new = tuple(
                (path, state)
                for path, state in states.items()
                if taken.get(str(path)) != state and now - found[path][1] >= SETTLED_S
            )
            new = self._whole(new, {path: now - found[path][1] for path, _ in new}, progress)
            if new:
                ready.append(Ready(one, new))
        self._seen = found
        self._halves &= {(path, state) for path, (state, _) in found.items()}
        return tuple(ready)

    def _whole(self, new: Files, ages: dict[Path, float], progress: Progress) -> Files:
        """Those that have their end, or will not get it any more; each state is looked at once."""
        unknown = tuple(one for one in new if one not in self._halves)
        ends = (
            self._imports.complete(tuple(path for path, _ in unknown), progress) if unknown else ()
        )
        pairs = zip(unknown, ends, strict=True)
        self._halves |= {one for one, complete in pairs if complete is False}
        return tuple(one for one in new if one not in self._halves or ages[one[0]] >= GIVEN_UP_S)

    def take(self, ready: Ready, progress: Progress) -> ImportReport:
        """Import them, and remember of each what became of it.

        Where only the beginning of a file had been there, what came of that goes to the trash. A
        kill in between loses nothing: the files are found again, and their samples recognised.
        """
        paths = tuple(path for path, _ in ready.files)
        request = ImportRequest(paths, "auto", ready.watched.mapping, ready.watched.every)
        report = self._imports.import_files(request, progress)
        reasons = {one.path: one.reason for one in report.refused}
        arrived = _arrived(report)
        with self._store.read() as session:
            before = watched.came_of(session, ready.watched.id)
        halves = self._beginnings(before, arrived, progress)
        with self._store.write() as session:
            for half, whole in halves:
                said = Flag("beginning", f"the beginning of {whole.name}, which is whole now")
                recordings.add_finding(session, half.id, said)
                recordings.delete(session, half.id)
            for file in ready.files:
                path = file[0]
                ids = arrived.get(path, before.get(path, ()))
                watched.take(session, ready.watched.id, file, reasons.get(path, ""), ids)
        return replace(report, replaced=tuple(half.name for half, _ in halves))

    def _beginnings(
        self,
        before: dict[Path, tuple[str, ...]],
        arrived: dict[Path, tuple[str, ...]],
        progress: Progress,
    ) -> list[tuple[Recording, Recording]]:
        """Recordings of files that grew since, each with the whole one."""
        with self._store.read() as session:
            there = {one.id: one for one in recordings.list_all(session)} if before else {}
        return [
            (there[old], there[new])
            for path, ids in arrived.items()
            for old in before.get(path, ())
            for new in ids
            if old in there and new in there and old not in ids
            if self._imports.continues(there[new], there[old], progress)
        ]


def _states(folder: Path) -> dict[Path, FileState]:
    """The files below *folder* that could be recordings; one that vanishes meanwhile is left."""
    found = {}
    for path in files_in(folder):
        try:
            about = path.stat()
        except OSError:
            continue
        if about.st_size:
            found[path] = FileState(about.st_size, about.st_mtime_ns)
    return found


def _arrived(report: ImportReport) -> dict[Path, tuple[str, ...]]:
    """The recordings of each file, those that were there already among them."""
    found: dict[Path, tuple[str, ...]] = {}
    new = [(one.path, one.recording_id) for one in report.imported]
    for path, recording_id in (*new, *report.duplicates):
        found[path] = (*found.get(path, ()), recording_id)
    return found
