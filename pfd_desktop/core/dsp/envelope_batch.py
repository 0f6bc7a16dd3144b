"""Squared envelope spectra of many records at once, exact up to a highest frequency.

The squared envelope's spectrum is the autocorrelation of the band's spectrum over its lags. A
transform as long as the band plus the lags asked for holds those free of aliasing, so neither the
rate of the record nor twice the band is needed (brick-wall band, as in envelope.py).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier, single_precision
from pfd_desktop.core.dsp.envelope import band_bins
from pfd_desktop.core.dsp.windows import Window, window_values

_BLOCK = 4  # records transformed at once: vector units take four singles, the cache no more
_LEAK_BINS = 8  # a window carries lines so far, at most


def squared_envelope_spectra(
    records: NDArray[np.floating[Any]],
    rate_hz: float,
    band_hz: tuple[float, float],
    highest_hz: float,
    window: Window = Window.HANN,
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Frequencies in Hz, and per record (row) the peak amplitude of each line of the squared
    envelope, its mean removed (Borghesani et al. 2014); the unit is that of the record, squared.

    Lines above *highest_hz* are not computed. Single precision.
    """
    samples = records.shape[1]
    step = rate_hz / samples
    first, last = band_bins(samples, rate_hz, band_hz)
    lines = min(int(highest_hz / step) + 1, last - first)
    size = fourier.fast_length(last - first + lines + _LEAK_BINS)
    weights = window_values(window, size)
    # 2 makes the band analytic and is squared; the short transform divides by its own size
    scale = np.float32((2 * size / samples) ** 2 * 2 / weights.sum())
    single_weights = weights.astype(np.float32)
    found = np.empty((len(records), lines), dtype=np.float32)
    for start in range(0, len(records), _BLOCK):
        spectra = single_precision.rfft(single_precision.centred(records[start : start + _BLOCK]))
        analytic = single_precision.ifft(spectra[:, first:last], size)
        envelope = single_precision.squared_magnitude(analytic)
        envelope -= envelope.mean(axis=1, keepdims=True)
        envelope *= single_weights
        np.abs(single_precision.rfft(envelope)[:, :lines], out=found[start : start + _BLOCK])
    found *= scale
    found[:, 0] /= 2
    return np.arange(lines) * step, found
