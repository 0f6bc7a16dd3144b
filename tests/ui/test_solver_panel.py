"""The Joint solver panel on a real project."""

import numpy as np
import pytest

from pfd_desktop.bootstrap.services import open_services
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.speed import ToldSpeed
from pfd_desktop.settings import Settings
from pfd_desktop.ui.history import History
from pfd_desktop.ui.panels.solver.presenter import SolverPresenter
from pfd_desktop.ui.panels.solver.view import SolverView
from pfd_desktop.workers.jobs import Jobs
from tests.services.measured import keep
from tests.services.ringing import RATE_HZ, ringing

NICE = find("NICE")
SHAFT_HZ = 25.0


class Desk:
    """The panel over a project with one recording."""

    def __init__(self, folder, qtbot):
        self.opened = open_services(folder, Settings())
        self.services = self.opened.services
        self.jobs = Jobs(self.services.jobs)
        self.history = History(self.jobs)
        self._qtbot = qtbot
        samples = ringing(orders(NICE).bpfi * SHAFT_HZ * 0.992, SHAFT_HZ)
        self.recording = self.keep("r", samples, speed_rpm=None)
        self.view = SolverView()
        self.presenter = SolverPresenter(self.view, self.services, self.jobs, self.history)
        self.view.presenter = self.presenter
        qtbot.addWidget(self.view)
        self.view.resize(480, 800)
        self.view.show()

    def keep(self, name, samples, **told):
        unread = {"speed_estimate_rpm": None, "speed_confidence": None, "bearing": None}
        return keep(self.opened.project, name, samples, rate_hz=RATE_HZ, **unread, **told)

    def settle(self):
        self._qtbot.waitUntil(lambda: not self.jobs.running, timeout=30_000)

    def set(self, name, value):
        box = self.view.fields.control(name).box
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())

    def unit(self):
        return self.services.data.unit(self.recording.unit_id)

    def close(self):
        self.jobs.close()
        self.opened.close()


@pytest.fixture
def desk(qtbot, tmp_path):
    made = Desk(tmp_path / "project", qtbot)
    yield made
    made.close()


def test_a_speed_and_a_bearing_are_found_and_told_and_taken_back(desk):
    view = desk.view
    assert view.pages.currentIndex() == 0
    desk.presenter.choose(desk.recording.id)
    desk.settle()
    assert view.fields.values()["speed"] == "free"
    assert not view.hypotheses.isVisible()
    view.solve.click()
    desk.settle()
    best = view.hypotheses.current()
    assert best.name == "NICE"
    assert best.speed_rpm == pytest.approx(1500.0, rel=1e-3)
    assert view.decision.text().startswith("What would decide: ")
    assert f"{len(best.explained)} of" in view.coverage.text()
    peaks = view.peaks.model.records
    assert sum(one.by is None for one in peaks) == len(best.unexplained)
    lines = {one.by.line for one in peaks if one.by is not None}
    assert {"1X", "BPFI", "2×BPFI", "BPFI + 1X"} <= lines
    view.use_speed.click()
    desk.settle()
    told = desk.services.speeds.told(desk.recording.id)
    assert told == ToldSpeed(round(best.speed_rpm, 2))
    view.use_bearing.click()
    desk.settle()
    assert desk.unit().bearing.name == "NICE"
    assert "NICE from now on" in view.message.label.text()
    desk.history.undo()
    desk.settle()
    assert desk.unit().bearing is None
    desk.history.undo()
    desk.settle()
    assert desk.services.speeds.told(desk.recording.id) == ToldSpeed()


def test_another_question_is_answered_at_once_and_peaks_follow_the_hypothesis(desk):
    view = desk.view
    desk.presenter.choose(desk.recording.id)
    desk.settle()
    view.solve.click()
    desk.settle()
    rows = view.hypotheses.model.records
    view.hypotheses.choose(len(rows) - 1)
    assert rows[-1].name in view.coverage.text()
    explained = sum(one.by is not None for one in view.peaks.model.records)
    assert explained == len(rows[-1].explained)
    desk.set("bearings", "6205-2RS")
    desk.settle()
    assert {one.name for one in view.hypotheses.model.records} == {"6205-2RS"}
    desk.set("speed", "known")
    desk.settle()
    assert "no speed that is known" in view.message.label.text()


def test_a_journal_bearing_is_asked_for_its_whirl(desk):
    time_s = np.arange(round(4 * RATE_HZ)) / RATE_HZ
    shaft = sum(np.cos(2 * np.pi * hertz * time_s) for hertz in (50, 100, 23, 46))
    noise = 0.01 * np.random.default_rng(1).standard_normal(len(time_s))
    desk.recording = desk.keep(
        "probe", shaft + noise, unit_name="sleeve", kind=BearingKind.JOURNAL, speed_rpm=3e3
    )
    desk.presenter.choose(desk.recording.id)
    desk.settle()
    values = desk.view.fields.values()
    asked = (values["bearings"], values["journal"], values["spectrum"], values["speed"])
    assert asked == ("none", True, "plain", "known")
    desk.view.solve.click()
    desk.settle()
    assert desk.view.hypotheses.current().name == "journal bearing"
    assert "whirl" in {one.by.line for one in desk.view.peaks.model.records if one.by}
    assert desk.view.use_bearing.isEnabled()
