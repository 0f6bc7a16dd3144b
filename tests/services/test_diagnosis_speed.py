"""The speed that a diagnosis is made at is the one that the project takes for the recording."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.analyses.table import ANALYSES
from pfd_desktop.core.chains.table import STEPS
from pfd_desktop.core.generator.rig.record import make_rig
from pfd_desktop.core.generator.rig.request import Channel, Profile, RigRequest
from pfd_desktop.core.generator.rig.running import running_of
from pfd_desktop.core.generator.rig.tacho import pulses
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.speed import TachoSpeed, ToldSpeed
from pfd_desktop.limits import STANDARD, Limits
from pfd_desktop.progress import Progress, Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.diagnosis import DiagnosisService
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project, open_project
from tests.services.measured import keep

RPM, SECONDS, RATE_HZ = 1483.0, 5.0, 20_480.0
R = TypeVar("R")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "project")
    yield opened
    opened.close()


def measured(project: Project, last_rpm: float = RPM) -> tuple[Recording, Recording]:
    """A bearing with an outer-race defect whose speed nobody told, and its tacho."""
    asked = RigRequest(
        BearingKind.ROLLING,
        ((Fault.OUTER_RACE, 0.6),),
        find("6205-2RS"),
        Profile(RPM, last_rpm),
        duration_s=SECONDS,
        seed=3,
    )
    shaken = make_rig(asked).channels[Channel.HOUSING]
    seen = pulses(running_of(asked), np.random.default_rng(0))
    return keep_untold(project, "shaken", shaken, "g"), keep_untold(project, "tacho", seen, "V")


def keep_untold(project: Project, name: str, samples: NDArray[np.float32], unit: str) -> Recording:
    return keep(
        project,
        name,
        samples,
        rate_hz=RATE_HZ,
        unit=unit,
        speed_rpm=None,
        speed_estimate_rpm=None,
        speed_confidence=None,
    )


def diagnosed(project: Project, recording: Recording) -> Diagnosis:
    return DiagnosisService(project, Inline()).diagnose(recording.id, Silent())


def test_a_steady_tacho_tells_the_speed_of_a_diagnosis(project: Project) -> None:
    shaken, tacho = measured(project)
    before = diagnosed(project, shaken)
    assert (before.grade, before.reason) == (Grade.CANNOT_SAY, "no speed known")
    SpeedService(project, Inline()).tell(shaken.id, TachoSpeed(tacho.id))
    found = diagnosed(project, shaken)
    assert (found.grade, found.fault) == (Grade.STRONG, Fault.OUTER_RACE.value)
    assert found.speed_rpm == pytest.approx(RPM, rel=1e-3)
    assert "from the tacho" in found.speed_note
    assert "told" not in found.speed_note


def test_a_run_up_is_refused_with_its_range_and_what_can_be_done(project: Project) -> None:
    shaken, tacho = measured(project, 2 * RPM)
    SpeedService(project, Inline()).tell(shaken.id, TachoSpeed(tacho.id))
    found = diagnosed(project, shaken)
    assert (found.grade, found.fault, found.speed_rpm) == (Grade.CANNOT_SAY, None, None)
    low, high = (float(part) for part in re.findall(r"\d+", found.verdict)[:2])
    assert low == pytest.approx(RPM, rel=0.02)
    assert high == pytest.approx(2 * RPM, rel=0.02)
    assert "from the tacho" in found.verdict
    offered = [a.title for a in ANALYSES if a.name in {"order-spectrum", "order-map", "campbell"}]
    offered += [step.title for step in STEPS if step.name == "orders"]
    assert len(offered) == 4
    assert all(title.lower() in found.reason.lower() for title in offered)


def test_a_speed_told_in_the_project_is_the_one_of_the_diagnosis(project: Project) -> None:
    shaken, _ = measured(project)
    SpeedService(project, Inline()).tell(shaken.id, ToldSpeed(RPM))
    found = diagnosed(project, shaken)
    assert found.fault == Fault.OUTER_RACE.value
    assert "told" in found.speed_note


def test_a_tacho_that_is_gone_is_said(project: Project) -> None:
    shaken, tacho = measured(project)
    SpeedService(project, Inline()).tell(shaken.id, TachoSpeed(tacho.id))
    with project.store.write() as session:
        recordings.delete(session, tacho.id)
    found = diagnosed(project, shaken)
    assert found.verdict == "cannot say: no speed known (from the tacho)"
    assert "was deleted" in found.reason


class Meanwhile(Inline):
    """Runs what is asked, and something else before the answer is there."""

    def __init__(self, what: Callable[[], object]) -> None:
        self._what = what

    def run(
        self,
        progress: Progress,
        func: Callable[..., R],
        *args: object,
        limits: Limits = STANDARD,
    ) -> R:
        found = super().run(progress, func, *args, limits=limits)
        self._what()
        return found


def test_a_diagnosis_at_a_speed_that_was_told_anew_meanwhile_is_not_kept(project: Project) -> None:
    shaken, _ = measured(project)
    speeds = SpeedService(project, Inline())
    speeds.tell(shaken.id, ToldSpeed(RPM))
    compute = Meanwhile(lambda: speeds.tell(shaken.id, ToldSpeed(2 * RPM)))
    service = DiagnosisService(project, compute)
    assert service.diagnose(shaken.id, Silent()).fault == Fault.OUTER_RACE.value
    assert service.latest(shaken.id) is None
