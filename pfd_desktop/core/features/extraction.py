"""From a waveform file to rows of features; runs in a child."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.catalogue import LineOrders
from pfd_desktop.core.features.lines import line_features
from pfd_desktop.core.features.spectral import spectral_features
from pfd_desktop.core.features.time import time_features
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidInput, InvalidRecording
from pfd_desktop.progress import Progress

_BLOCK_SAMPLES = 1 << 17  # windows are computed in blocks of 1 MB, which stay in the L2 cache
LEAST_WINDOW = 64


@dataclass(frozen=True)
class Cut:
    """One recording to be cut into windows."""

    path: Path
    name: str
    window_samples: int
    overlap: float
    orders: LineOrders | None
    shaft_hz: float | None


@dataclass(frozen=True, eq=False)
class Rows:
    """The windows of one recording."""

    values: NDArray[np.float64]
    start: NDArray[np.int64]
    digest: NDArray[np.uint64]


def window_starts(samples: int, window_samples: int, overlap: float) -> NDArray[np.int64]:
    """First samples of all whole windows; what is left at the end is not used."""
    if window_samples < LEAST_WINDOW:
        raise InvalidInput(f"A window needs at least {LEAST_WINDOW} samples, not {window_samples}.")
    if not 0 <= overlap <= 0.9:
        raise InvalidInput(f"The overlap must lie between 0 and 0.9, not {overlap:g}.")
    hop = max(1, round(window_samples * (1 - overlap)))
    return np.arange(0, samples - window_samples + 1, hop, dtype=np.int64)


def extract(cut: Cut, progress: Progress) -> Rows:
    """All features of all windows of one recording."""
    blob = open_blob(cut.path)
    try:
        starts = window_starts(len(blob.samples), cut.window_samples, cut.overlap)
        if not len(starts):
            raise InvalidRecording(
                f"{cut.name} has {len(blob.samples)} samples, fewer than one window of"
                f" {cut.window_samples}. Choose shorter windows or leave it out."
            )
        block = max(1, _BLOCK_SAMPLES // cut.window_samples)
        parts: list[NDArray[np.float64]] = []
        digests: list[int] = []
        for first in range(0, len(starts), block):
            chosen = starts[first : first + block]
            raw = np.stack([blob.samples[s : s + cut.window_samples] for s in chosen])
            digests.extend(window_digest(row) for row in raw)
            parts.append(window_features(raw, blob.rate_hz, cut.orders, cut.shaft_hz))
            progress.report((first + len(chosen)) / len(starts), cut.name)
    finally:
        blob.close()
    return Rows(np.concatenate(parts), starts, np.array(digests, dtype=np.uint64))


def window_features(
    raw: NDArray[np.floating],
    rate_hz: float,
    orders: LineOrders | None,
    shaft_hz: float | None,
) -> NDArray[np.float64]:
    """Features of a block of windows, in the order of the catalogue.

    A window whose values differ by no more than rounding holds no signal; its features are 0.
    """
    windows = raw.astype(np.float64)
    level = np.abs(windows).max(axis=1)
    windows -= windows.mean(axis=1, keepdims=True)
    windows[np.abs(windows).max(axis=1) <= 1e-12 * level] = 0.0
    return np.hstack(
        (
            time_features(windows, rate_hz),
            spectral_features(windows, rate_hz),
            line_features(windows, rate_hz, orders, shaft_hz),
        )
    )


def window_digest(window: NDArray[np.floating]) -> int:
    """64 bits that are equal where the samples of two windows are."""
    content = np.ascontiguousarray(window, dtype=np.float32).tobytes()
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little")
