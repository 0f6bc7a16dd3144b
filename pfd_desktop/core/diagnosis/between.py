"""What lies between the orders of a shaft, and whether it swells once a turn.

A contact that comes once a turn but throws the shaft back differently each time leaves no lines: it
leaves motion between the orders (chaotic rub, Goldman and Muszynska 1994), which noise does as
well. But noise is as strong at every angle of the shaft, and what a contact throws is strongest
after it: it is cyclostationary, and what lies one order apart keeps its phases (Antoni 2009).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier

Floats = NDArray[np.float64]

_FIRST, _LAST = 0.1, 4.0  # orders
_ORDER = 0.12  # on either side of a whole order, which a steady shaft does not reach
_SEGMENT_S = 16.0
_FEWEST = 20  # turns in a piece
_PLACES = (-1, 0, 1)  # bins about that of 1X
# Mean of the squared sum of products over the sum of their squares, for steady noise: each product
# comes twice in a real waveform, and Hann's window ties lines to their next by 2/3 and 1/6.
_BY_CHANCE = 2 * (1 + 2 * ((2 / 3) ** 2 + (1 / 6) ** 2))


@dataclass(frozen=True)
class Between:
    """The motion between the orders.

    ``power`` as the waveform has it (unit²); ``depth`` 0 to 1: how far its power swells and falls
    once a turn, over its mean; ``level_db`` of that over what steady noise has in the mean, and
    ``threshold_db``, which steady noise passes with the chance asked for at most.
    """

    power: float
    depth: float
    level_db: float
    threshold_db: float

    @property
    def stands(self) -> bool:
        """True when steady noise does not explain it."""
        return self.level_db > self.threshold_db


def between_orders(
    probes: tuple[NDArray[np.floating], ...], rate_hz: float, shaft_hz: float, chance: float
) -> Between | None:
    """Of one probe or two at a right angle; None where a piece holds too few turns to tell."""
    pieces = max(1, int(np.ceil(len(probes[0]) / (_SEGMENT_S * rate_hz))))
    length = len(probes[0]) // pieces
    turns = length / rate_hz * shaft_hz
    if turns < _FEWEST:
        return None
    sums, usual = np.zeros(len(_PLACES)), np.zeros(len(_PLACES))
    power = squares = 0.0
    for piece in range(pieces):
        part = slice(piece * length, (piece + 1) * length)
        lines = [_lines(probe[part], turns) for probe in probes]
        found = [[_apart(one, round(turns) + place) for place in _PLACES] for one in lines]
        sums += np.abs(np.sum([[total for total, _ in row] for row in found], axis=0)) ** 2
        # probes that see the same noise add in phase
        usual += np.sum([[np.sqrt(each) for _, each in row] for row in found], axis=0) ** 2
        total = float(sum((np.abs(one) ** 2).sum() for one in lines))
        power += total / pieces
        squares += total**2
    if squares <= 0:
        return None
    best = int(sums.argmax())
    ratio = float(sums[best] / max(usual[best] * _BY_CHANCE, 1e-300))
    return Between(
        power=power,
        depth=2 * float(np.sqrt(sums[best] / squares)),
        level_db=10 * float(np.log10(max(ratio, 1e-300))),
        threshold_db=10 * float(np.log10(-np.log(chance / len(_PLACES)))),
    )


def _lines(samples: NDArray[np.floating], turns: float) -> NDArray[np.complex128]:
    """Lines between the orders, of both signs; their squares sum to the variance they carry."""
    part = np.asarray(samples, dtype=np.float64)
    window = np.hanning(len(part))
    lines = fourier.rfft((part - part.mean()) * window)[: int(_LAST * turns)]
    orders = np.arange(len(lines)) / turns
    inside = (orders > _FIRST) & (np.abs(orders - np.rint(orders)) > _ORDER)
    kept = np.where(inside, lines, 0) / np.sqrt(len(part) * (window**2).sum())
    return np.concatenate((np.conj(kept[:0:-1]), kept))


def _apart(lines: NDArray[np.complex128], bins: int) -> tuple[complex, float]:
    """Sum of the products of lines so far apart, and of their squares."""
    products = lines[bins:] * np.conj(lines[:-bins])
    return complex(products.sum()), float((np.abs(products) ** 2).sum())
