"""Imports: what is asked and what came of it."""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.records.recording import Flag

_MANY = 100  # files that say something of the rate
NOTED = 100  # left-out vectors that the list of jobs names


@dataclass(frozen=True)
class Variable:
    """A vector in a foreign file that could be a waveform."""

    name: str  # "X105_DE_time", "bearing.gs", "column 3", "left"
    samples: int
    columns: int  # 1 for a plain vector; the mapping's ``column`` chooses
    dtype: str
    unit: str = "unknown"  # as the file says
    rate_hz: float | None = None  # its own, in files whose channels differ
    classes: tuple[str, ...] = ()  # of each column, where it is a record whose class the file tells
    part: str = ""  # of a set that was parted: "train"


@dataclass(frozen=True)
class Refusal:
    """A vector that is not read, and why, in words that follow its name."""

    vector: str
    reason: str  # "has 3 samples; at least 64 are needed"

    @property
    def text(self) -> str:
        """In words."""
        return f"{self.vector} {self.reason}"


@dataclass(frozen=True)
class FileFormat:
    """A format that is read, by ourselves or by a plug-in; a broken one says why."""

    name: str
    endings: tuple[str, ...]
    plug_in: str = ""  # the package that brings it
    problem: str = ""


@dataclass(frozen=True)
class FilePreview:
    """What a file holds, read in a limited child without loading it all."""

    path: Path
    format: str  # "MAT", "CSV", "WAV", "TDMS", …
    variables: tuple[Variable, ...]
    rate_hz: float | None  # only when the file itself says so
    speed_rpm: float | None
    notes: tuple[str, ...]  # "decimal comma", "header of 2 lines", …
    head: tuple[tuple[str, tuple[float, ...]], ...]  # first values per variable, for the preview
    recognised: bool = False  # a preset knows it, and which of its vectors is meant
    refused: tuple[Refusal, ...] = ()  # what of it is not read


# How samples without a header may lie: our names, and NumPy's letter with the width in bytes.
RAW_TYPES = {
    "int16": "i2",
    "int24": "i3",
    "int32": "i4",
    "uint8": "u1",
    "uint16": "u2",
    "float32": "f4",
    "float64": "f8",
}


@dataclass(frozen=True)
class RawLayout:
    """Bare samples: their type, the order of bytes, channels side by side, what comes before."""

    samples: str = "int16"  # of RAW_TYPES
    big_endian: bool = False
    channels: int = 1
    header_bytes: int = 0


@dataclass(frozen=True)
class Look:
    """Which file to look at, and how its bytes lie where it cannot say so itself."""

    path: Path
    raw: RawLayout | None = None


@dataclass(frozen=True)
class Mapping:
    """How a file becomes a recording: all that the file does not say, or says wrongly."""

    variable: str | None = None  # None: the only vector; several candidates raise MappingNeeded
    column: int = 0
    rate_hz: float | None = None
    quantity: str = "acceleration"
    unit: str = "unknown"
    sensitivity: float = 1.0  # the samples are divided by it
    channel: str = ""
    machine: str = ""
    unit_name: str = ""  # the physical bearing
    point: str = ""
    bearing: str = ""  # name in the bearing table
    kind: str = "rolling"
    speed_rpm: float | None = None
    condition: str = ""
    label: str | None = None
    severity: str = ""
    raw: RawLayout | None = None  # of files whose ending is of no format; others are left alone


@dataclass(frozen=True)
class ImportRequest:
    """Files and folders to import."""

    paths: tuple[Path, ...]
    preset: str = "auto"  # "auto", "cwru", "mfpt", "none"
    mapping: Mapping = Mapping()  # overrides what preset and file say
    every: bool = False  # of files that hold several waveforms: each becomes a recording
    update: bool = False  # what is there already, told otherwise, becomes as it is told now
    in_place: bool = False  # leave the samples where they are, if they can be used there


@dataclass(frozen=True)
class ImportedFile:
    """A file that arrived."""

    path: Path
    recording_id: str
    flags: tuple[Flag, ...]
    copied: str = ""  # why its samples could not be left where they are, where that was asked


@dataclass(frozen=True)
class RefusedFile:
    """A file that did not, and why. ``needs_mapping``: the mapping dialog can help."""

    path: Path
    reason: str
    needs_mapping: bool = False


@dataclass(frozen=True)
class ToldOtherwise:
    """A file that is there already, and what this import says otherwise of it."""

    path: Path
    recording_id: str
    name: str
    there: tuple[str, ...]  # "12000 Hz"
    now: tuple[str, ...]  # "48000 Hz", in the same order

    @property
    def text(self) -> str:
        """In words."""
        return f"{self.name} with {', '.join(self.there)}; this import says {', '.join(self.now)}"


@dataclass(frozen=True)
class LeftOut(Refusal):
    """A vector that was not read, of a file of which others were."""

    path: Path


@dataclass(frozen=True)
class ImportReport:
    """What came of an import."""

    imported: tuple[ImportedFile, ...]
    duplicates: tuple[tuple[Path, str], ...]  # file, id of the recording that came from it
    refused: tuple[RefusedFile, ...]
    differing: tuple[ToldOtherwise, ...] = ()  # of the duplicates: what was kept as it was
    updated: tuple[ToldOtherwise, ...] = ()  # what is now as this import says
    left_out: tuple[LeftOut, ...] = ()  # of the files that were read
    replaced: tuple[
        str, ...
    ] = ()  # names of what had come of the beginning of a file, in the trash
    seconds: float = 0.0  # that it took

    @property
    def rate_words(self) -> str:
        """How fast many files arrived; "" where too few did to say."""
        if len(self.imported) < _MANY or self.seconds <= 0:
            return ""
        rate = len(self.imported) / self.seconds
        return f"{rate:.3g} files a second, in {self.seconds:.1f} s"

    @property
    def left_out_words(self) -> str:
        """How many vectors were left out."""
        count = len(self.left_out)
        return f"{count} vector{'' if count == 1 else 's'} left out"

    @property
    def job_note(self) -> str:
        """What the list of jobs says of an import that was done: what it left out."""
        if not self.left_out:
            return ""
        said = "; ".join(f"{one.path.name}: {one.text}" for one in self.left_out[:NOTED])
        more = len(self.left_out) - NOTED
        return f"{self.left_out_words}: {said}" + (f"; and {more} more" if more > 0 else "")
