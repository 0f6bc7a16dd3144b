"""Samples that stay in a file which another program may change, read piece by piece.

A memory map of a file that was cut short ends the process that reads it (SIGBUS): the program with
the window is never to be that one, so it reads what lies outside the project through this.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.waveforms.source import WIDTH, Source, changed, state_of, unreadable

_PIECE = 1 << 22  # bytes read at once

Floats = NDArray[np.float32]


class PiecewiseSamples:
    """What an array of the samples would answer: length, slices, single ones, tables of places.

    Every answer is an array of its own. Raises SourceMissing, and SourceChanged where the file has
    another size or time than when this was made, or ends early.
    """

    dtype = np.dtype(np.float32)

    def __init__(self, source: Source) -> None:
        self._source = source
        self._state = state_of(source.path)

    @property
    def shape(self) -> tuple[int]:
        """As an array has it."""
        return (self._source.located.count,)

    def __len__(self) -> int:
        return self._source.located.count

    def __getitem__(self, wanted: int | slice | NDArray[np.integer]) -> Any:
        with self._opened() as file:
            if isinstance(wanted, slice):
                return self._slice(file, wanted)
            if isinstance(wanted, np.ndarray) and wanted.ndim:
                return self._table(file, wanted)
            return self._stretch(file, int(wanted) % len(self), 1)[0]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """All of them, in memory."""
        return np.asarray(self[:], dtype)

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        if state_of(self._source.path) != self._state:
            raise changed(self._source)
        try:
            file = self._source.path.open("rb", buffering=0)
        except OSError as error:
            raise unreadable(self._source.path, error) from error
        with file:
            yield file

    def _slice(self, file: BinaryIO, wanted: slice) -> Floats:
        start, stop, step = wanted.indices(len(self))
        if step != 1:
            return self._table(file, np.arange(start, stop, step))
        return self._stretch(file, start, max(0, stop - start))

    def _table(self, file: BinaryIO, places: NDArray[np.integer]) -> Floats:
        """Row by row: the stretch that holds a row is read, of which its places are taken."""
        found = np.empty(places.shape, np.float32)
        rows = zip(
            found.reshape(-1, places.shape[-1]), places.reshape(-1, places.shape[-1]), strict=True
        )
        for row, asked in rows:
            first = int(asked.min())
            row[:] = self._stretch(file, first, int(asked.max()) - first + 1)[asked - first]
        return found

    def _stretch(self, file: BinaryIO, first: int, count: int) -> Floats:
        where = self._source.located
        found = np.empty(count, np.float32)
        at_once = max(1, _PIECE // where.stride)
        for start in range(0, count, at_once):
            part = found[start : start + at_once]
            file.seek(where.offset + (first + start) * where.stride)
            held = where.stride * (len(part) - 1) + WIDTH
            read = _whole(file, held)
            if len(read) < held:
                raise changed(self._source)
            part[:] = np.ndarray(part.shape, np.float32, buffer=read, strides=(where.stride,))
        return found


def _whole(file: BinaryIO, count: int) -> bytes:
    """*count* bytes, fewer at the end of the file; a disk may hand them over in several parts."""
    read = file.read(count) or b""
    while len(read) < count and (more := file.read(count - len(read))):
        read += more
    return read
