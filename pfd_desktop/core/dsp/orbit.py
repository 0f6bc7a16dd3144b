"""The path of a shaft seen by two probes at a right angle, turn by turn."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
Samples = NDArray[np.floating[Any]]

_ROUND = 0.05  # flatter orbits, or figures of eight, have no direction that could be told
_POINTS = 361  # of a filtered loop: one per degree, the last on the first


@dataclass(frozen=True)
class Ellipse:
    """What one order draws: x + jy = forward·exp(jφ) + backward·exp(-jφ), φ the order's angle."""

    forward: complex  # its magnitude is the radius of the circle from X towards Y
    backward: complex

    @property
    def major(self) -> float:
        """Half the longest diameter."""
        return abs(self.forward) + abs(self.backward)

    @property
    def minor(self) -> float:
        """Half the shortest diameter; negative where it turns from Y towards X."""
        return abs(self.forward) - abs(self.backward)

    def loop(self) -> tuple[Floats, Floats]:
        """Points of it, beginning where the shaft's mark passes, a degree of the order apart."""
        turn = np.exp(1j * np.linspace(0, 2 * np.pi, _POINTS))
        path = self.forward * turn + self.backward / turn
        return np.asarray(path.real), np.asarray(path.imag)


def ellipse(x: Samples, y: Samples, turns: Floats, order: float) -> Ellipse:
    """The *order* of a path by least squares; ``turns`` is the shaft's angle at each sample.

    Exact for a pure order, however many samples a turn has. A Hann window makes other orders fall
    out that are more than 2 / (number of turns) away.
    """
    if len(turns) < 6:
        raise InvalidInput("An orbit needs at least 6 samples; measure faster.")
    angle = 2 * np.pi * order * turns
    # least squares weighs by the square: its root makes the window Hann
    weights = np.sqrt(window_values(Window.HANN, len(angle) + 1)[1:])[:, None]
    matrix = np.column_stack((np.ones(len(angle)), np.cos(angle), np.sin(angle))) * weights
    paths = np.column_stack((x, y)).astype(np.float64) * weights
    (_, cosine, sine), *_ = np.linalg.lstsq(matrix, paths, rcond=None)
    of_x, of_y = complex(cosine[0], -sine[0]), complex(cosine[1], -sine[1])
    forward, mirrored = (of_x + 1j * of_y) / 2, (of_x - 1j * of_y) / 2
    return Ellipse(forward, mirrored.conjugate())


def between_orders(
    samples: Samples, rate_hz: float, speed: SpeedProfile, low: float, high: float
) -> Floats:
    """Only what lies between two orders of the mean speed; a brick wall in frequency."""
    if speed.varies:
        raise InvalidInput(
            "The speed varies, so a band of orders is no band of frequencies: resample to orders"
            " first, or show a single order."
        )
    values = np.asarray(samples, dtype=np.float64)
    spectrum = fourier.rfft(values - values.mean())
    order = np.arange(len(spectrum)) * rate_hz / len(values) / speed.mean_hz
    spectrum[(order < low) | (order > high)] = 0
    if not spectrum.any():
        raise InvalidInput(f"The recording is too short to hold lines from {low:g}X to {high:g}X.")
    return fourier.irfft(spectrum, len(values))


def roundness(x: Floats, y: Floats) -> float:
    """1 for a circle from X towards Y, -1 for one the other way, 0 for a line.

    The signed area by the shoelace formula over that of a circle of the same mean square.
    """
    spread = float(np.var(x) + np.var(y))
    if not spread > 0:
        return 0.0
    swept = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
    return swept / (np.pi * spread)


def precession(loops: tuple[tuple[Floats, Floats], ...], rotates_x_to_y: bool = True) -> str:
    """ "forward" with the rotation, "backward" against it, "" where the loops do not tell."""
    if not loops:
        return ""
    mean = float(np.mean([roundness(x, y) for x, y in loops]))
    if abs(mean) < _ROUND:
        return ""
    return "forward" if (mean > 0) == rotates_x_to_y else "backward"


def rotated(x: Floats, y: Floats, degrees: float) -> tuple[Floats, Floats]:
    """Probe coordinates as horizontal and vertical; X is *degrees* above the right hand."""
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return x * cosine - y * sine, x * sine + y * cosine


def centreline(samples: Samples, size: int) -> Floats:
    """Means of consecutive pieces of *size* samples: where the shaft floats, without vibration."""
    if not 1 <= size <= len(samples):
        raise InvalidInput("The recording is shorter than one point of the centreline.")
    whole = len(samples) // size * size
    pieces = np.asarray(samples)[:whole].reshape(-1, size)
    return np.asarray(pieces.mean(axis=1, dtype=np.float64))
