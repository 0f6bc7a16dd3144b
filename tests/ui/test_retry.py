"""Retry asks again for what failed last, and for nothing else."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.features.catalogue import SETS
from pfd_desktop.errors import InvalidInput, StoreUnavailable
from pfd_desktop.ui.panels.features.presenter import FeaturesPresenter
from pfd_desktop.ui.panels.features.view import FeaturesView
from pfd_desktop.ui.panels.results.presenter import ResultsPresenter
from pfd_desktop.ui.panels.results.view import ResultsView
from pfd_desktop.ui.panels.training.presenter import TrainingPresenter
from pfd_desktop.ui.panels.training.view import TrainingView
from pfd_desktop.ui.retry import Retry
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.workspace import Workspace
from tests.fakes import HeldJobs, InlineJobs

LOCKED = StoreUnavailable("The project is locked. Try again.")


@dataclass
class Locked:
    """Services of a project that cannot be read at first."""

    asked: list[str] = field(default_factory=list)
    error: Exception | None = LOCKED

    def __getattr__(self, name: str) -> "Locked":
        return self

    def _read(self, what: str) -> tuple[()]:
        self.asked.append(what)
        if self.error is not None:
            raise self.error
        return ()

    def asked_or_newest(self, _run_id: str) -> None:
        self._read("runs")

    def list_all(self) -> tuple[()]:
        return self._read("feature sets")

    def recordings(self) -> tuple[()]:
        return self._read("recordings")

    def classifiers(self) -> dict[str, str]:
        return {"forest": "Random forest"}


def features(locked: Locked, jobs: InlineJobs, workspace: Workspace) -> QWidget:
    view = FeaturesView(SETS)
    view.presenter = FeaturesPresenter(view, locked, jobs, workspace)
    return view


def results(locked: Locked, jobs: InlineJobs, workspace: Workspace) -> QWidget:
    view = ResultsView()
    view.presenter = ResultsPresenter(view, locked, locked, jobs, workspace.choose_run)
    return view


def training(locked: Locked, jobs: InlineJobs, workspace: Workspace) -> QWidget:
    view = TrainingView()
    view.presenter = TrainingPresenter(view, locked, jobs, workspace)
    return view


@pytest.mark.parametrize("make", [features, results, training])
def test_what_could_not_be_read_is_read_again_and_nothing_else_starts(qtbot, make):
    locked, jobs = Locked(), InlineJobs()
    view = make(locked, jobs, Workspace())
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    assert view.message.label.text() == str(LOCKED)
    assert view.message.retry.isVisible()
    first, locked.error = list(locked.asked), None
    view.message.retry.click()
    assert locked.asked[: 2 * len(first)][len(first) :] == first
    assert all(title.startswith(("Read", "List")) for title in jobs.titles), jobs.titles


def test_the_newest_failure_is_what_retry_means():
    heard, jobs = [], HeldJobs()
    retry = Retry(heard.append)
    retry.ask()  # nothing has failed
    for name in ("one", "two", "three"):
        retry.watch(
            jobs.start(name, lambda _, name=name: fail(name)), lambda n=name: heard.append(n)
        )
    jobs.jobs[1].run()
    jobs.jobs[0].run()
    retry.ask()
    assert [str(one) for one in heard] == ["two", "one", "one"]


def fail(name: str) -> None:
    raise InvalidInput(name)


def test_a_retry_that_nobody_hears_is_not_offered(qtbot):
    strip = MessageStrip()
    qtbot.addWidget(strip)
    strip.show_error(LOCKED)
    assert strip.isVisible()
    assert not strip.retry.isVisible()
    strip.retry_requested.connect(strip.clear)
    strip.show_error(LOCKED)
    assert strip.retry.isVisible()
    strip.show_error(LOCKED, retry=False)
    assert not strip.retry.isVisible()


def test_selected_recordings_are_not_all_where_none_is_selected(qtbot):
    locked, jobs = Locked(error=None), InlineJobs()
    view = features(locked, jobs, Workspace())
    qtbot.addWidget(view)
    view.which.setCurrentIndex(1)
    view.extract.click()
    assert "No recording is selected" in view.message.label.text()
    assert jobs.titles == []
