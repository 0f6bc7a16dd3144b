"""Bands worth demodulating, asked of the service."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize
from pfd_desktop.errors import NotFound
from pfd_desktop.progress import Silent
from pfd_desktop.services.chains import ChainService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.signals import SignalService
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "project")
    yield opened
    opened.close()


def signals(project: Project) -> SignalService:
    compute = Inline()
    speeds = SpeedService(project, compute)
    return SignalService(project, compute, ChainService(project, compute, speeds, 2**30), speeds)


def test_a_defect_is_advised_on_and_a_healthy_bearing_is_not(project: Project) -> None:
    made = {
        fault: put(
            project,
            synthesize(SyntheticRequest(fault, bearing=find("6205-2RS"), seed=1)),
            Told(str(fault), f"bearing {number}", "x"),
        )
        for number, fault in enumerate((Fault.OUTER_RACE, Fault.HEALTHY))
    }
    found = signals(project).advise_bands(made[Fault.OUTER_RACE], Silent())
    assert found
    assert found[0].family == "BPFO"
    assert found[0].score_db >= found[-1].score_db
    assert all(one.stands_out for one in found)
    healthy = signals(project).advise_bands(made[Fault.HEALTHY], Silent())
    assert all(one.family != "BPFO" for one in healthy)
    with pytest.raises(NotFound):
        signals(project).advise_bands("none", Silent())
