"""The numbers under a trace, computed from all of its samples."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.progress import Progress

_BLOCK = 1 << 18


@dataclass(frozen=True)
class Readouts:
    """Statistics of a waveform; mean, rms, peak in its unit."""

    mean: float
    rms: float  # of the samples, mean included
    peak: float  # largest magnitude
    crest: float  # peak / rms
    kurtosis: float  # fourth central moment over squared variance; 3 for Gaussian noise


def readouts(samples: NDArray[np.float32], progress: Progress) -> Readouts:
    """Two passes in blocks, so that a mapped file of any length takes little memory."""
    count = samples.shape[0]
    total = square = peak = 0.0
    for start in range(0, count, _BLOCK):
        block = np.asarray(samples[start : start + _BLOCK], np.float64)
        total += float(block.sum())
        square += float(block @ block)
        peak = max(peak, float(np.abs(block).max()))
        progress.report(0.5 * start / count)
    mean = total / count
    second = fourth = 0.0
    for start in range(0, count, _BLOCK):
        squares = (np.asarray(samples[start : start + _BLOCK], np.float64) - mean) ** 2
        second += float(squares.sum())
        fourth += float(squares @ squares)
        progress.report(0.5 + 0.5 * start / count)
    rms = sqrt(square / count)
    kurtosis = count * fourth / second**2 if second > 0 else float("nan")
    return Readouts(mean, rms, peak, peak / rms if rms > 0 else float("nan"), kurtosis)
