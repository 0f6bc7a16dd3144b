"""Whether a file has its end yet, as far as its format tells its own length.

Answers of all: True, it ends where it says it does; False, something is still to come; None, it
does not say. Only headers are walked, no samples are read, and nothing that is damaged is told:
that is for the reader. Each of them may raise OSError.
"""

import os
import struct
import zipfile
from pathlib import Path
from typing import BinaryIO

import numpy as np

from pfd_desktop.core.waveforms.importers.limits import MAX_OBJECTS

_UNKNOWN_32 = 0xFFFFFFFF  # what programs write that cannot go back to the header
_UNKNOWN_64 = 0xFFFFFFFFFFFFFFFF
_TAIL = 4096  # bytes looked at from the end of text
_LINE = 80  # characters of a line of a universal file
_HDF5 = b"\x89HDF\r\n\x1a\n"


def wav(path: Path) -> bool | None:
    """By the length of the RIFF chunk (Microsoft, "Multimedia Programming Interface")."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if len(head) < 12:
            return False
        length = struct.unpack_from("<I", head, 4)[0]
        if head[:4] != b"RIFF" or length == _UNKNOWN_32:
            return None
        if length + 8 > size:
            return False
        return not _data_is_open(file, size)


def _data_is_open(file: BinaryIO, size: int) -> bool:
    """Whether the header still has no length of the samples that follow it, as while recording."""
    for _ in range(MAX_OBJECTS):
        tag = file.read(8)
        if len(tag) < 8:
            return True
        name, length = struct.unpack("<4sI", tag)
        if name == b"data":
            return length == 0 and file.tell() < size
        file.seek(length + length % 2, os.SEEK_CUR)
    return False


def npy(path: Path) -> bool | None:
    """By shape and type in the header (NumPy Enhancement Proposal 1)."""
    with path.open("rb") as file:
        try:
            major, _minor = np.lib.format.read_magic(file)
            if major not in (1, 2):
                return None
            read = (
                np.lib.format.read_array_header_1_0
                if major == 1
                else np.lib.format.read_array_header_2_0
            )
            shape, _fortran, dtype = read(file)
        except (ValueError, TypeError, SyntaxError):  # its header is not all there, or damaged
            return None if path.stat().st_size > _TAIL else False
        if dtype.hasobject:
            return None
        wanted = file.tell() + dtype.itemsize * int(np.prod(shape, dtype=np.float64))
    return path.stat().st_size >= wanted


def zipped(path: Path) -> bool | None:
    """By the directory, which is written last (PKWARE, .ZIP File Format Specification, 4.3.16)."""
    return zipfile.is_zipfile(path)


def parquet(path: Path) -> bool | None:
    """By the mark at the end (Apache Parquet, "File Format")."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 4))
        return size >= 12 and file.read() == b"PAR1"


def tdms(path: Path) -> bool | None:
    """By the lengths in the lead-ins (National Instruments, "TDMS File Format Internal Structure").

    A segment whose length is not told yet is the one being written.
    """
    size, place = path.stat().st_size, 0
    with path.open("rb") as file:
        for _ in range(MAX_OBJECTS):
            if place == size:
                return True
            file.seek(place)
            lead = file.read(28)
            if len(lead) < 28 or lead[:4] != b"TDSm":
                return False if len(lead) < 28 else None
            following = struct.unpack_from("<Q", lead, 12)[0]
            if following == _UNKNOWN_64 or place + 28 + following > size:
                return False
            place += 28 + following
    return None


def uff(path: Path) -> bool | None:
    """By the last mark: -1 ends a dataset, and one on a line after another -1 begins the next.

    (Structural Dynamics Research Laboratory, "Universal File Formats".) After the binary samples of
    a dataset 58b the mark follows without a new line.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read().rstrip()
    before = tail.removesuffix(b"    -1")
    return size > _LINE and before != tail and not before.rstrip().endswith(b"    -1")


def mat(path: Path) -> bool | None:
    """By the tags of the elements (MathWorks, "MAT-File Format", level 5); 7.3 is HDF5."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(128)
        if head[:10] == b"MATLAB 7.3":
            return hdf5(path)
        if head[:10] != b"MATLAB 5.0":
            return None
        if len(head) < 128:
            return False
        order = ">" if head[126:128] == b"MI" else "<"
        place = 128
        for _ in range(MAX_OBJECTS):
            if place >= size:
                return place == size and size > 128
            file.seek(place)
            tag = file.read(8)
            if len(tag) < 8:
                return False
            place += 8 + struct.unpack(f"{order}II", tag)[1]
    return None


def hdf5(path: Path) -> bool | None:
    """By the end of the file in the superblock (The HDF Group, "HDF5 File Format", II.A).

    One that is shorter is not finished; while a program has it open it may say less than there is.
    """
    size, start = path.stat().st_size, 0
    with path.open("rb") as file:
        while start < size:
            file.seek(start)
            block = file.read(96)
            if block[:8] == _HDF5:
                return _superblock(block, size)
            start = 512 if start == 0 else 2 * start
    return None


def _superblock(block: bytes, size: int) -> bool | None:
    version = block[8] if len(block) > 8 else 0
    width = block[13 if version < 2 else 9] if len(block) > 13 else 0
    fixed = {0: 24, 1: 28, 2: 12, 3: 12}.get(version)
    if fixed is None or width != 8:
        return None
    ends = fixed + 16  # after the base address and one more
    if len(block) < ends + 8:
        return False
    if version == 3 and block[11] & 1:  # a program has it open to write
        return False
    base, end = (struct.unpack_from("<Q", block, place)[0] for place in (fixed, ends))
    if _UNKNOWN_64 in (base, end):
        return None
    if end > size:
        return False
    return True if end == size else None
