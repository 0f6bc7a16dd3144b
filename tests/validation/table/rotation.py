"""Order tracking and averages over turns."""

from collections.abc import Iterator
from functools import cache

import numpy as np

from pfd_desktop.core.dsp.angular import order_resampled, synchronous_average
from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.progress import Silent
from tests.validation.table.row import Row

RATE, DURATION, ORDER = 10_000.0, 30.0, 3.58478


@cache
def _run_up() -> tuple[np.ndarray, SpeedProfile]:
    """A tone of this order while the shaft runs up from 600 to 3000 rpm."""
    speed = SpeedProfile(np.array([0.0, DURATION]), np.array([600.0, 3000.0]))
    turns = speed.turns(np.arange(int(RATE * DURATION)) / RATE)
    return np.cos(2 * np.pi * ORDER * turns), speed


@cache
def _line() -> tuple[float, float]:
    tone, speed = _run_up()
    samples, per_turn = order_resampled(tone, RATE, speed, None, Silent())
    found = amplitude_spectrum(samples, per_turn, Window.FLATTOP, Scaling.PEAK)
    best = int(found.values.argmax())
    return float(found.frequency_hz[best]), float(found.values[best])


def _averaged() -> float:
    random, per_turn, turns = np.random.default_rng(0), 500, 100
    pattern = np.cos(2 * np.pi * 7 * np.arange(per_turn) / per_turn)
    left = []
    for _ in range(20):
        noisy = np.tile(pattern, turns) + random.standard_normal(per_turn * turns)
        left.append(float((synchronous_average(noisy, per_turn)[0] - pattern).std()))
    return float(np.mean(left))


def rotation() -> Iterator[Row]:
    """A run-up, and noise under an average of a hundred turns."""
    item = "order tracking, run-up 600 to 3000 rpm"
    yield Row(item, "order of the line", ORDER, "X", 2e-3, "closed form", lambda: _line()[0])
    yield Row(item, "amplitude, flat top", 1.0, "", 2e-3, "closed form", lambda: _line()[1])
    yield Row("time-synchronous average, 100 turns", "noise left of 1", 0.1, "", 2e-3,
              "closed form, 1/√turns", _averaged)  # fmt: skip


ROWS = tuple(rotation())
