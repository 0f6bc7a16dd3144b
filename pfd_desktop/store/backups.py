"""Whole copies of a project: made while it is in use, checked file by file, brought back, moved.

A backup is a folder: the project's own files and ``manifest.json``, which has the size and SHA-256
of each; files outside the project that recordings were left in are named there and not copied. It
is written under a name that ends in ``.tmp`` and renamed when it is whole: a backup that is there
is complete. ``cache/`` can be computed again and is left out.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pysqlite3 import dbapi2

from pfd_desktop.atomic import atomic_folder, atomic_path, atomic_write_bytes
from pfd_desktop.core.waveforms.references import source_of
from pfd_desktop.errors import (
    DiskFull,
    EnvironmentFault,
    InvalidInput,
    InvalidRecording,
    StoreUnavailable,
)
from pfd_desktop.progress import Part, Progress
from pfd_desktop.store.keys import now
from pfd_desktop.store.lock import ProjectLock
from pfd_desktop.store.schema import back_up, version

MANIFEST = "manifest.json"
_DATABASE = "project.db"
_PARTS = ("blobs", "runs")
_PIECE = 1 << 22
_ROOM = 1.02  # times what is copied: folders and the file system's own


@dataclass(frozen=True)
class KeptFile:
    """A file of a backup."""

    path: str  # relative, with slashes
    size: int
    sha256: str


@dataclass(frozen=True)
class OutsideFile:
    """A file that recordings of the backup need and that is not in it."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    schema: str
    made_at: str  # ISO 8601, UTC
    files: tuple[KeptFile, ...]
    outside: tuple[OutsideFile, ...] = ()  # manifests of older versions name none

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(file.size for file in self.files)


