"""Jobs: signals in the UI thread, one outcome each, rows that tell the same."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from pfd_desktop.core.records.job import JobState
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress
from pfd_desktop.workers.jobs import Job, Jobs, time_left

pytestmark = pytest.mark.timed


@dataclass
class Notebook:
    """A Ledger in memory."""

    rows: dict[str, tuple[str, JobState, str]] = field(default_factory=dict)
    threads: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    full: bool = False

    def begin(self, title: str, kind: str, request: str) -> str:
        """Note it."""
        with self.lock:
            if self.full:
                raise InvalidInput("The notebook is full.")
            self.threads.add(threading.get_ident())
            key = str(len(self.rows))
            self.rows[key] = (f"{title} {kind} {request}".strip(), JobState.RUNNING, "")
            return key

    def finish(self, job_id: str, state: JobState, reason: str) -> None:
        """Note it, once."""
        with self.lock:
            title, before, _reason = self.rows[job_id]
            assert before is JobState.RUNNING
            self.rows[job_id] = (title, state, reason)


@pytest.fixture
def notebook() -> Notebook:
    """An empty one."""
    return Notebook()


@pytest.fixture
def jobs(qapp: object, notebook: Notebook) -> Iterator[Jobs]:
    """Jobs that are noted."""
    opened = Jobs(notebook)
    yield opened
    opened.close()


class Plain:
    """Not a QObject, as a presenter is not."""

    def __init__(self) -> None:
        self.heard: list[tuple[Any, ...]] = []
        self.threads: set[int] = set()

    def on(self, *values: Any) -> None:
        """A slot."""
        self.heard.append(values)
        self.threads.add(threading.get_ident())


def outcomes(job: Job, heard: Plain) -> None:
    """Hear everything the job says."""
    for signal in (job.succeeded, job.failed, job.cancelled, job.told, job.progressed):
        signal.connect(heard.on)


def test_all_signals_arrive_in_the_ui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    heard, worked = Plain(), []

    def call(progress: Progress) -> int:
        worked.append(threading.get_ident())
        progress.tell("epoch 1")
        for i in range(10):
            progress.report(i / 10, "at it")
            time.sleep(0.02)
        return 42

    job = jobs.start("Count", call, "count")
    outcomes(job, heard)
    with qtbot.waitSignal(job.finished):
        pass
    assert worked != [threading.get_ident()]
    assert heard.threads == {threading.get_ident()}
    assert heard.heard[0] == ("epoch 1",)
    assert (0.0, "at it") in heard.heard
    assert heard.heard[-1] == (42,)


def test_a_result_that_was_there_before_anyone_connected_is_heard(jobs: Jobs, qtbot: QtBot) -> None:
    heard = Plain()
    job = jobs.start("Quick", lambda _: 1)
    time.sleep(0.2)
    job.succeeded.connect(heard.on)
    qtbot.waitUntil(lambda: heard.heard == [(1,)])


def test_rows_are_written_in_the_jobs_thread_before_the_outcome_is_told(
    jobs: Jobs, notebook: Notebook, qtbot: QtBot
) -> None:
    seen: list[tuple[str, JobState, str]] = []
    job = jobs.start("Import", lambda _: None, "import", '{"paths": []}')
    job.succeeded.connect(lambda _: seen.append(notebook.rows["0"]))
    with qtbot.waitSignal(job.finished):
        pass
    assert seen == [('Import import {"paths": []}', JobState.DONE, "")]
    assert threading.get_ident() not in notebook.threads


def test_quick_loads_are_not_written_down(jobs: Jobs, notebook: Notebook, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.start("List", lambda _: 1).finished):
        pass
    assert notebook.rows == {}


def test_cancel(jobs: Jobs, notebook: Notebook, qtbot: QtBot) -> None:
    def call(progress: Progress) -> None:
        while True:
            progress.report(0.5)
            time.sleep(0.01)

    heard = Plain()
    job = jobs.start("Endless", call, "endless")
    outcomes(job, heard)
    with qtbot.waitSignal(job.cancelled, timeout=2000):
        job.cancel()
    assert heard.heard[-1] == ()
    assert notebook.rows["0"][1:] == (JobState.CANCELLED, "cancelled by the user")


def test_what_is_cancelled_before_it_began_never_begins(
    jobs: Jobs, notebook: Notebook, qtbot: QtBot
) -> None:
    go, ran = threading.Event(), []
    for _ in range(16):  # as many as run at once
        jobs.start("Wait", lambda _: go.wait(10))
    late = jobs.start("Late", lambda _: ran.append(1), "late")
    late.cancel()
    with qtbot.waitSignal(late.cancelled, timeout=5000):
        go.set()
    assert ran == []
    assert notebook.rows["0"][1] is JobState.CANCELLED


def test_failure_keeps_the_error_and_its_sentence(
    jobs: Jobs, notebook: Notebook, qtbot: QtBot
) -> None:
    def call(_progress: Progress) -> None:
        raise InvalidInput("Choose a recording first.")

    heard = Plain()
    job = jobs.start("Diagnose", call, "diagnose")
    job.failed.connect(heard.on)
    with qtbot.waitSignal(job.finished):
        pass
    assert isinstance(heard.heard[0][0], InvalidInput)
    assert notebook.rows["0"][1:] == (JobState.FAILED, "Choose a recording first.")


def test_a_ledger_that_fails_is_the_outcome(jobs: Jobs, notebook: Notebook, qtbot: QtBot) -> None:
    notebook.full, ran, heard = True, [], Plain()
    job = jobs.start("Import", lambda _: ran.append(1), "import")
    job.failed.connect(heard.on)
    with qtbot.waitSignal(job.finished):
        pass
    assert str(heard.heard[0][0]) == "The notebook is full."
    assert ran == []


def test_running_lists_what_is_not_finished(jobs: Jobs, qtbot: QtBot) -> None:
    go = threading.Event()
    job = jobs.start("Wait", lambda _: go.wait(10))
    assert jobs.running == (job,)
    with qtbot.waitSignal(job.finished):
        go.set()
    qtbot.waitUntil(lambda: jobs.running == ())


def test_closing_cancels_all(jobs: Jobs, notebook: Notebook) -> None:
    def call(progress: Progress) -> None:
        while True:
            progress.report(0.1)
            time.sleep(0.01)

    for i in range(3):
        jobs.start(f"Endless {i}", call, "endless")
    time.sleep(0.1)
    jobs.close()
    assert [row[1] for row in notebook.rows.values()] == [JobState.CANCELLED] * 3


def test_thousands_of_short_jobs_each_end_once(jobs: Jobs, qtbot: QtBot) -> None:
    ended: list[int] = []

    def listen(i: int) -> Callable[[object], None]:
        return lambda _result: ended.append(i)

    for i in range(2000):
        jobs.start(f"Short {i}", lambda progress: progress.report(0.5)).succeeded.connect(listen(i))
    qtbot.waitUntil(lambda: len(ended) == 2000, timeout=60_000)
    assert sorted(ended) == list(range(2000))
    qtbot.waitUntil(lambda: jobs.running == ())


@pytest.mark.parametrize(
    ("fraction", "elapsed_s", "words"),
    [
        (0.5, 1.0, ""),  # too early to tell
        (0.01, 60.0, ""),
        (1.0, 60.0, ""),
        (0.5, 12.0, "about 12 s left"),
        (0.999, 10.0, "about 1 s left"),
        (0.1, 60.0, "about 9 min left"),
        (0.1, 3600.0, "about 9.0 h left"),
    ],
)
def test_the_time_left_is_told_once_it_can_be(
    fraction: float, elapsed_s: float, words: str
) -> None:
    assert time_left(fraction, elapsed_s) == words


def test_the_time_left_stands_in_the_progress_text(jobs: Jobs, qtbot: QtBot) -> None:
    heard = Plain()

    def call(progress: Progress) -> None:
        time.sleep(2.1)
        progress.report(0.5, "epoch 5 of 10")

    job = jobs.start("Train", call)
    job.progressed.connect(heard.on)
    with qtbot.waitSignal(job.finished):
        pass
    assert heard.heard == [(0.5, "epoch 5 of 10 · about 2 s left")]
