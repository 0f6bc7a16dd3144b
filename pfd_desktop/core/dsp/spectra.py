"""Amplitude spectra and power spectral density, scaled after Heinzel, Rüdiger, Schilling 2002."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.averaging import Averaging, Memory, averaged_power, vector_power
from pfd_desktop.core.dsp.segments import Cuts, overlapping, transformed
from pfd_desktop.core.dsp.windows import Window, window_sums, window_values
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Progress

Floats = NDArray[np.float64]

STEADY = Memory.of_averages(16)


class Scaling(StrEnum):
    """How the height of a line is to be read."""

    PEAK = "peak"
    RMS = "RMS"
    PEAK_TO_PEAK = "peak-to-peak"
    DENSITY = "density"


OF_PEAK = {Scaling.PEAK: 1.0, Scaling.RMS: 1 / np.sqrt(2), Scaling.PEAK_TO_PEAK: 2.0}


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
    samples: NDArray[np.floating[Any]],
    rate_hz: float,
    window: Window = Window.HANN,
    scaling: Scaling = Scaling.RMS,
    *,
    segment: int | None = None,
    overlap: float = 0.5,
    cuts: Cuts | None = None,
    averaging: Averaging = Averaging.LINEAR,
    memory: Memory = STEADY,
    single: bool = False,
    quantity: str = "acceleration",
    unit: str = "unknown",
    progress: Progress = SILENT,
) -> Spectrum:
    """Amplitude of each line: 2|X|/S1 peak (no factor 2 at 0 Hz and Nyquist).

    ``segment`` samples per average (power is averaged); None is one transform of the whole. Where
    ``cuts`` are given they say which pieces are averaged. ``single``: see ``segments.transformed``.
    """
    if scaling is Scaling.DENSITY:
        raise InvalidInput("An amplitude spectrum has no density scaling; ask for the PSD.")
    cuts = cuts or overlapping(len(samples), segment, overlap)
    averaged = _averaged(
        samples,
        cuts,
        window,
        averaging=averaging,
        memory=memory,
        single=single,
        progress=progress,
    )
    peak = 2 * np.sqrt(averaged.power) / averaged.s1
    at_edges(peak, cuts.size, 0.5)
    values = peak * OF_PEAK[scaling]
    return _spectrum(
        values,
        rate_hz,
        cuts,
        averaged,
        scaling=scaling,
        window=window,
        quantity=quantity,
        unit=unit,
    )


def psd(
    samples: NDArray[np.floating[Any]],
    rate_hz: float,
    window: Window = Window.HANN,
    *,
    segment: int | None = None,
    overlap: float = 0.5,
    cuts: Cuts | None = None,
    averaging: Averaging = Averaging.LINEAR,
    memory: Memory = STEADY,
    single: bool = False,
    quantity: str = "acceleration",
    unit: str = "unknown",
    progress: Progress = SILENT,
) -> Spectrum:
    """Power spectral density 2|X|²/(fs S2), mean of each piece removed; linear is Welch 1967."""
    cuts = cuts or overlapping(len(samples), segment, overlap)
    averaged = _averaged(
        samples,
        cuts,
        window,
        averaging=averaging,
        memory=memory,
        single=single,
        progress=progress,
    )
    density = 2 * averaged.power / (rate_hz * averaged.s2)
    at_edges(density, cuts.size, 0.5)
    return _spectrum(
        density,
        rate_hz,
        cuts,
        averaged,
        scaling=Scaling.DENSITY,
        window=window,
        quantity=quantity,
        unit=density_unit(unit),
    )


def _spectrum(
    values: Floats,
    rate_hz: float,
    cuts: Cuts,
    averaged: "_Averaged",
    *,
    scaling: Scaling,
    window: Window,
    quantity: str,
    unit: str,
) -> Spectrum:
    return Spectrum(
        frequency_hz=np.arange(len(values)) * rate_hz / cuts.size,
        values=values,
        quantity=quantity,
        unit=unit,
        scaling=scaling,
        window=window,
        enbw_hz=rate_hz * averaged.s2 / averaged.s1**2,
        averages=len(cuts.starts),
        overlap=cuts.overlap,
    )


def density_unit(unit: str) -> str:
    """ "g" → "g²/Hz"; compound units are bracketed."""
    if unit == "unknown":
        return "unknown²/Hz"
    return f"({unit})²/Hz" if "/" in unit else f"{unit}²/Hz"


@dataclass(frozen=True)
class _Averaged:
    """Average of |X|² over pieces and the sums of their window."""

    power: Floats
    s1: float
    s2: float


def _averaged(
    samples: NDArray[np.floating[Any]],
    cuts: Cuts,
    window: Window,
    *,
    averaging: Averaging,
    memory: Memory,
    single: bool,
    progress: Progress,
) -> _Averaged:
    weights = window_values(window, cuts.size)
    if averaging is Averaging.VECTOR:
        return _Averaged(vector_power(samples, cuts, weights, progress), *window_sums(weights))
    blocks = transformed(samples, cuts, weights, single=single, progress=progress)
    power = averaged_power(blocks, cuts.size // 2 + 1, averaging, memory)
    return _Averaged(power, *window_sums(weights))


def at_edges(values: NDArray[np.floating[Any]], size: int, factor: float) -> None:
    """0 Hz and, for an even size, Nyquist have no negative twin; lines lie on the last axis."""
    values[..., 0] *= factor
    if size % 2 == 0:
        values[..., -1] *= factor
