"""The speed of a recording as a compute process finds it, from waveform files."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pfd_desktop.core.speed.comb import SpeedHypothesis, speed_hypotheses
from pfd_desktop.core.speed.kept import speed_in
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import Resolved, SpeedReference, resolved
from pfd_desktop.core.waveforms.blob import open_blob, waveform_of
from pfd_desktop.progress import Progress

_SHOWN = 5000  # points of a curve


@dataclass(frozen=True)
class SpeedRequest:
    """A waveform file and where its speed comes from."""

    path: Path
    reference: SpeedReference


def speed_of(request: SpeedRequest, progress: Progress) -> SpeedProfile:
    """The speed over the recording's time; raises InvalidInput where it cannot be had."""
    return speed_in(request.path, request.reference, progress)


def reading_of(request: SpeedRequest, progress: Progress) -> Resolved:
    """The same with how good it is in words."""
    blob = open_blob(request.path)
    try:
        return resolved(request.reference, waveform_of(blob), progress)
    finally:
        blob.close()


def hypotheses_of(path: Path, progress: Progress) -> tuple[SpeedHypothesis, ...]:
    """The constant speeds that a waveform file's lines allow, the likeliest first."""
    progress.report(0.0, "reading the speed")
    blob = open_blob(path)
    try:
        return speed_hypotheses(blob.samples, blob.rate_hz)
    finally:
        blob.close()


def thinned(speed: SpeedProfile, points: int = _SHOWN) -> SpeedProfile:
    """The means of as many equal groups of a long profile, to be drawn."""
    groups = -(-len(speed.time_s) // points)
    if groups <= 1:
        return speed
    starts = np.arange(0, len(speed.time_s), groups)
    counts = np.diff(np.append(starts, len(speed.time_s)))
    return SpeedProfile(
        np.add.reduceat(speed.time_s, starts) / counts,
        np.add.reduceat(speed.rpm, starts) / counts,
        speed.source,
    )
