"""Undo and redo: in order, faithful, and nothing forgotten when something is in the way."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.core.records.job import JobState
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.ui.edits import Edit
from pfd_desktop.ui.history import History
from pfd_desktop.workers.jobs import Jobs


class NoLedger:
    """Edits are not written down."""

    def begin(self, title: str, kind: str, request: str) -> str:
        """Never called."""
        raise AssertionError(title)

    def finish(self, job_id: str, state: JobState, reason: str) -> None:
        """Never called."""
        raise AssertionError(job_id)


class Value:
    """Something that can be changed, and that can refuse."""

    def __init__(self) -> None:
        self.now, self.made = 0, [0]
        self.in_the_way: Exception | None = None

    def become(self, value: int, delay_s: float = 0.0) -> None:
        """Change it, or raise what is in the way."""
        time.sleep(delay_s)
        if self.in_the_way is not None:
            raise self.in_the_way
        self.now = value
        self.made.append(value)


@pytest.fixture
def history(qapp: QApplication) -> Iterator[History]:
    """With real threads."""
    jobs = Jobs(NoLedger())
    yield History(jobs)
    jobs.close()
    QCoreApplication.processEvents()


def edit(value: Value, to: int, delay_s: float = 0.0) -> Edit:
    """From what it will be before, to *to*."""
    return Edit(f"to {to}", lambda: value.become(to, delay_s), lambda: value.become(to - 1))


def test_edits_told_at_once_are_made_in_their_order(history: History, qtbot: QtBot) -> None:
    value = Value()
    for to, delay_s in ((1, 0.15), (2, 0.05), (3, 0.0)):
        history.do(edit(value, to, delay_s))
    qtbot.waitUntil(lambda: history.undo_title == "to 3")
    assert value.made == [0, 1, 2, 3]
    for left in ("to 2", "to 1", ""):
        history.undo()
        qtbot.waitUntil(lambda left=left: history.undo_title == left)
    qtbot.waitUntil(lambda: history.redo_title == "to 1")
    assert value.made == [0, 1, 2, 3, 2, 1, 0]


def test_the_history_has_the_order_in_which_edits_were_told(history: History, qtbot: QtBot) -> None:
    value, last = Value(), 400  # without waiting for one another's outcome, some change places
    made = [history.do(edit(value, to)) for to in range(1, last + 1)]
    heard: list[int] = []
    for to, job in enumerate(made, 1):
        job.succeeded.connect(lambda _, to=to: heard.append(to))
    qtbot.waitUntil(lambda: len(heard) == last, timeout=60_000)
    assert heard == value.made[1:] == list(range(1, last + 1))
    assert history.undo_title == f"to {last}"


def test_an_edit_that_fails_is_no_edit(history: History, qtbot: QtBot) -> None:
    value = Value()
    history.do(edit(value, 1))
    qtbot.waitUntil(lambda: history.undo_title == "to 1")
    value.in_the_way = InvalidInput("not so")
    failed: list[Exception] = []
    history.do(edit(value, 2)).failed.connect(failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert (history.undo_title, history.redo_title, value.now) == ("to 1", "", 1)


def test_an_undo_that_fails_says_so_and_can_be_tried_again(history: History, qtbot: QtBot) -> None:
    value = Value()
    history.do(edit(value, 1))
    qtbot.waitUntil(lambda: history.undo_title == "to 1")
    value.in_the_way = InvalidInput("something is in the way")
    with qtbot.waitSignal(history.failed) as told:
        history.undo()
    assert told.args == [value.in_the_way]
    assert (history.undo_title, history.redo_title, value.now) == ("to 1", "", 1)
    value.in_the_way = None
    history.undo()
    qtbot.waitUntil(lambda: history.redo_title == "to 1")
    value.in_the_way = InvalidInput("again")
    with qtbot.waitSignal(history.failed):
        history.redo()
    assert (history.undo_title, history.redo_title, value.now) == ("", "to 1", 0)


def test_an_undo_of_what_is_gone_is_forgotten(history: History, qtbot: QtBot) -> None:
    value = Value()
    for to in (1, 2):
        history.do(edit(value, to))
    qtbot.waitUntil(lambda: history.undo_title == "to 2")
    value.in_the_way = NotFound("it is gone")
    with qtbot.waitSignal(history.failed):
        history.undo()
    assert (history.undo_title, history.redo_title) == ("to 1", "")


def test_a_new_edit_ends_what_could_be_redone(history: History, qtbot: QtBot) -> None:
    value = Value()
    history.do(edit(value, 1))
    history.undo()
    qtbot.waitUntil(lambda: history.redo_title == "to 1")
    history.do(edit(value, 5))
    qtbot.waitUntil(lambda: history.undo_title == "to 5")
    assert history.redo_title == ""


def test_an_edit_cancelled_while_it_waits_does_not_hold_up_the_next(
    history: History, qtbot: QtBot
) -> None:
    value = Value()
    history.do(edit(value, 1, 0.3))
    waiting = history.do(edit(value, 2))
    history.do(edit(value, 3))
    waiting.cancel()
    qtbot.waitUntil(lambda: history.undo_title == "to 3")
    assert value.made == [0, 1, 3]
