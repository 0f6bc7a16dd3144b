"""Cyclic spectral coherence: which carriers are modulated at which cyclic frequency.

The fast estimator of Antoni, Xin and Hamzaoui 2017: the transform over time of the product of two
lines of an STFT that are p lines apart sees cyclic frequencies near p Δf, weighted by the spectrum
of the squared window; the sum over p, divided by the sum of those weights, sees them all alike.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier, single_precision
from pfd_desktop.core.dsp.segment_transforms import level_out, segment_spectra
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress, Silent

Floats = NDArray[np.float64]

WINDOW = Window.HANN
_OVERSAMPLED = 2.0  # times the highest cyclic frequency: what lies above must not fold back


@dataclass(frozen=True)
class CyclicCoherence:
    """|γ(α, f)| by row f and column α: 0 for what is stationary, at most about 1.

    White noise (1 + m cos 2πα₀t) n(t) has m/(1 + m²/2) at α₀ and (m²/4)/(1 + m²/2) at 2α₀.
    """

    cyclic_hz: Floats  # α, from one step above 0 Hz
    frequency_hz: Floats  # f, the middle of the two lines
    magnitude: NDArray[np.float32]

    def enhanced_envelope(self, band_hz: tuple[float, float] | None = None) -> Floats:
        """Mean of the coherence over f: the enhanced envelope spectrum; "improved" over a band."""
        low, high = band_hz or (0.0, float("inf"))
        inside = (self.frequency_hz >= low) & (self.frequency_hz <= high)
        inside[[0, -1]] = False  # the mean was removed there, and half the rate has no twin
        if not inside.any():
            raise InvalidInput(
                f"No line of the coherence lies between {low:g} and {high:g} Hz;"
                f" they are {self.frequency_hz[1]:.3g} Hz apart."
            )
        return np.asarray(self.magnitude[inside].mean(axis=0), dtype=np.float64)


def cyclic_coherence(
    samples: NDArray[np.floating[Any]],
    rate_hz: float,
    segment: int,
    highest_hz: float,
    progress: Progress | None = None,
) -> CyclicCoherence:
    """γ(α, f) = E[X(f + α/2) X*(f − α/2)] / √(S(f + α/2) S(f − α/2)) for α up to *highest_hz*.

    *segment* sets the step in f (rate/segment); the step in α is one over the record's length.
    """
    if not 0 < highest_hz <= rate_hz / 4:
        raise InvalidInput(
            f"Cyclic frequencies up to {highest_hz:g} Hz cannot be told at {rate_hz:g} Hz;"
            f" ask for at most {rate_hz / 4:g} Hz."
        )
    hop = hop_samples(rate_hz, segment, highest_hz)
    whitened = segment_spectra(samples, segment, hop, WINDOW)
    level_out(whitened)  # what makes a coherence of a correlation
    size = fourier.fast_length(whitened.shape[1])
    cyclic_hz = np.arange(size) * rate_hz / hop / size
    cyclic_hz = cyclic_hz[: int(np.searchsorted(cyclic_hz, highest_hz, side="right"))]
    apart = range(-1, round(highest_hz * segment / rate_hz) + 2)
    weights = np.array([_weight(segment, p - cyclic_hz * segment / rate_hz) for p in apart])
    total = np.zeros((len(whitened), len(cyclic_hz)), dtype=np.complex64)
    for done, p in enumerate(apart):
        (progress or Silent()).report(done / len(apart), "cyclic coherence")
        _add(total, whitened, p, size)
    scale = float(_weight(segment, np.zeros(1))[0]) / weights.sum(axis=0) / whitened.shape[1]
    magnitude = np.abs(total)[:, 1:] * scale[1:].astype(np.float32)
    frequency_hz = np.arange(len(whitened)) * rate_hz / segment
    return CyclicCoherence(cyclic_hz[1:], frequency_hz, magnitude)


def hop_samples(rate_hz: float, segment: int, highest_hz: float) -> int:
    """From one segment to the next: cyclic frequencies are sampled over time by segments."""
    return int(max(1, min(rate_hz / (_OVERSAMPLED * highest_hz), segment // 4)))


def _add(
    total: NDArray[np.complex64], whitened: NDArray[np.complex64], apart: int, size: int
) -> None:
    """Products of lines *apart* around each line, transformed over time, turned into phase."""
    sign = np.float32(-1.0 if apart % 2 else 1.0)  # times count from the middle of a segment
    for line in range(len(whitened)):
        upper = _line(whitened, line + (apart + 1) // 2)
        lower = _line(whitened, line - apart // 2)
        spectrum = single_precision.fft(upper * np.conj(lower), size)
        total[line] += sign * spectrum[: total.shape[1]]


def _line(whitened: NDArray[np.complex64], line: int) -> NDArray[np.complex64]:
    """A line of the two-sided spectrum: below 0 Hz and above half the rate are the conjugates."""
    last = len(whitened) - 1
    if line < 0:
        return np.asarray(np.conj(whitened[-line]))
    return np.asarray(whitened[line] if line <= last else np.conj(whitened[2 * last - line]))


def _weight(segment: int, bins: Floats) -> Floats:
    """Spectrum of the squared window about its middle, read from a fine table of it."""
    squared = window_values(WINDOW, segment) ** 2
    times = (np.arange(segment) - segment / 2) / segment
    table = np.linspace(0.0, float(np.abs(bins).max()) + 1.0, 2000)
    values = np.array([float(squared @ np.cos(2 * np.pi * place * times)) for place in table])
    return np.asarray(np.interp(np.abs(bins), table, values))