def make(project: Path, target: Path, progress: Progress) -> Manifest:
    """A whole copy of the open project in folder *project* at *target*, which must not exist.

    The database is copied first: files that come later are surplus, those it names are there.
    Raises InvalidInput, DiskFull, EnvironmentFault; then nothing is left at *target*.
    """
    with _aside(target) as folder:
        _demand_room(target, _sizes(project))
        back_up(project / _DATABASE, folder / _DATABASE)
        database = folder / _DATABASE
        kept = [KeptFile(_DATABASE, database.stat().st_size, _hashed(database))]
        kept += _copy_all(project, folder, _listed(project), progress)
        made_at, schema = f"{now().isoformat()}", version(database) or ""
        manifest = Manifest(schema, made_at, tuple(kept), _outside(folder))
        atomic_write_bytes(folder / MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
    return manifest


def read(backup: Path) -> Manifest:
    """What a backup says it holds; raises InvalidInput where there is none."""
    try:
        told = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        files = tuple(KeptFile(**one) for one in told["files"])
        outside = tuple(OutsideFile(**one) for one in told.get("outside", ()))
        manifest = Manifest(str(told["schema"]), str(told["made_at"]), files, outside)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(
            f"{backup} is no backup of a project: it has no readable {MANIFEST}."
        ) from error
    for file in manifest.files:
        if Path(file.path).is_absolute() or ".." in Path(file.path).parts:
            raise InvalidInput(f"{backup} names a file outside itself, {file.path}: do not use it.")
    return manifest


def problems(backup: Path, progress: Progress) -> tuple[str, ...]:
    """What is missing from a backup or damaged in it, a sentence each; reads all of it."""
    manifest, found, done = read(backup), [], 0
    for file in manifest.files:
        progress.report(done / max(1, manifest.size), file.path)
        path = backup / file.path
        if not path.is_file():
            found.append(f"{file.path} is missing from the backup.")
        elif path.stat().st_size != file.size or _hashed(path) != file.sha256:
            found.append(f"{file.path} is not what was backed up.")
        done += file.size
    return tuple(found)


def restore(backup: Path, target: Path, progress: Progress) -> Manifest:
    """Make the project at *target*, which must not exist, from a backup; every file is checked.

    Raises InvalidInput where the backup is damaged, naming what is; then nothing is at *target*.
    """
    manifest = read(backup)
    _demand_room(target, manifest.size)
    with _aside(target) as folder:
        done = 0
        for file in manifest.files:
            progress.report(0.95 * done / max(1, manifest.size), file.path)
            _copy_checked(backup, folder, file)
            done += file.size
        _check_database(folder / _DATABASE)
    return manifest


def move(project: Path, target: Path, progress: Progress) -> None:
    """Let a project that nobody has open lie at *target*; on the same disk that takes no time.

    Between disks it is copied, checked and only then taken away.
    """
    lock = ProjectLock(project)
    try:
        _refuse_inside(project, target)
        if _same_disk(project, target):
            _refuse_taken(target)
            project.rename(target)
            return
        scratch = target.with_name(f"{target.name}.backup.tmp")
        try:
            make(project, scratch, Part(progress, 0.0, 0.6))
            restore(scratch, target, Part(progress, 0.6, 1.0))
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    finally:
        lock.release()
    if project.exists() and project != target:
        shutil.rmtree(project)


# -- parts -----------------------------------------------------------------------------------------


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A folder to fill; it gets its name when the block ends well, and is gone otherwise."""
    _refuse_taken(target)
    try:
        with atomic_folder(target) as folder:
            yield folder
    except OSError as error:
        raise EnvironmentFault(
            f"{target} could not be written ({error.strerror}). Choose another place."
        ) from error


def _refuse_taken(target: Path) -> None:
    if target.exists():
        raise InvalidInput(f"{target} exists already; choose a name that is free.")


def _refuse_inside(project: Path, target: Path) -> None:
    if target.absolute().is_relative_to(project.absolute()):
        raise InvalidInput(f"{target} lies in the project itself; choose a place outside it.")


def _same_disk(project: Path, target: Path) -> bool:
    above = target.absolute().parent
    above.mkdir(parents=True, exist_ok=True)
    return above.stat().st_dev == project.stat().st_dev


def _listed(project: Path) -> list[Path]:
    """Files of the project other than its database, those of one recording after another."""
    found = (path for part in _PARTS for path in sorted((project / part).rglob("*")))
    return [path for path in found if path.is_file() and path.suffix != ".tmp"]


def _outside(folder: Path) -> tuple[OutsideFile, ...]:
    """The files that waveform files below *folder* refer to."""
    found: dict[Path, OutsideFile] = {}
    for path in sorted((folder / "blobs").rglob("*.h5")):
        with suppress(InvalidRecording):  # damaged: the check of the project says so
            source = source_of(path)
            if source is not None:
                found[source.path] = OutsideFile(str(source.path), source.size, source.sha256)
    return tuple(found.values())


def _sizes(project: Path) -> int:
    database = (project / _DATABASE).stat().st_size
    return database + sum(path.stat().st_size for path in _listed(project))


def _demand_room(target: Path, size: int) -> None:
    above = next(folder for folder in target.absolute().parents if folder.exists())
    free = shutil.disk_usage(above).free
    if size * _ROOM > free:
        raise DiskFull(
            f"{size * _ROOM / 1e9:.2f} GB are needed at {above} and {free / 1e9:.2f} are free."
        )


def _copy_all(
    project: Path, folder: Path, paths: list[Path], progress: Progress
) -> Iterator[KeptFile]:
    for number, path in enumerate(paths):
        progress.report(number / len(paths), path.name)
        relative = path.relative_to(project)
        digest, size = _copied(path, folder / relative)
        yield KeptFile(relative.as_posix(), size, digest)


def _copy_checked(backup: Path, folder: Path, file: KeptFile) -> None:
    source = backup / file.path
    if not source.is_file():
        raise InvalidInput(f"{file.path} is missing from the backup {backup}.")
    digest, _ = _copied(source, folder / file.path)
    if digest != file.sha256:
        raise InvalidInput(f"{file.path} in the backup {backup} is not what was backed up.")


def _copied(source: Path, target: Path) -> tuple[str, int]:
    """Copy durably; hash and size of what was copied."""
    digest, size = hashlib.sha256(), 0
    with (
        atomic_path(target) as temporary,
        source.open("rb") as read_from,
        temporary.open("wb") as write_to,
    ):
        while piece := read_from.read(_PIECE):
            digest.update(piece)
            write_to.write(piece)
            size += len(piece)
    return digest.hexdigest(), size


def _hashed(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_database(path: Path) -> None:
    with closing(dbapi2.connect(str(path))) as connection:
        said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        strays = connection.execute("PRAGMA foreign_key_check").fetchall()
    if said != ["ok"] or strays:
        raise StoreUnavailable(f"The database in the backup is damaged: {said[0]}.")
