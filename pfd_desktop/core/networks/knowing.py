"""What networks may know of a recording beside its samples, as numbers; loads no torch."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.spec import Known

FACTS = 5  # turns of the shaft in a sample; orders of BPFO, BPFI, BSF and FTF


def facts(known: Known, rate_hz: float) -> NDArray[np.float32]:
    """The FACTS of a recording; 0 stands for what is not known."""
    turns = (known.shaft_hz or 0.0) / rate_hz
    own = known.orders
    orders = (0.0,) * 4 if own is None else (own.bpfo, own.bpfi, own.bsf, own.ftf)
    return np.array([turns, *orders], dtype=np.float32)


def untold(known: Sequence[Known]) -> tuple[int, int]:
    """Of how many recordings the speed is not known; of how many others the bearing is not."""
    silent = sum(not one.shaft_hz for one in known)
    return silent, sum(bool(one.shaft_hz) and one.orders is None for one in known)
