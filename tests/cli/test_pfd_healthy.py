"""pfd healthy: a guard learned, asked, and what it would find, over a real project and children."""

from pathlib import Path

from pfd_desktop.core.records.learning import ExtractRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.features import FeatureService
from pfd_desktop.store.project import open_project
from tests.cli.test_pfd import answer, pfd
from tests.services.learning_project import Told, put
from tests.services.test_healthy import WINDOW, wave


def made(folder: Path) -> Path:
    opened = open_project(folder)
    ids = [put(opened, wave(k), Told(f"h {k}", "one", "healthy")) for k in range(22)]
    ids.append(put(opened, wave(991, 1.0, 0.4), Told("loud", "one", "imbalance")))
    FeatureService(opened, Inline()).extract(ExtractRequest(tuple(ids), WINDOW), Silent())
    opened.close()
    return opened.folder


def test_a_guard_is_trained_asked_and_measured(tmp_path: Path) -> None:
    project = made(tmp_path / "project")
    refused = pfd(project, "healthy", "train")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "False alarms at a rate of 1 in 20 cannot be promised" in refused.stderr
    trained = pfd(project, "healthy", "train", "--rate", "0.1", "--name", "pump")
    assert trained.returncode == 0, trained.stderr
    assert trained.stdout.startswith("pump (")
    assert "1797 rpm" in trained.stdout
    assert "a unit never met may alarm more often" in trained.stdout
    told = answer(project, "healthy", "judge", "loud", "h 3")
    assert [one["said"] for one in told["judgements"]] == ["alarm", "no alarm"]
    found = pfd(project, "healthy", "detectability", "oil-whirl", "--amplitudes", "0.001", "1")
    assert found.returncode == 0, found.stderr
    assert "Oil whirl: 1 g" in found.stdout
    assert "Injected, not real" in found.stdout
    unknown = pfd(project, "healthy", "detectability", "bad-luck")
    assert (unknown.returncode, "no fault that can be injected" in unknown.stderr) == (1, True)
    gone = pfd(project, "healthy", "delete", "pump")
    assert gone.stdout == "pump is deleted.\n"
    assert answer(project, "healthy", "list") == []
