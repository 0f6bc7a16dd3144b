"""The panels Severity, Trend and Speed on a real project."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pfd_desktop.bootstrap.services import open_services
from pfd_desktop.core.records.severity import Support
from pfd_desktop.core.records.speed import CombSpeed, TachoSpeed, ToldSpeed
from pfd_desktop.settings import Settings
from pfd_desktop.ui.history import History
from pfd_desktop.ui.panels.severity.editing import TableEditing
from pfd_desktop.ui.panels.severity.presenter import SeverityPresenter
from pfd_desktop.ui.panels.severity.tables_dialog import TablesDialog
from pfd_desktop.ui.panels.severity.view import SeverityView
from pfd_desktop.ui.panels.speed.presenter import SpeedPresenter
from pfd_desktop.ui.panels.speed.view import SpeedView
from pfd_desktop.ui.panels.trend.presenter import TrendPresenter
from pfd_desktop.ui.panels.trend.view import TrendView
from pfd_desktop.workers.jobs import Jobs
from tests.services.measured import keep as kept

RATE_HZ = 4096.0
TIME = np.arange(4 * 4096) / RATE_HZ
G_TONE = np.cos(2 * np.pi * 159.1549 * TIME)  # 1 g: 6.934 mm/s rms


def keep(project, samples, **told):
    """The key of a recording of these samples."""
    return kept(project, told.pop("name", "tone"), samples, rate_hz=RATE_HZ, **told).id


class Desk:
    """A project with its jobs and its history."""

    def __init__(self, folder, qtbot):
        self.opened = open_services(folder, Settings())
        self.services = self.opened.services
        self.jobs = Jobs(self.services.jobs)
        self.history = History(self.jobs)
        self._qtbot = qtbot

    def show(self, view, presenter):
        self._qtbot.addWidget(view)
        view.presenter = presenter
        view.resize(900, 700)
        view.show()
        return view

    def settle(self, view):
        """Until nothing runs; then the news that the window would bring."""
        self._qtbot.waitUntil(lambda: not self.jobs.running, timeout=30_000)
        view.presenter.again()
        self._qtbot.waitUntil(lambda: not self.jobs.running, timeout=30_000)

    def close(self):
        self.jobs.close()
        self.opened.close()


@pytest.fixture
def desk(qtbot, tmp_path):
    made = Desk(tmp_path / "project", qtbot)
    yield made
    made.close()


def test_a_zone_is_refused_until_the_machine_is_known(desk):
    recording = keep(desk.opened.project, G_TONE, unit="g")
    services = desk.services
    view = SeverityView()
    presenter = SeverityPresenter(view, services.data, services.severity, desk.jobs, desk.history)
    desk.show(view, presenter)
    presenter.choose(recording)
    desk.settle(view)
    assert view.verdict.text().startswith("No zone: the machine's group")
    assert not view.bar.isVisible()
    tell(view, "group", "1")
    desk.settle(view)
    assert "rigid or flexible is unknown" in view.verdict.text()
    tell(view, "support", "rigid")
    desk.settle(view)
    assert view.verdict.text().startswith("Zone C: 6.93 mm/s rms")
    assert view.bar.isVisible()
    assert "not for faults in rolling bearings" in view.notes.text()
    desk.history.undo()
    desk.settle(view)
    assert view.verdict.text().startswith("No zone")
    machine = services.data.recording(recording).machine_id
    assert services.severity.facts(machine).support is Support.UNKNOWN


def tell(view, name, value):
    box = view.facts.control(name).box
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_a_changed_table_is_a_new_version_and_the_shipped_one_stays(desk, qtbot):
    dialog = TablesDialog()
    qtbot.addWidget(dialog)
    severity = desk.services.severity
    before = severity.tables()
    TableEditing(dialog, severity, desk.history).begin(before)
    dialog.grid.item(0, 2).setText("2,0")
    dialog.keep.click()
    qtbot.waitUntil(lambda: not desk.jobs.running)
    after = severity.tables()
    assert len(after) == len(before) + 1
    assert after[: len(before)] == before
    assert after[-1].version == before[0].version + 1
    assert dialog.shown() == after[-1]
    assert after[-1].limits[0].a_b == 2.0
    dialog.grid.item(0, 2).setText("9")
    dialog.keep.click()
    assert "do not rise" in dialog.message.label.text()
    dialog.citation.setText("")
    dialog.grid.item(0, 2).setText("2")
    dialog.keep.click()
    assert "citation" in dialog.message.label.text()
    assert severity.tables() == after


def test_a_trend_alarms_and_its_baseline_is_told_and_undone(desk, qtbot):
    random = np.random.default_rng(3)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    ids = [
        keep(
            desk.opened.project,
            (1.0 if day < 20 else 3.0) * random.standard_normal(4096),
            unit="g",
            name=f"day {day}",
            measured_at=start + timedelta(days=day),
        )
        for day in range(26)
    ]
    services = desk.services
    view = TrendView()
    presenter = TrendPresenter(view, services.data, services.trends, desk.jobs, desk.history)
    desk.show(view, presenter)
    presenter.choose(ids[0])
    presenter.select(tuple(ids[:15]))
    desk.settle(view)
    assert len(view.plot.figure.x) == 26
    view.keep.click()
    desk.settle(view)
    figure = view.plot.figure
    assert figure.in_baseline.sum() == 15
    assert figure.state == "alarm"
    assert view.state.text().startswith("Alarm")
    chosen = []
    view.recording_clicked.connect(chosen.append)
    view.plot.clicked.emit(float(figure.x[7]), 0.0)
    assert chosen == [ids[7]]
    view.alert.setText("1.5")
    view.alarm.setText("2.5")
    view.alarm.editingFinished.emit()
    desk.settle(view)
    assert {round(one.value, 3) for one in view.plot.figure.limits} >= {1.5, 2.5}
    presenter.choose(ids[-1])
    view.differ.click()
    desk.settle(view)
    difference = view.difference.figure
    assert difference.unit == "dB"
    assert np.median(difference.y) == pytest.approx(20 * np.log10(3), abs=1.0)
    desk.history.undo()
    desk.history.undo()
    desk.settle(view)
    assert services.trends.baseline(services.data.recording(ids[0]).point_id) is None


def test_the_speed_comes_from_a_tacho_from_the_signal_or_is_told(desk):
    turn_hz = 25.0
    random = np.random.default_rng(1)
    signal = 0.2 * random.standard_normal(len(TIME))
    for harmonic in range(1, 31):
        # equal heights would be a train of strokes, which need not be the shaft's
        signal += np.cos(2 * np.pi * harmonic * turn_hz * TIME + harmonic) / np.sqrt(harmonic)
    pulses = np.where((turn_hz * TIME) % 1 < 0.1, 5.0, 0.0)
    project = desk.opened.project
    recording = keep(project, signal, unit="g", name="vibration", speed_rpm=None)
    tacho = keep(project, pulses, unit="V", quantity="voltage", name="tacho")
    services = desk.services
    view = SpeedView()
    presenter = SpeedPresenter(view, services.data, services.speeds, desk.jobs, desk.history)
    desk.show(view, presenter)
    presenter.choose(recording)
    desk.settle(view)
    choose(view, "tacho")
    desk.settle(view)
    assert services.speeds.told(recording) == TachoSpeed(tacho)
    assert np.median(view.plot.figure.curves[0].y) == pytest.approx(1500.0, rel=1e-3)
    assert "0 missed, 0 doubled" in view.words.text()
    choose(view, "comb")
    desk.settle(view)
    assert services.speeds.told(recording) == CombSpeed()
    assert float(view.words.text().split()[0]) == pytest.approx(1500.0, rel=1e-3)
    assert "shaft harmonics stand out" in view.words.text()
    view.read.click()
    qt_settle(desk)
    view.hypotheses.choose(0)
    view.use.click()
    desk.settle(view)
    told = services.speeds.told(recording)
    assert isinstance(told, ToldSpeed)
    assert told.rpm == pytest.approx(1500.0, rel=2e-3)
    desk.history.undo()
    desk.settle(view)
    assert services.speeds.told(recording) == CombSpeed()


def test_a_tacho_is_told_once_for_all_channels_and_taken_back_at_once(desk):
    project, services = desk.opened.project, desk.services
    pulses = np.where((25.0 * TIME) % 1 < 0.1, 5.0, 0.0)
    x, y, tacho = (
        keep(project, samples, name=name, source_name="run.wav")
        for name, samples in (("x", np.sin(TIME)), ("y", np.cos(TIME)), ("tacho", pulses))
    )
    view = SpeedView()
    presenter = SpeedPresenter(view, services.data, services.speeds, desk.jobs, desk.history)
    desk.show(view, presenter)
    presenter.choose(x)
    desk.settle(view)
    assert view.share.isHidden()
    choose(view, "tacho")  # offered first, though it arrived last
    desk.settle(view)
    assert view.share.text() == "Use it for the other channel as well"
    view.share.click()
    desk.settle(view)
    assert services.speeds.told(y) == TachoSpeed(tacho)
    assert view.share.isHidden()
    desk.history.undo()
    desk.settle(view)
    assert services.speeds.told(y) == ToldSpeed()
    assert services.speeds.told(x) == TachoSpeed(tacho)


def choose(view, kind):
    view.source.setCurrentIndex(view.source.findData(kind))
    view.source.activated.emit(0)


def qt_settle(desk):
    desk._qtbot.waitUntil(lambda: not desk.jobs.running, timeout=30_000)
