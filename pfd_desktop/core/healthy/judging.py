"""What a guard says of a recording, whose features are computed anew. Runs in children."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.catalogue import catalogue_called
from pfd_desktop.core.features.evidence import evidence_features
from pfd_desktop.core.features.extraction import BLOCK_SAMPLES, Cut, cut_out
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.windows import features_of, window_starts
from pfd_desktop.core.healthy.keeping import kept_detector
from pfd_desktop.core.healthy.learning import strangeness
from pfd_desktop.core.healthy.limits import alarms, p_value
from pfd_desktop.core.healthy.scaling import in_spreads
from pfd_desktop.core.records.healthy import Bin, Judgement, Said, StandOut
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import SILENT, Progress

Floats = NDArray[np.float64]
STANDING_OUT = 3.0  # spreads from the healthy median
_TOLD = 10  # features at most
_LEAST_WINDOWS = 0.8  # of the shortest recording calibrated on: a mean over fewer scatters more


@dataclass(frozen=True)
class Asking:
    """A recording, and the bin of a guard that is asked of it."""

    recording_id: str
    cut: Cut
    bin: Bin
    place: int  # of the bin
    folder: Path  # of the guard
    rate: float  # of false alarms


def judge(asked: Asking, progress: Progress) -> Judgement:
    """Alarm, no alarm or "I don't know". Raises NotFound where the guard's file is gone."""
    progress.report(0.0, asked.cut.name)
    samples, rate_hz = read(asked.cut.path)
    values = values_of(samples, rate_hz, asked.cut)
    return judged(asked, kept_detector(asked.folder, asked.place), values)


def read(path: Path) -> tuple[NDArray[np.float32], float]:
    """The samples and their rate in Hz."""
    blob = open_blob(path)
    try:
        return np.array(blob.samples), blob.rate_hz
    finally:
        blob.close()


def values_of(samples: NDArray[np.float32], rate_hz: float, cut: Cut) -> Floats:
    """The features as they are extracted for a set, windows × features."""
    known: Known = cut.known
    if catalogue_called(cut.features).whole:
        return evidence_features(samples, rate_hz, known, SILENT)
    starts = window_starts(len(samples), cut.window_samples, cut.overlap)
    if not len(starts):
        raise InvalidRecording(
            f"{cut.name} is shorter than one window of {cut.window_samples} samples."
        )
    block = max(1, BLOCK_SAMPLES // cut.window_samples)
    return np.concatenate(
        [
            features_of(
                cut.features,
                cut_out(samples, starts[first : first + block], cut.window_samples),
                rate_hz,
                known,
            )
            for first in range(0, len(starts), block)
        ]
    )


def judged(asked: Asking, fitted: Any, values: Floats) -> Judgement:
    """What the bin says of a recording's *values*, windows × features of the set."""
    own, cut = asked.bin, asked.cut
    if len(values) < _LEAST_WINDOWS * own.fewest_windows:
        return not_known(
            asked.recording_id,
            cut.name,
            f"it has too few windows, {len(values)}; the guard was calibrated on recordings of"
            f" {own.fewest_windows} and more",
        )
    names = catalogue_called(cut.features).names
    looked_at = values[:, [names.index(name) for name in own.columns]]
    unknown = [
        name for name, column in zip(own.columns, looked_at.T, strict=True)
        if not np.isfinite(column).any()
    ]  # fmt: skip
    if unknown:
        return not_known(
            asked.recording_id,
            cut.name,
            f"{len(unknown)} of {len(own.columns)} features are not known of it, as {unknown[0]}",
        )
    ready = in_spreads(looked_at, np.array(own.centre), np.array(own.scale))
    _, (found,) = strangeness(fitted, ready, np.zeros(len(ready), dtype=np.int64))
    p = p_value(own.scores, found)
    return Judgement(
        asked.recording_id,
        cut.name,
        Said.ALARM if alarms(p, asked.rate) else Said.QUIET,
        "",
        found,
        own.limit,
        p,
        _standing_out(own, looked_at),
    )


def not_known(recording_id: str, name: str, reason: str) -> Judgement:
    """The answer where there is none."""
    return Judgement(recording_id, name, Said.UNKNOWN, reason, None, None, None, ())


def _standing_out(own: Bin, values: Floats) -> tuple[StandOut, ...]:
    with np.errstate(invalid="ignore"):
        middle = np.nanmedian(np.where(np.isfinite(values), values, np.nan), axis=0)
    spreads = (middle - np.array(own.centre)) / np.array(own.scale)
    order = np.argsort(-np.abs(spreads), kind="stable")[:_TOLD]
    return tuple(
        StandOut(
            own.columns[k], float(middle[k]), own.low[k], own.high[k], float(spreads[k])
        )
        for k in order
        if abs(spreads[k]) >= STANDING_OUT
    )  # fmt: skip
