"""Machines, Inspector, undo: by hand on a real project."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.generation import GenerationService, Planned
from pfd_desktop.settings import Settings
from pfd_desktop.ui.panels.inspector.view import InspectorView
from pfd_desktop.ui.panels.machines.own_bearing import OwnBearingDialog
from pfd_desktop.ui.panels.machines.view import MachinesView
from pfd_desktop.ui.panels.recordings.view import RecordingsView
from tests.ui.built import panel


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """The program on two units with two recordings each, in the workspace Measure."""
    built = build(qapp, tmp_path / "project", Settings())
    wanted = [
        Planned(
            SyntheticRequest(
                Fault.HEALTHY, bearing=find("6205-2RS"), speed_rpm=speed, duration_s=0.5, seed=seed
            ),
            unit,
            f"{speed:g} rpm",
            "Fan",
        )
        for seed, (unit, speed) in enumerate(
            (unit, speed) for unit in ("drive end", "fan end") for speed in (1500.0, 1797.0)
        )
    ]
    GenerationService(built.opened.project, Inline()).make(wanted, Silent())
    built.window.show()
    built.window.go_to("measure")
    yield built
    built.close()


def recording(app: App, place: int = 0) -> Recording:
    """One of them as the store has it now."""
    return app.context.services.data.recordings()[place]


def machines(app: App, qtbot: QtBot) -> MachinesView:
    view = panel(app, "machines")
    assert isinstance(view, MachinesView)
    qtbot.waitUntil(lambda: view.tree.topLevelItemCount() == 1)
    return view


def inspector(app: App, qtbot: QtBot) -> InspectorView:
    view = panel(app, "inspector")
    assert isinstance(view, InspectorView)
    app.context.workspace.choose_recording(recording(app).id)
    qtbot.waitUntil(lambda: view.name.text() == recording(app).name)
    return view


def listed(app: App) -> RecordingsView:
    view = panel(app, "recordings")
    assert isinstance(view, RecordingsView)
    return view


def test_choosing_a_unit_lists_its_recordings_only(app: App, qtbot: QtBot) -> None:
    view, table = machines(app, qtbot), listed(app)
    qtbot.waitUntil(lambda: len(table.table.model.records) == 4)
    fan = view.tree.topLevelItem(0)
    assert fan is not None
    assert (fan.text(0), fan.text(1)) == ("Fan", "4")
    unit = fan.child(1)
    assert (unit.text(0), unit.text(1)) == ("fan end", "2")
    view.tree.setCurrentItem(unit)
    qtbot.waitUntil(lambda: len(table.table.model.records) == 2)
    assert {r.unit_name for r in table.table.model.records} == {"fan end"}
    assert "BPFO 3.5848" in view.form.orders.text()
    qtbot.mouseClick(table.place, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(table.table.model.records) == 4)
    assert view.tree.currentItem() is None


def test_a_unit_becomes_a_journal_bearing_and_undo_takes_it_back(app: App, qtbot: QtBot) -> None:
    view = machines(app, qtbot)
    top = view.tree.topLevelItem(0)
    assert top is not None
    view.tree.setCurrentItem(top.child(0))
    view.form.kind.setCurrentIndex(1)
    view.form.kind.activated.emit(1)
    qtbot.waitUntil(lambda: recording(app).kind is BearingKind.JOURNAL)
    assert recording(app).bearing is None
    undo = app.context.actions["undo"]
    qtbot.waitUntil(undo.isEnabled)
    assert undo.text() == "Undo: Change the bearing of drive end"
    undo.trigger()
    qtbot.waitUntil(lambda: recording(app).kind is BearingKind.ROLLING)
    bearing = recording(app).bearing
    assert bearing is not None
    assert bearing.name == "6205-2RS"
    qtbot.waitUntil(app.context.actions["redo"].isEnabled)
    app.context.actions["redo"].trigger()
    qtbot.waitUntil(lambda: recording(app).kind is BearingKind.JOURNAL)


def test_a_bearing_of_ones_own_is_checked_kept_and_used(app: App, qtbot: QtBot) -> None:
    view = machines(app, qtbot)
    top = view.tree.topLevelItem(0)
    assert top is not None
    view.tree.setCurrentItem(top.child(0))
    qtbot.mouseClick(view.form.own, Qt.MouseButton.LeftButton)
    dialog = view.findChild(OwnBearingDialog)
    assert isinstance(dialog, OwnBearingDialog)
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    dialog.name.setText("X-1")
    dialog.ball.setValue(50.0)
    assert "does not fit" in dialog.verdict.text()
    assert not save.isEnabled()
    dialog.ball.setValue(8.4)
    dialog.pitch.setValue(71.5)
    dialog.balls.setValue(16)
    dialog.angle.setValue(15.17)
    assert "BPFO 7.0929" in dialog.verdict.text()
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: getattr(recording(app).bearing, "name", "") == "X-1")
    qtbot.mouseClick(view.form.own, Qt.MouseButton.LeftButton)
    again = view.findChildren(OwnBearingDialog)[-1]
    again.name.setText("x-1")
    again.made.emit(again.bearing())
    qtbot.waitUntil(lambda: "called x-1 already" in again.message.label.text())
    again.reject()


def test_a_name_that_is_taken_is_refused_and_the_tree_shows_what_is(app: App, qtbot: QtBot) -> None:
    view = machines(app, qtbot)
    top = view.tree.topLevelItem(0)
    assert top is not None
    top.child(0).setText(0, "fan end")
    qtbot.waitUntil(lambda: "Another unit of this machine" in view.message.label.text())
    qtbot.waitUntil(
        lambda: (
            (now := view.tree.topLevelItem(0)) is not None and now.child(0).text(0) == "drive end"
        )
    )
    again = view.tree.topLevelItem(0)
    assert again is not None
    again.setText(0, "Blower")
    qtbot.waitUntil(lambda: recording(app).machine_name == "Blower")


def test_what_is_typed_is_kept_and_can_be_undone(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    view.speed.setText("1480,5")
    view.speed.editingFinished.emit()
    qtbot.waitUntil(lambda: recording(app).speed_rpm == 1480.5)
    view.label.setCurrentIndex(view.label.findData("outer race"))
    view.label.activated.emit(view.label.currentIndex())
    qtbot.waitUntil(lambda: recording(app).label == "outer race")
    undo = app.context.actions["undo"]
    name = recording(app).name
    qtbot.waitUntil(lambda: undo.text() == f"Undo: Change the label of {name}")
    undo.trigger()
    qtbot.waitUntil(lambda: recording(app).label == "healthy")
    assert undo.text() == f"Undo: Change the speed of {name}"
    undo.trigger()
    qtbot.waitUntil(lambda: recording(app).speed_rpm == 1500.0)
    qtbot.waitUntil(lambda: not undo.isEnabled())


def test_a_speed_that_cannot_be_is_refused_beside_what_was_typed(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    view.speed.setText("fast")
    view.speed.editingFinished.emit()
    assert "is not a number" in view.message.label.text()
    assert view.speed.text() == "fast"
    view.speed.setText("0")
    view.speed.editingFinished.emit()
    qtbot.waitUntil(lambda: "cannot be used" in view.message.label.text())
    assert recording(app).speed_rpm == 1500.0
    assert app.context.history.undo_title == ""


def test_deleting_is_undone_from_the_panel_and_from_the_menu(app: App, qtbot: QtBot) -> None:
    table = listed(app)
    qtbot.waitUntil(lambda: len(table.table.model.records) == 4)
    table.table.view.selectAll()
    qtbot.mouseClick(table.delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: app.context.services.data.recordings() == ())
    qtbot.waitUntil(lambda: not table.restore.isHidden())
    table.restore.click()
    qtbot.waitUntil(lambda: len(app.context.services.data.recordings()) == 4)
    qtbot.waitUntil(app.context.actions["redo"].isEnabled)
    app.context.actions["redo"].trigger()
    qtbot.waitUntil(lambda: app.context.services.data.recordings() == ())
    qtbot.waitUntil(app.context.actions["undo"].isEnabled)
    app.context.actions["undo"].trigger()
    qtbot.waitUntil(lambda: len(table.table.model.records) == 4)


def test_undo_pressed_at_once_takes_back_the_edit_just_made(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    before = recording(app).condition
    view.condition.setText("a")
    view.condition.editingFinished.emit()
    assert app.context.history.undo_title == ""  # not yet known to be made
    app.context.history.undo()
    qtbot.waitUntil(lambda: app.context.history.redo_title != "")
    assert recording(app).condition == before
    app.context.history.redo()
    qtbot.waitUntil(lambda: recording(app).condition == "a")
