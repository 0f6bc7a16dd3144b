"""The waveform file: samples that never change, beside the min/max pyramid that draws them.

HDF5, contiguous, so that samples are read as a memory map: ``/samples`` float32,
``/pyramid/k`` of shape (2, n) float32 with the minima and maxima of every ``256 · 4^k`` samples,
and ``/rms/k`` float32 with their mean squares, which older files lack.
Attribute ``axis`` is there only where the samples are not equally spaced in time. Where the samples
are left in the file they were measured into there is no ``/samples``: attribute ``source`` says
which file that is, what it hashes to, and where in it they lie (``source.py``).
"""

from __future__ import annotations

import hashlib
import math
import mmap
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.atomic import atomic_path, unsynced_path
from pfd_desktop.core.waveforms import layouts
from pfd_desktop.core.waveforms.envelope import (
    BASE,
    EXACT,
    STEP,
    Level,
    envelope,
    next_pairs,
    pairs_of,
)
from pfd_desktop.core.waveforms.layouts import Told
from pfd_desktop.core.waveforms.mean_squares import (
    PowerLevel,
    mean_squares,
    power_levels,
    power_tower,
    powers_of,
)
from pfd_desktop.core.waveforms.read_in_pieces import PiecewiseSamples
from pfd_desktop.core.waveforms.source import Source, changed, check, mapped, source_from
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Progress

if TYPE_CHECKING:
    import h5py

TOP = 4096  # a level with fewer pairs is the last
_KEPT = 2 * 2**20  # samples; pages that were drawn count as ours until they are let go of
_NOTHING = np.empty(0, np.float32)
_CHUNK = BASE * STEP**6  # samples handled at a time: 1 Mi, a multiple of BASE

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class BlobInfo:
    """What was written."""

    sha256: str  # of the samples as little-endian float32
    samples: int
    rate_hz: float
    lowest: float = math.nan  # of the samples, where they were looked at
    highest: float = math.nan


