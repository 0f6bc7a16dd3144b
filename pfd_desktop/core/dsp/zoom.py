"""Spectrum lines as close as one likes within a narrow band.

The chirp z-transform (Rabiner, Schafer, Rader 1969, by Bluestein's convolution), applied block by
block with the blocks' phases put right: exactly the discrete Fourier transform of the whole record
at the frequencies asked for, in the memory of one block. Nothing is decimated, so nothing aliases.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.averaging import Averaging
from pfd_desktop.core.dsp.segments import overlapping
from pfd_desktop.core.dsp.spectra import OF_PEAK, Scaling, Spectrum
from pfd_desktop.core.dsp.windows import Window, window_part
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Part, Progress

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]
Samples = NDArray[np.floating[Any]]

_BLOCK = 1 << 16


class _Chirp:
    """The chirp z-transform of blocks of one length at *lines* frequencies, in cycles a sample."""

    def __init__(self, length: int, lines: int, first: float, step: float) -> None:
        self.length, self.lines, self._first = length, lines, first
        self._size = fourier.fast_length(length + lines - 1)
        index = np.arange(max(length, lines), dtype=np.float64)
        chirp = np.exp(-1j * np.pi * step * index**2)
        self._before = chirp[:length] * np.exp(-2j * np.pi * first * index[:length])
        self._after = chirp[:lines]
        filter_ = np.zeros(self._size, dtype=np.complex128)
        filter_[:lines] = chirp[:lines].conj()
        if length > 1:
            filter_[-(length - 1) :] = chirp[1:length][::-1].conj()
        self._filter = fourier.fft(filter_)

    def __call__(self, block: Floats) -> Complexes:
        """Σ x[n] exp(-j2πfn) with n counted from the beginning of the block."""
        padded = np.zeros(self._size, dtype=np.complex128)
        padded[: len(block)] = block * self._before[: len(block)]
        found = fourier.ifft(fourier.fft(padded) * self._filter)
        return np.asarray(found[: self.lines] * self._after)


def zoom_transform(
    samples: Samples,
    rate_hz: float,
    band_hz: tuple[float, float],
    lines: int,
    window: Window = Window.BOXCAR,
    *,
    remove_mean: bool = False,
    progress: Progress = SILENT,
) -> tuple[Floats, Complexes]:
    """Frequencies in Hz from one end of the band to the other, and Σ w x exp(-j2πft) at each."""
    frequency = _frequencies(band_hz, rate_hz, lines)
    cycles = frequency / rate_hz
    values, count = np.asarray(samples), len(samples)
    mean = float(values.mean(dtype=np.float64)) if remove_mean else 0.0
    length = min(count, max(_BLOCK, 4 * lines))
    chirp = _Chirp(length, lines, cycles[0], cycles[1] - cycles[0])
    total = np.zeros(lines, dtype=np.complex128)
    for start in range(0, count, length):
        stop = min(count, start + length)
        block = (values[start:stop] - mean) * window_part(window, count, start, stop)
        total += chirp(block) * np.exp(-2j * np.pi * ((cycles * start) % 1.0))
        progress.report(stop / count)
    return frequency, total


def zoom_spectrum(
    samples: Samples,
    rate_hz: float,
    band_hz: tuple[float, float],
    lines: int = 1600,
    *,
    window: Window = Window.HANN,
    scaling: Scaling = Scaling.RMS,
    segment: int | None = None,
    overlap: float = 0.5,
    averaging: Averaging = Averaging.LINEAR,
    quantity: str = "acceleration",
    unit: str = "unknown",
    progress: Progress = SILENT,
) -> Spectrum:
    """Amplitudes in a band, averaged over pieces of *segment* samples (None: one of the whole).

    What two lines are told apart by is the length of a piece (ENBW), not how close lines are drawn.
    """
    cuts = overlapping(len(samples), segment, overlap)
    power, s1, s2 = np.zeros(lines), 0.0, 0.0
    for start in range(0, cuts.size, _BLOCK):
        weights = window_part(window, cuts.size, start, min(cuts.size, start + _BLOCK))
        s1, s2 = s1 + float(weights.sum()), s2 + float((weights**2).sum())
    for number, start in enumerate(cuts.starts):
        share = Part(progress, number / len(cuts.starts), (number + 1) / len(cuts.starts))
        piece = np.asarray(samples)[start : start + cuts.size]
        _, found = zoom_transform(
            piece, rate_hz, band_hz, lines, window, remove_mean=True, progress=share
        )
        squared = found.real**2 + found.imag**2
        power = np.maximum(power, squared) if averaging is Averaging.PEAK_HOLD else power + squared
    if averaging is not Averaging.PEAK_HOLD:
        power /= len(cuts.starts)
    frequency = _frequencies(band_hz, rate_hz, lines)
    peak = 2 * np.sqrt(power) / s1
    peak[(frequency == 0) | (frequency == rate_hz / 2)] /= 2  # no negative twin
    return Spectrum(
        frequency_hz=frequency,
        values=peak * OF_PEAK[scaling],
        quantity=quantity,
        unit=unit,
        scaling=scaling,
        window=window,
        enbw_hz=rate_hz * s2 / s1**2,
        averages=len(cuts.starts),
        overlap=cuts.overlap,
    )


def _frequencies(band_hz: tuple[float, float], rate_hz: float, lines: int) -> Floats:
    low, high = band_hz
    if not 0 <= low < high <= rate_hz / 2:
        raise InvalidInput(
            f"The band {low:g} to {high:g} Hz does not lie between 0 and {rate_hz / 2:g} Hz."
        )
    if lines < 2:
        raise InvalidInput("A band needs at least 2 lines.")
    return np.linspace(low, high, lines)
