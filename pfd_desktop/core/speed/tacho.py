"""The shaft's speed from a tacho channel: pulses, their faults, and the speed between them."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

_BLOCK = 1 << 22
_HYSTERESIS = 0.1  # of the channel's height, on both sides of the level
_NEIGHBOURS = 11  # periods whose median says how long one should be
_WORST = 0.2  # share of faulty periods from which a tacho is not to be used


class Slope(StrEnum):
    """Which edge of a pulse counts."""

    RISING = "rising"
    FALLING = "falling"


@dataclass(frozen=True)
class TachoReading:
    """The speed, and how good the pulses were."""

    speed: SpeedProfile
    edges_s: Floats  # of the pulses kept
    level: float
    jitter: float  # standard deviation of a period in shares of it, speed changes taken out
    missed: int  # pulses that were not there and have been put in
    doubled: int  # pulses that were too many and have been left out

    @property
    def faulty(self) -> float:
        """Share of pulses missed or doubled."""
        return (self.missed + self.doubled) / max(1, len(self.edges_s) + self.missed)

    @property
    def note(self) -> str:
        """What to say of it in a sentence."""
        return (
            f"{len(self.edges_s)} pulses at level {self.level:.4g}, jitter"
            f" {100 * self.jitter:.3g} % of a period, {self.missed} missed, {self.doubled} doubled"
        )


def read_tacho(
    samples: NDArray[np.floating],
    rate_hz: float,
    pulses_per_turn: float = 1.0,
    slope: Slope = Slope.RISING,
    level: float | None = None,
) -> TachoReading:
    """Speed between the pulses of a tacho channel; a level of None is found from its height.

    The speed over a period stands at the period's middle, which is exact while it changes evenly.
    """
    if not pulses_per_turn > 0:
        raise InvalidInput(f"A tacho of {pulses_per_turn:g} pulses per turn cannot be; give some.")
    low, high = _plateaus(samples)
    used = (low + high) / 2 if level is None else level
    if not low < used < high:
        raise InvalidInput(
            f"The tacho channel never crosses {used:.4g}: it lies between {low:.4g} and {high:.4g}."
            " Choose another level or channel."
        )
    edges = tacho_edges(samples, used, _HYSTERESIS * (high - low), slope) / rate_hz
    kept, doubled = _without_doubles(edges)
    if len(kept) < 3:
        raise InvalidInput(
            f"The tacho channel has {len(kept)} pulses at level {used:.4g}; a speed needs three."
        )
    steps, missed = _steps(np.diff(kept))
    plural = "" if pulses_per_turn == 1 else "s"
    reading = TachoReading(
        SpeedProfile(
            (kept[1:] + kept[:-1]) / 2,
            60 * steps / (pulses_per_turn * np.diff(kept)),
            f"tacho, {pulses_per_turn:g} pulse{plural} per turn",
        ),
        kept,
        used,
        _jitter(np.diff(kept), steps),
        missed,
        doubled,
    )
    if reading.faulty > _WORST:
        raise InvalidInput(
            f"The tacho is not to be trusted: {reading.note}. Choose another level, slope or number"
            " of pulses per revolution."
        )
    return reading


def tacho_edges(
    samples: NDArray[np.floating], level: float, hysteresis: float, slope: Slope
) -> Floats:
    """Where the level is crossed, in samples and parts of them, linear between two samples.

    A crossing counts once the channel has been a hysteresis below and comes a hysteresis above.
    """
    sign = 1.0 if slope is Slope.RISING else -1.0
    befores: list[Indices] = []
    state, below = 0, -1  # of the last block: -1 low, +1 high; the last sample not above the level
    for start in range(0, len(samples), _BLOCK):
        block = sign * (np.asarray(samples[start : start + _BLOCK], np.float64) - level)
        place = np.arange(start, start + len(block))
        last = np.maximum.accumulate(np.where(block <= 0, place, below))
        states = _held(np.where(block > hysteresis, 1, np.where(block < -hysteresis, -1, 0)), state)
        before = np.concatenate(([state], states[:-1]))
        befores.append(last[(states == 1) & (before == -1)])
        state, below = int(states[-1]), int(last[-1])
    first = np.concatenate(befores) if befores else np.empty(0, np.int64)
    left = sign * (np.asarray(samples[first], np.float64) - level)
    right = sign * (np.asarray(samples[first + 1], np.float64) - level)
    return np.asarray(first + left / (left - right), dtype=np.float64)


def _held(states: NDArray[np.int64], before: int) -> NDArray[np.int64]:
    """Zeros take the last state that was not zero."""
    place = np.maximum.accumulate(np.where(states != 0, np.arange(1, len(states) + 1), 0))
    return np.concatenate(([before], states))[place]


def _plateaus(samples: NDArray[np.floating]) -> tuple[float, float]:
    """Low and high level; pulses may be as short as a thousandth of a turn."""
    if len(samples) < 3:
        raise InvalidInput("The tacho channel has no three samples.")
    step = max(1, len(samples) // (1 << 22))
    looked = np.asarray(samples[::step], dtype=np.float64)
    if not np.isfinite(looked).all():
        raise InvalidInput("The tacho channel has gaps that are no numbers.")
    low, high = (float(value) for value in np.percentile(looked, (0.1, 99.9)))
    least, most = float(looked.min()), float(looked.max())
    if high - low < 0.2 * (most - least):
        return least, most
    return low, high


def _usual(periods: Floats) -> Floats:
    """The median of each period and its neighbours."""
    half = min(_NEIGHBOURS, len(periods) | 1) // 2
    padded = np.pad(periods, half, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    return np.asarray(np.median(windows, axis=1))


def _without_doubles(edges: Floats) -> tuple[Floats, int]:
    """Edges without those that come in less than half the time that neighbours take."""
    doubled = 0
    for _ in range(4):  # bouncing contacts give several: each pass takes one of each
        if len(edges) < 4:
            break
        periods = np.diff(edges)
        usual = _usual(periods)
        short = np.flatnonzero(periods < 0.5 * usual)
        out: set[int] = set()
        for index in short:
            if index in out or index + 1 in out:
                continue
            before = edges[index - 1] if index > 0 else edges[0] - usual[index]
            expected = before + usual[index]
            later = abs(edges[index + 1] - expected) > abs(edges[index] - expected)
            out.add(int(index + 1 if later else index))
        if not out:
            break
        doubled += len(out)
        edges = np.delete(edges, sorted(out))
    return edges, doubled


def _steps(periods: Floats) -> tuple[Floats, int]:
    """Pulses that each period stands for, and how many were missed."""
    ratio = periods / _usual(periods)
    steps = np.where(ratio > 1.5, np.maximum(np.rint(ratio), 1.0), 1.0)
    return steps, int(steps.sum() - len(steps))


def _jitter(periods: Floats, steps: Floats) -> float:
    """Standard deviation of a period, as a share of it.

    Edges with independent errors σ give periods with √2 σ. A period less the mean of its
    neighbours, which takes an even change of speed out, has √5 σ.
    """
    whole = periods / steps
    if len(whole) < 4:
        return 0.0
    rest = whole[1:-1] - (whole[:-2] + whole[2:]) / 2
    own = (steps[1:-1] == 1) & (steps[:-2] == 1) & (steps[2:] == 1)
    if own.sum() < 2:
        return 0.0
    return float(np.sqrt(2 / 5) * np.std(rest[own] / whole[1:-1][own]))