class Blob:
    """An open waveform file; its arrays are memory maps and cost no memory until they are read."""

    def __init__(self, path: Path, *, in_pieces: bool = False) -> None:
        import h5py

        self.path, self._in_pieces = path, in_pieces
        self._mapped = 0  # samples that drawing has read since pages were let go of
        try:
            with h5py.File(path, "r", locking=False) as file:
                self.rate_hz = float(file.attrs["rate_hz"])
                self.unit = str(file.attrs["unit"])
                self.quantity = str(file.attrs["quantity"])
                self.sha256 = str(file.attrs["sha256"])
                self.axis = Axis(str(file.attrs.get("axis", Axis.TIME)))
                self.source = kept_source(file)
                self.samples: Floats = self._samples(file)
                self.pyramid = tuple(self._levels(file))
                self.powers = tuple(self._power_levels(file))
                self._check(str(file.attrs["facts"]))
        except (OSError, KeyError, ValueError, TypeError, RuntimeError, AttributeError) as error:
            raise InvalidRecording(
                f"The waveform file {path} is missing or damaged; import the recording again."
            ) from error

    def _samples(self, file: h5py.File) -> Floats:
        if self.source is None:
            return _map(self.path, file["samples"])
        check(self.source)
        samples = mapped(self.source)
        return cast("Floats", PiecewiseSamples(self.source)) if self._in_pieces else samples

    def _levels(self, file: h5py.File) -> Iterator[Level]:
        for k in range(len(file["pyramid"])):
            pairs = _map(self.path, file[f"pyramid/{k}"])
            yield Level(BASE * STEP**k, pairs[0], pairs[1])

    def _power_levels(self, file: h5py.File) -> Iterator[PowerLevel]:
        for k in range(len(file.get("rms", ()))):
            yield PowerLevel(BASE * STEP**k, _map(self.path, file[f"rms/{k}"]))

    def _check(self, facts: str) -> None:
        """What is small is held against its hash whenever the file is opened."""
        info = BlobInfo(self.sha256, len(self.samples), self.rate_hz)
        told = Told(self.rate_hz, self.unit, self.quantity, self.axis)
        if facts != told.facts(info.samples, info.sha256):
            raise ValueError("rate, unit or length have changed")
        lengths = [len(level.minima) for level in self.pyramid]
        if lengths != [-(-info.samples // level.factor) for level in self.pyramid]:
            raise ValueError("the pyramid does not fit the samples")
        if [len(level.values) for level in self.powers] not in ([], lengths):
            raise ValueError("the mean squares do not fit the samples")

    def envelope(self, start: int, stop: int, columns: int) -> tuple[Floats, Floats]:
        """Minima and maxima of the samples *start* to *stop* in *columns* equal columns.

        Column c holds the samples from ``start + c·n // columns`` to the next column's first one:
        exactly, while a column is narrower than 4096 samples. Wider ones begin and end on the
        pyramid's grid, less than a sixteenth of a column away. Either way no sample is left out
        or counted twice between columns, and none is empty: fewer samples than columns repeat.
        """
        found = envelope(self.samples, self.pyramid, start, stop, columns)
        self._read(start, stop, columns)
        return found

    def has_powers(self) -> bool:
        """Whether ``mean_squares`` can be asked; files of older versions need ``add_powers``."""
        return bool(self.powers)

    def add_powers(self, progress: Progress) -> None:
        """Read all samples once for their mean squares, which the file does not keep."""
        self.powers = self.powers or power_levels(self.samples, TOP, progress)

    def mean_squares(self, start: int, stop: int, columns: int) -> NDArray[np.float64]:
        """Mean squares of the samples *start* to *stop* in *columns* columns, as the envelope's."""
        found = mean_squares(self.samples, self.powers, start, stop, columns)
        self._read(start, stop, columns)
        return found

    def _read(self, start: int, stop: int, columns: int) -> None:
        if stop - start < EXACT * columns:  # samples were read, not only the pyramid
            self._mapped += stop - start
            if self._mapped > _KEPT:
                self._mapped = 0
                _unmap(self.samples)

    def close(self) -> None:
        """Let go of the maps."""
        self.samples = np.empty(0, np.float32)
        self.pyramid, self.powers = (), ()


def open_blob(path: Path, *, in_pieces: bool = False) -> Blob:
    """The waveform file at *path*; raises InvalidRecording where it is missing or damaged.

    Where its samples lie in a file outside the project: SourceMissing, SourceChanged. They are a
    memory map, which another program that cuts that file short turns into a trap: children alone
    may end by it. *in_pieces* they are read only when they are asked for, which then raises those.
    """
    return Blob(path, in_pieces=in_pieces)


def waveform_of(blob: Blob) -> Waveform:
    """Its samples as processing and analyses take them; they stay a memory map of the file."""
    return Waveform(blob.samples, blob.rate_hz, blob.quantity, blob.unit, blob.axis)


def verify_blob(path: Path) -> bool:
    """Whether samples, pyramid and attributes still are what was written; reads it all.

    Raises SourceMissing and SourceChanged where they lie outside the project.
    """
    try:
        blob = open_blob(path)
    except InvalidRecording:
        return False
    try:
        sha256, pairs, powers = _digest(len(blob.samples), _slices(blob.samples))
        rebuilt = list(_tower(pairs))
        same = len(rebuilt) == len(blob.pyramid) and all(map(_same, rebuilt, blob.pyramid))
        tower = power_tower(powers, len(blob.samples), TOP)
        close = all(map(_close, tower, blob.powers))
        if blob.source is not None and sha256 != blob.sha256:  # changed, and its time set back
            raise changed(blob.source)
        return same and close and sha256 == blob.sha256
    finally:
        blob.close()


def write_blob(
    path: Path,
    samples: NDArray[np.floating] | Iterable[NDArray[np.floating]],
    rate_hz: float,
    unit: str,
    quantity: str,
    *,
    axis: Axis = Axis.TIME,
    durable: bool = True,
) -> BlobInfo:
    """Write samples, an array or pieces of one, with their pyramid; durable when this returns.

    Without *durable* it is to be made so with others, by ``sync_files``, and *path* ends in ".tmp".
    Where ``axis`` is an angle the rate is samples per revolution. Takes the memory of a hundredth
    of the samples. Raises InvalidRecording where there is no sample, DiskFull where there is no
    room; then nothing is left behind.
    """
    told = Told(rate_hz, unit, quantity, axis)
    with (atomic_path if durable else unsynced_path)(path) as temporary:
        if isinstance(samples, np.ndarray):
            return _write(temporary, len(samples), _slices(samples), told)
        pieces = iter(samples)
        first, second = next(pieces, _NOTHING), next(pieces, None)
        if second is None:
            return _write(temporary, len(first), _slices(first), told)
        spool = temporary.with_suffix(".samples.tmp")  # HDF5 must know the length beforehand
        try:
            length = _spool(spool, chain((first, second), pieces))
            return _write(temporary, length, _unspool(spool), told)
        finally:
            spool.unlink(missing_ok=True)


def retell_blob(path: Path, rate_hz: float, unit: str, quantity: str) -> None:
    """Give a waveform file that was just written, and is not in its place yet, other facts."""
    import h5py

    with h5py.File(path, "r+", locking=False) as file:
        sha256, told = str(file.attrs["sha256"]), Told(rate_hz, unit, quantity)
        told.describe(file, sha256, told.facts(_length(file), sha256))


def _length(file: h5py.File) -> int:
    source = kept_source(file)
    return len(file["samples"]) if source is None else source.located.count


def write_reference(
    path: Path, source: Source, rate_hz: float, unit: str, quantity: str
) -> BlobInfo:
    """Write the waveform file of samples that stay in *source*; durable when this returns.

    Raises SourceMissing, SourceChanged, DiskFull; then nothing is left behind.
    """
    check(source)
    samples = mapped(source)
    with atomic_path(path) as temporary:
        told = Told(rate_hz, unit, quantity)
        return _write(temporary, len(samples), _slices(samples), told, source)


def _write(
    path: Path,
    length: int,
    blocks: Iterator[Floats],
    told: Told,
    source: Source | None = None,
) -> BlobInfo:
    import h5py

    if length == 0:
        raise InvalidRecording("There is no sample to keep.")
    if length <= layouts.MOST and source is None:
        return _write_few(path, next(blocks), told)
    with h5py.File(path, "w", locking=False) as file:
        keep = _keeper(file, length) if source is None else None
        sha256, pairs, powers = _digest(length, blocks, keep)
        for k, level in enumerate(_tower(pairs)):
            file.create_dataset(f"pyramid/{k}", data=level)
        for k, values in enumerate(power_tower(powers, length, TOP)):
            file.create_dataset(f"rms/{k}", data=values)
        told.describe(file, sha256, told.facts(length, sha256))
        if source is not None:
            keep_source(file, source)
    return _info(sha256, length, told, pairs)


def _write_few(path: Path, samples: Floats, told: Told) -> BlobInfo:
    """All of them in one block, which costs HDF5 once for all files alike."""
    sha256, pairs, powers = _digest(len(samples), iter([samples]))
    path.write_bytes(layouts.filled(samples, pairs, powers, told, sha256))
    return _info(sha256, len(samples), told, pairs)


def _info(sha256: str, length: int, told: Told, pairs: Floats) -> BlobInfo:
    return BlobInfo(sha256, length, told.rate_hz, float(pairs[0].min()), float(pairs[1].max()))


def _keeper(file: h5py.File, length: int) -> Callable[[int, Floats], None]:
    """Puts blocks of samples into a dataset of *length*."""
    dataset = file.create_dataset("samples", (length,), np.float32)

    def keep(start: int, block: Floats) -> None:
        dataset[start : start + len(block)] = block

    return keep


def keep_source(file: h5py.File, source: Source) -> None:
    """Say in an open waveform file where its samples lie, with a hash over what is said."""
    text = source.text()
    file.attrs["source"] = text
    file.attrs["source_sha256"] = hashlib.sha256(text.encode()).hexdigest()


def kept_source(file: h5py.File) -> Source | None:
    """Where the samples of an open waveform file lie. Raises ValueError, KeyError."""
    if "source" not in file.attrs:
        return None
    text = str(file.attrs["source"])
    if hashlib.sha256(text.encode()).hexdigest() != file.attrs["source_sha256"]:
        raise ValueError("what it says of its source has changed")
    return source_from(text)


def _digest(
    length: int, blocks: Iterator[Floats], see: Callable[[int, Floats], None] | None = None
) -> tuple[str, Floats, Floats]:
    """The hash of all samples, and the lowest levels of their extremes and mean squares.

    *see* is shown each block.
    """
    digest, pairs = hashlib.sha256(), np.empty((2, -(-length // BASE)), np.float32)
    powers = np.empty(pairs.shape[1], np.float32)
    start = 0
    for block in blocks:
        if see is not None:
            see(start, block)
        digest.update(block.data)
        own = pairs_of(block, BASE)
        place = slice(start // BASE, start // BASE + own.shape[1])
        pairs[:, place], powers[place] = own, powers_of(block)
        start += len(block)
    return digest.hexdigest(), pairs, powers


def _slices(samples: NDArray[np.floating]) -> Iterator[Floats]:
    for i in range(0, len(samples), _CHUNK):
        yield np.ascontiguousarray(samples[i : i + _CHUNK], "<f4")


def _spool(path: Path, pieces: Iterable[NDArray[np.floating]]) -> int:
    """Write *pieces* one after the other to *path*; the number of samples."""
    with path.open("wb") as out:
        for piece in pieces:
            out.write(np.ascontiguousarray(piece, "<f4").data)
        return out.tell() // 4


def _unspool(path: Path) -> Iterator[Floats]:
    with path.open("rb") as spooled:
        while len(block := np.fromfile(spooled, "<f4", _CHUNK)):
            yield block


def _tower(pairs: Floats) -> Iterator[Floats]:
    """The levels of the pyramid, from the lowest."""
    yield pairs
    while pairs.shape[1] > TOP:
        pairs = next_pairs(pairs)
        yield pairs


def _same(rebuilt: Floats, level: Level) -> bool:
    return np.array_equal(rebuilt[0], level.minima) and np.array_equal(rebuilt[1], level.maxima)


def _close(rebuilt: Floats, level: PowerLevel) -> bool:
    """Sums may round otherwise on another machine."""
    return np.allclose(rebuilt, level.values, rtol=1e-4)


def _map(path: Path, dataset: h5py.Dataset) -> Floats:
    offset = dataset.id.get_offset()
    if offset is None or dataset.dtype != np.float32:
        raise ValueError(f"{dataset.name} is not as it was written")
    return np.memmap(path, np.float32, "r", offset=offset, shape=dataset.shape)


def _unmap(samples: Floats) -> None:
    """Give the pages back that were read; they stay in the system's cache and come again."""
    base: object = samples
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, mmap.mmap) and sys.platform == "linux":
        base.madvise(mmap.MADV_DONTNEED)
