"""A resonance struck again and again over a turning shaft, for tests of what reads its peaks."""

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 12_000.0


def ringing(
    struck_hz: float, shaft_hz: float, seconds: float = 4.0, seed: int = 1
) -> NDArray[np.float64]:
    """A 3 kHz resonance struck *struck_hz* times a second, its load turning with the shaft."""
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    since = (time * struck_hz) % 1 / struck_hz
    load = 1 + 0.4 * np.cos(2 * np.pi * shaft_hz * time) + 0.2 * np.cos(4 * np.pi * shaft_hz * time)
    rings = load * np.exp(-900 * since) * np.sin(2 * np.pi * 3000 * since)
    return rings + 0.05 * np.random.default_rng(seed).standard_normal(len(time))
