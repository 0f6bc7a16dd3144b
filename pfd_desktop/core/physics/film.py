"""Reynolds' equation in a plain journal bearing with two axial grooves, and what the film bears.

All is without dimension: lengths by the radial clearance or the radius, time by the shaft's angular
speed, forces by the load. x points along the load, y a quarter turn on in the direction of
rotation, angles are counted from x. Oil of one viscosity, no pressure below that of the grooves
(Swift 1932, Stieber 1933), two pads of 160° between grooves at a right angle to the load: the
bearing of Lund and Thomsen 1978.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csc_array

Floats = NDArray[np.float64]

PAD_DEG = 160.0
_ALONG, _ACROSS = 64, 8  # cells of a pad round the shaft, and from the middle to the edge
_CENTRES_DEG = (0.0, 180.0)
_ROUNDS = 60  # of the search for where the film breaks; a handful is usual


@dataclass(frozen=True)
class FilmForces:
    """What the film does to a journal at x, y, in units of 6 µ ω (R/C)² R L / 2.

    ``force`` is the load it bears, along x and y; ``stiffness`` and ``damping`` are its changes
    with place (C) and velocity (C ω), rows the force's direction, columns the motion's.
    """

    force: Floats
    stiffness: Floats
    damping: Floats


def film_forces(x: float, y: float, length_ratio: float) -> FilmForces:
    """Of both pads, for a journal at *x*, *y* (clearances) in a bearing of this L/D."""
    pads = [_Pad(x, y, length_ratio, np.radians(centre)) for centre in _CENTRES_DEG]
    found = [(pad.force(pad.pressure), pad.stiffness(), pad.damping()) for pad in pads]
    return FilmForces(*(np.asarray(sum(parts)) for parts in zip(*found, strict=True)))


class _Pad:
    """One pad in finite volumes: whole cells, so that its edges lie on faces."""

    def __init__(self, x: float, y: float, length_ratio: float, centre: float) -> None:
        half = np.radians(PAD_DEG / 2)
        self.step, self.across = 2 * half / _ALONG, 1 / _ACROSS
        self.faces = centre + np.linspace(-half, half, _ALONG + 1)
        self.angles = self.faces[:-1] + self.step / 2
        self.shape = 1 / length_ratio**2
        self.x, self.y = x, y

    @cached_property
    def pressure(self) -> Floats:
        """Where it is positive the equation holds; elsewhere the film is broken and it is 0.

        The set of whole film is corrected until it stays (Hintermüller, Ito, Kunisch 2003).
        """
        wedge = self._cells(-np.diff(self._thickness(self.faces)) / self.step)
        free = wedge > 0
        pressure = np.zeros(len(wedge))
        for _ in range(_ROUNDS):
            pressure = self._solved(wedge, free)
            lacking = self.operator @ pressure - wedge
            now = np.where(free, pressure > 0, lacking < 0)
            if (now == free).all():
                break
            free = now
        return pressure

    @cached_property
    def operator(self) -> "csc_array":
        """Minus the divergence of h³ times the pressure's gradient."""
        return self._flow(self._thickness(self.faces) ** 3, self._thickness(self.angles) ** 3)

    def stiffness(self) -> Floats:
        """Change of the force with x and y: the equation's derivative, on the film as it stands."""
        columns = []
        for wave in (np.cos, np.sin):  # the thickness loses as much where x or y gains
            wedge = self._cells(np.diff(wave(self.faces)) / self.step)
            flow = self._flow(
                -3 * self._thickness(self.faces) ** 2 * wave(self.faces),
                -3 * self._thickness(self.angles) ** 2 * wave(self.angles),
            )
            moved = self._solved(wedge - flow @ self.pressure, self.pressure > 0)
            columns.append(self.force(moved))
        return np.column_stack(columns)

    def damping(self) -> Floats:
        """Change of the force with the velocities of x and y: oil that is squeezed."""
        squeezed = (2 * self._cells(np.cos(self.angles)), 2 * self._cells(np.sin(self.angles)))
        whole = self.pressure > 0
        return np.column_stack([self.force(self._solved(one, whole)) for one in squeezed])

    def force(self, pressure: Floats) -> Floats:
        """Its integral along x and y, over both halves of the length."""
        along = pressure.reshape(_ALONG, _ACROSS).sum(axis=1) * 2 * self.step * self.across
        return np.array([along @ np.cos(self.angles), along @ np.sin(self.angles)])

    def _thickness(self, angles: Floats) -> Floats:
        return 1 - self.x * np.cos(angles) - self.y * np.sin(angles)

    def _cells(self, along: Floats) -> Floats:
        return np.repeat(along, _ACROSS)

    def _flow(self, at_faces: Floats, at_cells: Floats) -> "csc_array":
        """The operator of these conductances; the edges are half a cell away, at pressure 0."""
        from scipy.sparse import csc_array, diags_array, eye_array, kron

        ends = np.ones(_ALONG + 1)
        ends[[0, -1]] = 2
        round_it = at_faces * ends / self.step**2
        band = [-round_it[1:-1], round_it[:-1] + round_it[1:], -round_it[1:-1]]
        along = diags_array(band, offsets=[-1, 0, 1])
        sides = np.ones(_ACROSS + 1)
        sides[0], sides[-1] = 0, 2  # nothing flows through the middle
        band = [-sides[1:-1], sides[:-1] + sides[1:], -sides[1:-1]]
        across = diags_array(band, offsets=[-1, 0, 1]) * (self.shape / self.across**2)
        return csc_array(kron(along, eye_array(_ACROSS)) + kron(diags_array(at_cells), across))

    def _solved(self, wedge: Floats, free: NDArray[np.bool_]) -> Floats:
        from scipy.sparse.linalg import spsolve

        pressure = np.zeros(len(wedge))
        inside = np.flatnonzero(free)
        if len(inside):
            pressure[inside] = spsolve(self.operator[inside][:, inside], wedge[inside])
        return pressure
