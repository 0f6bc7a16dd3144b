"""Machines, and the recordings of a place: by hand on a real project."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.ui.panels.machines.own_bearing import OwnBearingDialog
from tests.ui.fan import fan, inspector, listed, machines, recording


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """The program on a fan with two bearings."""
    built = fan(qapp, tmp_path)
    yield built
    built.close()


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
    assert table.place.text() == "Unit: fan end  ×"
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
    dialog.balls.setValue(9)
    dialog.pitch.setValue(39.04)
    assert all(not error.text() for error in dialog.errors.values())  # not all is told yet
    assert not save.isEnabled()
    dialog.ball.setValue(50.0)
    assert "does not fit" in dialog.errors["ball_diameter_mm"].text()
    assert not dialog.errors["ball_diameter_mm"].isHidden()
    assert not save.isEnabled()
    dialog.ball.setValue(20.0)
    assert dialog.errors["ball_diameter_mm"].isHidden()
    assert "overlap" in dialog.errors["pitch_diameter_mm"].text()
    dialog.ball.setValue(8.4)
    dialog.pitch.setValue(71.5)
    dialog.balls.setValue(16)
    dialog.angle.setValue(15.17)
    assert "BPFO 7.0929" in dialog.verdict.text()
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: getattr(recording(app).bearing, "name", "") == "X-1")
    qtbot.mouseClick(view.form.own, Qt.MouseButton.LeftButton)
    again = view.findChildren(OwnBearingDialog)[-1]
    assert again.balls.value() == 0  # nothing is taken for granted
    again.name.setText("x-1")
    again.balls.setValue(16)
    again.ball.setValue(8.4)
    again.pitch.setValue(71.5)
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


def test_open_rows_stay_open_when_something_changes(app: App, qtbot: QtBot) -> None:
    view = machines(app, qtbot)
    top = view.tree.topLevelItem(0)
    assert top is not None
    top.child(1).setExpanded(True)
    app.context.services.data.rename_unit(recording(app).unit_id, "inlet")
    qtbot.waitUntil(
        lambda: (now := view.tree.topLevelItem(0)) is not None and now.child(1).text(0) == "inlet"
    )
    after = view.tree.topLevelItem(0)
    assert after is not None
    assert [after.child(i).text(0) for i in range(2)] == ["fan end", "inlet"]
    assert [after.child(i).isExpanded() for i in range(2)] == [True, False]


def test_the_inspector_shows_a_unit_where_machines_was_not_seen(app: App, qtbot: QtBot) -> None:
    app.window.go_to("diagnose")
    app.context.workspace.show_panel("inspector")
    view = inspector(app, qtbot)
    qtbot.mouseClick(view.unit, Qt.MouseButton.LeftButton)
    tree = machines(app, qtbot).tree
    qtbot.waitUntil(lambda: tree.currentItem() is not None)
    assert tree.currentItem().text(0) == "drive end"
    assert app.window.docks["machines"].isVisible()
    qtbot.waitUntil(lambda: len(listed(app).table.model.records) == 2)
