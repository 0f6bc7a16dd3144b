"""What a MAT version 5 file holds, from its headers alone.

``scipy.io.whosmat`` unpacks too much (316 MB for a crafted file of 1 MB). This walk unpacks the
first kilobytes of each variable and counts what the rest would unpack to.
Source: MathWorks, "MAT-File Format", version 5 (tags, array flags, dimensions, name).
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES
from pfd_desktop.core.waveforms.importers.limits import (
    MAX_LOADED_BYTES,
    MAX_OBJECTS,
    check_expansion,
    size_text,
)
from pfd_desktop.errors import InvalidRecording

_MATRIX, _COMPRESSED = 14, 15
_HEADER_BYTES = 128
_PEEK = 4096
_UNPACK = 1 << 20
_TYPES = {
    1: "i1",
    2: "u1",
    3: "i2",
    4: "u2",
    5: "i4",
    6: "u4",
    7: "f4",
    9: "f8",
    12: "i8",
    13: "u8",
}
_CLASSES = {6: "double", 7: "single", 8: "int8", 9: "uint8", 10: "int16", 11: "uint16"}
_CLASSES |= {12: "int32", 13: "uint32", 14: "int64", 15: "uint64"}
_LOADABLE = {1: "cell", 2: "struct", 4: "char"}  # opened by loadmat to see what is inside
_LOGICAL, _COMPLEX = 0x0200, 0x0800


@dataclass(frozen=True)
class MatHeader:
    """One variable at the top of a MAT file."""

    name: str
    kind: str  # "double", "int16", "struct", "char", "complex", "other"
    shape: tuple[int, ...]
    head: tuple[float, ...]

    @property
    def numeric(self) -> bool:
        """Whether it is a plain array of real numbers."""
        return self.kind in _CLASSES.values()


def headers(path: Path) -> tuple[MatHeader, ...]:
    """Every variable of the file; refuses what would unpack to too much."""
    with path.open("rb") as file:
        mark = file.read(_HEADER_BYTES)[126:128]
        order = "<" if mark == b"IM" else ">"
        found = tuple(_elements(path, file, order))
    return tuple(header for header in found if header is not None)


def _elements(path: Path, file: BinaryIO, order: str) -> Iterator[MatHeader | None]:
    size = path.stat().st_size
    for _ in range(MAX_OBJECTS):
        tag = file.read(8)
        if len(tag) < 8:
            return
        kind, length = struct.unpack(order + "II", tag)
        start = file.tell()
        if start + length > size:
            raise InvalidRecording(
                f"{path.name} ends early: it announces {length:,} bytes and holds"
                f" {size - start:,} of them. Copy it again from where it was recorded."
            )
        if kind == _COMPRESSED:
            yield _matrix(_unpack(path, file, length)[8:], order)
        elif kind == _MATRIX:
            yield _matrix(file.read(min(length, _PEEK)), order)
        file.seek(start + length)
    raise InvalidRecording(f"{path.name} holds more than {MAX_OBJECTS:,} variables.")


def _unpack(path: Path, file: BinaryIO, length: int) -> bytes:
    """The first bytes of a compressed element, all of which is counted."""
    unpacker = zlib.decompressobj()
    peek, expanded, left = b"", 0, length
    pending = b""
    while left or pending:
        if not pending:
            pending = file.read(min(left, _UNPACK))
            left -= len(pending)
        piece = unpacker.decompress(pending, _UNPACK)
        pending = unpacker.unconsumed_tail
        peek += piece[: _PEEK - len(peek)]
        expanded += len(piece)
        check_expansion(path, "a variable", length, expanded)
        if expanded > MAX_LOADED_BYTES:
            raise InvalidRecording(
                f"{path.name}: a variable unpacks to more than {size_text(MAX_LOADED_BYTES)}."
                " Store it as HDF5 or WAV, which can be read in pieces."
            )
        if unpacker.eof or (not piece and not pending and not left):
            break
    return peek


def _matrix(body: bytes, order: str) -> MatHeader | None:
    """The header of one array from its first bytes."""
    flags, rest = _subelement(body, order)
    word = struct.unpack_from(order + "I", flags)[0]
    number = word & 0xFF
    dims, rest = _subelement(rest, order)
    shape = tuple(int(side) for side in np.frombuffer(dims, order + "i4"))
    name, rest = _subelement(rest, order)
    if not name or min(shape, default=0) < 0:
        return None
    kind = _CLASSES.get(number) or _LOADABLE.get(number, "other")
    if word & _COMPLEX:
        kind = "complex" if number in _CLASSES else "other"
    head = _values(rest, order) if number in _CLASSES else ()
    return MatHeader(name.decode("latin-1"), kind, shape, head)


def _subelement(body: bytes, order: str) -> tuple[bytes, bytes]:
    """(data, what follows) of a tagged piece; data is cut off where *body* is."""
    kind, length = struct.unpack_from(order + "II", body)
    if kind >> 16:  # small form: length and data lie within the tag
        length = kind >> 16
        return body[4 : 4 + length], body[8:]
    padded = (length + 7) // 8 * 8
    return body[8 : 8 + length], body[8 + padded :]


def _values(body: bytes, order: str) -> tuple[float, ...]:
    """The first numbers of the real part."""
    if len(body) < 8:
        return ()
    kind = struct.unpack_from(order + "I", body)[0] & 0xFFFF
    data, _ = _subelement(body, order)
    if kind not in _TYPES:
        return ()
    dtype = np.dtype(order + _TYPES[kind])
    count = min(len(data) // dtype.itemsize, HEAD_VALUES)
    return tuple(float(value) for value in np.frombuffer(data, dtype, count))
