"""A run is deleted with its files, or left whole: nothing is half lost, and an error is told."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pfd_desktop.core.records.learning import Run, TrainRequest
from pfd_desktop.errors import EnvironmentFault, NotFound
from pfd_desktop.progress import Silent
from pfd_desktop.store.project import open_project
from tests.services.learning_project import Told, put
from tests.services.test_learning import Rig, wave


@pytest.fixture
def trained(tmp_path: Path) -> Iterator[tuple[Rig, Run]]:
    """A project with a run of two races, two bearings each."""
    rig, ids = Rig(tmp_path / "project"), []
    for label in ("inner race", "outer race"):
        for unit in range(2):
            told = Told(f"{label} {unit}", f"{label} {unit}", label)
            ids.append(put(rig.project, wave(label, unit, len(ids)), told))
    asked = TrainRequest("logistic", feature_set_id=rig.extracted(ids))
    yield rig, rig.training.train(asked, Silent())
    rig.project.close()


def contents(folder: Path) -> dict[str, bytes]:
    """All files below it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_that_cannot_be_taken_away_leaves_the_run_whole(trained: tuple[Rig, Run]) -> None:
    rig, run = trained
    folder = rig.project.runs / run.id
    before = contents(folder)
    assert any(name.endswith(".skops") for name in before)
    obstacle = rig.project.runs / f".deleted-{run.id}"  # a file: no folder can take its name
    obstacle.touch()
    with pytest.raises(EnvironmentFault, match="left as it is"):
        rig.training.delete(run.id)
    assert contents(folder) == before
    assert rig.training.run(run.id) == run
    obstacle.unlink()
    rig.training.delete(run.id)
    assert not folder.exists()
    with pytest.raises(NotFound):
        rig.training.run(run.id)


def test_files_that_stay_after_the_run_is_gone_are_told_and_tried_again(
    trained: tuple[Rig, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    rig, run = trained
    with monkeypatch.context() as patch:

        def busy(path: Path) -> None:
            raise OSError(16, "Device or resource busy", str(path))

        patch.setattr(shutil, "rmtree", busy)
        with pytest.raises(EnvironmentFault, match=r"not all of its files are.*busy"):
            rig.training.delete(run.id)
    with pytest.raises(NotFound):
        rig.training.run(run.id)
    left = [path.name for path in rig.project.runs.iterdir() if run.id in path.name]
    assert left == [f".deleted-{run.id}"]
    rig.training.finish_deletions()
    assert not [path for path in rig.project.runs.iterdir() if run.id in path.name]


def test_a_deletion_that_a_crash_cut_short_is_taken_back(trained: tuple[Rig, Run]) -> None:
    """Killed after the folder was moved and before the store had it: the run is still there."""
    rig, run = trained
    folder = rig.project.runs / run.id
    before = contents(folder)
    folder.rename(rig.project.runs / f".deleted-{run.id}")
    rig.project.close()
    rig.project = open_project(rig.project.folder)
    rig.training = type(rig.training)(rig.project, rig.evaluation._compute)
    rig.training.finish_deletions()
    assert contents(folder) == before
    assert rig.training.run(run.id) == run
