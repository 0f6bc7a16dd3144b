"""What a WAV file tells beside its samples: LIST INFO and the broadcast extension.

Source: Microsoft, "Multimedia Programming Interface", chapter RIFF; EBU Tech 3285, version 2.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pfd_desktop.core.waveforms.importers.limits import MAX_OBJECTS
from pfd_desktop.core.waveforms.measured_time import Moment, time_said

Facts = tuple[tuple[str, str], ...]

_LARGEST = 1 << 16  # bytes read of such a chunk
_LONGEST = 200  # characters kept of a text
_INFO = {
    "IART": "artist",
    "ICMT": "comment",
    "ICOP": "copyright",
    "ICRD": "date of creation",
    "IENG": "engineer",
    "IKEY": "keywords",
    "INAM": "title",
    "IPRD": "product",
    "ISBJ": "subject",
    "ISFT": "software",
    "ISRC": "source",
    "ITCH": "technician",
}
_BEXT = (
    ("description", 0, 256),
    ("originator", 256, 32),
    ("originator's reference", 288, 32),
    ("origination date", 320, 10),
    ("origination time", 330, 8),
)


def tags(path: Path) -> tuple[Facts, Moment | None]:
    """The texts that stand in a WAV file, and when it was recorded; damaged ones are left out."""
    found: dict[str, str] = {}
    with path.open("rb") as file:
        for name, body in _chunks(file):
            if name == b"LIST" and body[:4] == b"INFO":
                found.update(_info(body))
            elif name == b"bext":
                found.update(_extension(body))
    said = f"{found.get('origination date', '')} {found.get('origination time', '')}"
    moment = time_said(said, "origination date and time (bext)")
    if moment is None:
        moment = time_said(found.get("date of creation", ""), "date of creation (ICRD)")
    return tuple(found.items()), moment


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Name and beginning of each chunk that may hold texts, those after the samples included."""
    file.seek(12)
    for _ in range(MAX_OBJECTS):
        tag = file.read(8)
        if len(tag) < 8:
            return
        name, length = struct.unpack("<4sI", tag)
        start = file.tell()
        if name in (b"LIST", b"bext"):
            yield name, file.read(min(length, _LARGEST))
        file.seek(start + length + length % 2)


def _info(body: bytes) -> Iterator[tuple[str, str]]:
    place = 4
    while place + 8 <= len(body):
        name, length = struct.unpack_from("<4sI", body, place)
        text = _text(body[place + 8 : place + 8 + length])
        if text:
            key = name.decode("latin-1")
            yield _INFO.get(key, key), text
        place += 8 + length + length % 2


def _extension(body: bytes) -> Iterator[tuple[str, str]]:
    for key, start, width in _BEXT:
        if text := _text(body[start : start + width]):
            yield key, text


def _text(raw: bytes) -> str:
    """Up to the first zero; UTF-8 where it is that, else Latin 1, which every byte is."""
    raw = raw.partition(b"\0")[0]
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return text.strip()[:_LONGEST]
