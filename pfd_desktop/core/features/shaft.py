"""Features at orders of the shaft: amplitudes, oil whirl, rahmonics, bicoherence."""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import single_precision
from pfd_desktop.core.dsp.single_precision import SingleComplexes
from pfd_desktop.core.features.block import Block
from pfd_desktop.core.features.standard_specs import COUPLINGS, RAHMONICS, SHAFT_HARMONICS
from pfd_desktop.core.physics.kinematics import WHIRL_BAND

Floats = NDArray[np.float64]

_LEAST_LINES = 4.0  # from 0 Hz: a Hann window does not part a line from it before
_NEAR = 0.01  # of a line's order: how well a speed is known
_LOBE = 2  # lines on either side of a tone under a Hann window
_HANN_POWER = 3 / 8
_WHIRL_TURNS = 40.0
_PIECE_TURNS, _BICOHERENCE_TURNS = 4, 20.0


def shaft_features(block: Block) -> Floats:
    """r.m.s. of 1X to 10X, of 1/2X and of the whirl band, in the unit of the samples."""
    table = np.full((len(block.waves), len(SHAFT_HARMONICS) + 2), np.nan)
    if not block.turns:
        return table
    highest = min(round(1.02 * max(SHAFT_HARMONICS) * block.turns) + 8, block.size // 2 - 1)
    power = block.hann_power(highest).astype(np.float64)
    power *= 2 / (_HANN_POWER * block.size**2)
    for column, order in enumerate((*SHAFT_HARMONICS, 0.5)):
        table[:, column] = _line(power, order * block.turns)[0]
    if block.turns >= _WHIRL_TURNS:
        table[:, -1] = _whirl(power, block.turns)
    return table * block.rms[:, None]


def _line(power: Floats, centre: float) -> tuple[Floats, NDArray[np.int64]]:
    """r.m.s. of the tone near *centre* lines, and its line; NaN where it cannot be had."""
    half = max(_NEAR * centre, 1.0)
    low, high = round(centre - half), round(centre + half) + 1
    if centre < _LEAST_LINES or high + _LOBE > power.shape[1]:
        return np.full(len(power), np.nan), np.zeros(len(power), dtype=np.int64)
    found = low + power[:, low:high].argmax(axis=1)
    columns = found[:, None] + np.arange(-_LOBE, _LOBE + 1)
    return np.sqrt(np.take_along_axis(power, columns, axis=1).sum(axis=1)), found


def _whirl(power: Floats, turns: float) -> Floats:
    """r.m.s. of the whirl band; what locks to half the speed is looseness or rub, not whirl."""
    low, high = (round(order * turns) for order in WHIRL_BAND)
    lines = np.arange(low, high + 1)
    half = _line(power, 0.5 * turns)[1]
    kept = np.abs(lines - half[:, None]) > _LOBE
    return np.asarray(np.sqrt((power[:, low : high + 1] * kept).sum(axis=1)))


def rahmonic_features(block: Block) -> Floats:
    """The real cepstrum at one, two and three turns of the shaft; dimensionless."""
    table = np.full((len(block.waves), len(RAHMONICS)), np.nan)
    if not block.turns:
        return table
    turn = block.size / block.turns  # samples
    if turn * (1 + _NEAR) >= block.size / 2:
        return table
    magnitude = np.abs(block.lines)
    floor = np.maximum(magnitude.max(axis=1, keepdims=True) * 1e-7, np.finfo(np.float32).tiny)
    last = round(max(RAHMONICS) * turn * (1 + _NEAR)) + 2
    cepstrum = single_precision.first_of_irfft(
        np.log(np.maximum(magnitude, floor)), block.size, min(last, block.size // 2 + 1)
    )
    for column, number in enumerate(RAHMONICS):
        half = max(_NEAR * number * turn, 1.0)
        low, high = round(number * turn - half), round(number * turn + half) + 1
        if low >= 2 and high <= block.size // 2:
            table[:, column] = cepstrum[:, low:high].max(axis=1)
    return table


def bicoherence_features(block: Block) -> Floats:
    """Squared bicoherence at (1X, 1X) and (1X, 2X), 0 to 1.

    Only the lines up to the highest sum go back to time, at a low rate; pieces of it are compared
    with the orders themselves, so a line's own frequency cancels and only coupling is left.
    """
    table = np.full((len(block.waves), len(COUPLINGS)), np.nan)
    band = round((max(map(sum, COUPLINGS)) + 1.0) * block.turns)
    if block.turns < _BICOHERENCE_TURNS or band > block.size // 2:
        return table
    slow = single_precision.ifft(block.lines[:, :band], band)
    found = _at_orders(slow, band / block.turns)
    for column, (one, other) in enumerate(COUPLINGS):
        pair, both = found[one] * found[other], found[one + other]
        coupled = np.abs((pair * np.conj(both)).sum(axis=1)) ** 2
        power = (np.abs(pair) ** 2).sum(axis=1) * (np.abs(both) ** 2).sum(axis=1)
        table[:, column] = np.divide(coupled, power, out=np.zeros(len(power)), where=power > 0)
    return table


def _at_orders(slow: SingleComplexes, per_turn: float) -> dict[int, NDArray[np.complex128]]:
    """For each order, rows × pieces: its line in pieces of four turns, half overlapping."""
    size = round(_PIECE_TURNS * per_turn)
    pieces = np.lib.stride_tricks.sliding_window_view(slow, size, axis=1)[:, :: size // 2]
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
    orders = sorted({number for one, other in COUPLINGS for number in (one, other, one + other)})
    turns = np.arange(size) / per_turn
    return {
        order: np.asarray(pieces @ (taper * np.exp(-2j * np.pi * order * turns)))
        for order in orders
    }
