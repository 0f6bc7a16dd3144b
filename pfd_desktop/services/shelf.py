"""Where parsed files become recordings: the waveform file first, durable, then its row."""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.atomic import atomic_move
from pfd_desktop.core.records.importing import ImportedFile, Mapping
from pfd_desktop.core.waveforms.child import Parsed
from pfd_desktop.store.project import Project


@dataclass(frozen=True)
class Duplicate:
    """A file whose samples are there already."""

    path: Path
    recording_id: str


class Shelf:
    """Keeps what children have parsed, one at a time."""

    def __init__(self, project: Project) -> None:
        self._project = project
