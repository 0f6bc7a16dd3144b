"""Features of recordings to which noise was added, to learn from beside the quiet ones.

Chance follows from the content of a recording alone: the same copy, whoever asks, and none of it
says anything of another recording. Runs in children.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.catalogue import catalogue_called
from pfd_desktop.core.features.evidence import evidence_features
from pfd_desktop.core.features.extraction import BLOCK_SAMPLES, cut_out
from pfd_desktop.core.features.own_extraction import OwnFeatures
from pfd_desktop.core.features.own_file import OwnFile
from pfd_desktop.core.features.own_running import UNMARKED, Watch
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.windows import features_of
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.progress import Progress

RANGE_DB = 20.0  # a copy's ratio of signal to noise lies between the least one and this much more


@dataclass(frozen=True, eq=False)
class NoisyCut:
    """A recording whose windows, made noisy, are wanted."""

    path: Path
    name: str
    known: Known
    features: str  # the set
    window_samples: int  # 0 where recordings are taken whole
    starts: NDArray[np.int64]
    least_db: float
    content: str  # SHA-256 of the samples
    own: tuple[OwnFile, ...] = ()  # whose features stand beside the set's
    watch: Watch = UNMARKED


def noisy_copy(samples: NDArray[np.floating], least_db: float, content: str) -> NDArray[np.float32]:
    """The samples with white noise; its ratio to their RMS without mean is drawn evenly in dB."""
    words = hashlib.sha256(f"noisy copy|{content}".encode()).digest()
    random = np.random.default_rng(np.frombuffer(words, dtype="<u4"))
    level = random.uniform(least_db, least_db + RANGE_DB)
    raw = np.asarray(samples, dtype=np.float64)
    noise = raw.std() * 10 ** (-level / 20) * random.normal(size=len(raw))
    return np.asarray(raw + noise, dtype=np.float32)


def noisy_features(cut: NoisyCut, progress: Progress) -> NDArray[np.float64]:
    """The features of the noisy copy's windows, windows × features of the set and own ones."""
    blob = open_blob(cut.path)
    try:
        samples, rate_hz = noisy_copy(blob.samples, cut.least_db, cut.content), blob.rate_hz
    finally:
        blob.close()
    own = OwnFeatures(cut.own, cut.watch)
    if catalogue_called(cut.features).whole:
        evidence = evidence_features(samples, rate_hz, cut.known, progress)
        return np.hstack((evidence, own.values(samples[None], rate_hz, cut.known)))
    block = max(1, BLOCK_SAMPLES // cut.window_samples)
    parts = []
    for first in range(0, len(cut.starts), block):
        raw = cut_out(samples, cut.starts[first : first + block], cut.window_samples)
        built_in = features_of(cut.features, raw, rate_hz, cut.known)
        parts.append(np.hstack((built_in, own.values(raw, rate_hz, cut.known))))
        progress.report((first + len(raw)) / len(cut.starts), cut.name)
    return np.concatenate(parts)
