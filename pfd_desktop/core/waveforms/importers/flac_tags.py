"""What a FLAC file tells beside its samples: its Vorbis comment.

Source: RFC 9639, sections 8.1 and 8.6; Xiph.Org, "Ogg Vorbis I format specification: comment field
and header specification".
"""

import struct
from pathlib import Path

from pfd_desktop.core.waveforms.importers.limits import MAX_OBJECTS
from pfd_desktop.core.waveforms.measured_time import Moment, time_said

Facts = tuple[tuple[str, str], ...]

_COMMENT = 4  # type of the metadata block
_LAST = 0x80
_LARGEST = 1 << 20  # bytes read of the comment; a picture may be in it
_LONGEST = 200  # characters kept of a text


def tags(path: Path) -> tuple[Facts, Moment | None]:
    """The comments of a FLAC file by their names, and when it was recorded."""
    found: dict[str, str] = {}
    for field in _fields(_comment(path)):
        key, sign, value = field.decode("utf-8", "replace").partition("=")
        if sign and value.strip():
            found.setdefault(key.strip().upper()[:_LONGEST], value.strip()[:_LONGEST])
    return tuple(found.items()), time_said(found.get("DATE", ""), "DATE in the Vorbis comment")


def _comment(path: Path) -> bytes:
    """The block's body; empty where there is none."""
    with path.open("rb") as file:
        file.seek(4)
        for _ in range(MAX_OBJECTS):
            head = file.read(4)
            if len(head) < 4:
                break
            length = int.from_bytes(head[1:], "big")
            if head[0] & ~_LAST == _COMMENT:
                return file.read(min(length, _LARGEST))
            if head[0] & _LAST:
                break
            file.seek(length, 1)
    return b""


def _fields(body: bytes) -> list[bytes]:
    """The fields ``NAME=value``; as many as are whole."""
    found: list[bytes] = []
    if len(body) < 8:
        return found
    place = 4 + struct.unpack_from("<I", body)[0]  # after the name of the program that wrote it
    if place + 4 > len(body):
        return found
    count = struct.unpack_from("<I", body, place)[0]
    place += 4
    while len(found) < min(count, MAX_OBJECTS) and place + 4 <= len(body):
        length = struct.unpack_from("<I", body, place)[0]
        field = body[place + 4 : place + 4 + length]
        if len(field) < length:
            break
        found.append(field)
        place += 4 + length
    return found
