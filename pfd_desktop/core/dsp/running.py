"""Amplitude spectra of overlapping stretches, in the order in which they were measured."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.windows import Window, window_values

Floats = NDArray[np.float64]

_BLOCK = 32  # stretches transformed at once


@dataclass(frozen=True)
class RunningSpectra:
    """A row per stretch, a column per line; peak amplitudes."""

    middles: Floats  # of the stretches, in samples of the axis over the rate: seconds or turns
    lines: Floats  # hertz or orders
    values: NDArray[np.float32]


def running_spectra(
    samples: NDArray[np.floating],
    rate_hz: float,
    size: int,
    hop: int,
    window: Window = Window.HANN,
    *,
    transform: int | None = None,
    highest: float | None = None,
) -> RunningSpectra:
    """Spectra of *size* samples every *hop* samples, means removed: 2|X|/S1 each.

    ``transform`` pads each stretch with zeros to so many; ``highest`` (hertz or orders) cuts.
    """
    length = max(size, transform or size)
    lines: Floats = np.arange(length // 2 + 1) * rate_hz / length
    if highest is not None:
        lines = lines[: max(2, int(np.searchsorted(lines, highest, side="right")))]
    starts = np.arange(0, len(samples) - size + 1, hop)
    weights = window_values(window, size)
    values = np.empty((len(starts), len(lines)), np.float32)
    for first in range(0, len(starts), _BLOCK):
        chosen = starts[first : first + _BLOCK]
        block = np.stack([samples[s : s + size] for s in chosen]).astype(np.float64)
        block -= block.mean(axis=1, keepdims=True)
        found = np.abs(fourier.rfft(block * weights, length)[:, : len(lines)])
        values[first : first + _BLOCK] = found * (2 / weights.sum())
    middles = np.asarray((starts + size / 2) / rate_hz, dtype=np.float64)
    return RunningSpectra(middles, lines, values)
