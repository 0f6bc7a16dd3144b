"""A plain journal bearing: its Sommerfeld number, where its journal lies, how it would whirl."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.integration import STANDARD_GRAVITY
from pfd_desktop.core.physics.film import film_forces
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]

HIGHEST = 0.95  # eccentricity: beyond it a film of one viscosity in round surfaces says little
LENGTH_RATIOS = (0.1, 2.0)
_LEAST_STEP, _MOST_STEPS = 1e-7, 40


@dataclass(frozen=True)
class JournalBearing:
    """Two axial grooves at a right angle to the load; ``clearance_um`` is radial."""

    diameter_mm: float
    length_mm: float
    clearance_um: float
    viscosity_mpa_s: float

    @property
    def length_ratio(self) -> float:
        """L/D."""
        return self.length_mm / self.diameter_mm


@dataclass(frozen=True)
class ShortBearing:
    """The closed form of a short film at one eccentricity."""

    capacity: float  # S (L/D)²
    attitude_deg: float


@dataclass(frozen=True)
class Equilibrium:
    """Where the journal lies, and the film's coefficients there.

    ``stiffness`` is K C / W and ``damping`` B ω C / W, 2 × 2 (x along the load, y a quarter turn on
    in the direction of rotation; rows the force, columns the motion).
    """

    sommerfeld: float
    eccentricity: float
    attitude_deg: float
    stiffness: Floats
    damping: Floats

    @property
    def threshold(self) -> float | None:
        """Shaft speed ω √(C/g) above which a rigid rotor whirls; None where it never does.

        Lund 1966: M C ω²/W of the threshold is the effective stiffness over the squared ratio.
        """
        stiffness, squared = _whirl(self.stiffness, self.damping)
        return math.sqrt(stiffness / squared) if squared > 0 < stiffness else None


@dataclass(frozen=True)
class Whirl:
    """What a bearing's film says of whirl at one speed; ``ratio`` None where nothing whirls.

    ``stable`` is that of a rigid rotor whose weight is the load; a flexible one whirls earlier.
    """

    equilibrium: Equilibrium
    speed_hz: float
    ratio: float | None
    stable: bool

    @property
    def words(self) -> str:
        """ "Oil whirl would lie at 0.483X, 24.2 Hz. At 3000 rpm a rigid rotor …"."""
        if self.ratio is None:
            return "At this load no rotor whirls in this bearing."
        return (
            f"Oil whirl would lie at {self.ratio:.3f}X, {self.ratio * self.speed_hz:.1f} Hz. At"
            f" {60 * self.speed_hz:.0f} rpm a rigid rotor of this weight"
            f" {'runs stably' if self.stable else 'whirls'}; a flexible one whirls from a lower"
            " speed on."
        )


def whirl_of(bearing: JournalBearing, speed_hz: float, load_n: float) -> Whirl:
    """Whirl ratio and stability of a bearing under its rotor's weight; raises InvalidInput."""
    number = sommerfeld_number(bearing, speed_hz, load_n)
    found = equilibrium(number, bearing.length_ratio)
    speed = 2 * math.pi * speed_hz * math.sqrt(bearing.clearance_um * 1e-6 / STANDARD_GRAVITY)
    return Whirl(
        equilibrium=found,
        speed_hz=speed_hz,
        ratio=whirl_ratio(found.stiffness, found.damping),
        stable=found.threshold is None or speed < found.threshold,
    )


def sommerfeld_number(bearing: JournalBearing, speed_hz: float, load_n: float) -> float:
    """S = µ N L D (R/C)² / W, with N in turns per second and W the load of this bearing.

    InvalidInput where anything is not above zero.
    """
    told = (bearing.diameter_mm, bearing.length_mm, bearing.clearance_um, bearing.viscosity_mpa_s)
    if not all(math.isfinite(one) and one > 0 for one in (*told, speed_hz, load_n)):
        raise InvalidInput(
            "Diameter, length, clearance, viscosity, speed and load of a journal bearing must be"
            " above zero."
        )
    area = bearing.length_mm * bearing.diameter_mm * 1e-6
    slender = bearing.diameter_mm / 2 / (bearing.clearance_um * 1e-3)
    return bearing.viscosity_mpa_s * 1e-3 * speed_hz * area * slender**2 / load_n


