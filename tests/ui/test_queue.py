"""The queue in the window: shown, put in order, worked off, taken up after a restart."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.records.learning import TrainRequest
from pfd_desktop.progress import Progress
from pfd_desktop.settings import Settings
from pfd_desktop.ui.panels.jobs.view import JobsView
from tests.ui.built import panel

NAMES = ("first", "second", "third")


class Long:
    """A training that lasts until it is let go, or cancelled."""

    def __init__(self, app: App) -> None:
        self.over = threading.Event()
        self.job = app.context.jobs.start("Long training", self._call, "train")

    def _call(self, progress: Progress) -> None:
        while not self.over.wait(0.01):
            progress.report(0.5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "project"


@pytest.fixture
def app(qapp: QApplication, folder: Path) -> Iterator[App]:
    """A window on an empty project: what is trained there ends at once, for want of recordings."""
    built = build(qapp, folder, Settings())
    built.window.show()
    yield built
    built.close()


def view_of(app: App) -> JobsView:
    app.window.show_panel("jobs")
    view = panel(app, "jobs")
    assert isinstance(view, JobsView)
    return view


def put(app: App) -> None:
    for seed, name in enumerate(NAMES):
        app.context.services.queue.add(name, TrainRequest("minirocket", seed=seed))


def waiting(view: JobsView) -> list[str]:
    return [one.title for one in view.waiting.table.model.records]


def begun(app: App) -> list[str]:
    """Titles of what was trained, in the order in which it began."""
    told = app.context.services.jobs.recent()
    return [one.title for one in reversed(told) if one.title in NAMES]


def test_they_wait_are_put_in_order_and_run_one_after_another(app: App, qtbot: QtBot) -> None:
    view, long = view_of(app), Long(app)
    put(app)
    qtbot.waitUntil(lambda: waiting(view) == list(NAMES))
    assert view.waiting.isVisible()
    assert not view.waiting.earlier.isEnabled()
    view.waiting.table.choose(2)
    qtbot.mouseClick(view.waiting.earlier, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: waiting(view) == ["first", "third", "second"])
    chosen = view.waiting.table.current()
    assert chosen is not None
    assert chosen.title == "third"  # it can be moved on
    qtbot.mouseClick(view.waiting.earlier, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: waiting(view) == ["third", "first", "second"])
    view.waiting.table.choose(1)
    qtbot.mouseClick(view.waiting.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: waiting(view) == ["third", "second"])
    assert begun(app) == []
    long.over.set()
    qtbot.waitUntil(lambda: begun(app) == ["third", "second"])
    qtbot.waitUntil(lambda: waiting(view) == [] and not view.waiting.isVisible())


def test_after_a_restart_they_go_on(qapp: QApplication, folder: Path, qtbot: QtBot) -> None:
    app = build(qapp, folder, Settings())
    Long(app)
    put(app)
    app.close()
    again = build(qapp, folder, Settings())
    try:
        qtbot.waitUntil(lambda: begun(again) == list(NAMES))
        assert again.context.services.queue.waiting() == ()
    finally:
        again.close()
