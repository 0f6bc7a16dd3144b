"""What lies between two places of a curve: the RMS of a band or a stretch, the width of a peak."""

from dataclasses import dataclass
from math import sqrt
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SpanValue:
    """One number about a span; ``unit`` of the value, "" for a bare number."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True)
class SpanReading:
    """What a curve says of ``low`` to ``high``; ``note`` says why it says nothing, or a limit."""

    low: float
    high: float
    values: tuple[SpanValue, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class HalfPower:
    """A peak and where its power has fallen to the half."""

    peak: float
    low: float
    high: float
    level: float  # at the two places, on the scale of the curve

    @property
    def damping_ratio(self) -> float:
        """Share of critical damping, Δf / 2f (half-power method; Ewins, Modal Testing, 2000)."""
        return (self.high - self.low) / (2 * self.peak)

    @property
    def quality(self) -> float:
        """Q = f / Δf."""
        return self.peak / (self.high - self.low)


@runtime_checkable
class ReadsSpans(Protocol):
    """A curve that can tell the RMS of a span."""

    def span_reading(self, low: float, high: float) -> SpanReading:
        """What lies from ``low`` to ``high``, in the unit of x."""


@runtime_checkable
class ReadsDamping(Protocol):
    """A curve whose peaks have a width that tells damping."""

    def half_power(self, x: float) -> HalfPower | None:
        """The width of the peak at ``x``; None where its flanks do not fall by 3 dB."""

    def damping_note(self, found: HalfPower) -> str:
        """Why the width may not be that of the resonance; "" where it may."""


def band_sum(x: Floats, powers: Floats, low: float, high: float) -> float:
    """Sum of the powers of equally spaced lines from ``low`` to ``high``.

    Each line stands for one spacing round it, so a line at an edge counts by its share and
    neighbouring bands add up to the whole.
    """
    step = float(x[1] - x[0])
    first = max(0, int(np.searchsorted(x, low - step)))
    last = int(np.searchsorted(x, high + step))
    near = x[first:last]
    covered = np.minimum(near + step / 2, high) - np.maximum(near - step / 2, low)
    return float(np.sum(np.clip(covered / step, 0.0, 1.0) * powers[first:last]))


def evenly_spaced(x: Floats) -> bool:
    """Whether no line was left out; thinned figures cannot be summed."""
    steps = np.diff(x)
    return len(steps) > 0 and float(np.ptp(steps)) <= 1e-6 * abs(float(steps.mean()))


def half_power_of(x: Floats, powers: Floats, index: int) -> tuple[float, float] | None:
    """Where the power has fallen to the half on both sides of the line ``index``."""
    level = powers[index] / 2
    left = _crossing(x, powers, level, index, -1)
    right = _crossing(x, powers, level, index, 1)
    return (left, right) if left is not None and right is not None else None


def _crossing(x: Floats, powers: Floats, level: float, index: int, way: int) -> float | None:
    """The place, between two lines, at which the power falls below ``level``."""
    flank = powers[index::way]
    below = np.flatnonzero(flank < level)
    if below.size == 0 or flank[0] <= 0:
        return None
    far = index + way * int(below[0])
    near = far - way
    share = (powers[near] - level) / (powers[near] - powers[far])
    return float(x[near] + share * (x[far] - x[near]))


def root(value: float) -> float:
    """Square root of a power that rounding may have put below 0."""
    return sqrt(max(0.0, value))
