"""Diagnosing what the tests simulate, with what is told of it."""

from pfd_desktop.core.diagnosis.journal import ShaftSignal
from pfd_desktop.core.diagnosis.rule import diagnose
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.progress import Silent
from tests.development_recordings import Development
from tests.ross_records import Motion
from tests.simulated_healthy import Healthy, HealthyShaft


def judge_motion(motion: Motion, *, critical: bool = True, second: bool = True) -> Diagnosis:
    """Judge a simulated motion, with or without its critical speed and its second probe.

    As the program does, which is told of no probe which way round it sits.
    """
    return diagnose(
        motion.x,
        motion.rate_hz,
        None,
        BearingKind.JOURNAL,
        speed_rpm=motion.speed_rpm,
        progress=Silent(),
        shaft_signal=ShaftSignal(
            second=motion.y if second else None,
            quantity="displacement",
            critical_hz=motion.critical_hz if critical else None,
            turns_to_second=False,
        ),
    )


def judge_shaft(item: HealthyShaft) -> Diagnosis:
    """Judge a simulated healthy shaft."""
    return diagnose(
        item.samples,
        item.rate_hz,
        None,
        BearingKind.JOURNAL,
        speed_rpm=item.speed_rpm,
        progress=Silent(),
        shaft_signal=ShaftSignal(item.second, item.quantity, item.critical_hz),
    )


def judge_healthy(item: Healthy) -> Diagnosis:
    """Judge the simulated housing of a healthy rolling bearing."""
    return diagnose(
        item.samples,
        item.rate_hz,
        item.bearing,
        BearingKind.ROLLING,
        speed_rpm=item.speed_rpm,
        progress=Silent(),
        shaft_signal=ShaftSignal(quantity="acceleration", unit=item.unit),
    )


def judge_development(item: Development) -> Diagnosis:
    """Judge a real recording as the program does: its samples are taken for g."""
    return diagnose(
        item.samples(),
        item.rate_hz,
        find(item.bearing),
        BearingKind.ROLLING,
        speed_rpm=item.speed_rpm,
        progress=Silent(),
        shaft_signal=ShaftSignal(quantity="acceleration", unit="g"),
    )
