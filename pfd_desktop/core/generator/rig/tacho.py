"""What a tacho on the shaft sees: a mark that passes once a turn."""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.rig.running import Running

PULSES_PER_TURN = 1.0
_HIGH_V = 5.0
_WIDTH = 0.1  # of a turn
_EDGE_S = 2.0  # samples: as slow as a converter's filter makes it, so that it can be read between
_NOISE_V = 0.01


def pulses(running: Running, random: np.random.Generator) -> NDArray[np.float32]:
    """Volts for every sample: 5 while the mark passes, which begins at whole turns, else 0.

    A rising edge is at half its height where the turn is whole.
    """
    turns = running.angle / (2 * np.pi)
    edge = _EDGE_S * running.speed_hz / running.rate_hz  # in turns
    since = (turns + 0.5) % 1 - 0.5  # from the nearest whole turn
    rise = np.clip(since / edge + 0.5, 0, 1)
    fall = np.clip((since - _WIDTH) / edge + 0.5, 0, 1)
    noise = _NOISE_V * random.standard_normal(len(turns))
    return (_HIGH_V * (rise - fall) + noise).astype(np.float32)
