"""Bursts at random: collapsing bubbles ring the housing at high frequency without a fixed phase.

A stationary Gaussian band has an envelope whose squared magnitude is exponential: the ratio
<m²>/<m>² is 2. Bursts raise it. One knock does too, so the record is cut in eight pieces and most
of them must show it; and impacts that repeat with the shaft are none: they leave lines at its
orders in the spectrum of the squared envelope.
"""

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.shaft_lines import CHANCE
from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.core.dsp.floor import local_floor

Floats = NDArray[np.float64]

LOWEST_HZ = 1000.0  # bubbles ring from about 1 kHz on
_ORDERS = 20  # shaft orders that the band stays above: their lines are no bursts
_PIECES, _SHOWING = 8, 6
_RESAMPLES = 400
_SHAFT_DB = 13.0  # an exponential bin exceeds twenty times its mean once in 5e8


@dataclass(frozen=True)
class Bursts:
    """What the band above the shaft's orders does; ``ratio`` is 2 for Gaussian noise."""

    band_hz: tuple[float, float]
    ratio: float  # median of the pieces' <m²>/<m>²
    showing: int  # pieces beyond what Gaussian noise reaches
    repeats: bool  # with the shaft: impacts of something that turns

    @property
    def stand(self) -> bool:
        """True when bursts come all along the record and not with the shaft."""
        return self.showing >= _SHOWING and not self.repeats


def find_bursts(samples: NDArray[np.floating], rate_hz: float, shaft_hz: float) -> Bursts | None:
    """Look above the shaft's orders; None where the rate leaves no band of 1 kHz there."""
    low = max(LOWEST_HZ, _ORDERS * shaft_hz)
    high = 0.45 * rate_hz
    if high - low < 1000:
        return None
    envelope, envelope_rate = RecordSpectrum.of(samples, rate_hz).band(low, high)
    squared = np.asarray(envelope**2, dtype=np.float64)
    pieces = np.array_split(squared, _PIECES)
    limit = _limit(len(pieces[0]))
    ratios = [float((piece**2).mean() / piece.mean() ** 2) for piece in pieces]
    return Bursts(
        band_hz=(low, high),
        ratio=float(np.median(ratios)),
        showing=sum(ratio > limit for ratio in ratios),
        repeats=_repeats(squared, envelope_rate, shaft_hz),
    )


def _limit(count: int) -> float:
    """Ratio that a piece of Gaussian noise exceeds so rarely that six of eight do once in 1/CHANCE.

    An envelope sampled at twice its band holds half as many independent values. The ratio's law is
    drawn from exponential numbers, a hundredth of a piece at most, and widened by its square root.
    """
    allowed = (CHANCE / comb(_PIECES, _SHOWING)) ** (1 / _SHOWING)
    independent = max(16, count // 2)
    small = min(independent, 2000)
    draws = np.random.default_rng(0).exponential(size=(_RESAMPLES, small))
    ratios = (draws**2).mean(axis=1) / draws.mean(axis=1) ** 2
    high = float(np.quantile(ratios, 1 - allowed)) - 2
    return 2 + max(high, 0.0) * float(np.sqrt(small / independent))


def _repeats(squared: Floats, rate_hz: float, shaft_hz: float) -> bool:
    """Whether two of the first five orders stand in the squared envelope's spectrum."""
    power = np.abs(fourier.rfft((squared - squared.mean()) * np.hanning(len(squared)))) ** 2
    step_hz = rate_hz / len(squared)
    power = power[: int(7 * shaft_hz / step_hz)]
    if len(power) < 64:
        return False
    level = 10 * np.log10(power / np.maximum(local_floor(power, len(power) // 7), 1e-300))
    found = 0
    for order in range(1, 6):
        middle = int(order * shaft_hz / step_hz)
        reach = int(0.004 * middle) + 2
        found += bool(level[max(1, middle - reach) : middle + reach + 1].max() > _SHAFT_DB)
    return found >= 2
