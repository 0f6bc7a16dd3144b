"""What the sample project holds; all of it is made by the program and says so."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pfd_desktop.core.generator.rig.request import Channel, Profile, RigRequest
from pfd_desktop.core.generator.single import TACHO, RigChannel
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest

BEARING = "6205-2RS"
UNITS = 3  # rolling ones of each fault; of journal bearings two: enough to leave one of each out
SPEEDS = ((1797.0, "no load"), (1730.0, "full load"))
BASELINE = 6  # the first recordings of the bearing that wears

_ROLLING = (Fault.HEALTHY, Fault.OUTER_RACE, Fault.INNER_RACE, Fault.ROLLING_ELEMENT)
_JOURNAL = (Fault.HEALTHY, Fault.IMBALANCE, Fault.MISALIGNMENT, Fault.OIL_WHIRL)
_ROTOR = "journal C (oil whirl)"
_PUMP = ("Sample pump (synthetic)", "bearing of the drive end")
_FIRST = datetime(2025, 1, 6, 8, tzinfo=UTC)
# One recording a week. The defect grows exponentially once it has begun (Gebraeel 2005).
_WEAR = (*(0.0,) * 9, 0.03, 0.05, 0.08, 0.12, 0.18, 0.28, 0.42, 0.65, 1.0)


@dataclass(frozen=True)
class Planned:
    """A recording to make, and where it belongs."""

    wanted: SyntheticRequest | RigChannel
    unit: str
    condition: str = ""
    machine: str = ""  # "" is the sample's
    measured_at: datetime | None = None
    labelled: bool = True  # whether its fault is told

    @property
    def name(self) -> str:
        """Of the recording."""
        day = "" if self.measured_at is None else self.measured_at.date().isoformat()
        channel = self.wanted.channel if isinstance(self.wanted, RigChannel) else ""
        return ", ".join(part for part in (self.unit, self.condition, day, channel) if part)


def sample_plan(seed: int) -> tuple[Planned, ...]:
    """All of it: what can be learnt from, a rotor between probes, a bearing that wears."""
    return (*learning_plan(seed), *rotor_plan(seed), *wear_plan(seed))


def learning_plan(seed: int) -> tuple[Planned, ...]:
    """Every unit has its own severity, resonance and noise."""
    planned = []
    for number, (kind, fault, unit) in enumerate(_units()):
        for index, (speed_rpm, condition) in enumerate(SPEEDS):
            wanted = SyntheticRequest(
                fault=fault,
                kind=kind,
                bearing=find(BEARING) if kind is BearingKind.ROLLING else None,
                speed_rpm=speed_rpm,
                duration_s=5.0,
                severity=(1.0, 0.6, 1.4)[number % UNITS],
                noise_rms=(0.1, 0.14, 0.08)[number % UNITS],
                resonance_hz=(3300.0, 2700.0, 3900.0)[(number + 1) % UNITS],
                seed=seed * 1000 + 10 * number + index,
            )
            planned.append(Planned(wanted, unit, condition))
    return tuple(planned)


def _units() -> list[tuple[BearingKind, Fault, str]]:
    rolling = [
        (BearingKind.ROLLING, fault, f"bearing {letter} ({fault.value})")
        for fault in _ROLLING
        for letter in "ABC"[:UNITS]
    ]
    journal = [
        (BearingKind.JOURNAL, fault, f"journal {letter} ({fault.value})")
        for fault in _JOURNAL
        for letter in "AB"
    ]
    return rolling + journal


def rotor_plan(seed: int) -> tuple[Planned, ...]:
    """A rotor that whirls in its oil, seen by two probes: at one speed, and running up.

    Without a label, for what is learnt from should have been measured alike.
    """
    steady = RigRequest(
        faults=((Fault.OIL_WHIRL, 0.6),),
        profile=Profile(3600.0, 3600.0),
        load=0.2,
        rate_hz=5120.0,
        duration_s=6.0,
        first_critical_hz=48.0,
        gap=True,
        seed=seed,
    )
    run_up = replace(steady, profile=Profile(300.0, 7200.0), duration_s=24.0, index=1)
    channels = (
        (steady, "3600 rpm", Channel.X),
        (steady, "3600 rpm", Channel.Y),
        (run_up, "run-up", Channel.X),
        (run_up, "run-up", Channel.Y),
        (run_up, "run-up", TACHO),
    )
    return tuple(
        Planned(RigChannel(rig, name), _ROTOR, condition, labelled=False)
        for rig, condition, name in channels
    )


def wear_plan(seed: int) -> tuple[Planned, ...]:
    """A bearing at one point, week after week; nobody has told what becomes of it."""
    machine, unit = _PUMP
    return tuple(
        Planned(
            SyntheticRequest(
                fault=Fault.OUTER_RACE if severity else Fault.HEALTHY,
                bearing=find(BEARING),
                speed_rpm=SPEEDS[0][0],
                duration_s=2.0,
                severity=severity,
                seed=seed * 1000 + 500 + week,
            ),
            unit,
            machine=machine,
            measured_at=_FIRST + timedelta(weeks=week),
            labelled=False,
        )
        for week, severity in enumerate(_WEAR)
    )
