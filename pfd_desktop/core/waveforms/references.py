"""Waveform files whose samples lie outside the project: which file, and a new place for it."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from pfd_desktop.atomic import atomic_path
from pfd_desktop.core.records.recording import Reading
from pfd_desktop.core.waveforms.blob import keep_source, kept_source
from pfd_desktop.core.waveforms.source import Source, check, matches
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidRecording, SourceChanged, SourceMissing


def source_of(path: Path) -> Source | None:
    """The file that the waveform file at *path* refers to; None where it keeps its samples itself.

    Reads the header alone. Raises InvalidRecording where it is missing or damaged.
    """
    import h5py

    try:
        with h5py.File(path, "r", locking=False) as file:
            return kept_source(file)
    except (OSError, KeyError, ValueError, TypeError, RuntimeError) as error:
        raise InvalidRecording(
            f"The waveform file {path} is missing or damaged; import the recording again."
        ) from error


def file_read_as(alike: Iterable[Path], wanted: Reading) -> Path | None:
    """The first of the waveform files *alike* that says this of its samples; damaged ones do not.

    Reads the headers alone.
    """
    import h5py

    for path in alike:
        try:
            with h5py.File(path, "r", locking=False) as file:
                told = file.attrs
                axis = str(told.get("axis", Axis.TIME))
                found = float(told["rate_hz"]), str(told["unit"]), str(told["quantity"]), axis
        except (OSError, KeyError, ValueError, TypeError, RuntimeError):
            continue
        if found == wanted:
            return path
    return None


def trouble(source: Source) -> str:
    """Why it cannot be read; "" where it can."""
    try:
        check(source)
    except (SourceMissing, SourceChanged) as error:
        return str(error)
    return ""


def point_to(path: Path, candidate: Path, see: Callable[[float], None]) -> bool:
    """Let the waveform file at *path* refer to *candidate*, where it has the same hash.

    The rest of the waveform file stays as it is; *see* is told the fraction that is read.
    Raises InvalidRecording, SourceMissing, DiskFull; then nothing has changed.
    """
    import h5py

    source = source_of(path)
    found = matches(source, candidate, see) if source is not None else None
    if found is None:
        return False
    with atomic_path(path) as temporary:
        shutil.copyfile(path, temporary)
        with h5py.File(temporary, "r+", locking=False) as file:
            keep_source(file, found)
    return True
