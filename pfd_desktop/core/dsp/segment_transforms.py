"""Windowed transforms of overlapping segments, and how many independent ones they are worth."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import single_precision
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.errors import InvalidInput

_BLOCK = 1 << 16  # samples transformed at once: large batches fall out of the cache


def segment_spectra(
    samples: NDArray[np.floating[Any]], size: int, hop: int, window: Window = Window.HANN
) -> NDArray[np.complex64]:
    """DFT of every whole segment, times from its start, without its mean: a row for each line.

    Blocks are turned while they are in the cache, where that costs nothing.
    """
    if len(samples) < size:
        raise InvalidInput(
            f"One segment takes {size} samples; this record has {len(samples)}."
            " Choose a shorter segment."
        )
    segments = np.lib.stride_tricks.sliding_window_view(samples, size)[::hop]
    weights = window_values(window, size).astype(np.float32)
    spectra = np.empty((size // 2 + 1, len(segments)), dtype=np.complex64)
    each = max(1, _BLOCK // size)
    kept = np.empty((min(each, len(segments)), size), dtype=np.float32)
    for start in range(0, len(segments), each):
        chosen = segments[start : start + each]
        block = kept[: len(chosen)]
        np.subtract(chosen, chosen.mean(axis=1, keepdims=True), out=block, casting="same_kind")
        block *= weights
        spectra[:, start : start + each] = single_precision.rfft(block).T
    return spectra


def level_out(spectra: NDArray[np.complex64]) -> NDArray[np.float32]:
    """Bring the lines of *spectra* to unit mean power over segments, in place; the r.m.s. each had.

    What lies more than 140 dB below the loudest line stays below it.
    """
    parts = spectra.view(np.float32)
    power = np.square(parts).sum(axis=1) / np.float32(spectra.shape[1])
    loudest = max(float(power.max()), 1e-300)
    level = np.asarray(np.sqrt(np.maximum(power, 1e-14 * loudest)), dtype=np.float32)
    parts /= level[:, None]
    return level


def independent_segments(segments: int, size: int, hop: int, window: Window, order: int) -> float:
    """How many independent segments tell as much as these overlapping ones of Gaussian noise.

    Spectra of two segments r apart correlate by ρ = Σw(n)w(n + r hop)/Σw² (Welch 1967), averages
    of products of *order* of them by ρ to that power: 2 for a power spectrum, 3 for a bispectrum,
    4 for a spectral kurtosis.
    """
    weights = window_values(window, size)
    energy = float(weights @ weights)
    shifts = range(1, min(segments, -(-size // hop)))
    shared = sum(
        (1 - r / segments) * (float(weights[: -r * hop] @ weights[r * hop :]) / energy) ** order
        for r in shifts
        if r * hop < size
    )
    return segments / (1 + 2 * shared)
