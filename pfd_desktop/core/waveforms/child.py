"""What is asked of a limited child: to look at a foreign file, or to turn it into a waveform file.

Samples never cross the pipe: they go into a file beside their destination, and small facts return.
Light on purpose: services import it to name the functions; the readers load in the child.
"""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.records.importing import (
    FileFormat,
    FilePreview,
    Look,
    Mapping,
    Refusal,
    RefusedFile,
)
from pfd_desktop.core.records.recording import Flag, SpeedSource
from pfd_desktop.core.waveforms.blob import verify_blob
from pfd_desktop.core.waveforms.measured_time import Moment
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class ParseRequest:
    """One file to turn into a waveform file at ``target``."""

    path: Path
    target: Path
    preset: str
    mapping: Mapping
    several: bool = False  # one of several of its file: recording and point are told apart by it
    in_place: bool = False  # the samples stay in ``path`` where they can


@dataclass(frozen=True)
class Parsed:
    """What is known of a file whose samples lie at ``target``."""

    path: Path
    target: Path
    sha256: str
    samples: int
    rate_hz: float
    mapping: Mapping  # complete: what preset, file and user said together
    channel: str
    speed_source: SpeedSource
    flags: tuple[Flag, ...]  # of what file and user said; the samples are examined later
    several: bool = False
    facts: tuple[tuple[str, float | str], ...] = ()  # what the file says beside the samples
    vector: str = ""  # what it is called in the file, whatever the channel was told to be
    copied: str = ""  # why the samples could not be left where they are
    left_out: tuple[Refusal, ...] = ()  # other vectors of the file, which cannot be read
    measured: Moment | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedFiles:
    """News: what came of some files; the waveform files of those that were read are durable."""

    outcomes: tuple[tuple[Path, Parsed | RefusedFile], ...]  # by target


def preview_file(look: Look, progress: Progress) -> FilePreview:
    """What a file holds and the first values of each vector; raises InvalidRecording."""
    from pfd_desktop.core.waveforms import parsing

    return parsing.preview(look, progress)


def formats(_: None, progress: Progress) -> tuple[FileFormat, ...]:
    """Every format that is read; plug-ins are loaded to see whether they can be."""
    from pfd_desktop.core.waveforms.importers.table import formats

    progress.report(0.0, "Looking at the importers")
    return formats()


def complete(paths: tuple[Path, ...], progress: Progress) -> tuple[bool | None, ...]:
    """Which files have their end yet; None where they do not say."""
    from pfd_desktop.core.waveforms.importers.table import complete

    progress.report(0.0, "Looking for the ends of new files")
    return tuple(complete(path) for path in paths)


def verify(path: Path, progress: Progress) -> bool:
    """Whether a waveform file still is what was written."""
    progress.report(0.0, f"Reading {path.name}")
    return verify_blob(path)


def parse_files(requests: tuple[ParseRequest, ...], progress: Progress) -> None:
    """Read each into the waveform file of its ``target``, and make those durable together.

    What came of them is told as ParsedFiles once that is so, in their order; what cannot be read
    with its reason. Raises DiskFull, StoreUnavailable; then nothing was told.
    """
    from pfd_desktop.core.waveforms import parsing

    progress.tell(ParsedFiles(parsing.parse(requests, progress)))
