"""What a sensor on the housing feels, in g: the shaft's motion through the film, and shocks."""

import numpy as np

from pfd_desktop.core.dsp.integration import STANDARD_GRAVITY
from pfd_desktop.core.generator.rig.orbit import Orbit
from pfd_desktop.core.generator.rig.request import RigRequest
from pfd_desktop.core.generator.rig.running import Floats, Running
from pfd_desktop.core.records.faults import Fault

_PEDESTAL = 0.08  # of the shaft's motion reaches the housing
_SHARED_HZ = 2000.0  # the film passes nothing faster
CLOUD_S = 0.006  # of a cloud of collapsing bubbles
_MODES = ((1.0, 0.03, 1.0), (1.9, 0.02, 0.6), (0.42, 0.05, 0.3))  # × resonance, damping, share


def moved(orbit: Orbit, running: Running) -> Floats:
    """Acceleration in g of a housing that follows the journal's height."""
    import scipy.signal

    low = scipy.signal.butter(
        2, min(_SHARED_HZ, 0.4 * running.rate_hz), fs=running.rate_hz, output="sos"
    )
    height_m = _PEDESTAL * 1e-6 * scipy.signal.sosfilt(low, orbit.imag - orbit.imag[0])
    second = np.gradient(np.gradient(height_m, 1 / running.rate_hz), 1 / running.rate_hz)
    return np.asarray(second / STANDARD_GRAVITY)


def structure(force: Floats, resonance_hz: float, rate_hz: float) -> Floats:
    """What the housing makes of *force*: three modes, each scaled to answer a unit impulse with 1.

    The impulse response of a mode is a decaying sine; the filter is its exact sampling.
    """
    import scipy.signal

    total = np.zeros(len(force))
    for times, damping, share in _MODES:
        mode_hz = times * resonance_hz
        if mode_hz < 0.45 * rate_hz:
            angle = 2 * np.pi * mode_hz / rate_hz
            pole = np.exp(-damping * angle)
            numerator = (0.0, share * pole * np.sin(angle))
            total += scipy.signal.lfilter(
                numerator, (1.0, -2 * pole * np.cos(angle), pole**2), force
            )
    return total


def shocks(request: RigRequest, running: Running, random: np.random.Generator) -> Floats:
    """The forces of a journal bearing's faults that are no motion of its journal."""
    force = np.zeros(len(running.time_s))
    if severity := request.severity(Fault.CAVITATION):
        force += _collapses(running, severity, random)
    if severity := request.severity(Fault.LUBRICATION):
        force += scattered(running, 3 + 12 * severity, 0.4 * severity, 0.002, random)
        force += 0.02 * severity * random.standard_normal(len(force))
    if severity := request.severity(Fault.WEAR):
        load = 1 + 0.6 * np.cos(running.angle + random.uniform(0, 2 * np.pi))
        force += 0.05 * severity * load * random.standard_normal(len(force))
    if severity := request.severity(Fault.RUB):
        contact = np.clip(np.cos(running.angle + random.uniform(0, 2 * np.pi)) - 0.8, 0, None)
        force += 0.6 * severity * contact * random.standard_normal(len(force))
    return force


def _collapses(running: Running, severity: float, random: np.random.Generator) -> Floats:
    """Bubbles collapse in clouds that come some times a second, each cloud a few milliseconds."""
    return scattered(running, 4 + 16 * severity, 0.5 * severity, CLOUD_S, random)


def scattered(
    running: Running, per_s: float, strength: float, length_s: float, random: np.random.Generator
) -> Floats:
    """Bursts of noise at random instants: a Poisson process of *per_s* a second."""
    count, length = len(running.time_s), max(8, round(length_s * running.rate_hz))
    total = np.zeros(count + length)
    for place in random.integers(0, count, random.poisson(per_s * count / running.rate_hz)):
        burst = random.standard_normal(length) * np.exp(-5 * np.arange(length) / length)
        total[place : place + length] += strength * random.uniform(0.5, 1.5) * burst
    return total[:count]
