"""Importing foreign files: parsed side by side in limited children, kept one by one."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import (
    FileFormat,
    FilePreview,
    ImportedFile,
    ImportReport,
    ImportRequest,
    Look,
    Mapping,
    RawLayout,
    RefusedFile,
)
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.waveforms import child
from pfd_desktop.core.waveforms.beginning import BeginningRequest, read_beginning
from pfd_desktop.core.waveforms.beginnings import begins_with
from pfd_desktop.core.waveforms.checks import MIN_SAMPLES
from pfd_desktop.core.waveforms.child import ParseRequest
from pfd_desktop.core.waveforms.importers.declared import plugged_endings
from pfd_desktop.core.waveforms.importers.endings import ALL_ENDINGS
from pfd_desktop.errors import InvalidInput, InvalidRecording, PfdError, WorkerDied, WorkerLimit
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.arrivals import Arrivals, Outcome, crashed
from pfd_desktop.services.compute import IMPORT, LARGE_IMPORT, Compute, Limits
from pfd_desktop.services.shelf import Duplicate, Shelf
from pfd_desktop.store.project import Project

_TOGETHER, _TOGETHER_BYTES = 64, 8 << 20  # files that one call reads
_ROUNDS = 4  # calls of each process, at least


class ImportService:
    """Files and folders in, recordings out; every file gets an outcome with its reason."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute
        self._shelf = Shelf(project)

    def preview(self, path: Path, progress: Progress, raw: RawLayout | None = None) -> FilePreview:
        """What a file holds, without importing it; raises InvalidRecording."""
        look = Look(path, raw)
        try:
            return self._compute.run(progress, child.preview_file, look, limits=IMPORT)
        except (WorkerDied, WorkerLimit) as error:
            raise InvalidRecording(crashed(path, error)) from error

    def beginning(self, request: BeginningRequest, progress: Progress) -> NDArray[np.float32]:
        """The first samples of a vector; raises InvalidRecording."""
        try:
            return self._compute.run(progress, read_beginning, request, limits=IMPORT)
        except (WorkerDied, WorkerLimit) as error:
            raise InvalidRecording(crashed(request.path, error)) from error

    def files(self, paths: tuple[Path, ...]) -> tuple[Path, ...]:
        """The files that an import of *paths* would read; raises InvalidInput where none."""
        return _files(paths)

    def formats(self, progress: Progress) -> tuple[FileFormat, ...]:
        """All formats that are read, and the plug-ins that are broken with the reason."""
        return self._compute.run(progress, child.formats, None, limits=IMPORT)

    def complete(self, paths: tuple[Path, ...], progress: Progress) -> tuple[bool | None, ...]:
        """Which files have their end yet, by their own headers; None where nobody can say."""
        try:
            return self._compute.run(progress, child.complete, paths, limits=IMPORT)
        except (WorkerDied, WorkerLimit):  # their import says which of them did that
            return (None,) * len(paths)

    def continues(self, whole: Recording, half: Recording, progress: Progress) -> bool:
        """Whether *half* is the beginning of *whole*, of the same vector of their file."""
        same = (whole.source_name, whole.vector) == (half.source_name, half.vector)
        return same and self._compute.run(progress, begins_with, whole.path, half.path)

    def import_files(self, request: ImportRequest, progress: Progress) -> ImportReport:
        """Import what can be, say of the rest why not.

        Each file that has arrived is told as an ImportedFile; it stays if the import is cancelled.
        It waits for its examination then (services/doctor.py).
        """
        began, paths = time.monotonic(), _files(request.paths)
        arrivals = Arrivals(self._shelf, progress, request.update)
        wanted = self._vectors(request, paths, progress)
        with self._targets(request, wanted) as asked:
            try:
                self._parse(asked, arrivals, LARGE_IMPORT if request.in_place else IMPORT)
            finally:
                arrivals.keep_waiting()
            outcomes = [arrivals.outcomes[one.target] for one in asked]
        report = replace(_report(outcomes), left_out=tuple(arrivals.left_out))
        report = replace(report, seconds=time.monotonic() - began)
        if request.mapping != Mapping():
            for folder in {item.path.parent for item in report.imported}:
                self.remember(folder, request.mapping)
        return report

    def remembered(self, folder: Path) -> Mapping | None:
        """The mapping last used for files of *folder*; None where none was."""
        return self._shelf.remembered(folder)

    def remember(self, folder: Path, mapping: Mapping) -> None:
        """Keep *mapping* for the next files of *folder*."""
        self._shelf.remember(folder, mapping)

    def _parse(self, asked: Sequence[ParseRequest], arrivals: Arrivals, limits: Limits) -> None:
        """Some files in each call; those of a call that failed once more, each alone."""
        lots = _lots(asked, self._compute.width)
        for start, stop in ((0.0, 0.9), (0.9, 1.0)):
            part = Part(arrivals, start, stop)
            results = self._compute.map(part, child.parse_files, lots, limits=limits)
            for lot, result in zip(lots, results, strict=True):
                if isinstance(result, PfdError) and len(lot) == 1:
                    arrivals.refuse(lot[0], result)
            lots = [(one,) for one in arrivals.unsettled(asked)]

    def _vectors(
        self, request: ImportRequest, paths: tuple[Path, ...], progress: Progress
    ) -> list[tuple[Path, Mapping, bool]]:
        """What is read: each file once, or each vector of those that hold several."""
        if not request.every:
            return [(path, request.mapping, False) for path in paths]
        asked = [Look(path, request.mapping.raw) for path in paths]
        looks = self._compute.map(progress, child.preview_file, asked, limits=IMPORT)
        wanted: list[tuple[Path, Mapping, bool]] = []
        for path, look in zip(paths, looks, strict=True):
            chosen = _waveforms(look, request.mapping)
            wanted += [(path, mapping, len(chosen) > 1) for mapping in chosen]
        return wanted

    @contextmanager
    def _targets(
        self, request: ImportRequest, wanted: list[tuple[Path, Mapping, bool]]
    ) -> Iterator[tuple[ParseRequest, ...]]:
        """A temporary file beside the waveform files for each vector; nothing is left of them."""
        mark = f"import-{uuid4().hex}"
        folder = self._project.blobs
        try:
            yield tuple(
                ParseRequest(
                    path,
                    folder / f"{mark}-{i}.tmp",
                    request.preset,
                    mapping,
                    several,
                    request.in_place,
                )
                for i, (path, mapping, several) in enumerate(wanted)
            )
        finally:  # a killed child leaves its half-written file
            for leftover in folder.glob(f"*{mark}*"):
                leftover.unlink(missing_ok=True)


