"""The Healthy only panel by hand: a guard learned, asked, and what it would miss, in children."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.learning import ExtractRequest
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.generation import Planned
from pfd_desktop.settings import Settings
from pfd_desktop.ui.panels.healthy.view import HealthyView
from pfd_desktop.ui.widgets.measuring import Measuring
from tests.ui.built import panel

LONG = 60_000  # ms


def planned() -> list[Planned]:
    """Eight healthy units, and one with a defect."""
    faults = [Fault.HEALTHY] * 8 + [Fault.OUTER_RACE]
    return [
        Planned(
            SyntheticRequest(fault=fault, bearing=find("6205-2RS"), duration_s=1.0, seed=seed),
            f"{fault.value} {seed}",
            "",
        )
        for seed, fault in enumerate(faults)
    ]


@pytest.fixture(scope="module")
def app(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The program on nine recordings, in the workspace Learn."""
    folder: Path = tmp_path_factory.mktemp("healthy") / "project"
    built = build(qapp, folder, Settings())
    built.context.services.generation.make(planned(), Silent())
    built.window.show()
    built.window.go_to("learn")
    built.window.builder.finish()
    yield built
    built.close()


def healthy(app: App) -> HealthyView:
    app.window.show_panel("healthy")
    view = panel(app, "healthy")
    assert isinstance(view, HealthyView)
    return view


def do(row: Measuring, qtbot: QtBot) -> None:
    """Press the button, wait for the end."""
    qtbot.mouseClick(row.measure, Qt.MouseButton.LeftButton)
    assert not row.measure.isEnabled()
    assert row.cancel.isVisible()
    qtbot.waitUntil(row.measure.isEnabled, timeout=LONG)
    assert row.bar.isHidden()


def test_without_features_it_says_what_to_do(app: App, qtbot: QtBot) -> None:
    view = healthy(app)
    assert "Extract features of your healthy recordings" in view.words.text()
    assert view.tabs.isHidden()
    do(view.form.learning, qtbot)  # all the same
    assert not view.message.isHidden()
    view.message.clear()


def test_too_few_units_are_refused_with_the_way_out(app: App, qtbot: QtBot) -> None:
    view, services = healthy(app), app.context.services
    ids = tuple(one.id for one in services.data.recordings())
    services.features.extract(ExtractRequest(ids, 2048), Silent())
    qtbot.waitUntil(lambda: view.form.features.count() == 1)
    do(view.form.learning, qtbot)
    assert "1 in 20 cannot be promised: there are 8 healthy units" in view.message.label.text()
    view.form.which.setCurrentIndex(1)
    app.context.workspace.select_recordings(())
    qtbot.mouseClick(view.form.learning.measure, Qt.MouseButton.LeftButton)
    assert "No recording is selected" in view.message.label.text()
    view.form.which.setCurrentIndex(0)


def test_a_guard_is_learned_asked_and_its_curve_drawn(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    view = healthy(app)
    view.form.rarity.setValue(5)
    do(view.form.learning, qtbot)
    qtbot.waitUntil(lambda: view.guards.count() == 1 and bool(view.bins.model.records))
    assert view.message.isHidden()
    assert "1 in 5, calibrated on 4 units" in view.words.text()
    do(view.asking, qtbot)
    said = {one.recording_name: one.said.value for one in view.answers.model.records}
    assert len(said) == 9
    assert said["outer race 8"] == "alarm"
    assert list(said.values()).count("no alarm") >= 5
    chosen: list[str] = []
    view.recording_asked.connect(chosen.append)
    view.answers.choose(3)
    assert chosen == [view.answers.model.records[3].recording_id]
    view.tabs.setCurrentWidget(view.misses)
    assert view.misses.plot.isHidden()
    view.misses.fault.setCurrentIndex(view.misses.fault.findData(Fault.IMBALANCE.value))
    do(view.misses.measuring, qtbot)
    assert "Injected, not real" in view.misses.about.text()
    assert "Imbalance: " in view.misses.about.text()
    figure = view.misses.plot.figure
    assert figure is not None
    assert [curve.name for curve in figure.curves] == ["imbalance", "false alarms promised"]
    assert figure.curves[0].y[-1] == 100.0
    assert len(view.misses.levels.model.records) == 14
    assert "of the RMS" in (view.misses.plot.figure.x_unit if view.misses.plot.figure else "")
    table = view.misses.plot.data_table()
    assert table is not None
    path = tmp_path / "guard.html"
    view.report_requested.emit(view.guards.currentData(), path)
    qtbot.waitUntil(lambda: "guard.html is written" in view.message.label.text(), timeout=LONG)
    assert "Injected, not real" in path.read_text("utf-8")
    listed = {one.kind for one in app.context.services.jobs.recent()}
    assert {"guard", "judge", "detectability"} <= listed  # they last, so the Jobs panel has them
    view.misses.fault.setCurrentIndex(view.misses.fault.findData(Fault.CAGE.value))
    assert "not injected yet" in view.misses.about.text()
    assert view.misses.plot.isHidden()
    view.misses.fault.setCurrentIndex(0)  # what was injected stays, whatever is chosen next
    assert view.misses.plot.figure is not None
    assert view.misses.plot.figure.curves[0].name == "imbalance"
    assert view.misses.levels.isHidden()
    assert len(view.misses.smallest.model.records) == 1


def test_what_was_found_is_there_again_and_goes_with_its_guard(app: App, qtbot: QtBot) -> None:
    view = healthy(app)
    view.form.rarity.setValue(4)
    do(view.form.learning, qtbot)
    qtbot.waitUntil(lambda: view.guards.count() == 2 and view.guards.currentIndex() == 0)
    qtbot.waitUntil(view.misses.plot.isHidden)  # nothing was injected for the new one
    view.guards.setCurrentIndex(1)
    view.guards.activated.emit(1)
    qtbot.waitUntil(lambda: "1 in 5" in view.words.text() and not view.misses.plot.isHidden())
    qtbot.mouseClick(view.delete, Qt.MouseButton.LeftButton)
    box = view.findChild(QMessageBox)
    assert box is not None
    assert "cannot be undone" in box.text()
    (wanted,) = [one for one in box.buttons() if one.text() == "Delete"]
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.guards.count() == 1)
    qtbot.waitUntil(lambda: "1 in 4" in view.words.text())
    qtbot.mouseClick(view.misses.measuring.measure, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.misses.measuring.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.misses.measuring.measure.isEnabled, timeout=LONG)
    assert view.misses.plot.isHidden()
