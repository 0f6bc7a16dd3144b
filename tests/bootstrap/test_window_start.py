"""Real windows in processes of their own: one per project, killed and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QApplication
from pysqlite3 import dbapi2
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.instance import Doorbell, raise_other
from pfd_desktop.bootstrap.window import build
from pfd_desktop.core.records.job import JobState
from pfd_desktop.settings import Settings
from tests.workers.watching import all_gone, wait_until

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the program; what is left of it is killed in the end."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> "subprocess.Popen[str]":
        program = subprocess.Popen(
            [sys.executable, "-m", "pfd_desktop", *arguments],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stderr=subprocess.DEVNULL,
            text=True,
        )
        running.append(program)
        return program

    yield begin
    for program in running:
        program.kill()
        program.wait()


def is_open(project: Path) -> bool:
    """Whether a window on the project answers."""
    return raise_other(project)


@pytest.mark.usefixtures("qapp")
def test_a_second_start_raises_the_first_window_and_ends(tmp_path: Path, start: Start) -> None:
    project = tmp_path / "a project with spaces"
    first = start(str(project))
    wait_until(lambda: is_open(project), 30)
    assert start(str(project)).wait(20) == 0
    assert first.poll() is None


@pytest.mark.usefixtures("qapp")
def test_a_second_start_while_the_first_is_opening_ends_too(tmp_path: Path, start: Start) -> None:
    both = [start(str(tmp_path / "project")) for _ in range(2)]
    wait_until(lambda: any(program.poll() is not None for program in both), 40)
    wait_until(lambda: is_open(tmp_path / "project"), 30)
    assert sorted(program.poll() or 0 for program in both) == [0, 0]
    assert sum(program.poll() is None for program in both) == 1


@pytest.mark.usefixtures("qapp")
def test_the_window_opens_again_after_a_kill(tmp_path: Path, start: Start) -> None:
    project = tmp_path / "project"
    for _ in range(2):
        program = start(str(project))
        wait_until(lambda: is_open(project), 30)
        program.kill()
        program.wait()
        assert not is_open(project)


def _running_jobs(project: Path) -> int:
    path = project / "project.db"
    if not path.exists():
        return 0
    connection = dbapi2.connect(path)
    try:
        return int(
            connection.execute("select count(*) from jobs where state = 'running'").fetchone()[0]
        )
    except dbapi2.OperationalError:  # the tables are just being made
        return 0
    finally:
        connection.close()


def test_what_a_kill_interrupted_is_told_and_can_be_run_again(
    qapp: QApplication, qtbot: QtBot, start: Start
) -> None:
    project = Path(os.environ["PFD_HOME"]) / "projects" / "sample"
    program = start("--sample")
    wait_until(lambda: _running_jobs(project) == 1, 40)
    children = [p.pid for p in psutil.Process(program.pid).children(recursive=True)]
    program.send_signal(signal.SIGKILL)
    program.wait()
    wait_until(lambda: all_gone(children), 2)
    app = build(qapp, project, Settings())
    try:
        (interrupted,) = app.opened.interrupted
        assert app.window.banner.label.text() == (
            "Interrupted when the program ended: “Make the sample recordings”. "
            "What was finished is kept; File or the Jobs panel run it again."
        )
        action = app.context.actions[f"again_{interrupted.id}"]
        assert action.text() == "Run again: Make the sample recordings"
        action.trigger()
        qtbot.waitUntil(lambda: not app.jobs.running, timeout=60_000)
        assert app.window.banner.label.text() == "“Make the sample recordings” is done."
        assert len(app.context.services.data.recordings()) == 63
        latest, before = app.context.services.jobs.recent(2)
        assert (latest.state, before.state) == (JobState.DONE, JobState.INTERRUPTED)
        assert before.offered_again
    finally:
        app.close()


def test_a_stale_socket_does_not_keep_the_bell_from_ringing(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    rung: list[int] = []
    bell = Doorbell(tmp_path, lambda: rung.append(1))
    assert raise_other(tmp_path)
    qtbot.waitUntil(lambda: rung == [1])
    bell.close()
    assert not raise_other(tmp_path)


@pytest.mark.timed
def test_waiting_for_a_window_that_never_opens_ends(qapp: QApplication, tmp_path: Path) -> None:
    began = time.monotonic()
    assert not raise_other(tmp_path, 0.5)
    assert 0.4 < time.monotonic() - began < 2
