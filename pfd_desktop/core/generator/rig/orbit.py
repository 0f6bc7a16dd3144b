"""The journal's motion in its bearing, x + iy in µm: what turns forward is exp(+iθ)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.rig.film import CLEARANCE_UM
from pfd_desktop.core.generator.rig.request import WHIRL_ORDERS, RigRequest
from pfd_desktop.core.generator.rig.running import Running
from pfd_desktop.core.records.faults import Fault

Orbit = NDArray[np.complex128]
Term = Callable[[RigRequest, Running, float, np.random.Generator], Orbit]

_DAMPING = 0.12  # of the first bending mode in its oil film
_RESIDUAL_UM = 4.0  # eccentricity of mass in a well balanced rotor


def ordinary(request: RigRequest, running: Running, random: np.random.Generator) -> Orbit:
    """What every shaft shows: a residual imbalance, a little of 2X, the ellipse of its film."""
    once = _residual(request, running, _RESIDUAL_UM * random.uniform(0.7, 1.3), random)
    return once + ellipse(running, 2.0, random.uniform(0.3, 0.8), 0.5, random)


def ellipse(
    running: Running, order: float, amplitude: float, reverse: float, random: np.random.Generator
) -> Orbit:
    """A motion at a multiple of speed: forward *amplitude* and *reverse* times as much backward."""
    phases = random.uniform(0, 2 * np.pi, 2)
    forward = np.exp(1j * (order * running.angle + phases[0]))
    backward = np.exp(-1j * (order * running.angle + phases[1]))
    return np.asarray(amplitude * (forward + reverse * backward))


def _residual(
    request: RigRequest, running: Running, eccentricity: float, random: np.random.Generator
) -> Orbit:
    """Response of a Jeffcott rotor to imbalance (Jeffcott 1919), slightly elliptic."""
    ratio = running.speed_hz / request.first_critical_hz
    response = ratio**2 / (1 - ratio**2 + 2j * _DAMPING * ratio)
    phases = random.uniform(0, 2 * np.pi, 2)
    forward = response * np.exp(1j * (running.angle + phases[0]))
    backward = 0.15 * np.conj(response) * np.exp(-1j * (running.angle + phases[1]))
    return np.asarray(eccentricity * (forward + backward))


def _imbalance(
    request: RigRequest, running: Running, severity: float, random: np.random.Generator
) -> Orbit:
    return _residual(request, running, 25 * severity, random)


def _misalignment(
    _: RigRequest, running: Running, severity: float, random: np.random.Generator
) -> Orbit:
    """2X and 3X, as strong backward as forward: a flat orbit, then a banana, then an eight."""
    twice = ellipse(running, 2.0, 14 * severity, 0.8, random)
    return twice + ellipse(running, 3.0, 6 * severity, 0.8, random)


def _looseness(
    _: RigRequest, running: Running, severity: float, random: np.random.Generator
) -> Orbit:
    """A foot that lifts once in two turns: 1/2X and its multiples, in one direction."""
    direction = np.exp(1j * (np.pi / 2 + random.uniform(-0.3, 0.3)))
    total = np.zeros(len(running.angle))
    for number in range(1, 21):
        order = number / 2
        strength = (7 if number % 2 else 9) / max(order, 1.0)
        total += strength * np.cos(order * running.angle + random.uniform(0, 2 * np.pi))
    return np.asarray(severity * total * direction)


def _oil_whirl(
    request: RigRequest, running: Running, severity: float, random: np.random.Generator
) -> Orbit:
    """Forward and round, a little below half the speed, above an onset that load pushes up.

    Amplitude grows as the root of the speed beyond the onset, as past a Hopf bifurcation
    (Myers 1984). Where the whirl would pass the first critical it locks there: that is whip
    (Muszynska 1986).
    """
    import scipy.integrate

    onset_hz = request.first_critical_hz * (0.45 + 0.5 * request.load) * (1.3 - 0.6 * severity)
    beyond = np.clip(running.speed_hz / onset_hz - 1, 0, None)
    free = random.uniform(*WHIRL_ORDERS) * running.speed_hz
    locked = np.minimum(free, request.first_critical_hz)
    angle = (
        2 * np.pi * scipy.integrate.cumulative_trapezoid(locked, dx=1 / running.rate_hz, initial=0)
    )
    radius = np.minimum(60 * severity * np.sqrt(beyond), 0.7 * CLEARANCE_UM)
    return np.asarray(radius * np.exp(1j * (angle + random.uniform(0, 2 * np.pi))))


def _lubrication(
    request: RigRequest, running: Running, severity: float, random: np.random.Generator
) -> Orbit:
    """A thin film lets the journal wander slowly along its clearance, at no order of the shaft."""
    slow = 2 * np.pi * random.uniform(2, 5) * running.time_s + random.uniform(0, 2 * np.pi)
    swing = 1 + 0.5 * np.sin(2 * np.pi * running.time_s / random.uniform(1.5, 3.0))
    return (12 * severity * (1.2 - request.load / 2) * swing * np.cos(slow)).astype(np.complex128)


def _wear(_: RigRequest, running: Running, severity: float, random: np.random.Generator) -> Orbit:
    """A bore that is no longer round."""
    once = ellipse(running, 1.0, 4 * severity, 0.4, random)
    return once + ellipse(running, 2.0, 3 * severity, 0.4, random)


TERMS: Mapping[Fault, Term] = MappingProxyType(
    {
        Fault.IMBALANCE: _imbalance,
        Fault.MISALIGNMENT: _misalignment,
        Fault.LOOSENESS: _looseness,
        Fault.OIL_WHIRL: _oil_whirl,
        Fault.OIL_WHIP: _oil_whirl,
        Fault.LUBRICATION: _lubrication,
        Fault.WEAR: _wear,
    }
)


def rubbed(orbit: Orbit, running: Running, severity: float, random: np.random.Generator) -> Orbit:
    """The orbit with its upper side against a seal: thrown back every other turn, and flattened.

    The seal stands where up to half of the free motion does not fit.
    """
    free = orbit + ellipse(running, 0.5, 8 * severity, 0.7, random)
    height = free.imag
    wall = float(np.quantile(height, 0.995)) * (1 - 0.5 * severity)
    flat = np.where(height > wall, wall + 0.15 * (height - wall), height)
    return np.asarray(free.real + 1j * flat)
