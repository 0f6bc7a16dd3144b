"""The short-time Fourier transform and its inverse.

Slice p is centred on sample p·hop, and its phase refers to that sample, as in scipy's
ShortTimeFFT; the record counts as zero beyond its ends. The inverse is overlap-add with the
canonical dual window (Gröchenig 2001).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.fourier import AnyComplexes
from pfd_desktop.core.dsp.segments import Cuts, transformed
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
Samples = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Frames:
    """The slices that touch a record of ``count`` samples."""

    count: int
    size: int
    hop: int

    def __post_init__(self) -> None:
        """Refuse what cannot be cut."""
        if not 1 <= self.hop <= self.size or self.count < self.size:
            raise InvalidInput(
                f"Slices of {self.size} samples every {self.hop} cannot be cut from a record of"
                f" {self.count}."
            )

    @property
    def first(self) -> int:
        """Number p of the first slice that reaches into the record."""
        return -((self.size - self.size // 2 - 1) // self.hop)

    @property
    def last(self) -> int:
        """One past the number of the last slice that reaches into the record."""
        return (self.count - 1 + self.size // 2) // self.hop + 1

    def start(self, slice_number: int) -> int:
        """First sample of a slice; below 0 before the record."""
        return slice_number * self.hop - self.size // 2


def stft(samples: Samples, weights: Floats, hop: int, *, single: bool = False) -> AnyComplexes:
    """One-sided transforms, unscaled, a row per slice."""
    frames = Frames(len(samples), len(weights), hop)
    lines = frames.size // 2 + 1
    kind = np.complex64 if single else np.complex128
    found = np.empty((frames.last - frames.first, lines), dtype=kind)
    turned = np.exp(2j * np.pi * np.arange(lines) * (frames.size // 2) / frames.size).astype(kind)
    row = 0
    for piece, cuts in _stretches(samples, frames):
        for block in transformed(piece, cuts, weights, single=single, remove_mean=False):
            np.multiply(block, turned, out=found[row : row + len(block)])
            row += len(block)
    return found


def istft(spectra: AnyComplexes, weights: Floats, hop: int, count: int) -> Floats:
    """The *count* samples whose ``stft`` is *spectra*; raises where the slices leave gaps."""
    frames = Frames(count, len(weights), hop)
    if spectra.shape != (frames.last - frames.first, frames.size // 2 + 1):
        raise InvalidInput("These transforms do not belong to a record of that length.")
    lines = np.arange(spectra.shape[1])
    turned = np.exp(-2j * np.pi * lines * (frames.size // 2) / frames.size)
    pieces = fourier.irfft_rows(spectra * turned, frames.size) * dual_window(weights, hop)
    offset = -frames.start(frames.first)
    whole = np.zeros(offset + max(count, frames.start(frames.last - 1) + frames.size))
    for number, piece in enumerate(pieces, frames.first):
        begin = frames.start(number) + offset
        whole[begin : begin + frames.size] += piece
    return whole[offset : offset + count]


def dual_window(weights: Floats, hop: int) -> Floats:
    """The canonical dual: w / Σ w² of all slices over a sample. Raises where that sum is 0."""
    padded = np.zeros(-(-len(weights) // hop) * hop)
    padded[: len(weights)] = weights**2
    power = np.resize(padded.reshape(-1, hop).sum(axis=0), len(weights))
    if power.min() <= 1e-12 * power.max():
        raise InvalidInput(f"Slices every {hop} samples leave gaps: nothing can bring them back.")
    return np.asarray(weights / power)


def _stretches(samples: Samples, frames: Frames) -> list[tuple[Samples, Cuts]]:
    """The slices over the beginning, inside and over the end; only the ends are copied."""
    size, count = frames.size, frames.count
    starts = np.array([frames.start(number) for number in range(frames.first, frames.last)])
    inside = (starts >= 0) & (starts + size <= count)
    before, after = starts[starts < 0], starts[(starts >= 0) & (starts + size > count)]
    head = np.concatenate((np.zeros(size, samples.dtype), samples[:size]))
    tail = np.concatenate((samples[count - size :], np.zeros(size, samples.dtype)))
    parts: list[tuple[Samples, Cuts]] = [
        (head, Cuts(before + size, size)),
        (samples, Cuts(starts[inside], size)),
        (tail, Cuts(after - (count - size), size)),
    ]
    return [(piece, cuts) for piece, cuts in parts if len(cuts.starts)]
