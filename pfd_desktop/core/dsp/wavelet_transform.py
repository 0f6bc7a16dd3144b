"""Continuous transform by the analytic Morlet wavelet, scaled so that a sine reads its amplitude.

Computed in the frequency domain (Torrence and Compo 1998): each wavelet is a Gaussian over
frequency, so only the lines under it go back to time, at the rate that they need.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress, Silent

Floats = NDArray[np.float64]

_TAIL = 6.5  # deviations of the Gaussian: 7e-10 of its height
_FINE = 32  # samples a column


@dataclass(frozen=True)
class WaveletMap:
    """Amplitude by row (frequency) and column (time): the largest within the column.

    NaN within √2 s of either end, s being the wavelet's deviation in time: half of the wavelet lies
    beyond the record there.
    """

    frequency_hz: Floats
    time_s: Floats  # centres of the columns
    amplitude: NDArray[np.float32]  # peak, in the unit of the record


def log_spaced(low_hz: float, high_hz: float, per_octave: int) -> Floats:
    """Frequencies from *low_hz* to *high_hz*, equally many in each octave."""
    count = max(2, round(np.log2(high_hz / low_hz) * per_octave) + 1)
    return np.geomspace(low_hz, high_hz, count)


def wavelet_map(
    samples: NDArray[np.floating[Any]],
    rate_hz: float,
    frequency_hz: Floats,
    columns: int,
    *,
    cycles: float = 6.0,
    progress: Progress | None = None,
) -> WaveletMap:
    """|W| at each frequency; *cycles* is the Morlet wavelet's ω₀: more resolve frequency finer,
    fewer time. A sine of amplitude 1 reads 1 at its frequency."""
    record = np.asarray(samples, dtype=np.float64)
    lowest, highest = float(frequency_hz.min()), float(frequency_hz.max())
    deviation_s = cycles / (2 * np.pi * lowest)
    duration_s = len(record) / rate_hz
    if not 0 < highest < rate_hz / 2 or 3 * deviation_s > duration_s:
        raise InvalidInput(
            f"Wavelets from {lowest:g} to {highest:g} Hz do not fit a record of"
            f" {duration_s:.3g} s at {rate_hz:g} Hz: the lowest needs {3 * deviation_s:.3g} s, and"
            f" the highest must lie below {rate_hz / 2:g} Hz."
        )
    columns = min(columns, len(record))
    padded = fourier.fast_length(len(record) + int(8 * deviation_s * rate_hz))
    spectrum = fourier.rfft(record - record.mean(), padded)
    time_s = (np.arange(columns) + 0.5) * duration_s / columns
    amplitude = np.empty((len(frequency_hz), columns), dtype=np.float32)
    for row, centre_hz in enumerate(frequency_hz):
        (progress or Silent()).report(row / len(frequency_hz), "wavelets")
        bins, weights = _gaussian(padded, rate_hz, float(centre_hz), cycles)
        size = fourier.fast_length(max(2 * len(weights), _FINE * columns))
        cut = np.zeros(size, dtype=np.complex128)
        cut[: len(weights)] = spectrum[bins] * weights
        envelope = np.abs(fourier.ifft(cut)) * (size / padded)
        amplitude[row] = _columns(envelope, len(record) / padded, columns)
        edge_s = np.sqrt(2) * cycles / (2 * np.pi * centre_hz)
        amplitude[row, (time_s < edge_s) | (time_s > duration_s - edge_s)] = np.nan
    return WaveletMap(frequency_hz, time_s, amplitude)


def _gaussian(padded: int, rate_hz: float, centre_hz: float, cycles: float) -> tuple[slice, Floats]:
    """The lines under a wavelet, and its weights: 2 at its centre, as half a sine lies below 0."""
    step_hz = rate_hz / padded
    width_hz = centre_hz / cycles  # deviation of the Gaussian over frequency
    first = max(1, int(np.ceil((centre_hz - _TAIL * width_hz) / step_hz)))
    last = min(padded // 2 + 1, int((centre_hz + _TAIL * width_hz) / step_hz) + 1)
    away = np.arange(first, last) * step_hz - centre_hz
    return slice(first, last), 2 * np.exp(-((away / width_hz) ** 2) / 2)


def _columns(envelope: Floats, part: float, columns: int) -> Floats:
    """The largest value in each column; the record is that *part* of what was transformed."""
    end = len(envelope) * part
    starts = np.ceil(np.arange(columns) * end / columns).astype(np.int64)
    return np.maximum.reduceat(envelope[: int(np.ceil(end))], starts)
