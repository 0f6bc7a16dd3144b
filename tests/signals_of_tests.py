"""The signal of files made for tests."""

import numpy as np

RATE_HZ = 2000.0


def tone(seed: int, samples: int = 8192) -> np.ndarray:
    """A good signal: two tones and noise, different for each *seed*."""
    rng = np.random.default_rng(seed)
    time = np.arange(samples) / RATE_HZ
    return np.sin(2 * np.pi * 50 * time) + 0.3 * rng.standard_normal(samples)
