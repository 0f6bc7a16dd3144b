"""The shocks of a rolling bearing's defects, on the shaft's angle."""

import numpy as np

from pfd_desktop.core.generator.rig.request import RigRequest
from pfd_desktop.core.generator.rig.running import Floats, Running
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.errors import InvalidInput

_JITTER = 0.01  # of the angle from strike to strike
_DEFECTS = (Fault.OUTER_RACE, Fault.INNER_RACE, Fault.ROLLING_ELEMENT, Fault.CAGE)


def strikes(request: RigRequest, running: Running, random: np.random.Generator) -> Floats:
    """The force over time: an impulse for each strike, in g at the housing's first mode.

    Strikes keep step with the cage, slip a little behind it and jitter (Antoni and Randall 2003);
    their strength follows the load zone (McFadden and Smith 1984).
    """
    force = np.zeros(len(running.angle))
    for fault in _DEFECTS:
        if severity := request.severity(fault):
            force += severity * strike_train(
                fault, _geometry(request), running, request.load, random
            )
    return force


def strike_train(
    fault: Fault, bearing: Bearing, running: Running, load: float, random: np.random.Generator
) -> Floats:
    """Strikes of one defect, each as strong as its place in the load zone makes it."""
    order = _order(fault, bearing) * (1 - random.uniform(0, 0.008))
    turns = running.angle / (2 * np.pi)
    number = int(turns[-1] * order) + 1
    walk = np.cumsum(0.1 * _JITTER * random.standard_normal(number))
    jitter = _JITTER * random.standard_normal(number)
    places = (np.arange(number) + random.uniform() + walk + jitter) / order  # in turns
    inside = (places >= 0) & (places < turns[-1])
    times = np.interp(places[inside], turns, running.time_s)
    speed = np.interp(times, running.time_s, running.speed_hz)
    strength = _load(fault, bearing, places[inside], load) * (speed / 30)  # harder when faster
    strength *= 1 + 0.1 * random.standard_normal(len(times))
    train = np.zeros(len(turns))
    np.add.at(
        train, np.minimum((times * running.rate_hz).astype(np.int64), len(turns) - 1), strength
    )
    return train


def _order(fault: Fault, bearing: Bearing) -> float:
    found = orders(bearing)
    return {
        Fault.OUTER_RACE: found.bpfo,
        Fault.INNER_RACE: found.bpfi,
        Fault.ROLLING_ELEMENT: found.ball_defect,
        Fault.CAGE: found.ftf,
    }[fault]


def _load(fault: Fault, bearing: Bearing, turns: Floats, load: float) -> Floats:
    """Strength over shaft turns: the outer race stays in the load zone, the others pass it."""
    if fault in {Fault.OUTER_RACE, Fault.CAGE}:
        return np.full(len(turns), 0.5 + 0.5 * load)
    passes = 1.0 if fault is Fault.INNER_RACE else orders(bearing).ftf
    depth = 0.95 if fault is Fault.INNER_RACE else 0.6
    zone = 1 - depth / 2 + depth / 2 * np.cos(2 * np.pi * passes * turns)
    return np.asarray((0.5 + 0.5 * load) * zone)


def _geometry(request: RigRequest) -> Bearing:
    if request.bearing is None:
        raise InvalidInput("A rolling bearing needs its geometry; choose one.")
    return request.bearing
