"""What a compute process does to make the processed waveform file of a recording."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.chains.chain import apply_chain, settled, streamed, words
from pfd_desktop.core.chains.source import BLOCK, Source
from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.speed.kept import speed_in
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import SpeedReference
from pfd_desktop.core.waveforms.blob import BlobInfo, open_blob, waveform_of, write_blob
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.progress import Part, Progress

LONGEST = 1 << 26  # samples; more are processed in blocks, or not at all


@dataclass(frozen=True)
class ProcessRequest:
    """The waveform file ``source``, processed, is to become the one at ``target``."""

    source: Path
    target: Path
    chain: Chain
    speed: SpeedReference | None = None
    longest: int = LONGEST  # samples held at once
    block: int = BLOCK  # samples at a time where there are more


@dataclass(frozen=True)
class Processed:
    """What was written."""

    info: BlobInfo
    quantity: str
    unit: str
    axis: Axis
    words: str  # the chain in words
    speed_source: str  # "" where no speed was used


def process_blob(request: ProcessRequest, progress: Progress) -> Processed:
    """Apply the chain and write its waveform file; raises InvalidInput where a step cannot act."""
    blob = open_blob(request.source)
    try:
        return _process(request, waveform_of(blob), progress)
    finally:
        blob.close()


def _process(request: ProcessRequest, recorded: Waveform, progress: Progress) -> Processed:
    speed = None
    if request.speed is not None:
        speed = speed_in(request.source, request.speed, Part(progress, 0.0, 0.2))
    request = replace(request, chain=settled(request.chain, speed))
    rest = Part(progress, 0.0 if speed is None else 0.2, 1.0)
    short = len(recorded.samples) <= request.longest
    made: Waveform | Source
    info, made = (_at_once if short else _in_blocks)(request, recorded, speed, rest)
    source = "" if speed is None else speed.source
    return Processed(info, made.quantity, made.unit, made.axis, words(request.chain), source)


def _at_once(
    request: ProcessRequest, recorded: Waveform, speed: SpeedProfile | None, progress: Progress
) -> tuple[BlobInfo, Waveform]:
    made = apply_chain(recorded, request.chain, speed, Part(progress, 0.0, 0.9))
    progress.report(0.9, f"Writing {request.target.name}")
    samples = np.asarray(made.samples)
    info = write_blob(
        request.target, samples, made.rate_hz, made.unit, made.quantity, axis=made.axis
    )
    return info, made


def _in_blocks(
    request: ProcessRequest, recorded: Waveform, speed: SpeedProfile | None, progress: Progress
) -> tuple[BlobInfo, Source]:
    samples = recorded.samples

    def read(start: int, stop: int) -> NDArray[np.float64]:
        return np.asarray(samples[start:stop], dtype=np.float64)

    source = Source(
        read,
        len(samples),
        recorded.rate_hz,
        recorded.quantity,
        recorded.unit,
        recorded.axis,
    )
    made = streamed(source, request.chain, speed)
    info = write_blob(
        request.target,
        made.blocks(progress, request.block),
        made.rate_hz,
        made.unit,
        made.quantity,
        axis=made.axis,
    )
    return info, made
