"""Units of vibration: which quantity each measures, and its size in SI."""

from dataclasses import dataclass

from pfd_desktop.core.dsp.integration import STANDARD_GRAVITY
from pfd_desktop.errors import InvalidInput

INTEGRALS = ("acceleration", "velocity", "displacement")  # each is the integral of the one before
CUSTOMARY = {"acceleration": "g", "velocity": "mm/s", "displacement": "µm"}


@dataclass(frozen=True)
class Unit:
    """A unit: ``size`` of them in m/s², m/s, m or V makes one."""

    name: str
    quantity: str
    size: float


UNITS: dict[str, Unit] = {
    unit.name: unit
    for unit in (
        Unit("g", "acceleration", STANDARD_GRAVITY),
        Unit("m/s²", "acceleration", 1.0),
        Unit("mm/s²", "acceleration", 1e-3),
        Unit("mm/s", "velocity", 1e-3),
        Unit("m/s", "velocity", 1.0),
        Unit("in/s", "velocity", 0.0254),
        Unit("µm", "displacement", 1e-6),
        Unit("mm", "displacement", 1e-3),
        Unit("m", "displacement", 1.0),
        Unit("mil", "displacement", 25.4e-6),
        Unit("V", "voltage", 1.0),
        Unit("mV", "voltage", 1e-3),
    )
}


def unit_called(name: str) -> Unit:
    """The unit of this name; raises InvalidInput."""
    if name in UNITS:
        return UNITS[name]
    raise InvalidInput(
        f"The unit “{name}” is not known here; tell the recording's unit first, one of"
        f" {', '.join(UNITS)}."
    )


def factor(source: str, target: str) -> float:
    """What a number in *source* is multiplied by to be one in *target*; one quantity only."""
    given, wanted = unit_called(source), unit_called(target)
    if given.quantity != wanted.quantity:
        raise InvalidInput(
            f"{source} measures {given.quantity} and {target} {wanted.quantity}: integrate or"
            " differentiate instead of converting."
        )
    return given.size / wanted.size
