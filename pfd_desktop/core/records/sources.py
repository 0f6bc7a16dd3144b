"""Files outside the project that recordings were left in, as they are told and shown."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class OutsideFile:
    """A file that the samples of recordings lie in."""

    path: Path
    size: int  # bytes, when it was imported
    recordings: tuple[str, ...]  # their names
    trouble: str = ""  # why it cannot be read now


@dataclass(frozen=True)
class FoundFiles:
    """What came of a search for files that were moved."""

    found: tuple[tuple[Path, Path], ...]  # where it was, where it is
    missing: tuple[Path, ...]
