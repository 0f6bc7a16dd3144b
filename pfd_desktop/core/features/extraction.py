"""From a waveform file to rows of features; runs in a child."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.catalogue import catalogue_called
from pfd_desktop.core.features.evidence import evidence_features
from pfd_desktop.core.features.own_extraction import OwnFeatures
from pfd_desktop.core.features.own_file import OwnFile
from pfd_desktop.core.features.own_running import UNMARKED, OwnFailure, Watch
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.windows import features_of, window_digest, window_starts
from pfd_desktop.core.waveforms.blob import Blob, open_blob
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Progress

BLOCK_SAMPLES = 1 << 17  # windows are computed in blocks of 1 MB, which stay in the L2 cache


@dataclass(frozen=True)
class Cut:
    """One recording to be cut into windows."""

    path: Path
    name: str
    window_samples: int
    overlap: float
    known: Known
    features: str = "standard"  # the set to compute
    own: tuple[OwnFile, ...] = ()  # whose features stand beside the set's
    watch: Watch = UNMARKED


@dataclass(frozen=True, eq=False)
class Rows:
    """The windows of one recording."""

    values: NDArray[np.float64]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    digest: NDArray[np.uint64]
    failures: tuple[OwnFailure, ...] = ()  # of own features


def extract(cut: Cut, progress: Progress) -> Rows:
    """All features of all windows of one recording, or of it as a whole."""
    blob = open_blob(cut.path)
    try:
        if catalogue_called(cut.features).whole:
            return _whole(blob, cut, progress)
        starts = window_starts(len(blob.samples), cut.window_samples, cut.overlap)
        if not len(starts):
            raise InvalidRecording(
                f"{cut.name} has {len(blob.samples)} samples, fewer than one window of"
                f" {cut.window_samples}. Choose shorter windows or leave it out."
            )
        own = OwnFeatures(cut.own, cut.watch)
        block = max(1, BLOCK_SAMPLES // cut.window_samples)
        parts: list[NDArray[np.float64]] = []
        digests: list[int] = []
        for first in range(0, len(starts), block):
            chosen = starts[first : first + block]
            raw = cut_out(blob.samples, chosen, cut.window_samples)
            digests.extend(window_digest(row) for row in raw)
            built_in = features_of(cut.features, raw, blob.rate_hz, cut.known)
            parts.append(np.hstack((built_in, own.values(raw, blob.rate_hz, cut.known))))
            progress.report((first + len(chosen)) / len(starts), cut.name)
    finally:
        blob.close()
    digest = np.array(digests, dtype=np.uint64)
    stops = starts + cut.window_samples
    return Rows(np.concatenate(parts), starts, stops, digest, own.failures)


def cut_out(
    samples: NDArray[np.float32], starts: NDArray[np.int64], length: int
) -> NDArray[np.float32]:
    """The windows of *length* samples that begin at *starts*, windows × samples."""
    return np.stack([samples[start : start + length] for start in starts])


def _whole(blob: Blob, cut: Cut, progress: Progress) -> Rows:
    samples, own = np.asarray(blob.samples), OwnFeatures(cut.own, cut.watch)
    evidence = evidence_features(samples, blob.rate_hz, cut.known, progress)
    return Rows(
        np.hstack((evidence, own.values(samples[None], blob.rate_hz, cut.known))),
        np.zeros(1, dtype=np.int64),
        np.array([len(samples)], dtype=np.int64),
        np.array([window_digest(samples)], dtype=np.uint64),
        own.failures,
    )
