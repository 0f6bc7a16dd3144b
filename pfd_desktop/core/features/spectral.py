"""Twelve features of the power spectral density, for a block of windows at once."""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pfd_desktop.core.features.standard_specs import BAND_EDGES_HZ

_SEGMENT = 1024
_TINY = float(np.finfo(np.float64).tiny)
_ROLL_OFF = 0.95


def density(
    windows: NDArray[np.floating[Any]], rate_hz: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Welch density of each window (Hann, half overlap), without its 0 Hz line: (Hz, unit²/Hz).

    All pieces of a window are transformed at once, in the precision that they come in.
    """
    from scipy import fft

    length = min(_SEGMENT, windows.shape[1])
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)
    single = windows.dtype == np.float32
    weights = taper.astype(np.float32) if single else taper
    total = np.empty((windows.shape[0], length // 2 + 1))
    hop = max(1, length // 2)
    pieces = sliding_window_view(windows, length, axis=1)[:, ::hop]
    for row, own in enumerate(pieces):
        lines = fft.rfft(own * weights, axis=1)
        total[row] = (lines.real**2 + lines.imag**2).sum(axis=0)
    scale = 2.0 / (rate_hz * float(taper @ taper) * pieces.shape[1])
    frequencies = np.arange(1, length // 2 + 1) * rate_hz / length
    return frequencies, total[:, 1:] * scale


def spectral_features(windows: NDArray[np.floating[Any]], rate_hz: float) -> NDArray[np.float64]:
    """One row per window of the catalogue's spectral features; no signal gives 0 for all."""
    frequencies, power = density(windows, rate_hz)
    total = power.sum(axis=1)
    silent = total <= _TINY
    share = power / np.where(silent, 1.0, total)[:, None]
    centroid = share @ frequencies
    spread = np.sqrt(np.maximum(share @ frequencies**2 - centroid**2, 0.0))
    away = (frequencies - centroid[:, None]) / np.maximum(spread, 1e-3 * frequencies[0])[:, None]
    columns = (
        centroid,
        spread,
        _entropy(share),
        _flatness(share),
        frequencies[np.argmax(np.cumsum(share, axis=1) >= _ROLL_OFF, axis=1)],
        _peak_db(share),
        *_shares(frequencies, share),
        (away**3 * share).sum(axis=1),
        (away**4 * share).sum(axis=1),
    )
    table = np.column_stack(columns)
    table[silent] = 0.0
    return table


def _entropy(share: NDArray[np.float64]) -> NDArray[np.float64]:
    logs = np.log(np.maximum(share, _TINY))
    entropy: NDArray[np.float64] = -(share * logs).sum(axis=1) / np.log(share.shape[1])
    return entropy


def _flatness(share: NDArray[np.float64]) -> NDArray[np.float64]:
    mean_log = np.log(np.maximum(share, _TINY)).mean(axis=1)
    flatness: NDArray[np.float64] = np.exp(mean_log) * share.shape[1]
    return flatness


def _peak_db(share: NDArray[np.float64]) -> NDArray[np.float64]:
    # A pure tone leaves a median at rounding level; the floor keeps the figure finite and its size
    # independent of the last bits.
    floor = share.max(axis=1) * 1e-15 + _TINY
    median = np.maximum(np.median(share, axis=1), floor)
    decibel: NDArray[np.float64] = 10 * np.log10(np.maximum(share.max(axis=1), _TINY) / median)
    return decibel


def _shares(
    frequencies: NDArray[np.float64], share: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    return [
        share[:, (frequencies > low) & (frequencies <= high)].sum(axis=1)
        for low, high in pairwise(BAND_EDGES_HZ)
    ]
