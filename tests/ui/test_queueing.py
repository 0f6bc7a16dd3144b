"""What goes on with the queue: no word is missed, and one that is stuck does not hold the rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.services import Opened, open_services
from pfd_desktop.core.records.job import JobState
from pfd_desktop.core.records.learning import TrainRequest
from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.services.job_log import JobLog
from pfd_desktop.settings import Settings
from pfd_desktop.ui.queueing import Queueing
from pfd_desktop.ui.workspace import Workspace
from pfd_desktop.workers.jobs import Jobs
from tests.fakes import FakeSignal, HeldJobs


class Watched(HeldJobs):
    """Held jobs of which none is a training."""

    running = ()

    def __init__(self) -> None:
        super().__init__()
        self.changed = FakeSignal()


class LockedAtFirst:
    """The project's ledger; the store is locked when the first of a title begins."""

    def __init__(self, log: JobLog, title: str) -> None:
        self._log, self._locked = log, title
        self.begun: list[str] = []

    def begin(self, title: str, kind: str, request: str) -> str:
        if title == self._locked:
            self._locked = ""
            raise StoreUnavailable("The project is locked. Try again.")
        self.begun.append(title)
        return self._log.begin(title, kind, request)

    def finish(self, job_id: str, state: JobState, reason: str) -> None:
        self._log.finish(job_id, state, reason)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """An empty project: what is trained there ends at once, for want of recordings."""
    made = open_services(tmp_path / "project", Settings())
    yield made
    made.close()


def put(opened: Opened, *names: str) -> None:
    for seed, name in enumerate(names):
        opened.services.queue.add(name, TrainRequest("minirocket", seed=seed))


def test_what_is_queued_while_the_queue_is_read_is_not_missed(
    qapp: QApplication, opened: Opened
) -> None:
    jobs, workspace = Watched(), Workspace()
    queueing = Queueing(opened.services, jobs, workspace)
    reading = jobs.jobs[-1]
    put(opened, "first")
    workspace.store_changed.emit(frozenset({"jobs"}))
    reading.succeeded.emit(())  # it was read before the other was put there
    reading.finished.emit()
    jobs.jobs[-1].run()
    assert jobs.titles == ["Read the queue", "Read the queue", "first"]
    assert queueing is not None


def test_one_that_cannot_be_taken_off_waits_behind_the_others(
    qapp: QApplication, opened: Opened, qtbot: QtBot
) -> None:
    put(opened, "first", "second", "third")
    ledger, workspace = LockedAtFirst(opened.services.jobs, "first"), Workspace()
    jobs, told = Jobs(ledger), []
    workspace.message.connect(told.append)
    queueing = Queueing(opened.services, jobs, workspace)
    try:
        qtbot.waitUntil(lambda: len(ledger.begun) == 3)
        qtbot.waitUntil(lambda: not jobs.running)
    finally:
        jobs.close()
    assert ledger.begun == ["second", "first", "third"]
    assert told[0] == "The project is locked. Try again."
    assert opened.services.queue.waiting() == ()
    assert queueing is not None
