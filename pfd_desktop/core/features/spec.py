"""What is said of a feature: name, formula, unit, source, what it needs, and how it scales."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from pfd_desktop.core.physics.kinematics import BearingOrders


class Domain(StrEnum):
    """Where a feature is computed."""

    TIME = "time"
    SPECTRUM = "spectrum"
    ENVELOPE_ORDER = "envelope order"
    SHAFT_ORDER = "shaft order"
    PACKET = "wavelet packet"
    CEPSTRUM = "cepstrum"
    BISPECTRUM = "bispectrum"
    ENVELOPE = "envelope"
    WAVELET = "wavelet"
    OWN = "own"


class Need(StrEnum):
    """What must be known of a recording beside its samples."""

    SPEED = "speed"
    BEARING = "bearing"


class Cost(StrEnum):
    """What a feature takes beside the transforms that all share."""

    LOW = "low"  # a pass over samples or lines
    MEDIUM = "medium"  # a transform of its own
    HIGH = "high"  # a diagnosis


@dataclass(frozen=True)
class FeatureSpec:
    """One feature. ``unit`` "recording" means the unit of the recording's samples.

    ``degree`` says what a gain g does to it: multiplies it by g to that power; 0 leaves it alone,
    None where it follows no such rule, which is a defect and named in ``note``.
    """

    name: str
    unit: str
    formula: str
    source: str
    domain: Domain
    needs: tuple[Need, ...] = ()
    degree: int | None = 0
    version: int = 1
    cost: Cost = Cost.LOW
    note: str = ""


@dataclass(frozen=True)
class Known:
    """What is known of a recording beside its samples."""

    orders: BearingOrders | None = None
    shaft_hz: float | None = None

    @property
    def told(self) -> str:
        """All of it as text: another one where anything is told otherwise."""
        return json.dumps(asdict(self))

    def lacks(self, spec: FeatureSpec) -> str:
        """Why the feature cannot be had, in words; "" where nothing it needs is missing."""
        missing = {
            Need.SPEED: not self.shaft_hz,
            Need.BEARING: self.orders is None,
        }
        words = " and ".join(need.value for need in spec.needs if missing[need])
        return f"its {words} is not known" if words else ""
