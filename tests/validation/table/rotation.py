"""Order tracking and averages over turns."""

from collections.abc import Iterator
from functools import cache, partial

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


def _smeared() -> float:
    return float(amplitude_spectrum(_run_up()[0], RATE, Window.HANN, Scaling.PEAK).values.max())


def _comb(order: float) -> float:
    """What an average over 100 turns leaves of a tone between the orders."""
    angle = 2 * np.pi * order * np.arange(100 * 500) / 500
    left = [synchronous_average(wave(angle), 500)[0] for wave in (np.cos, np.sin)]
    return float(np.sqrt((np.square(left)).sum(axis=0).mean()))


def rotation() -> Iterator[Row]:
    """A run-up, and noise under an average of a hundred turns."""
    item = "order tracking, run-up 600 to 3000 rpm"
    sweep = ORDER * (3000 - 600) / 60 / DURATION  # Hz/s; by stationary phase
    yield Row(item, "order of the line", ORDER, "X", 2e-3, "closed form", lambda: _line()[0])
    yield Row(item, "amplitude, flat top", 1.0, "", 2e-3, "closed form", lambda: _line()[1])
    yield Row(item, "highest line of the plain FFT, Hann: smeared", 2 / DURATION / sweep**0.5,
              "", 5e-4, "closed form, 2 / T√(df/dt)", _smeared, 3)  # fmt: skip
    order = 3.1037
    comb = abs(np.sin(100 * np.pi * order) / (100 * np.sin(np.pi * order)))
    yield Row("time-synchronous average, 100 turns", f"left of a tone of order {order:g}", comb,
              "", 1e-9, "closed form, the comb filter", partial(_comb, order), 5)  # fmt: skip
    yield Row("time-synchronous average, 100 turns", "noise left of 1", 0.1, "", 2e-3,
              "closed form, 1/√turns", _averaged)  # fmt: skip


ROWS = tuple(rotation())
