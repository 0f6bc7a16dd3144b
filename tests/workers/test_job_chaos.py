"""Many jobs on real children and the real job log, with random kills and cancels."""

import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from pfd_desktop.core.records.job import JobState
from pfd_desktop.errors import WorkerDied, WorkerLimit
from pfd_desktop.limits import Limits
from pfd_desktop.progress import Progress
from pfd_desktop.services.job_log import JobLog
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.workers.jobs import Job, Jobs
from pfd_desktop.workers.processes import Processes
from tests.workers import work
from tests.workers.watching import gate

pytestmark = pytest.mark.timed

SMALL = Limits(256, 60, 60)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A real one."""
    opened = open_project(tmp_path / "project")
    yield opened
    opened.close()


def calls(processes: Processes) -> dict[str, Callable[[Progress], Any]]:
    """What a job may do, by the end it must come to."""
    return {
        "done": lambda p: processes.run(p, work.slow, 0.05),
        "failed": lambda p: processes.run(p, work.refused, "bad record"),
        "bug": lambda p: processes.run(p, work.broken),
        "left": lambda p: processes.run(p, work.leave, 1),
        "crashed": lambda p: processes.run(p, work.crash),
        "bomb": lambda p: processes.run(p, work.take_memory, 1 << 20, 64, limits=SMALL),
        "hung": lambda p: processes.run(p, work.asleep, 60.0, limits=Limits(256, 60, 0.3)),
        "cancelled": lambda p: processes.run(p, work.asleep, 60.0),
        "cancelled deaf": lambda p: processes.run(p, work.deaf),
        "killed": lambda p: processes.run(p, work.asleep, 60.0),
        "many": lambda p: processes.map(p, work.refused, ["a", "bad b", "c"]),
    }


EXPECTED = {
    "done": JobState.DONE,
    "many": JobState.DONE,
    "cancelled": JobState.CANCELLED,
    "cancelled deaf": JobState.CANCELLED,
}
DIED = {"left", "crashed", "killed"}
LIMITED = {"bomb", "hung"}


def interfere(job: Job, kind: str, seed: random.Random) -> None:
    """Cancel or kill what asks for it, once its child says who it is."""

    def act(_fraction: float, text: str) -> None:
        if not text.isdigit():
            return
        job.progressed.disconnect(act)
        after_ms = seed.randrange(0, 150)
        if kind.startswith("cancelled"):
            QTimer.singleShot(after_ms, job.cancel)
        elif kind == "killed":
            QTimer.singleShot(after_ms, lambda: os.kill(int(text), signal.SIGKILL))

    job.progressed.connect(act)


def run_chaos(project: Project, qtbot: QtBot, count: int, seed: int) -> None:
    """Every job ends once, as it must, and its row says the same."""
    processes, log = Processes(2), JobLog(project.store)
    jobs, chance = Jobs(log), random.Random(seed)
    does = calls(processes)
    ends: dict[str, list[tuple[str, Any]]] = {}

    def listen(title: str, kind: str) -> Job:
        job = jobs.start(title, does[kind], kind, "{}")
        heard = ends.setdefault(title, [])
        job.succeeded.connect(lambda result: heard.append(("done", result)))
        job.failed.connect(lambda error: heard.append(("failed", error)))
        job.cancelled.connect(lambda: heard.append(("cancelled", None)))
        interfere(job, kind, chance)
        return job

    kinds = [*does, *chance.choices(list(does), k=count - len(does))]
    try:
        titles = {f"{i} {kind}": kind for i, kind in enumerate(kinds)}
        for title, kind in titles.items():
            listen(title, kind)
        qtbot.waitUntil(lambda: jobs.running == (), timeout=160_000)
    finally:
        jobs.close()
        processes.close()
    rows = {row.title: row for row in log.recent(count + 1)}
    wrong = [
        title for title, kind in titles.items() if not _as_it_must(kind, ends[title], rows[title])
    ]
    states = Counter(row.state for row in rows.values())
    print(f"{count} jobs: {dict(states)}")
    assert not wrong, [(title, ends[title], rows[title]) for title in wrong]
    assert len(rows) == count
    gate(f"jobs_ended_once_of_{count}", str(count - len(wrong)), str(count), passed=not wrong)


def _as_it_must(kind: str, heard: list[tuple[str, Any]], row: Any) -> bool:
    if len(heard) != 1 or row.finished_at is None:
        return False
    end, value = heard[0]
    if row.state is not EXPECTED.get(kind, JobState.FAILED) or row.state.value != end:
        return False
    if row.state is JobState.FAILED:
        right = WorkerDied if kind in DIED else WorkerLimit if kind in LIMITED else Exception
        return isinstance(value, right) and row.reason == str(value)
    return bool(row.reason) == (row.state is JobState.CANCELLED)


def test_each_job_ends_once_whatever_happens(project: Project, qtbot: QtBot) -> None:
    run_chaos(project, qtbot, 60, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", [2, 3])
def test_each_of_200_jobs_ends_once_whatever_happens(
    project: Project, qtbot: QtBot, seed: int
) -> None:
    run_chaos(project, qtbot, 200, seed)
