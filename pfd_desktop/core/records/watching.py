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
    missing: bool = False  # when it was looked for: unplugged, or the share was away


@dataclass(frozen=True)
class Ready:
    """Files of a watched folder that are whole and were not taken yet, as they are now."""

    watched: WatchedFolder
    files: tuple[tuple[Path, FileState], ...]
