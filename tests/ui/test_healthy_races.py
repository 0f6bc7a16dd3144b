"""The Healthy only panel while something is under way: what is asked about is what is meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from pfd_desktop.bootstrap.services import Opened, open_services
from pfd_desktop.core.records.healthy import Guard, GuardRequest, Judgement, Said
from pfd_desktop.services.guard_files import GuardFiles
from pfd_desktop.settings import Settings
from pfd_desktop.ui.panels.healthy.presenter import HealthyPresenter
from pfd_desktop.ui.panels.healthy.view import HealthyView
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.workspace import Workspace
from tests.fakes import FakeJob, HeldJobs

ANSWER = Judgement("r", "pump", Said.QUIET, "", 1.0, 2.0, 0.5, ())


def guard(key: str, day: int) -> Guard:
    """One that learned on that day."""
    return Guard(
        id=key,
        name=f"of day {day}",
        request=GuardRequest("set"),
        features="time",
        code_version="1",
        window_samples=2048,
        overlap=0.5,
        unit="g",
        rate_hz=12_000.0,
        by_unit=True,
        bins=(),
        uncovered=(),
        created_at=datetime(2026, 11, day, tzinfo=UTC),
    )


OLD, NEW = guard("0001", 1), guard("0002", 2)


@dataclass(frozen=True)
class Bench:
    """The panel on a real project, its jobs held until told."""

    view: HealthyView
    presenter: HealthyPresenter
    jobs: HeldJobs
    files: GuardFiles

    def run(self, title: str) -> None:
        """Run the newest job of that title."""
        self.last(title).run()

    def last(self, title: str) -> FakeJob:
        return next(job for job in reversed(self.jobs.jobs) if job.title == title)

    def learn(self, made: Guard) -> None:
        """A Learn job ends with this guard; the guards are not listed yet."""
        self.presenter.learn()
        self.files.save(made)
        self.last("Learn from healthy recordings").succeeded.emit(made)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    made = open_services(tmp_path / "project", Settings())
    yield made
    made.close()


@pytest.fixture
def bench(qapp: QApplication, opened: Opened) -> Iterator[Bench]:
    """The guard OLD is shown."""
    files = GuardFiles(opened.project.runs / "guards")
    files.save(OLD)
    view, jobs = HealthyView(CurvesPlot("Detectability")), HeldJobs()
    presenter = HealthyPresenter(view, opened.services, jobs, Workspace())
    made = Bench(view, presenter, jobs, files)
    view.show()
    view.seen.emit()
    made.run("List the guards")
    made.run("Read the guard")
    yield made
    view.close()


def test_the_guard_that_was_asked_about_is_deleted(bench: Bench) -> None:
    bench.view.delete.click()
    box = bench.view.findChild(QMessageBox)
    assert box is not None
    assert "of day 1" in box.text()
    bench.learn(NEW)
    bench.run("List the guards")  # the new one is shown
    next(one for one in box.buttons() if one.text() == "Delete").click()
    bench.run("Delete the guard")
    assert [one.id for one in bench.files.list_all()] == [NEW.id]


def test_what_is_asked_before_the_new_guard_is_listed_is_of_the_one_that_is_read(
    bench: Bench,
) -> None:
    bench.learn(NEW)
    bench.presenter.ask()
    assert "of day 1" in bench.view.guards.currentText()
    bench.last("Ask the guard").succeeded.emit((ANSWER,))
    assert bench.view.answers.model.records == (ANSWER,)
    bench.run("List the guards")
    assert "of day 2" in bench.view.guards.currentText()
    assert not bench.view.answers.model.records  # they were of the other


def test_answers_stay_while_their_guard_is_shown(bench: Bench) -> None:
    bench.presenter.choose(OLD.id)
    bench.presenter.ask()
    bench.last("Ask the guard").succeeded.emit((ANSWER,))
    bench.run("Read the guard")  # was under way
    assert bench.view.answers.model.records == (ANSWER,)
    bench.presenter.store_changed(frozenset({"feature_sets"}))
    bench.run("List the guards")
    for job in [one for one in bench.jobs.jobs if one.title == "Read the guard"]:
        job.run()
    assert bench.view.answers.model.records == (ANSWER,)
    assert "of day 1" in bench.view.guards.currentText()
