"""What a child does to make synthetic recordings, each of its own request."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.rig.record import make_rig
from pfd_desktop.core.generator.rig.request import UNITS, Channel, RigRequest
from pfd_desktop.core.generator.rig.running import running_of, streams
from pfd_desktop.core.generator.rig.tacho import pulses
from pfd_desktop.core.waveforms.blob import BlobInfo, write_blob
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize
from pfd_desktop.progress import Part, Progress

TACHO = "tacho"
_TACHO_READS = ("voltage", "V")


@dataclass(frozen=True)
class RigChannel:
    """One channel of a record of the rig: one of its own, or the tacho."""

    rig: RigRequest
    channel: str


@dataclass(frozen=True)
class GenerateRequest:
    """One recording to make, as a waveform file at ``target``."""

    wanted: SyntheticRequest | RigChannel
    target: Path


def generate(request: GenerateRequest, progress: Progress) -> BlobInfo:
    """Make it; raises InvalidInput where that cannot be made.

    Acceleration is in g, displacement in µm, a tacho in V.
    """
    wanted = request.wanted
    if isinstance(wanted, RigChannel):
        progress.report(0.0, f"Making {wanted.channel}")
        quantity, unit = reads(wanted)
        samples = _of_rig(wanted)
        return write_blob(request.target, samples, wanted.rig.rate_hz, unit, quantity)
    progress.report(0.0, f"Making {wanted.fault.value}")
    made = synthesize(wanted).astype(np.float32)
    return write_blob(request.target, made, wanted.rate_hz, "g", "acceleration")


def generate_all(requests: tuple[GenerateRequest, ...], progress: Progress) -> tuple[BlobInfo, ...]:
    """Make them one after the other; raises InvalidInput where one cannot be made."""
    shares = [number / len(requests) for number in range(len(requests) + 1)]
    parts = [Part(progress, *both) for both in pairwise(shares)]
    return tuple(generate(one, part) for one, part in zip(requests, parts, strict=True))


def reads(wanted: SyntheticRequest | RigChannel) -> tuple[str, str]:
    """Quantity and unit."""
    if isinstance(wanted, SyntheticRequest):
        return "acceleration", "g"
    return _TACHO_READS if wanted.channel == TACHO else UNITS[Channel(wanted.channel)]


def _of_rig(wanted: RigChannel) -> NDArray[np.float32]:
    if wanted.channel == TACHO:
        noise = np.random.default_rng(streams(wanted.rig)[3])
        return pulses(running_of(wanted.rig), noise)
    return make_rig(wanted.rig).channels[Channel(wanted.channel)]
