"""Amplitude spectra and power spectral density, scaled after Heinzel, Rüdiger, Schilling 2002."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.windows import Window, window_sums, window_values
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]

_BLOCK = 64  # segments transformed at once: large batches fall out of the cache


class Scaling(StrEnum):
    """How the height of a line is to be read."""

    PEAK = "peak"
    RMS = "RMS"
    PEAK_TO_PEAK = "peak-to-peak"
    DENSITY = "density"


_OF_PEAK = {Scaling.PEAK: 1.0, Scaling.RMS: 1 / np.sqrt(2), Scaling.PEAK_TO_PEAK: 2.0}


@dataclass(frozen=True)
class Spectrum:
    """A one-sided spectrum that says what its numbers are."""

    frequency_hz: Floats
    values: Floats
    quantity: str
    unit: str  # of the values: "g", "g²/Hz"
    scaling: Scaling
    window: Window
    enbw_hz: float
    averages: int
    overlap: float


def amplitude_spectrum(
    samples: NDArray[np.floating],
    rate_hz: float,
    window: Window = Window.HANN,
    scaling: Scaling = Scaling.RMS,
    *,
    segment: int | None = None,
    overlap: float = 0.5,
    quantity: str = "acceleration",
    unit: str = "unknown",
) -> Spectrum:
    """Amplitude of each line: 2|X|/S1 peak (no factor 2 at 0 Hz and Nyquist).

    ``segment`` samples per average (power is averaged); None is one transform of the whole.
    """
    if scaling is Scaling.DENSITY:
        raise InvalidInput("An amplitude spectrum has no density scaling; ask for the PSD.")
    averaged = _averaged_power(samples, window, segment, overlap)
    peak = 2 * np.sqrt(averaged.power) / averaged.s1
    _at_edges(peak, averaged.segment, 0.5)
    return Spectrum(
        frequency_hz=np.arange(len(peak)) * rate_hz / averaged.segment,
        values=peak * _OF_PEAK[scaling],
        quantity=quantity,
        unit=unit,
        scaling=scaling,
        window=window,
        enbw_hz=rate_hz * averaged.s2 / averaged.s1**2,
        averages=averaged.averages,
        overlap=overlap if averaged.averages > 1 else 0.0,
    )


def psd(
    samples: NDArray[np.floating],
    rate_hz: float,
    window: Window = Window.HANN,
    *,
    segment: int | None = None,
    overlap: float = 0.5,
    quantity: str = "acceleration",
    unit: str = "unknown",
) -> Spectrum:
    """Power spectral density 2|X|²/(fs S2) by Welch's method, linear averages, mean removed."""
    averaged = _averaged_power(samples, window, segment, overlap)
    density = 2 * averaged.power / (rate_hz * averaged.s2)
    _at_edges(density, averaged.segment, 0.5)
    return Spectrum(
        frequency_hz=np.arange(len(density)) * rate_hz / averaged.segment,
        values=density,
        quantity=quantity,
        unit=density_unit(unit),
        scaling=Scaling.DENSITY,
        window=window,
        enbw_hz=rate_hz * averaged.s2 / averaged.s1**2,
        averages=averaged.averages,
        overlap=overlap if averaged.averages > 1 else 0.0,
    )


def density_unit(unit: str) -> str:
    """ "g" → "g²/Hz"; compound units are bracketed."""
    if unit == "unknown":
        return "unknown²/Hz"
    return f"({unit})²/Hz" if "/" in unit else f"{unit}²/Hz"


@dataclass(frozen=True)
class _Averaged:
    """Mean of |X|² over segments and the sums of their window."""

    power: Floats
    segment: int
    averages: int
    s1: float
    s2: float


def _averaged_power(
    samples: NDArray[np.floating], window: Window, segment: int | None, overlap: float
) -> _Averaged:
    size = len(samples) if segment is None else min(segment, len(samples))
    if size < 8:
        raise InvalidInput(f"A spectrum needs at least 8 samples; this one was given {size}.")
    if not 0 <= overlap < 1:
        raise InvalidInput(f"Overlap {overlap:g} is not between 0 and below 1.")
    step = max(1, size - int(size * overlap))
    starts = np.arange(0, len(samples) - size + 1, step)
    weights = window_values(window, size)
    s1, s2 = window_sums(weights)
    total = np.zeros(size // 2 + 1)
    for first in range(0, len(starts), _BLOCK):
        chosen = starts[first : first + _BLOCK]
        block = np.stack([samples[s : s + size] for s in chosen]).astype(np.float64)
        block -= block.mean(axis=1, keepdims=True)
        block *= weights
        transformed = fourier.rfft(block)
        total += (transformed.real**2 + transformed.imag**2).sum(axis=0)
    return _Averaged(total / len(starts), size, len(starts), s1, s2)


def _at_edges(values: Floats, size: int, factor: float) -> None:
    """0 Hz and, for an even size, Nyquist have no negative twin."""
    values[0] *= factor
    if size % 2 == 0:
        values[-1] *= factor
