"""A ROSS rotor on nonlinear fluid films, integrated in time; needs ross-rotordynamics and numba.

ROSS gives mass, stiffness and gyroscopic matrices of the shaft with its disks; its own time
integration takes bearings as linear coefficients, under which whirl and whip grow without end. So
the free shaft is reduced to its lowest modes and carried by short-bearing films with cavitation
(Ocvirk 1952; half Sommerfeld condition: no negative pressure), whose oil moves round with the
share ``swirl`` of the shaft's speed (Muszynska 1988), and may meet a stator (radial contact with
Coulomb friction) or a loose pedestal (stiff when pressed down, soft when lifted). Runge-Kutta of
fourth order with a fixed step.
"""

from collections import namedtuple
from dataclasses import dataclass

import numpy as np
from numba import njit
from scipy.linalg import eigh

MODES = 12
STEP_S = 1 / 30_000
EVERY = 3  # steps between kept samples: 10 kHz
_ANGLES = np.linspace(0, 2 * np.pi, 48, endpoint=False)
_COSINE, _SINE = np.cos(_ANGLES), np.sin(_ANGLES)


@dataclass(frozen=True)
class Film:
    """A plain journal bearing; metres and pascal seconds."""

    radius: float
    length: float
    clearance: float
    viscosity: float
    swirl: float


@dataclass(frozen=True)
class Contact:
    """A stator ring round the shaft at a node; metres, N/m."""

    node: int
    gap: float
    stiffness: float
    friction: float
    offset_x: float
    offset_y: float


@dataclass(frozen=True)
class Pedestal:
    """What carries the first bearing; kg, N/m, N s/m."""

    mass: float
    pressed: float
    lifted: float
    damping: float


NO_CONTACT = Contact(0, 1.0, 0.0, 0.0, 0.0, 0.0)
FIRM = Pedestal(10.0, 1e9, 1e9, 2e4)


def lateral_modes(free_rotor, damping_ratio):
    """Squared frequencies, modes, gyroscopic matrix, gravity's direction and modal damping."""
    keep = [i for i in range(free_rotor.ndof) if i % free_rotor.number_dof in (0, 1, 3, 4)]
    grid = np.ix_(keep, keep)
    mass, stiffness = free_rotor.M()[grid], free_rotor.K(0)[grid]
    squares, shapes = eigh(stiffness, mass)
    squares, shapes = np.maximum(squares[:MODES], 0), np.ascontiguousarray(shapes[:, :MODES])
    down = np.zeros(len(keep))
    down[1::4] = -9.81
    gyroscopic = np.ascontiguousarray(shapes.T @ free_rotor.G()[grid] @ shapes)
    weight = shapes.T @ (mass @ down)
    return squares, shapes, gyroscopic, weight, 2 * damping_ratio * np.sqrt(squares)


Numbers = namedtuple(
    "Numbers",
    "squares damping gyroscopic rows unbalance weight film stop offset stand speed relative",
)


@dataclass(frozen=True)
class Run:
    """One simulation: ``unbalance`` in kg m with its phase at ``node``; ``load`` scales gravity.

    ``relative`` measures against the pedestal, as probes on the bearing do.
    """

    journals: tuple[int, int]
    speed: float  # rad/s
    film: Film
    node: int
    unbalance: float
    phase: float
    load: float = 1.0
    contact: Contact = NO_CONTACT
    pedestal: Pedestal = FIRM
    relative: bool = True


def integrate(system, run, seconds, settle):
    """Displacement in metres at the first journal, X and Y rows, at 1 / (STEP_S EVERY)."""
    squares, shapes, gyroscopic, weight, damping = system
    nodes = (*run.journals, run.contact.node)
    x, y = shapes[4 * run.node], shapes[4 * run.node + 1]
    cosine, sine = np.cos(run.phase), np.sin(run.phase)
    film, contact, pedestal = run.film, run.contact, run.pedestal
    numbers = Numbers(
        squares=squares,
        damping=damping,
        gyroscopic=run.speed * gyroscopic,
        rows=np.array([shapes[4 * node + axis] for node in nodes for axis in (0, 1)]),
        unbalance=run.speed**2
        * run.unbalance
        * np.array([cosine * x + sine * y, cosine * y - sine * x]),
        weight=run.load * weight,
        film=np.array([film.radius, film.length, film.clearance, film.viscosity, film.swirl]),
        stop=np.array([contact.gap, contact.stiffness, contact.friction]),
        offset=np.array([contact.offset_x, contact.offset_y]),
        stand=np.array([pedestal.mass, pedestal.pressed, pedestal.lifted, pedestal.damping]),
        speed=run.speed,
        relative=1.0 if run.relative else 0.0,
    )
    return _integrate(numbers, int((seconds + settle) / STEP_S), int(settle / STEP_S))


