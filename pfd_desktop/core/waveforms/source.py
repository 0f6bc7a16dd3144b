"""A file outside the project that keeps the samples of a recording, left where it is.

Its samples are a memory map with a stride: exact only where they lie as float32 already. The file
is known by the hash of all its bytes, so that a changed one is refused and a moved one recognised.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.errors import SourceChanged, SourceMissing

WIDTH = 4  # bytes of a float32
_BLOCK = 1 << 22
_hashes: dict[tuple[Path, int, int], str] = {}  # what this process has read, by its state


@dataclass(frozen=True)
class Located:
    """Where a vector of float32, low bytes first, lies in its file; offset and stride in bytes."""

    offset: int
    stride: int  # from one sample to the next
    count: int


@dataclass(frozen=True)
class Source:
    """A file as it was when it was imported, and where the samples lie in it."""

    path: Path
    size: int  # bytes
    mtime_ns: int
    sha256: str  # of all its bytes
    located: Located

    def text(self) -> str:
        """JSON, as the waveform file keeps it."""
        return json.dumps(asdict(self), default=str)


def source_from(text: str) -> Source:
    """What ``Source.text`` wrote; raises ValueError, KeyError or TypeError where it is another."""
    kept = json.loads(text)
    located = Located(**kept.pop("located"))
    return Source(**{**kept, "path": Path(kept["path"]), "located": located})


def located(offset: int, stride: int, count: int, dtype: np.dtype[Any]) -> Located | str:
    """Where samples lie; why they cannot be used there, in words that follow a name.

    float32 alone: whoever reads a waveform expects an array of it, and a map converts nothing.
    """
    if dtype != np.dtype("<f4"):
        return f"keeps its samples as {dtype.name}{_order(dtype)} and not as float32"
    if offset % WIDTH or stride % WIDTH or stride < WIDTH:
        return "keeps its samples at places that are no multiples of four bytes"
    return Located(offset, stride, count)


def _order(dtype: np.dtype[Any]) -> str:
    return ", high bytes first," if dtype.str.startswith(">") else ""


def look_at(path: Path, where: Located, see: Callable[[float], None]) -> Source:
    """*path* as it is now, read whole for its hash; *see* is told the fraction that is read.

    Raises SourceMissing, and SourceChanged where it is written to meanwhile.
    """
    size, mtime_ns = state_of(path)
    sha256 = _hashed(path, size, mtime_ns, see)
    if state_of(path) != (size, mtime_ns):
        raise SourceChanged(f"{path} is being written to. Import it when it is finished.")
    return Source(path, size, mtime_ns, sha256, where)


def check(source: Source) -> None:
    """Raise SourceMissing where the file is gone, SourceChanged where it is not what it was.

    One with another time of change is read whole: it may have been copied back, or touched.
    """
    size, mtime_ns = state_of(source.path)
    if (size, mtime_ns) == (source.size, source.mtime_ns):
        return
    if size != source.size or _hashed(source.path, size, mtime_ns, _unseen) != source.sha256:
        raise changed(source)


def changed(source: Source) -> SourceChanged:
    """The error that says so."""
    return SourceChanged(
        f"{source.path} is not the file that was imported: its content has changed since, so it"
        " is not read. Put the original back, or look for it: File, Files left in place (pfd"
        " sources find FOLDER)."
    )


def matches(source: Source, path: Path, see: Callable[[float], None]) -> Source | None:
    """*source* as it lies at *path*, where that file has its size and hash."""
    size, mtime_ns = state_of(path)
    if size != source.size or _hashed(path, size, mtime_ns, see) != source.sha256:
        return None
    return Source(path, size, mtime_ns, source.sha256, source.located)


def mapped(source: Source) -> NDArray[np.float32]:
    """The samples, left in the file; check the source first. Raises OSError, ValueError."""
    where = source.located
    held = where.stride * (where.count - 1) + WIDTH
    if where.count < 1 or where.offset < 0 or where.offset + held > source.size:
        raise ValueError("the samples do not lie in their file")
    data = np.memmap(source.path, np.uint8, "r", offset=where.offset, shape=(held,))
    samples: NDArray[np.float32] = np.ndarray(
        (where.count,), np.float32, buffer=data, strides=(where.stride,)
    )
    return samples


def _unseen(_fraction: float) -> None:
    """Nobody waits for it to be shown."""


def unreadable(path: Path, error: OSError) -> SourceMissing:
    """The error that says so."""
    return SourceMissing(
        f"{path} is not there ({error.strerror}): the samples of the recording lie in it, outside"
        " the project. Connect its disk, or look for it: File, Files left in place (pfd sources"
        " find FOLDER)."
    )


def state_of(path: Path) -> tuple[int, int]:
    """Size and time of change; raises SourceMissing."""
    try:
        about = path.stat()
    except OSError as error:
        raise unreadable(path, error) from error
    return about.st_size, about.st_mtime_ns


def _hashed(path: Path, size: int, mtime_ns: int, see: Callable[[float], None]) -> str:
    """SHA-256 of a file, read once for as long as it has this size and time of change."""
    known = _hashes.get((path, size, mtime_ns))
    if known is not None:
        return known
    digest, done = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                done += len(block)
                see(min(1.0, done / max(1, size)))
    except OSError as error:
        raise SourceMissing(f"{path} cannot be read ({error.strerror}).") from error
    return _hashes.setdefault((path, size, mtime_ns), digest.hexdigest())
