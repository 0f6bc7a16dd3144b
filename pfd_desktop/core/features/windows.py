"""Windows: where they are cut, what they hold, and all their features."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.lines import line_features
from pfd_desktop.core.features.spectral import spectral_features
from pfd_desktop.core.features.time import time_features
from pfd_desktop.core.physics.kinematics import BearingOrders
from pfd_desktop.errors import InvalidInput

LEAST_WINDOW = 64


def window_starts(samples: int, window_samples: int, overlap: float) -> NDArray[np.int64]:
    """First samples of all whole windows; what is left at the end is not used."""
    if window_samples < LEAST_WINDOW:
        raise InvalidInput(f"A window needs at least {LEAST_WINDOW} samples, not {window_samples}.")
    if not 0 <= overlap <= 0.9:
        raise InvalidInput(f"The overlap must lie between 0 and 0.9, not {overlap:g}.")
    hop = max(1, round(window_samples * (1 - overlap)))
    return np.arange(0, samples - window_samples + 1, hop, dtype=np.int64)


def window_features(
    raw: NDArray[np.floating],
    rate_hz: float,
    orders: BearingOrders | None,
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
