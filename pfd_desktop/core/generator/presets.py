"""Designs to start from."""

from pfd_desktop.core.generator.designs import MIXED, Design, Mode, RigRanges, classes_of
from pfd_desktop.core.generator.legacy.conditions import Severity
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind

_WORST = (Severity.MODERATE, Severity.SEVERE)


def presets() -> tuple[Design, ...]:
    """The first is what a new design begins as."""
    shaft = (Fault.HEALTHY, Fault.IMBALANCE, Fault.MISALIGNMENT, Fault.LOOSENESS, Fault.RUB)
    rolling = (Fault.HEALTHY, Fault.OUTER_RACE, Fault.INNER_RACE, Fault.ROLLING_ELEMENT)
    return (
        Design(
            "Rig: shaft faults",
            Mode.RIG,
            (
                *(fault.value for fault in shaft),
                f"{Fault.MISALIGNMENT.value}{MIXED}{Fault.IMBALANCE.value}",
            ),
            per_level=8,
        ),
        Design(
            "Rig: whirl and whip in run-ups",
            Mode.RIG,
            (Fault.HEALTHY.value, Fault.OIL_WHIRL.value, Fault.OIL_WHIP.value),
            _WORST,
            per_level=8,
            rig=RigRanges(
                speed_rpm=(7000.0, 8000.0),
                run_up_share=0.8,
                load=(0.1, 0.3),
                first_critical_hz=55.0,
                duration_s=10.0,
            ),
        ),
        Design(
            "Rig: rolling bearing 6205",
            Mode.RIG,
            tuple(fault.value for fault in rolling),
            per_level=8,
            kind=BearingKind.ROLLING,
            bearing=find("6205-2RS"),
            rig=RigRanges(speed_rpm=(1500.0, 2100.0), rate_hz=25_600.0),
        ),
        Design("Older benchmark, small", Mode.LEGACY, classes_of(Mode.LEGACY), per_level=4),
        Design("Older benchmark, 3520 records", Mode.LEGACY, classes_of(Mode.LEGACY), per_level=80),
    )
