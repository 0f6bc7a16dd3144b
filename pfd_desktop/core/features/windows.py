"""Windows: where they are cut, what they hold, and all their features."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.block import Block
from pfd_desktop.core.features.catalogue import catalogue_called
from pfd_desktop.core.features.entropies import entropy_features
from pfd_desktop.core.features.legacy import legacy_features
from pfd_desktop.core.features.lines import line_features
from pfd_desktop.core.features.packets import packet_features
from pfd_desktop.core.features.shaft import (
    bicoherence_features,
    rahmonic_features,
    shaft_features,
)
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.spectral import spectral_features
from pfd_desktop.core.features.time import time_features
from pfd_desktop.errors import InvalidInput

LEAST_WINDOW = 64
MOST_OVERLAP = 0.9
_STRETCHES = 16


def window_starts(samples: int, window_samples: int, overlap: float) -> NDArray[np.int64]:
    """First samples of all whole windows; what is left at the end is not used."""
    if window_samples < LEAST_WINDOW:
        raise InvalidInput(f"A window needs at least {LEAST_WINDOW} samples, not {window_samples}.")
    if not 0 <= overlap <= MOST_OVERLAP:
        raise InvalidInput(f"The overlap must lie between 0 and {MOST_OVERLAP}, not {overlap:g}.")
    hop = max(1, round(window_samples * (1 - overlap)))
    return np.arange(0, samples - window_samples + 1, hop, dtype=np.int64)


def features_of(
    name: str, raw: NDArray[np.floating], rate_hz: float, known: Known
) -> NDArray[np.float64]:
    """Features of a block of windows by the set called *name*; raises InvalidInput for no such.

    One row per window, columns in the order of the set; NaN for what cannot be known of them.
    """
    if catalogue_called(name).whole:
        raise InvalidInput(f"The features {name!r} are of whole recordings, not of windows.")
    if name == "legacy-36":
        return legacy_features(raw, rate_hz)
    return standard_features(raw, rate_hz, known)


def standard_features(
    raw: NDArray[np.floating], rate_hz: float, known: Known
) -> NDArray[np.float64]:
    """The set "standard". A window without any signal gives 0 for all that could be known of it."""
    block = Block.of(raw, rate_hz, known)
    table = np.hstack(
        (
            time_features(block.waves, rate_hz),
            spectral_features(block.waves, rate_hz),
            line_features(block),
            shaft_features(block),
            packet_features(block),
            rahmonic_features(block),
            bicoherence_features(block),
            entropy_features(block),
        )
    )
    table[:, :3] *= block.rms[:, None]  # rms, peak, mean absolute
    quiet = table[block.silent]
    table[block.silent] = np.where(np.isnan(quiet), np.nan, 0.0)
    return table


def window_digest(window: NDArray[np.floating]) -> int:
    """64 bits that are equal where the samples of two windows are, in whatever unit or gain.

    They name where in each of 16 stretches the largest and the smallest sample lie, which no scale
    and no offset moves; the samples themselves where a stretch is constant.
    """
    samples = np.ascontiguousarray(window, dtype=np.float32)
    stretches = samples[: len(samples) // _STRETCHES * _STRETCHES].reshape(_STRETCHES, -1)
    places = np.array((stretches.argmax(axis=1), stretches.argmin(axis=1)), dtype=np.int64)
    told = samples if (places[0] == places[1]).any() else places
    content = told.tobytes()
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little")
