"""What all checks read of a record: gathered in two passes and one spectrum, piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.waveforms.waveform import Waveform

Floats = NDArray[np.float64]

PIECE = 1 << 18  # samples in memory at a time
BLOCKS = 16  # parts of a record whose means show drift
_LINES = 4096  # samples of a segment of the spectrum, where the record has eight of them


@dataclass(frozen=True, eq=False)
class Survey:
    """A record with what one pass and one spectrum say of it."""

    waveform: Waveform
    low: float
    high: float
    mean: float
    block_means: Floats  # of BLOCKS equal parts
    spread: float  # median of the parts' standard deviations
    frequency_hz: Floats
    power: Floats  # power spectral density, unit²/Hz, of Hann segments without overlap
    segments: int  # that were averaged
    told_rpm: float | None = None

    @property
    def count(self) -> int:
        """Samples."""
        return len(self.waveform.samples)

    def pieces(self, margin: int = 0) -> Iterator[tuple[int, Floats]]:
        """All samples with the place of the first; neighbours share *margin* samples."""
        for start in range(0, max(1, self.count - margin), PIECE):
            stop = min(self.count, start + PIECE + margin)
            yield start, np.asarray(self.waveform.samples[start:stop], dtype=np.float64)

    def seconds(self, start: int, stop: int) -> tuple[float, float]:
        """From the first sample to after the last, in seconds."""
        return start / self.waveform.rate_hz, stop / self.waveform.rate_hz


def survey(waveform: Waveform, told_rpm: float | None = None) -> Survey:
    """Read *waveform* once for its levels and its spectrum; it holds at least 64 samples."""
    samples, count = waveform.samples, len(waveform.samples)
    edges = np.linspace(0, count, BLOCKS + 1).astype(np.int64)
    means, spreads = np.zeros(BLOCKS), np.zeros(BLOCKS)
    low, high = np.inf, -np.inf
    for block in range(BLOCKS):
        total = square = 0.0
        offset = float(samples[edges[block]])
        for start in range(int(edges[block]), int(edges[block + 1]), PIECE):
            piece = np.asarray(samples[start : min(start + PIECE, int(edges[block + 1]))], float)
            low, high = min(low, float(piece.min())), max(high, float(piece.max()))
            total += float((piece - offset).sum())
            square += float(((piece - offset) ** 2).sum())
        length = int(edges[block + 1] - edges[block])
        means[block] = offset + total / length
        spreads[block] = np.sqrt(max(0.0, square / length - (total / length) ** 2))
    weights = np.diff(edges) / count
    frequency, power, segments = _spectrum(waveform)
    return Survey(
        waveform,
        low,
        high,
        float(means @ weights),
        means,
        float(np.median(spreads)),
        frequency,
        power,
        segments,
        told_rpm,
    )


def _spectrum(waveform: Waveform) -> tuple[Floats, Floats, int]:
    """Welch's density (1967) without overlap, segments without their means."""
    samples, rate_hz = waveform.samples, waveform.rate_hz
    length = int(min(_LINES, 2 ** int(np.log2(max(16, len(samples) / 8)))))
    window = np.hanning(length + 1)[:-1]
    number = len(samples) // length
    at_once = PIECE // length
    total = np.zeros(length // 2 + 1)
    for first in range(0, number, at_once):
        stop = min(number, first + at_once)
        parts = np.asarray(samples[first * length : stop * length], float).reshape(-1, length)
        parts = (parts - parts.mean(axis=1, keepdims=True)) * window
        total += (np.abs(np.fft.rfft(parts, axis=1)) ** 2).sum(axis=0)
    density = 2 * total / (number * rate_hz * float((window**2).sum()))
    frequency = np.linspace(0.0, rate_hz / 2, length // 2 + 1, dtype=np.float64)
    return frequency, density, number
