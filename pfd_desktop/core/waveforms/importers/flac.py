"""FLAC files, which keep every bit of the waveform, decoded in pieces by miniaudio."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import Variable
from pfd_desktop.core.waveforms.importers import arrays, flac_tags
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import PIECE, check_expansion, reading
from pfd_desktop.errors import InvalidRecording

_FORMAT = "FLAC"


def _recognises(head: bytes) -> bool:
    return head.startswith(b"fLaC")


def _about(path: Path) -> Any:
    import miniaudio

    try:
        return miniaudio.flac_get_file_info(str(path))
    except miniaudio.MiniaudioError as error:
        raise InvalidRecording(f"{path.name} cannot be read as FLAC: {error}.") from error


def _describe(path: Path, _thorough: bool) -> Contents:
    with reading(path, "a FLAC file"):
        about = _about(path)
        frames = about.num_frames
        refusal = arrays.refusal((frames, about.nchannels), 4) if frames else None
        if refusal is not None:
            raise InvalidRecording(f"{path.name} {refusal}.")
        check_expansion(
            path, "the file", path.stat().st_size, about.num_frames * about.nchannels * 4
        )
        if about.num_frames == 0:
            raise InvalidRecording(f"{path.name} holds no samples, or does not say how many.")
        first = next(_frames(path, about, HEAD_VALUES), np.empty((0, about.nchannels)))
        facts, moment = flac_tags.tags(path)
    names = [f"channel {number + 1}" for number in range(about.nchannels)]
    return Contents(
        _FORMAT,
        tuple(Variable(name, about.num_frames, 1, "int") for name in names),
        float(about.sample_rate),
        facts,
        ("full scale is 1; give the sensitivity to have a unit",),
        tuple((name, arrays.head_of(first[:, i])) for i, name in enumerate(names)),
        times=(("", moment),) if moment else (),
    )


def _frames(path: Path, about: Any, count: int) -> Iterator[NDArray[np.float64]]:
    """Blocks of at most *count* frames, one column per channel, scaled to full scale 1.

    Asked for in 32 bits, in the file's own channels and rate: miniaudio then converts nothing.
    """
    import miniaudio

    stream = miniaudio.stream_file(
        str(path),
        miniaudio.SampleFormat.SIGNED32,
        about.nchannels,
        about.sample_rate,
        frames_to_read=count,
    )
    try:
        for block in stream:
            values = np.frombuffer(block, np.int32).reshape(-1, about.nchannels)
            yield values / 2.0**31
    except miniaudio.MiniaudioError as error:
        raise InvalidRecording(f"{path.name} cannot be read as FLAC: {error}.") from error


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    arrays.check_column(column, 1)
    with reading(path, "a FLAC file"):
        about, came = _about(path), 0
        channel = int(variable.name.removeprefix("channel ")) - 1
        for block in _frames(path, about, PIECE):
            came += len(block)
            yield block[:, channel]
        if came != about.num_frames:
            raise InvalidRecording(
                f"{path.name} ends early: its header announces {about.num_frames:,} samples per"
                f" channel and {came:,} are there. Copy it again from where it was recorded."
            )


FLAC = Importer(_FORMAT, ENDINGS[_FORMAT], _recognises, _describe, _read)
