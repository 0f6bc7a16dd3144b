"""Features that look for the bearing's own lines in the squared envelope spectrum."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import side_by_side, single_precision
from pfd_desktop.core.dsp.single_precision import Singles
from pfd_desktop.core.dsp.windows import REACH, Window, tapered
from pfd_desktop.core.features.block import Block
from pfd_desktop.core.features.standard_specs import HARMONICS
from pfd_desktop.core.physics.kinematics import BearingOrders

_SLIP = 0.02  # rolling elements slip by 1 to 2 % (Randall & Antoni 2011)
_SURROUNDINGS = 0.4  # of the family's first line, on either side
_LEAST_PERIODS = 4.0  # a Hann window does not part a line from 0 Hz before
_ABOVE_ORDERS = 20.0  # shaft harmonics lie below; their envelope says nothing of the bearing
_FAMILIES, _SIDEBANDS = 4, 3


def envelope_lines(block: Block, highest: int) -> Singles:
    """The first lines of the squared envelope spectrum (Hann) of what lies above 20 orders.

    The band's spectrum goes back to time at a rate that holds the lines asked for without aliasing
    and no more (see dsp/envelope). Fewer than *highest* where the band is narrower.
    """
    last = block.size // 2 + 1
    first = round(min(_ABOVE_ORDERS * block.turns, block.size / 8))
    count = min(highest, last - first)
    size = side_by_side.fast_length(last - first + count + REACH)
    band = block.lines[:, first:last]
    lines, means = single_precision.squared_envelope_transform(band, size, count + 1)
    lines /= np.maximum(means, np.finfo(np.float32).tiny).astype(np.float32)[:, None]
    return np.abs(tapered(lines, Window.HANN, size)[:, :count])


def line_features(block: Block) -> NDArray[np.float64]:
    """One row per window: prominences in dB of each family's harmonics, then of sidebands.

    NaN where bearing or speed are not known, or the line cannot be looked for.
    """
    table = np.full((len(block.waves), _FAMILIES * len(HARMONICS) + _SIDEBANDS), np.nan)
    orders = block.known.orders
    if orders is None or not block.turns:
        return table
    families = (orders.bpfo, orders.bpfi, orders.ball_defect, orders.ftf)  # as FAMILIES
    spacings = (1.0, 1.0, orders.ftf)
    lines = envelope_lines(block, _highest(orders, block.turns))
    for place, order in enumerate(families):
        first = order * block.turns  # in lines: periods in the window
        if first < _LEAST_PERIODS:
            continue
        for harmonic in HARMONICS:
            column = place * len(HARMONICS) + harmonic - 1
            table[:, column] = _prominence_db(lines, first, harmonic)
        if place < _SIDEBANDS:
            column = _FAMILIES * len(HARMONICS) + place
            table[:, column] = _sidebands_db(lines, first, spacings[place] * block.turns)
    return table


def _highest(orders: BearingOrders, turns: float) -> int:
    top = max(orders.bpfi, orders.ball_defect)
    return round((max(HARMONICS) + _SURROUNDINGS) * top * turns) + 2


def _prominence_db(lines: Singles, first: float, harmonic: int) -> NDArray[np.float64]:
    centre = harmonic * first
    around = _slice(centre, _SURROUNDINGS * first)
    if around.stop > lines.shape[1]:
        return np.full(len(lines), np.nan)
    peak = lines[:, _near(centre)].max(axis=1)
    return _decibel(peak, _median(lines[:, around]))


def _sidebands_db(lines: Singles, first: float, spacing: float) -> NDArray[np.float64]:
    """The mean of the lines *spacing* below and above the highest one near *first*."""
    around = _slice(first, _SURROUNDINGS * first)
    if around.stop > lines.shape[1] or spacing < _LEAST_PERIODS or spacing >= first - 2:
        return np.full(len(lines), np.nan)
    near = _near(first)
    found = near.start + lines[:, near].argmax(axis=1)
    beside = [_highest_at(lines, found + sign * spacing) for sign in (-1, 1)]
    return _decibel((beside[0] + beside[1]) / 2, _median(lines[:, around]))


def _highest_at(lines: Singles, places: NDArray[np.float64]) -> Singles:
    """The highest of three lines about each row's place."""
    middle = np.clip(np.rint(places).astype(np.int64), 1, lines.shape[1] - 2)
    columns = middle[:, None] + np.arange(-1, 2)
    return np.asarray(np.take_along_axis(lines, columns, axis=1).max(axis=1), dtype=np.float32)


def _decibel(peak: NDArray[np.floating[Any]], floor: Singles) -> NDArray[np.float64]:
    ratio = np.ones(len(peak))
    known = floor > peak * 1e-9  # exact zeros, as of a window without signal, have no prominence
    np.divide(peak, floor, out=ratio, where=known & (peak > 0))
    return np.asarray(20 * np.log10(ratio))


def _median(lines: Singles) -> Singles:
    """The upper one where their number is even: numpy's takes three times as long."""
    middle = lines.shape[1] // 2
    return np.asarray(np.partition(lines, middle, axis=1)[:, middle], dtype=np.float32)


def _near(centre: float) -> slice:
    return _slice(centre, max(_SLIP * centre, 1.0))


def _slice(centre: float, half_width: float) -> slice:
    return slice(max(round(centre - half_width), 1), round(centre + half_width) + 1)
