"""pfd healthy: a guard learned, listed, asked, measured and deleted; in this very process."""

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

from pfd_desktop.bootstrap.services import put_together
from pfd_desktop.cli import main
from pfd_desktop.core.records.learning import ExtractRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.catalog import Services
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.features import FeatureService
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put
from tests.services.test_healthy import WINDOW, wave


@dataclass(frozen=True)
class Opened:
    """What bootstrap hands in, without children."""

    project: Project
    services: Services

    def close(self) -> None:
        self.project.close()


def opened(folder: Path | None) -> Opened:
    assert folder is not None
    project = open_project(folder)
    return Opened(project, put_together(project, Inline(), 1 << 20))


@pytest.fixture(autouse=True)
def interrupts() -> Iterator[None]:
    """A command hears Ctrl+C from then on."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = open_project(tmp_path_factory.mktemp("healthy") / "project")
    ids = [put(made, wave(k), Told(f"h {k}", "one", "healthy")) for k in range(22)]
    ids.append(put(made, wave(991, 1.0, 0.4), Told("loud", "one", "imbalance")))
    FeatureService(made, Inline()).extract(ExtractRequest(tuple(ids), WINDOW), Silent())
    made.close()
    return made.folder


def pfd(folder: Path, *arguments: str) -> int:
    def draw(*_: object) -> None:
        raise AssertionError("nothing is drawn")

    return main.run(["--project", str(folder), "--quiet", *arguments], opened, draw)


def test_a_guard_is_trained_asked_and_measured(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pfd(folder, "healthy", "judge") == main.FAILED
    assert "There is no guard" in capsys.readouterr().err
    assert pfd(folder, "healthy", "train") == main.FAILED
    assert "at a rate of 1 in 20 cannot be promised" in capsys.readouterr().err
    assert pfd(folder, "healthy", "train", "--rate", "0.1", "--name", "pump") == main.DONE
    trained = capsys.readouterr().out
    assert trained.startswith("pump (")
    assert "1797 rpm" in trained
    assert "a unit never met may alarm more often" in trained
    assert pfd(folder, "--json", "healthy", "judge", "loud", "h 3") == main.DONE
    told = json.loads(capsys.readouterr().out)
    assert [one["said"] for one in told["judgements"]] == ["alarm", "no alarm"]
    assert pfd(folder, "healthy", "judge", "loud", "--guard", "pump") == main.DONE
    assert "alarm" in capsys.readouterr().out


def test_what_would_be_found_is_told_fault_by_fault(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert pfd(folder, "healthy", "train", "--rate", "0.1", "--name", "fan") == main.DONE
    path = tmp_path / "fan.html"
    written = ("healthy", "report", "--guard", "fan", "--html", str(path))
    assert pfd(folder, *written) == main.DONE
    assert "no fault was injected" in path.read_text("utf-8")
    for fault in ("imbalance", "oil-whirl"):
        capsys.readouterr()
        asked = ("healthy", "detectability", fault, "--amplitudes", "0.001", "1", "--guard", "fan")
        assert pfd(folder, *asked) == main.DONE
    found = capsys.readouterr().out
    assert "Oil whirl: 1 g" in found
    assert "Imbalance" not in found
    assert "Injected, not real" in found
    assert pfd(folder, *written) == main.DONE
    page = unescape(path.read_text("utf-8"))
    assert "Injected, not real" in page
    assert "Oil whirl: 1 g" in page
    assert "data:image/svg+xml" in page
    assert "more than 1 g" not in page
    assert pfd(folder, "healthy", "detectability", "bad-luck") == main.FAILED
    assert "no fault that can be injected" in capsys.readouterr().err


def test_guards_are_listed_and_deleted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pfd(folder, "healthy", "train", "--rate", "0.1", "--name", "mill") == main.DONE
    capsys.readouterr()
    assert pfd(folder, "healthy", "list") == main.DONE
    assert "mill" in capsys.readouterr().out
    assert pfd(folder, "healthy", "delete", "mill") == main.DONE
    assert capsys.readouterr().out == "mill is deleted.\n"
    assert pfd(folder, "healthy", "delete", "mill") == main.FAILED
