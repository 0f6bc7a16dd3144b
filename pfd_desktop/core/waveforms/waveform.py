"""Samples with a rate and a unit."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Axis(StrEnum):
    """What the samples are equally spaced in."""

    TIME = "time"
    ANGLE = "angle"  # after order resampling: the rate is samples per revolution


@dataclass(frozen=True)
class Waveform:
    """What processing steps take and give, and what analyses read."""

    samples: NDArray[np.floating[Any]]
    rate_hz: float  # samples per second; per revolution where the axis is an angle
    quantity: str  # "acceleration", "velocity", "displacement", "voltage", "unknown"
    unit: str  # "g", "m/s²", "mm/s", "µm", "V", "unknown"
    axis: Axis = Axis.TIME

    @property
    def duration(self) -> float:
        """Length in seconds, or in revolutions."""
        return len(self.samples) / self.rate_hz
