"""How the shaft turns: its speed over time, and its angle, which is that speed's integral."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.rig.request import RigRequest, check

Floats = NDArray[np.float64]

_WANDER_HZ = 2.0  # speed does not change faster


@dataclass(frozen=True)
class Running:
    """Time in s, speed in Hz and angle in radians, each for every sample."""

    time_s: Floats
    speed_hz: Floats
    angle: Floats
    rate_hz: float


def streams(request: RigRequest) -> list[np.random.SeedSequence]:
    """Four streams of random numbers of a record: speed, healthy machine, faults, noise."""
    return np.random.SeedSequence((request.seed, request.index)).spawn(4)


def running_of(request: RigRequest) -> Running:
    """How the shaft turns in a record; raises InvalidInput where the rig cannot run that."""
    check(request)
    return run(request, np.random.default_rng(streams(request)[0]))


def run(request: RigRequest, random: np.random.Generator) -> Running:
    """The shaft as the profile says."""
    import scipy.integrate
    import scipy.signal

    profile, count = request.profile, request.count
    even = np.linspace(profile.start_rpm, profile.end_rpm, count) / 60
    low_pass = scipy.signal.butter(2, _WANDER_HZ, fs=request.rate_hz, output="sos")
    settle = round(request.rate_hz)  # the filter's start is thrown away
    slow = scipy.signal.sosfilt(low_pass, random.standard_normal(count + settle))[settle:]
    wander = profile.wander_percent / 100 * slow / max(slow.std(), 1e-12)
    speed = even * (1 + np.clip(wander, -0.5, 0.5))
    angle = (
        2 * np.pi * scipy.integrate.cumulative_trapezoid(speed, dx=1 / request.rate_hz, initial=0)
    )
    return Running(np.arange(count) / request.rate_hz, speed, np.asarray(angle), request.rate_hz)
