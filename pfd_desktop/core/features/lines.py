"""Twelve features that look for the bearing's own lines in the squared envelope spectrum."""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.catalogue import FAMILIES, HARMONICS, NEUTRAL_DB
from pfd_desktop.core.physics.kinematics import BearingOrders

_SLIP = 0.02  # rolling elements slip by 1 to 2 % (Randall & Antoni 2011)
_SURROUNDINGS = 0.4  # of the family's first line, on either side
_LEAST_PERIODS = 4.0  # a Hann window does not part a line from 0 Hz before
_PADDING = 2


def squared_envelope(windows: NDArray[np.float64]) -> NDArray[np.float64]:
    """|analytic signal|² of each window."""
    from scipy import fft

    length = windows.shape[1]
    lines = fft.fft(windows, axis=1)
    lines[:, 1 : (length + 1) // 2] *= 2
    lines[:, length // 2 + 1 :] = 0
    analytic = fft.ifft(lines, axis=1)
    squared: NDArray[np.float64] = analytic.real**2 + analytic.imag**2
    return squared


def envelope_lines(
    windows: NDArray[np.float64], rate_hz: float
) -> tuple[float, NDArray[np.float64]]:
    """Hz per line, and the lines of the squared envelope spectrum (Hann, zero-padded twofold)."""
    from scipy import fft

    envelope = squared_envelope(windows)
    envelope -= envelope.mean(axis=1, keepdims=True)
    length = windows.shape[1]
    envelope *= 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)
    padded = fft.next_fast_len(_PADDING * length, real=True)
    return rate_hz / padded, np.abs(fft.rfft(envelope, n=padded, axis=1))


def line_features(
    windows: NDArray[np.float64],
    rate_hz: float,
    orders: BearingOrders | None,
    shaft_hz: float | None,
) -> NDArray[np.float64]:
    """One row per window: prominence in dB of each family's harmonics.

    NEUTRAL_DB throughout where the bearing or the speed is unknown.
    """
    table = np.full((windows.shape[0], len(FAMILIES) * len(HARMONICS)), NEUTRAL_DB)
    if orders is None or not shaft_hz:
        return table
    step_hz, lines = envelope_lines(windows, rate_hz)
    duration_s = windows.shape[1] / rate_hz
    column = 0
    for order in (orders.bpfo, orders.bpfi, orders.ball_defect, orders.ftf):  # as FAMILIES
        first_hz = order * shaft_hz
        for harmonic in HARMONICS:
            if first_hz * duration_s >= _LEAST_PERIODS:
                table[:, column] = _prominence_db(lines, step_hz, first_hz, harmonic)
            column += 1
    return table


def _prominence_db(
    lines: NDArray[np.float64], step_hz: float, first_hz: float, harmonic: int
) -> NDArray[np.float64]:
    centre_hz = harmonic * first_hz
    near = _slice(centre_hz, max(_SLIP * centre_hz, step_hz), step_hz)
    around = _slice(centre_hz, _SURROUNDINGS * first_hz, step_hz)
    if around.stop >= lines.shape[1]:
        return np.full(lines.shape[0], NEUTRAL_DB)
    peak = lines[:, near].max(axis=1)
    floor = np.median(lines[:, around], axis=1)
    known = floor > peak * 1e-12  # exact zeros, as of a window without signal, have no prominence
    ratio = np.divide(peak, floor, out=np.ones_like(peak), where=known & (peak > 0))
    decibel: NDArray[np.float64] = 20 * np.log10(ratio)
    return decibel


def _slice(centre_hz: float, half_width_hz: float, step_hz: float) -> slice:
    low = round((centre_hz - half_width_hz) / step_hz)
    high = round((centre_hz + half_width_hz) / step_hz)
    return slice(max(low, 1), high + 1)
