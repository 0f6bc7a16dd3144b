"""Guards on real recordings: refused where they are few, told to drift where they do."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.figures.healthy import guard_words
from pfd_desktop.core.records.healthy import GuardRequest, Said
from pfd_desktop.core.records.learning import ExtractRequest
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.healthy import HealthyService
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put

pytestmark = pytest.mark.real_data
THIRD = 17  # of the 52 snapshots kept of FEMTO's first bearing, which ran to its failure


def test_one_healthy_recording_promises_nothing(shared_data: Path, tmp_path: Path) -> None:
    """CWRU's healthy record of the development set: one bearing, one recording."""
    from scipy.io import loadmat

    samples = loadmat(shared_data / "cwru" / "normal_48k" / "97.mat")["X097_DE_time"].ravel()
    project = open_project(tmp_path / "p")
    told = Told("97", "healthy", "healthy", "0 hp", 1796.0, rate_hz=48_000.0)
    only = put(project, samples.astype(np.float32), told)
    made = FeatureService(project, Inline()).extract(ExtractRequest((only,)), Silent())
    with pytest.raises(InvalidInput, match="there is 1 healthy recording, and 19 to calibrate"):
        HealthyService(project, Inline()).train(GuardRequest(made.id), Silent())
    project.close()


def snapshots(project: Project, folder: Path) -> list[str]:
    """Every kept snapshot of the run to failure in its order; the first third is called healthy."""
    ids: list[str] = []
    for path in sorted(folder.glob("acc_*.csv")):
        samples = np.loadtxt(path, delimiter=",", usecols=4).astype(np.float32)
        label = "healthy" if len(ids) < THIRD else None
        told = Told(path.stem, "1_1", label, "4000 N", 1800.0, None, 25_600.0)
        ids.append(put(project, samples, told))
    return ids


def test_a_bearing_that_runs_in_is_called_drifting_and_its_end_alarms(
    shared_data: Path, tmp_path: Path
) -> None:
    project = open_project(tmp_path / "p")
    ids = snapshots(project, shared_data / "femto" / "Bearing1_1")
    made = FeatureService(project, Inline()).extract(ExtractRequest(tuple(ids), 512), Silent())
    service = HealthyService(project, Inline())
    with pytest.raises(InvalidInput, match="there are 17 healthy recordings"):
        service.train(GuardRequest(made.id), Silent())
    guard = service.train(GuardRequest(made.id, rate=0.1), Silent())
    assert guard.bins[0].drifting
    assert "The later of the held-out recordings are the stranger" in guard_words(guard)
    found = service.judge(guard.id, ids[-20:], Silent())
    assert {one.said for one in found} == {Said.ALARM}
    distances = [one.distance for one in found if one.distance is not None]
    assert max(distances[-2:]) > 2 * max(distances[:-2])  # the last two stand before the end
    assert "rms" in {one.name for one in found[-1].stand_out}
    project.close()