@njit
def film_force(motion, speed, film):
    """Force on the journal at x, y, vx, vy: the pressure of a short film where it is positive."""
    x, y, vx, vy = motion
    radius, length, clearance, viscosity, swirl = film
    fx = fy = 0.0
    for i in range(len(_COSINE)):
        h = max(clearance - x * _COSINE[i] - y * _SINE[i], 0.01 * clearance)
        wedge = swirl * speed * (x * _SINE[i] - y * _COSINE[i]) - (vx * _COSINE[i] + vy * _SINE[i])
        pressure = -viscosity * length**3 / h**3 * wedge
        if pressure > 0:
            fx -= pressure * _COSINE[i]
            fy -= pressure * _SINE[i]
    area = radius * 2 * np.pi / len(_COSINE)
    return fx * area, fy * area


@njit
def _acceleration(q, v, t, s):
    """Of the modes and, last, of the pedestal (vertical)."""
    n = len(s.squares)
    a = np.zeros(n + 1)
    a[:n] = s.unbalance[0] * np.cos(s.speed * t) + s.unbalance[1] * np.sin(s.speed * t) + s.weight
    a[:n] -= s.squares * q[:n] + s.damping * v[:n] + s.gyroscopic @ v[:n]
    at, vel = s.rows @ q[:n], s.rows @ v[:n]
    lift, rise = q[n], v[n]
    for b in range(2):
        under, rising = (lift, rise) if b == 0 else (0.0, 0.0)
        motion = (at[2 * b], at[2 * b + 1] - under, vel[2 * b], vel[2 * b + 1] - rising)
        fx, fy = film_force(motion, s.speed, s.film)
        a[:n] += s.rows[2 * b] * fx + s.rows[2 * b + 1] * fy
        if b == 0:
            stiffness = s.stand[1] if lift < 0 else s.stand[2]
            a[n] = (-fy - stiffness * lift - s.stand[3] * rise) / s.stand[0] - 9.81
    rx, ry = at[4] - s.offset[0], at[5] - s.offset[1]
    r = np.sqrt(rx * rx + ry * ry)
    if r > s.stop[0]:
        push = s.stop[1] * (r - s.stop[0])
        fx = -push * (rx - s.stop[2] * ry) / r
        fy = -push * (ry + s.stop[2] * rx) / r
        a[:n] += s.rows[4] * fx + s.rows[5] * fy
    return a


@njit
def _integrate(s, steps, skip):
    n = len(s.squares)
    q, v = np.zeros(n + 1), np.zeros(n + 1)
    out = np.zeros((2, (steps - skip) // EVERY))
    kept = 0
    half = STEP_S / 2
    for step in range(steps):
        t = step * STEP_S
        k1 = _acceleration(q, v, t, s)
        v2 = v + half * k1
        k2 = _acceleration(q + half * v, v2, t + half, s)
        v3 = v + half * k2
        k3 = _acceleration(q + half * v2, v3, t + half, s)
        v4 = v + STEP_S * k3
        k4 = _acceleration(q + STEP_S * v3, v4, t + STEP_S, s)
        q = q + STEP_S / 6 * (v + 2 * v2 + 2 * v3 + v4)
        v = v + STEP_S / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        if step >= skip and (step - skip) % EVERY == 0 and kept < out.shape[1]:
            out[0, kept] = s.rows[0] @ q[:n]
            out[1, kept] = s.rows[1] @ q[:n] - s.relative * q[n]
            kept += 1
    return out
