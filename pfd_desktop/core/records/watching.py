"""Folders whose new files are imported by themselves."""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.records.importing import Mapping


@dataclass(frozen=True)
class FileState:
    """What tells one state of a file from the next."""

    size: int
    changed_ns: int


@dataclass(frozen=True)
class WatchedFolder:
    """One of them with what became of its files so far."""

    id: str
    folder: Path
    mapping: Mapping
    every: bool
    arrived: int = 0  # files
    refused: tuple[tuple[str, str], ...] = ()  # path, reason

    @property
    def missing(self) -> bool:
        """Whether the folder is not there now: unplugged, or the share is away."""
        return not self.folder.is_dir()


@dataclass(frozen=True)
class Ready:
    """Files of a watched folder that are whole and were not taken yet, as they are now."""

    watched: WatchedFolder
    files: tuple[tuple[Path, FileState], ...]