def _lots(asked: Sequence[ParseRequest], width: int) -> list[tuple[ParseRequest, ...]]:
    """Files that are read in one call: small ones together, so many that all processes have some.

    What a call costs beside its files, and putting them in order on the disk, is paid once for all.
    """
    most = min(_TOGETHER, -(-len(asked) // (_ROUNDS * width)))
    lots: list[list[ParseRequest]] = []
    left = 0
    for one in asked:
        size = _size(one.path)
        if not lots or len(lots[-1]) >= most or size > left:
            lots.append([])
            left = _TOGETHER_BYTES
        lots[-1].append(one)
        left -= size
    return [tuple(lot) for lot in lots]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # its reader says what is wrong with it
        return 0


def _waveforms(look: FilePreview | PfdError, mapping: Mapping) -> list[Mapping]:
    """A mapping for each vector that is long enough; *mapping* as it is where there is no choice.

    Where the look failed the parse will say why; what a preset recognises is read as it says.
    """
    if isinstance(look, PfdError) or look.recognised:
        return [mapping]
    found = [
        replace(mapping, variable=variable.name, column=column)
        for variable in look.variables
        if variable.samples >= MIN_SAMPLES
        for column in range(variable.columns)
    ]
    return found if len(found) > 1 else [mapping]


def _report(outcomes: Iterable[Outcome]) -> ImportReport:
    every = tuple(outcomes)
    there = [one for one in every if isinstance(one, Duplicate)]
    return ImportReport(
        tuple(one for one in every if isinstance(one, ImportedFile)),
        tuple((one.path, one.recording_id) for one in there if not one.updated),
        tuple(one for one in every if isinstance(one, RefusedFile)),
        tuple(one.otherwise for one in there if one.otherwise and not one.updated),
        tuple(one.otherwise for one in there if one.otherwise and one.updated),
    )


def _files(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The files meant, each once: those named, and those in folders that end as we read them."""
    found: dict[Path, None] = {}
    for path in paths:
        within = files_in(path) if path.is_dir() else [path]
        found.update(dict.fromkeys(one.absolute() for one in within))
    if not found:
        names = ", ".join(str(path) for path in paths)
        endings = ", ".join(sorted(ALL_ENDINGS | plugged_endings()))
        raise InvalidInput(f"{names} holds no file that ends in {endings}.")
    return tuple(found)


def files_in(folder: Path) -> list[Path]:
    """Files below *folder*, in the order of their names; hidden ones are left out."""
    endings = ALL_ENDINGS | plugged_endings()
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in endings
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
