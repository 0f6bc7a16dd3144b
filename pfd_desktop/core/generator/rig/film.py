"""Where a journal floats in its bearing: the short bearing of Ocvirk.

F. W. Ocvirk, Short-bearing approximation for full journal bearings, NACA TN 2808 (1952). Half of
the film carries (cavitated elsewhere), the load is the rotor's weight and points down.
"""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.rig.request import RigRequest
from pfd_desktop.core.generator.rig.running import Floats, Running

CLEARANCE_UM = 120.0  # radial; nothing moves farther
_HEAVIEST_HZ = 1200.0  # load number × speed at full load: that of the rig's bearing and its oil
_STEPS = 2000  # of eccentricity, that the load number is turned round with


def load_number(eccentricity: Floats) -> Floats:
    """Load over viscous force: ε √(16 ε² + π² (1 - ε²)) / (1 - ε²)², of an eccentricity below 1."""
    rest = 1 - eccentricity**2
    return np.asarray(eccentricity * np.sqrt(16 * eccentricity**2 + np.pi**2 * rest) / rest**2)


def attitude(eccentricity: Floats) -> Floats:
    """Angle in radians from the load to the journal, the way the shaft turns: tan = π√(1-ε²)/4ε."""
    return np.asarray(np.arctan2(np.pi * np.sqrt(1 - eccentricity**2), 4 * eccentricity))


def floating(request: RigRequest, running: Running) -> NDArray[np.complex128]:
    """Mean position of the journal from the bearing's middle, x + iy in µm, at every sample.

    At rest it lies at the bottom; with speed it climbs, to the right where it turns from x to y.
    """
    known = np.linspace(0, 1, _STEPS, endpoint=False)
    asked = request.load * _HEAVIEST_HZ / running.speed_hz
    eccentricity = np.interp(asked, load_number(known), known)
    from_middle = CLEARANCE_UM * eccentricity * np.exp(1j * attitude(eccentricity))
    return np.asarray(-1j * from_middle)
