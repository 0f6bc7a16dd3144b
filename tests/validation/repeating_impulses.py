"""Decaying impulses at a known rate and resonance, in noise; with or without one stray knock."""

import numpy as np

RATE_HZ = 12_800.0
REPEATING_HZ = 30.0
SECONDS = 5.0


def repeating_impulses(resonance_hz: float, seed: int, knock: bool = False) -> np.ndarray:
    """Impulses four times as high as the deviation of the noise; the knock is 120 times."""
    random = np.random.default_rng(seed)
    count = round(SECONDS * RATE_HZ)
    decay = np.arange(256) / RATE_HZ
    response = np.exp(-600 * decay) * np.sin(2 * np.pi * resonance_hz * decay)
    impulses = np.zeros(count)
    impulses[(np.arange(0, SECONDS, 1 / REPEATING_HZ) * RATE_HZ).astype(int)] = 2.0
    waveform = np.convolve(impulses, response)[:count] + 0.5 * random.standard_normal(count)
    if knock:
        place = int(0.37 * count)
        waveform[place : place + 8] += 60 * np.exp(-np.arange(8) / 1.5) * (-1.0) ** np.arange(8)
    return waveform
