"""NPY and NPZ files of NumPy; never with pickled objects inside."""

import io
import mmap
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import Refusal, Variable
from pfd_desktop.core.waveforms.importers import arrays, hints, whole
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import (
    MAX_LOADED_BYTES,
    MAX_OBJECTS,
    check_expansion,
    reading,
    size_text,
)
from pfd_desktop.core.waveforms.source import Located, located
from pfd_desktop.errors import InvalidRecording

_MAGIC = b"\x93NUMPY"
_ZIP = b"PK\x03\x04"
_SUFFIX = ".npy"
_SINGLE = "samples"  # what the only array of an NPY file is called

Header = tuple[tuple[int, ...], bool, np.dtype[Any]]  # shape, Fortran order, type


def _is_npy(head: bytes) -> bool:
    return head.startswith(_MAGIC)


def _is_npz(head: bytes) -> bool:
    return head.startswith(_ZIP)


def _header(file: IO[bytes]) -> Header:
    version = npy.read_magic(file)
    length = file.read(2 if version == (1, 0) else 4)
    return _understood(version, length + file.read(int.from_bytes(length, "little")))


@lru_cache(64)
def _understood(version: tuple[int, int], header: bytes) -> Header:
    """Those of a rig's files are alike, and reading one costs as much as reading its samples."""
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, fortran, dtype = read(io.BytesIO(header))
    return shape, fortran, dtype


def _describe_npy(path: Path, _thorough: bool) -> Contents:
    with reading(path, "an NPY file"):
        checked = _checked(path)
        vector, _ = _placed(checked, 0)
        described = arrays.variable(_SINGLE, checked.shape, str(checked.dtype))
    found = () if described is None else (described,)
    return Contents("NPY", found, head=((_SINGLE, arrays.head_of(vector)),) if found else ())


@dataclass(frozen=True)
class _Checked:
    """An NPY file whose numbers are all there."""

    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype[Any]
    offset: int  # the byte that they begin at
    mapped: mmap.mmap  # as np.memmap maps it, without asking where links lead


def _checked(path: Path) -> _Checked:
    with path.open("rb") as file:
        header, offset = _header(file), file.tell()
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    shape, fortran, dtype = header
    held = len(mapped) - offset
    if dtype.hasobject:
        raise InvalidRecording(
            f"{path.name} holds Python objects and not numbers. They can run programs when read,"
            " so they are not; save the samples as a plain array."
        )
    reason = arrays.dtype_refusal(dtype) or arrays.refusal(shape, dtype.itemsize)
    if reason is not None:
        raise InvalidRecording(f"{path.name} {reason}.")
    if dtype.kind not in arrays.NUMBER_KINDS or arrays.vector_shape(shape) is None:
        raise InvalidRecording(
            f"{path.name} holds no vector of real numbers (type {dtype}, shape {shape})."
        )
    if prod(shape) * dtype.itemsize > held:
        raise InvalidRecording(
            f"{path.name} ends early: its header announces {prod(shape):,} numbers and"
            f" {held // dtype.itemsize:,} are there."
        )
    return _Checked(shape, fortran, dtype, offset, mapped)


def _placed(one: _Checked, column: int) -> tuple[NDArray[Any], int]:
    """One vector of an NPY file, left on disk, and the byte of the file that it begins at."""
    raw = np.frombuffer(one.mapped, one.dtype, prod(one.shape), one.offset)
    vector = arrays.column_of(raw.reshape(one.shape, order="F" if one.fortran else "C"), column)
    return vector, one.offset + int(vector.ctypes.data) - int(raw.ctypes.data)


def _read_npy(path: Path, _variable: Variable, column: int) -> Iterator[Samples]:
    with reading(path, "an NPY file"):
        vector, _ = _placed(_checked(path), column)
    yield from arrays.pieces(vector)


def _locate_npy(path: Path, _variable: Variable, column: int) -> Located | str:
    with reading(path, "an NPY file"):
        vector, offset = _placed(_checked(path), column)
        return located(offset, vector.strides[0], len(vector), vector.dtype)


def _members(path: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The arrays of an archive, none of which unpacks beyond measure."""
    members = archive.infolist()
    if len(members) > MAX_OBJECTS:
        raise InvalidRecording(f"{path.name} holds more than {MAX_OBJECTS:,} members.")
    for member in members:
        check_expansion(path, member.filename, member.compress_size, member.file_size)
    return [member for member in members if member.filename.endswith(_SUFFIX)]


def _describe_npz(path: Path, _thorough: bool) -> Contents:
    variables: list[Variable] = []
    facts: list[tuple[str, float | str]] = []
    head: list[tuple[str, tuple[float, ...]]] = []
    refused: list[Refusal] = []
    with reading(path, "an NPZ file"), zipfile.ZipFile(path) as archive:
        for member in _members(path, archive):
            name = member.filename.removesuffix(_SUFFIX)
            with archive.open(member) as file:
                shape, fortran, dtype = _header(file)
                described = arrays.variable(name, shape, str(dtype))
                reason = _refusal(shape, dtype)
                if reason is not None:
                    refused.append(Refusal(name, reason))
                elif dtype.kind not in arrays.NUMBER_KINDS:
                    continue
                elif prod(shape) == 1:
                    facts.append((name, float(np.frombuffer(file.read(dtype.itemsize), dtype)[0])))
                elif described is not None:
                    variables.append(described)
                    if len(shape) == 1 or described.columns == 1 or fortran:
                        first = file.read(HEAD_VALUES * dtype.itemsize)
                        whole = first[: len(first) // dtype.itemsize * dtype.itemsize]
                        head.append((name, arrays.head_of(np.frombuffer(whole, dtype))))
    arrays.refuse_without_vectors(path, variables, refused)
    rate_hz, notes = hints.rate_among(facts)
    return Contents(
        "NPZ",
        tuple(variables),
        rate_hz,
        tuple(facts),
        (*notes, *(one.text for one in refused)),
        tuple(head),
        refused=tuple(refused),
    )


def _refusal(shape: tuple[int, ...], dtype: np.dtype[Any]) -> str | None:
    """Why an array of an archive is not read; None when it is, and for texts."""
    if dtype.kind in arrays.NUMBER_KINDS and dtype.itemsize <= 8:
        return arrays.refusal(shape, dtype.itemsize)
    return None if prod(shape) == 1 and not dtype.hasobject else arrays.dtype_refusal(dtype)


def _read_npz(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    with reading(path, "an NPZ file"), zipfile.ZipFile(path) as archive:
        members = _members(path, archive)
        wanted = variable.name + _SUFFIX
        member = next(one for one in members if one.filename == wanted)
        with archive.open(member) as file:
            shape, fortran, dtype = _header(file)
            size = prod(shape) * dtype.itemsize
            if size > MAX_LOADED_BYTES:
                raise InvalidRecording(
                    f"{path.name}: {variable.name} unpacks to {size_text(size)}, more than"
                    f" {size_text(MAX_LOADED_BYTES)}. Save it with np.save instead."
                )
            data = file.read(size)
        if len(data) < size:
            raise InvalidRecording(f"{path.name}: {variable.name} ends early.")
        array = np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C")
        vector = arrays.column_of(array, column)
    yield from arrays.pieces(vector)


NPY = Importer("NPY", ENDINGS["NPY"], _is_npy, _describe_npy, _read_npy, _locate_npy, whole.npy)
NPZ = Importer("NPZ", ENDINGS["NPZ"], _is_npz, _describe_npz, _read_npz, complete=whole.zipped)
