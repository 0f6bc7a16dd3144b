"""Bare samples without any header, read as the user says they lie."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import RAW_TYPES, RawLayout, Variable
from pfd_desktop.core.waveforms.importers import arrays
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import RAW_ENDINGS
from pfd_desktop.core.waveforms.importers.limits import MAX_CHANNELS, PIECE, reading
from pfd_desktop.core.waveforms.source import Located, located
from pfd_desktop.errors import InvalidInput, InvalidRecording

_BYTES_OF_24 = 3


def raw_importer(layout: RawLayout) -> Importer:
    """Who reads a file laid out so; raises InvalidInput where that cannot be."""
    if layout.samples not in RAW_TYPES:
        raise InvalidInput(f"“{layout.samples}” is none of {', '.join(RAW_TYPES)}.")
    if not 1 <= layout.channels <= MAX_CHANNELS or layout.header_bytes < 0:
        raise InvalidInput(
            f"{layout.channels} channels after {layout.header_bytes} bytes cannot be read:"
            f" 1 to {MAX_CHANNELS:,} channels, and no fewer than 0 bytes."
        )
    return Importer(
        "raw samples",
        RAW_ENDINGS,
        lambda _head: False,
        partial(_describe, layout),
        partial(_read, layout),
        partial(_locate, layout),
    )


def _width(layout: RawLayout) -> int:
    """Bytes of one sample."""
    return int(RAW_TYPES[layout.samples][1:])


def _frames(path: Path, layout: RawLayout) -> int:
    """Samples per channel; raises where the size does not fit them."""
    held = path.stat().st_size - layout.header_bytes
    frame = _width(layout) * layout.channels
    if held <= 0 or held % frame:
        raise InvalidRecording(
            f"{path.name}: {held:,} bytes after the header are no whole number of"
            f" {layout.channels} × {_width(layout)} bytes. Type, channels or header differ."
        )
    refusal = arrays.refusal((held // frame, 1), _width(layout))
    if refusal is not None:
        raise InvalidRecording(f"{path.name} {refusal}.")
    return held // frame


def _locate(layout: RawLayout, path: Path, variable: Variable, column: int) -> Located | str:
    arrays.check_column(column, 1)
    channel, width = int(variable.name.removeprefix("channel ")) - 1, _width(layout)
    if width == _BYTES_OF_24:
        return f"keeps its samples as {layout.samples} and not as float32"
    with reading(path, "raw samples"):
        frames = _frames(path, layout)
    dtype = np.dtype((">" if layout.big_endian else "<") + RAW_TYPES[layout.samples])
    return located(layout.header_bytes + channel * width, width * layout.channels, frames, dtype)


def _describe(layout: RawLayout, path: Path, _thorough: bool) -> Contents:
    with reading(path, "raw samples"):
        frames = _frames(path, layout)
        first = _decoded(path, layout, 0, min(frames, HEAD_VALUES))
    names = [f"channel {number + 1}" for number in range(layout.channels)]
    return Contents(
        "raw samples",
        tuple(Variable(name, frames, 1, layout.samples) for name in names),
        None,
        (),
        ("read as told; look whether the trace is a waveform and not noise",),
        tuple((name, arrays.head_of(first[:, i])) for i, name in enumerate(names)),
    )


def _decoded(path: Path, layout: RawLayout, start: int, count: int) -> NDArray[np.float64]:
    """Frames as they stand in the file, in counts or floating point; one column per channel."""
    width, code = _width(layout), RAW_TYPES[layout.samples]
    frame = width * layout.channels
    with path.open("rb") as file:
        file.seek(layout.header_bytes + start * frame)
        raw = file.read(count * frame)
    if width == _BYTES_OF_24:
        values = _from_24(raw, big_endian=layout.big_endian)
    else:
        values = np.frombuffer(raw, (">" if layout.big_endian else "<") + code).astype(np.float64)
    return values.reshape(-1, layout.channels)


def _from_24(raw: bytes, *, big_endian: bool) -> NDArray[np.float64]:
    triples = np.frombuffer(raw, "u1").reshape(-1, _BYTES_OF_24)
    padded = np.zeros((len(triples), 4), dtype="u1")
    padded[:, 1:] = triples[:, ::-1] if big_endian else triples
    return (padded.reshape(-1).view("<i4") >> 8).astype(np.float64)


def _read(layout: RawLayout, path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    arrays.check_column(column, 1)
    channel = int(variable.name.removeprefix("channel ")) - 1
    with reading(path, "raw samples"):
        frames = _frames(path, layout)
        for start in range(0, frames, PIECE):
            yield _decoded(path, layout, start, min(PIECE, frames - start))[:, channel]