def short_bearing(eccentricity: float) -> ShortBearing:
    """Ocvirk 1952, half Sommerfeld condition; InvalidInput outside 0 to 1."""
    if not 0 < eccentricity < 1:
        raise InvalidInput(f"An eccentricity of {eccentricity:g} is not between 0 and 1.")
    rest = 1 - eccentricity**2
    root = math.sqrt(math.pi**2 * rest + 16 * eccentricity**2)
    angle = math.atan(math.pi * math.sqrt(rest) / (4 * eccentricity))
    return ShortBearing(rest**2 / (math.pi * eccentricity * root), math.degrees(angle))


@lru_cache(maxsize=64)
def equilibrium(sommerfeld: float, length_ratio: float) -> Equilibrium:
    """Where the film of this Sommerfeld number bears the load, by Newton's method.

    InvalidInput where L/D is outside ``LENGTH_RATIOS`` or the journal would lie beyond ``HIGHEST``
    of the clearance.
    """
    low, high = LENGTH_RATIOS
    if not low <= length_ratio <= high:
        raise InvalidInput(f"A length of {length_ratio:g} diameters; give {low:g} to {high:g}.")
    if not (math.isfinite(sommerfeld) and sommerfeld > 0):
        raise InvalidInput("A Sommerfeld number must be above zero.")
    wanted = np.array([1 / (3 * math.pi * sommerfeld), 0.0])
    place = _start(sommerfeld * length_ratio**2)
    for _ in range(_MOST_STEPS):
        found = film_forces(place[0], place[1], length_ratio)
        step = np.linalg.solve(found.stiffness, wanted - found.force)
        reach = 1 - float(np.hypot(*place))
        step *= min(1.0, 0.5 * reach / max(float(np.hypot(*step)), 1e-12))
        place = place + step
        if float(np.hypot(*step)) < _LEAST_STEP:
            break
    eccentricity = float(np.hypot(*place))
    if eccentricity > HIGHEST:
        raise InvalidInput(
            f"The load is too high for its film: the journal would lie at {eccentricity:.2f} of the"
            " clearance."
        )
    return Equilibrium(
        sommerfeld=sommerfeld,
        eccentricity=eccentricity,
        attitude_deg=math.degrees(math.atan2(place[1], place[0])),
        stiffness=found.stiffness / wanted[0],
        damping=found.damping / wanted[0],
    )


def whirl_ratio(stiffness: Floats, damping: Floats) -> float | None:
    """Whirl over shaft speed at the threshold of stability (Lund 1966); None without whirl.

    Both are 2 × 2 as in :class:`Equilibrium`.
    """
    squared = _whirl(np.asarray(stiffness), np.asarray(damping))[1]
    return math.sqrt(squared) if squared > 0 else None


def _whirl(k: Floats, b: Floats) -> tuple[float, float]:
    """Effective stiffness and squared whirl ratio, both without dimension."""
    crossed = k[0, 1] * b[1, 0] + k[1, 0] * b[0, 1]
    effective = (k[0, 0] * b[1, 1] + k[1, 1] * b[0, 0] - crossed) / (b[0, 0] + b[1, 1])
    free = (effective - k[0, 0]) * (effective - k[1, 1]) - k[0, 1] * k[1, 0]
    return float(effective), float(free / (b[0, 0] * b[1, 1] - b[0, 1] * b[1, 0]))


def _start(capacity: float) -> Floats:
    """The short bearing of this S (L/D)², a little less eccentric: by halving."""
    low, high = 1e-6, 0.9
    for _ in range(40):
        middle = (low + high) / 2
        if short_bearing(middle).capacity > capacity:
            low = middle
        else:
            high = middle
    angle = math.radians(short_bearing(low).attitude_deg)
    return low * np.array([math.cos(angle), math.sin(angle)])
