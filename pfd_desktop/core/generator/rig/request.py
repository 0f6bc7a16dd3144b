"""What the rig is to run."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.errors import InvalidInput

WHIRL_ORDERS = (0.42, 0.48)  # of oil whirl, from record to record


class Channel(StrEnum):
    """What a sensor shows; the value is the channel's name."""

    X = "X"
    Y = "Y"
    HOUSING = "housing"


UNITS: Mapping[Channel, tuple[str, str]] = MappingProxyType(  # quantity and unit
    {
        Channel.X: ("displacement", "µm"),
        Channel.Y: ("displacement", "µm"),
        Channel.HOUSING: ("acceleration", "g"),
    }
)

POSSIBLE: Mapping[BearingKind, tuple[Fault, ...]] = MappingProxyType(
    {
        BearingKind.JOURNAL: (
            Fault.IMBALANCE,
            Fault.MISALIGNMENT,
            Fault.LOOSENESS,
            Fault.RUB,
            Fault.OIL_WHIRL,
            Fault.OIL_WHIP,
            Fault.LUBRICATION,
            Fault.CAVITATION,
            Fault.WEAR,
        ),
        BearingKind.ROLLING: (
            Fault.OUTER_RACE,
            Fault.INNER_RACE,
            Fault.ROLLING_ELEMENT,
            Fault.CAGE,
            Fault.IMBALANCE,
            Fault.MISALIGNMENT,
            Fault.LOOSENESS,
        ),
    }
)


@dataclass(frozen=True)
class Profile:
    """The speed over a record: from one to the other evenly, wandering on the way."""

    start_rpm: float = 3000.0
    end_rpm: float = 3000.0
    wander_percent: float = 0.2  # standard deviation of what is slower than 2 Hz


@dataclass(frozen=True)
class RigRequest:
    """One record. Faults go with their severity, above 0 and up to 1; none is a healthy machine.

    ``first_critical_hz`` is the rotor's first bending mode; ``load`` goes from 0 (idle) to 1;
    ``noise`` scales what is measured without any machine, 1 is that of a good rig. With ``gap`` the
    probes show where in its bearing the journal floats, besides its motion about that place.
    """

    kind: BearingKind = BearingKind.JOURNAL
    faults: tuple[tuple[Fault, float], ...] = ()
    bearing: Bearing | None = None  # of a rolling kind
    profile: Profile = Profile()
    load: float = 0.5
    rate_hz: float = 20_480.0
    duration_s: float = 5.0
    first_critical_hz: float = 75.0
    resonance_hz: float = 3200.0  # of the housing
    mains_hz: float = 50.0
    noise: float = 1.0
    bits: int = 16
    window_s: float = 1.0
    seed: int = 0
    index: int = 0
    gap: bool = False

    @property
    def count(self) -> int:
        """Samples of each channel."""
        return round(self.rate_hz * self.duration_s)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Two probes at a journal, and for either kind a sensor on the housing."""
        return tuple(Channel) if self.kind is BearingKind.JOURNAL else (Channel.HOUSING,)

    def severity(self, fault: Fault) -> float:
        """0 where it does not have it."""
        return dict(self.faults).get(fault, 0.0)


def check(request: RigRequest) -> None:
    """Raises InvalidInput where the rig cannot run that."""
    for fault, severity in request.faults:
        if fault not in POSSIBLE[request.kind]:
            raise InvalidInput(f"No {request.kind.value} bearing here can have {fault.value}.")
        if not 0 < severity <= 1:
            raise InvalidInput(
                f"The severity of {fault.value} is {severity:g}; it goes from 0 to 1."
            )
    _check_bearing(request)
    fastest = max(request.profile.start_rpm, request.profile.end_rpm) / 60
    for title, value, least, most, unit in (
        ("sampling rate", request.rate_hz, 1e3, 1e6, "Hz"),
        ("duration", request.duration_s, 0.1, 3600.0, "s"),
        ("lower speed", min(request.profile.start_rpm, request.profile.end_rpm), 30.0, 1e5, "rpm"),
        ("higher speed", fastest, 0.5, request.rate_hz / 25, "Hz (ten orders must fit the rate)"),
        ("load", request.load, 0.0, 1.0, ""),
        ("converter", request.bits, 8, 24, "bits"),
    ):
        if not least <= value <= most:
            raise InvalidInput(f"The {title} is {value:g}; it can be {least:g} to {most:g} {unit}.")
    if request.severity(Fault.OIL_WHIP) and WHIRL_ORDERS[0] * fastest < request.first_critical_hz:
        needed = 60 * request.first_critical_hz / WHIRL_ORDERS[0]
        raise InvalidInput(
            f"Oil whip locks to the rotor's first critical, {request.first_critical_hz:g} Hz: the "
            f"shaft must reach {needed:.0f} rpm. Raise the speed or lower the critical."
        )


def _check_bearing(request: RigRequest) -> None:
    if request.kind is BearingKind.ROLLING:
        if request.bearing is None:
            raise InvalidInput("A rolling bearing needs its geometry; choose one.")
        orders(request.bearing)
