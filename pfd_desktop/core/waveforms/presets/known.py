"""What a preset says about a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.records.importing import Mapping
from pfd_desktop.core.records.recording import Flag, SpeedSource
from pfd_desktop.core.waveforms.importers.contents import Contents


@dataclass(frozen=True)
class Known:
    """A mapping with where its speed comes from and what its user should know."""

    mapping: Mapping
    speed_source: SpeedSource = SpeedSource.UNKNOWN
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Preset:
    """A documented set of recordings.

    ``explain`` is asked only about files that ``recognises`` accepts; it raises MappingNeeded where
    the file belongs to the set but the documentation does not settle what it is.
    """

    name: str
    title: str
    recognises: Callable[[Path, Contents], bool]
    explain: Callable[[Path, Contents], Known]
    needs: str  # what a file must have to belong to the set, said when it does not
