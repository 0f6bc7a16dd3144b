"""WAV files: PCM of 8, 16, 24 and 32 bits and floating point, read in pieces.

The chunks are walked here and not by ``wave`` (integers only) or SciPy (raises untyped errors on
damaged headers). Source: Microsoft, "Multimedia Programming Interface", RIFF WAVE; RFC 2361.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import Variable
from pfd_desktop.core.waveforms.importers import arrays, wav_tags, whole
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import (
    MAX_CHANNELS,
    MAX_OBJECTS,
    MAX_SAMPLES,
    PIECE,
    reading,
)
from pfd_desktop.core.waveforms.source import Located, located
from pfd_desktop.errors import InvalidRecording

_FORMAT = "WAV"
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_NAMES = {2: "ADPCM", 6: "A-law", 7: "mu-law", 0x11: "IMA ADPCM", 0x55: "MP3"}


@dataclass(frozen=True)
class _Layout:
    code: int
    channels: int
    rate_hz: float
    frame_bytes: int
    bits: int
    offset: int = 0
    frames: int = 0


def _recognises(head: bytes) -> bool:
    return head[:4] in (b"RIFF", b"RIFX", b"RF64") and head[8:12] == b"WAVE"


def _describe(path: Path, _thorough: bool) -> Contents:
    with reading(path, "a WAV file"):
        layout = _layout(path)
        if layout.frames == 0:
            raise InvalidRecording(f"{path.name} holds no samples.")
        frames = _frames(path, layout, 0, min(layout.frames, HEAD_VALUES))
        facts, moment = wav_tags.tags(path)
    dtype = f"{'float' if layout.code == _FLOAT else 'int'}{layout.bits}"
    names = [f"channel {number + 1}" for number in range(layout.channels)]
    return Contents(
        _FORMAT,
        tuple(Variable(name, layout.frames, 1, dtype) for name in names),
        layout.rate_hz,
        facts,
        ("full scale is 1; give the sensitivity to have a unit",) if layout.code == _PCM else (),
        tuple((name, arrays.head_of(frames[:, i])) for i, name in enumerate(names)),
        times=(("", moment),) if moment else (),
    )


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    arrays.check_column(column, 1)
    with reading(path, "a WAV file"):
        layout = _layout(path)
        channel = int(variable.name.removeprefix("channel ")) - 1
    for start in range(0, layout.frames, PIECE):
        with reading(path, "a WAV file"):
            count = min(PIECE, layout.frames - start)
            piece = _frames(path, layout, start, count)[:, channel]
        yield piece


def _locate(path: Path, variable: Variable, column: int) -> Located | str:
    arrays.check_column(column, 1)
    with reading(path, "a WAV file"):
        layout = _layout(path)
        channel = int(variable.name.removeprefix("channel ")) - 1
    if layout.code == _PCM:
        return f"keeps its samples as whole numbers of {layout.bits} bits and not as float32"
    dtype = np.dtype(f"<f{layout.bits // 8}")
    place = layout.offset + channel * dtype.itemsize
    return located(place, layout.frame_bytes, layout.frames, dtype)


def _layout(path: Path) -> _Layout:
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(4) != b"RIFF":
            raise InvalidRecording(f"{path.name} is a variant of WAV (RIFX or RF64) not read here.")
        file.seek(12)
        form: _Layout | None = None
        for _ in range(MAX_OBJECTS):
            tag = file.read(8)
            if len(tag) < 8:
                break
            name, length = struct.unpack("<4sI", tag)
            start = file.tell()
            if name == b"fmt ":
                form = _form(path, file.read(min(length, 64)))
            elif name == b"data":
                return _located(path, form, start, length, size - start)
            file.seek(start + length + length % 2)
    raise InvalidRecording(f"{path.name} is a WAV file without samples: it has no data chunk.")


def _form(path: Path, body: bytes) -> _Layout:
    code, channels, rate, _, frame_bytes, bits = struct.unpack_from("<HHIIHH", body)
    if code == _EXTENSIBLE:
        code = struct.unpack_from("<H", body, 24)[0]
    if code not in (_PCM, _FLOAT):
        raise InvalidRecording(
            f"{path.name} is compressed ({_NAMES.get(code, f'format {code}')}): that changes the"
            " waveform, so it is not used for diagnosis. Record as PCM or floating point."
        )
    widths = (8, 16, 24, 32) if code == _PCM else (32, 64)
    if bits not in widths or channels < 1 or frame_bytes != channels * bits // 8:
        raise InvalidRecording(
            f"{path.name}: its header contradicts itself ({channels} channels of {bits} bits in"
            f" {frame_bytes} bytes)."
        )
    if channels > MAX_CHANNELS:
        raise InvalidRecording(
            f"{path.name} declares {channels:,} channels; at most {MAX_CHANNELS:,} are read."
        )
    if rate == 0:
        raise InvalidRecording(f"{path.name}: its header says that the sampling rate is 0 Hz.")
    return _Layout(code, channels, float(rate), frame_bytes, bits)


def _located(path: Path, form: _Layout | None, offset: int, length: int, held: int) -> _Layout:
    if form is None:
        raise InvalidRecording(f"{path.name} is damaged: its samples come before their format.")
    if length > held:
        raise InvalidRecording(
            f"{path.name} ends early: its header announces {length // form.frame_bytes:,} samples"
            f" per channel and {held // form.frame_bytes:,} are there. Copy it again from where it"
            " was recorded."
        )
    frames = length // form.frame_bytes
    if frames > MAX_SAMPLES:
        raise InvalidRecording(f"{path.name} holds {frames:,} samples; too many to read.")
    return _Layout(
        form.code, form.channels, form.rate_hz, form.frame_bytes, form.bits, offset, frames
    )


def _frames(path: Path, layout: _Layout, start: int, count: int) -> NDArray[np.float64]:
    """*count* frames from *start*, one column per channel, PCM scaled to full scale 1."""
    with path.open("rb") as file:
        file.seek(layout.offset + start * layout.frame_bytes)
        raw = file.read(count * layout.frame_bytes)
    return _decode(raw, layout).reshape(count, layout.channels)


def _decode(raw: bytes, layout: _Layout) -> NDArray[np.float64]:
    if layout.code == _FLOAT:
        return np.frombuffer(raw, f"<f{layout.bits // 8}").astype(np.float64)
    if layout.bits == 8:  # the only unsigned one
        return (np.frombuffer(raw, "u1").astype(np.float64) - 128.0) / 128.0
    if layout.bits == 24:
        padded: NDArray[Any] = np.zeros((len(raw) // 3, 4), dtype="u1")
        padded[:, 1:] = np.frombuffer(raw, "u1").reshape(-1, 3)
        return padded.reshape(-1).view("<i4").astype(np.float64) / 2.0**31
    values = np.frombuffer(raw, f"<i{layout.bits // 8}").astype(np.float64)
    return values / 2.0 ** (layout.bits - 1)


WAV = Importer(_FORMAT, ENDINGS["WAV"], _recognises, _describe, _read, _locate, whole.wav)
