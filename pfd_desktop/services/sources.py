"""Files outside the project that recordings were left in: which they are, and where they went."""

import os
from collections.abc import Iterator
from pathlib import Path

from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.sources import FoundFiles, OutsideFile
from pfd_desktop.core.waveforms.references import point_to, source_of, trouble
from pfd_desktop.core.waveforms.source import Source
from pfd_desktop.errors import InvalidInput, InvalidRecording, SourceMissing
from pfd_desktop.progress import Part, Progress
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project

_HEADER = 1 << 16  # bytes that a waveform file without samples may be larger than its samples are


class SourceService:
    """Changes where waveform files say that their samples lie, and never those files themselves."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def outside(self, progress: Progress) -> tuple[OutsideFile, ...]:
        """All files that recordings refer to, those of deleted ones included, by path."""
        names: dict[Path, list[str]] = {}
        sources: dict[Path, list[Source]] = {}
        for recording, source in self._references():
            names.setdefault(source.path, []).append(recording.name)
            sources.setdefault(source.path, []).append(source)
        outside = []
        for number, path in enumerate(sorted(sources)):
            progress.report(number / len(sources), path.name)
            said = (trouble(source) for source in sources[path])
            first = next((words for words in said if words), "")
            outside.append(OutsideFile(path, sources[path][0].size, tuple(names[path]), first))
        return tuple(outside)

    def find(self, folder: Path, progress: Progress) -> FoundFiles:
        """Look below *folder* for the files that are missing or changed, and use them from there.

        A file is known by its size and the hash of all its bytes, whatever its name. Raises
        InvalidInput where *folder* is none. Stopped half-way it keeps what it found.
        """
        if not folder.is_dir():
            raise InvalidInput(f"{folder} is no folder. Choose one that the files may lie in.")
        lost = [(one, source) for one, source in self._references() if trouble(source)]
        candidates = _by_size(folder, {source.size for _, source in lost}, progress)
        found: dict[Path, Path] = {}
        for number, (recording, source) in enumerate(lost):
            part = Part(progress, number / len(lost), (number + 1) / len(lost))
            place = self._place(recording, candidates.get(source.size, []), part)
            if place is not None:
                found[source.path] = place
        missing = {source.path for _, source in lost} - set(found)
        return FoundFiles(tuple(sorted(found.items())), tuple(sorted(missing)))

    @staticmethod
    def _place(recording: Recording, candidates: list[Path], progress: Progress) -> Path | None:
        """The first candidate that is the file; each is read once for all recordings in it."""
        for candidate in candidates:
            progress.report(0.0, f"Comparing {candidate.name}")
            try:
                if point_to(recording.path, candidate, progress.report):
                    return candidate
            except SourceMissing:
                continue  # it went away, or may not be read: another may be the one
        return None

    def _references(self) -> Iterator[tuple[Recording, Source]]:
        """Recordings that were left in place, with the file; damaged ones are left out."""
        with self._project.store.read() as session:
            known = recordings.list_all(session) + recordings.trash(session)
        seen: set[Path] = set()
        for recording in known:
            if recording.path in seen or not _may_refer(recording):
                continue
            seen.add(recording.path)
            try:
                source = source_of(recording.path)
            except InvalidRecording:  # pfd check says so
                continue
            if source is not None:
                yield recording, source


def _may_refer(recording: Recording) -> bool:
    """Whether the waveform file is too small to hold its samples: others need not be opened."""
    try:
        return recording.path.stat().st_size < 4 * recording.samples + _HEADER
    except OSError:
        return False


def _by_size(folder: Path, sizes: set[int], progress: Progress) -> dict[int, list[Path]]:
    """Files below *folder* of one of *sizes*, by their size; what cannot be looked into is left."""
    found: dict[int, list[Path]] = {}
    for above, folders, names in os.walk(folder):
        progress.report(0.0, f"Looking into {above}")
        folders.sort()
        for path in (Path(above, name).absolute() for name in sorted(names)):
            try:
                size = path.stat().st_size
            except OSError:
                continue
            if size in sizes:
                found.setdefault(size, []).append(path)
    return found
