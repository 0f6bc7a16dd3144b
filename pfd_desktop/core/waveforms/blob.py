"""The waveform file: samples that never change, beside the min/max pyramid that draws them.

HDF5, contiguous, so that samples are read as a memory map: ``/samples`` float32, and
``/pyramid/k`` of shape (2, n) float32 with the minima and maxima of every ``256 · 4^k`` samples.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

from pfd_desktop.atomic import atomic_path
from pfd_desktop.errors import InvalidRecording

BASE = 256
STEP = 4
TOP = 4096  # a level with fewer pairs is the last
_CHUNK = BASE * STEP**6  # samples handled at a time: 1 Mi, a multiple of BASE

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class BlobInfo:
    """What was written."""

    sha256: str  # of the samples as little-endian float32
    samples: int
    rate_hz: float


@dataclass(frozen=True)
class Level:
    """One level of the pyramid: each pair covers ``factor`` samples, the last one what is left."""

    factor: int
    minima: Floats
    maxima: Floats


class Blob:
    """An open waveform file; its arrays are memory maps and cost no memory until they are read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with h5py.File(path, "r") as file:
                self.rate_hz = float(file.attrs["rate_hz"])
                self.unit = str(file.attrs["unit"])
                self.quantity = str(file.attrs["quantity"])
                self.sha256 = str(file.attrs["sha256"])
                self.samples: Floats = _map(path, file["samples"])
                self.pyramid = tuple(self._levels(file))
        except (OSError, KeyError, ValueError) as error:
            raise InvalidRecording(
                f"The waveform file {path} is missing or damaged; import the recording again."
            ) from error

    def _levels(self, file: h5py.File) -> Iterator[Level]:
        for k in range(len(file["pyramid"])):
            pairs = _map(self.path, file[f"pyramid/{k}"])
            yield Level(BASE * STEP**k, pairs[0], pairs[1])

    def envelope(self, start: int, stop: int, columns: int) -> tuple[Floats, Floats]:
        """Minima and maxima of the samples *start* to *stop* in *columns* equal columns.

        Exact, no sample is left out: every column is the envelope of all samples between its
        edges. Where columns are wide the edges lie on the pyramid's grid, at most half a column
        from ``start + c·n/columns``; a column is never empty.
        """
        start, stop = max(0, start), min(len(self.samples), stop)
        if stop <= start or columns < 1:
            return np.empty(0, np.float32), np.empty(0, np.float32)
        level = self._level_for((stop - start) / columns)
        if level is None:
            piece = np.asarray(self.samples[start:stop])
            return _reduce(piece, piece, columns)
        first, last = start // level.factor, -(-stop // level.factor)
        low, high = np.asarray(level.minima[first:last]), np.asarray(level.maxima[first:last])
        return _reduce(low, high, columns)

    def _level_for(self, samples_per_column: float) -> Level | None:
        usable = [level for level in self.pyramid if level.factor * 2 <= samples_per_column]
        return usable[-1] if usable else None

    def close(self) -> None:
        """Let go of the maps."""
        self.samples = np.empty(0, np.float32)
        self.pyramid = ()


def open_blob(path: Path) -> Blob:
    """The waveform file at *path*; raises InvalidRecording where it is missing or damaged."""
    return Blob(path)


def verify_blob(path: Path) -> bool:
    """Whether the samples still have the hash they were written with."""
    try:
        blob = open_blob(path)
    except InvalidRecording:
        return False
    digest = hashlib.sha256()
    for i in range(0, len(blob.samples), _CHUNK):
        digest.update(np.ascontiguousarray(blob.samples[i : i + _CHUNK], "<f4").tobytes())
    return digest.hexdigest() == blob.sha256


def write_blob(
    path: Path,
    samples: NDArray[np.floating] | Iterable[NDArray[np.floating]],
    rate_hz: float,
    unit: str,
    quantity: str,
) -> BlobInfo:
    """Write samples, an array or pieces of one, with their pyramid; durable when this returns.

    Memory does not grow with the length. Raises InvalidRecording where there is no sample,
    DiskFull where there is no room.
    """
    pieces = _pieces(samples)
    raw = path.with_name(f".{path.name}.samples.tmp")
    digest, pairs, count = hashlib.sha256(), [], 0
    try:
        with atomic_path(path) as temporary:
            with raw.open("wb") as out:
                for block in pieces:
                    data = np.ascontiguousarray(block, "<f4")
                    digest.update(data.data)
                    out.write(data.data)
                    pairs.append(_pairs(data, BASE))
                    count += len(data)
            if count == 0:
                raise InvalidRecording("There is no sample to keep.")
            info = BlobInfo(digest.hexdigest(), count, rate_hz)
            _write_file(
                temporary, raw, info, np.concatenate(pairs, 1), unit=unit, quantity=quantity
            )
    finally:
        raw.unlink(missing_ok=True)
    return info


def _write_file(
    path: Path, raw: Path, info: BlobInfo, pairs: Floats, *, unit: str, quantity: str
) -> None:
    source = np.memmap(raw, np.float32, "r")
    with h5py.File(path, "w") as file:
        file.attrs.update(
            rate_hz=info.rate_hz, unit=unit, quantity=quantity, sha256=info.sha256, version=1
        )
        samples = file.create_dataset("samples", (info.samples,), np.float32)
        for i in range(0, info.samples, _CHUNK):
            samples[i : i + _CHUNK] = source[i : i + _CHUNK]
        k = 0
        while True:
            file.create_dataset(f"pyramid/{k}", data=pairs)
            if pairs.shape[1] <= TOP:
                break
            minima, maxima = _pairs(pairs[0], STEP)[0], _pairs(pairs[1], STEP)[1]
            pairs, k = np.stack([minima, maxima]), k + 1


def _pieces(
    samples: NDArray[np.floating] | Iterable[NDArray[np.floating]],
) -> Iterator[NDArray[np.floating]]:
    """Blocks of exactly _CHUNK samples, the last one shorter, so that pairs never straddle."""
    waiting: list[NDArray[np.floating]] = []
    held = 0
    for given in [samples] if isinstance(samples, np.ndarray) else samples:
        piece = given
        while held + len(piece) >= _CHUNK:
            cut = _CHUNK - held
            yield np.concatenate([*waiting, piece[:cut]])
            piece, waiting, held = piece[cut:], [], 0
        if len(piece):
            waiting.append(piece)
            held += len(piece)
    if waiting:
        yield np.concatenate(waiting)


def _pairs(values: Floats, factor: int) -> Floats:
    """Shape (2, ceil(n / factor)): minima and maxima of runs of *factor* values."""
    starts = np.arange(0, len(values), factor)
    whole = len(values) // factor * factor
    result = np.empty((2, len(starts)), np.float32)
    body = values[:whole].reshape(-1, factor)
    result[0, : len(body)], result[1, : len(body)] = body.min(1), body.max(1)
    if whole < len(values):
        result[0, -1], result[1, -1] = values[whole:].min(), values[whole:].max()
    return result


def _reduce(minima: Floats, maxima: Floats, columns: int) -> tuple[Floats, Floats]:
    """Least minimum and greatest maximum in *columns* equal runs; values repeat when too few."""
    starts = np.arange(columns, dtype=np.int64) * len(minima) // columns
    return np.minimum.reduceat(minima, starts), np.maximum.reduceat(maxima, starts)


def _map(path: Path, dataset: h5py.Dataset) -> Floats:
    offset = dataset.id.get_offset()
    if offset is None:
        raise ValueError(f"{dataset.name} is not contiguous")
    return np.memmap(path, np.float32, "r", offset=offset, shape=dataset.shape)
