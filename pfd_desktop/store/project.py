"""A project: a folder with ``project.db``, ``blobs/``, ``runs/`` and ``cache/``."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.store.engine import Announce, Store, open_database, silent
from pfd_desktop.store.lock import ProjectLock
from pfd_desktop.store.places import refuse_network_disk
from pfd_desktop.store.schema import bring_up_to_date


@dataclass(frozen=True)
class Project:
    """An open project; nobody else has it open."""

    folder: Path
    store: Store
    lock: ProjectLock

    @property
    def blobs(self) -> Path:
        """Where the waveform files lie."""
        return self.folder / "blobs"

    @property
    def runs(self) -> Path:
        """Where feature matrices, weights and checkpoints lie."""
        return self.folder / "runs"

    @property
    def cache(self) -> Path:
        """Where files lie that can be computed again."""
        return self.folder / "cache"

    def blob_path(self, sha256: str, variant: str = "") -> Path:
        """Where the waveform file of those samples lies."""
        return blob_path(self.blobs, sha256, variant)

    def close(self) -> None:
        """Let go of it."""
        self.store.close()
        self.lock.release()


def blob_path(blobs: Path, sha256: str, variant: str = "") -> Path:
    """The place of a waveform file among the *blobs*.

    *variant* tells files with the same samples apart whose rate or unit differ.
    """
    return blobs / f"{sha256[:2]}/{sha256}{variant and '-'}{variant}.h5"


def open_project(folder: Path, announce: Announce = silent) -> Project:
    """The project in *folder*, made when absent, its schema brought up to date.

    *announce* hears after each commit which tables it touched. Raises ProjectInUse when another
    program has it open, StoreUnavailable when it cannot be used, DiskFull where there is no room.
    """
    folder = folder.absolute()  # children may have another working folder
    _make_folders(folder)
    refuse_network_disk(folder)
    lock = ProjectLock(folder)
    try:
        _sweep(folder)
        database = folder / "project.db"
        bring_up_to_date(database, folder / "backups")
        store = open_database(database, announce)
    except BaseException:
        lock.release()
        raise
    return Project(folder, store, lock)


def _make_folders(folder: Path) -> None:
    """Only the user may look into what we make; a folder of his own keeps its rights."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        for part in (folder, folder / "blobs", folder / "runs", folder / "cache"):
            part.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreUnavailable(
            f"The project folder {folder} cannot be made: {error.strerror}. "
            "Check the rights of the folder above it, or choose another place."
        ) from error


def _sweep(folder: Path) -> None:
    """Take away what a killed program was writing; it was never part of the project."""
    for part in ("blobs", "runs", "cache", "backups", "own_features"):
        for orphan in tuple((folder / part).rglob("*.tmp")):
            if orphan.is_dir():
                shutil.rmtree(orphan)
            else:
                orphan.unlink(missing_ok=True)
