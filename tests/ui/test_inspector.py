"""The Inspector: what is known of a recording, and changing it by hand on a real project."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.core.records.examining import Examined
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Flag, SpeedSource
from pfd_desktop.store import recordings
from pfd_desktop.ui.panels.inspector.place import PlaceDialog
from pfd_desktop.ui.panels.inspector.view import InspectorView
from tests.store.records import new_recording
from tests.ui.fan import fan, inspector, listed, recording


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """The program on a fan with two bearings."""
    built = fan(qapp, tmp_path)
    yield built
    built.close()


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


def test_no_line_of_a_fact_is_cut_when_rows_come_and_go(qtbot: QtBot, app: App) -> None:
    known = replace(recording(app), grade="A", speed_estimate_rpm=1795.7, speed_confidence=1.0)
    for width in (260, 300, 331):
        view = InspectorView()
        qtbot.addWidget(view)
        view.resize(355, 300)
        view.show()
        view.show_recording(known)
        view.show_file_facts((("X130RPM", 1796.0),))
        qtbot.wait(10)
        view.resize(width, 500)
        qtbot.wait(10)
        view.show_file_facts(())
        view.show_recording(replace(known, point_name="a much longer name of a point there is"))
        qtbot.wait(30)
        for fact in (*view.facts.values(), view.place):
            assert fact.height() >= fact.heightForWidth(fact.width()), (width, fact.text())


def test_a_speed_that_cannot_be_is_refused_beside_what_was_typed(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    view.speed.setText("fast")
    view.speed.editingFinished.emit()
    error = view.lines["speed_rpm"].error
    assert "is not a number" in error.text()
    assert error.isVisible()
    assert view.speed.text() == "fast"
    view.speed.setText("0")
    view.speed.editingFinished.emit()
    qtbot.waitUntil(lambda: "cannot be used" in error.text())
    assert view.speed.text() == "0"
    assert recording(app).speed_rpm == 1500.0
    assert app.context.history.undo_title == ""


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
    QTest.keyClick(view.condition, Qt.Key.Key_Escape)  # nothing typed: nothing to take back
    assert view.condition.text() == "a"


def test_what_is_being_typed_outlives_news_and_escape_takes_it_back(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    before = recording(app).condition
    view.condition.selectAll()
    QTest.keyClicks(view.condition, "half way")
    data = app.context.services.data
    data.edit_recording(recording(app).id, severity="slight")
    qtbot.waitUntil(lambda: view.severity.text() == "slight")
    assert view.condition.text() == "half way"
    QTest.keyClick(view.condition, Qt.Key.Key_Escape)
    assert view.condition.text() == before
    view.condition.editingFinished.emit()
    assert app.context.history.undo_title == ""


def test_what_was_typed_is_told_of_the_recording_it_was_typed_for(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    before = [recording(app, place).condition for place in (0, 1)]
    view.condition.setText("typed")
    app.context.workspace.choose_recording(recording(app, 1).id)
    qtbot.waitUntil(lambda: recording(app).condition == "typed")
    qtbot.waitUntil(lambda: view.name.text() == recording(app, 1).name)
    assert view.condition.text() == recording(app, 1).condition == before[1]


def test_two_edits_at_once_are_undone_one_by_one(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    for speed in ("1480", "1490", "1500"):
        view.speed.setText(speed)
        view.speed.editingFinished.emit()
    history = app.context.history
    for expected in (1490.0, 1480.0, 1500.0):
        history.undo()
        qtbot.waitUntil(lambda expected=expected: recording(app).speed_rpm == expected)
    assert recording(app).speed_source is not SpeedSource.USER
    qtbot.waitUntil(lambda: view.speed.text() == "1500")


def doubted(app: App, qtbot: QtBot) -> tuple[str, tuple[Flag, ...]]:
    """Choose a recording whose speed and place are in doubt; its id and flags."""
    flags = (
        Flag("speed-differs", "told 1773 rpm, the signal says 1798 rpm"),
        Flag("bearing-missing", "which bearing this is was not told: tell it before training"),
    )
    new = replace(
        new_recording("158"),
        speed_rpm=1773.0,
        speed_estimate_rpm=1797.93,
        speed_confidence=0.8,
        flags=flags,
    )
    view = inspector(app, qtbot)
    with app.opened.project.store.write() as session:
        made = recordings.add(session, new)
    app.context.workspace.choose_recording(made.id)
    qtbot.waitUntil(lambda: view.name.text() == "158")
    return made.id, flags


def test_a_doubted_speed_is_mended_by_its_button_and_undo_brings_the_doubt_back(
    app: App, qtbot: QtBot
) -> None:
    view = inspector(app, qtbot)
    key, flags = doubted(app, qtbot)
    data = app.context.services.data
    assert "says 1798 rpm. Use the estimate, or keep" in view.flags.text()
    assert view.use_estimate.text() == "Use 1797.9 rpm (estimated)"
    assert view.keep_speed.text() == "Keep 1773.0 rpm (told)"
    view.speed.setText("fast")
    view.speed.editingFinished.emit()
    qtbot.mouseClick(view.use_estimate, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.use_estimate.isHidden)
    assert view.speed.text() == "1797.9"
    mended = data.recording(key)
    assert (mended.speed_rpm, mended.speed_source) == (1797.9, SpeedSource.USER)
    assert mended.flags == flags[1:]
    app.context.history.undo()
    qtbot.waitUntil(view.use_estimate.isVisible)
    again = data.recording(key)
    assert (again.speed_rpm, again.speed_source) == (1773.0, SpeedSource.FILE)
    assert again.flags == flags
    assert view.speed.text() == "1773"


def test_the_user_may_stand_by_a_doubted_speed(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    key, flags = doubted(app, qtbot)
    qtbot.mouseClick(view.keep_speed, Qt.MouseButton.LeftButton)
    data = app.context.services.data
    qtbot.waitUntil(lambda: data.recording(key).flags == flags[1:])
    assert data.recording(key).speed_rpm == 1773.0
    qtbot.waitUntil(view.keep_speed.isHidden)


def test_a_recording_is_moved_to_its_place_and_back(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    key, flags = doubted(app, qtbot)
    data = app.context.services.data
    qtbot.mouseClick(view.elsewhere, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.findChild(PlaceDialog) is not None)
    dialog = view.findChild(PlaceDialog)
    assert isinstance(dialog, PlaceDialog)
    assert dialog.machine.findText("Fan") >= 0
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    dialog.unit.setCurrentText(" ")
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Name the machine" in dialog.message.label.text())
    dialog.machine.setCurrentText("Fan")
    dialog.unit.setCurrentText("fan end")
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.place.text() == "Fan · fan end · drive end")
    assert data.recording(key).flags == flags[:1]
    app.context.history.undo()
    qtbot.waitUntil(lambda: view.place.text() == "rig · inner 0.007 in · drive end")
    assert data.recording(key).flags == flags


def test_the_bearing_of_the_unit_is_told_for_all_its_recordings(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    assert view.bearing.currentText() == "SKF 6205-2RS"
    place = view.bearing.findText("SKF 6203-2RS")
    view.bearing.setCurrentIndex(place)
    view.bearing.activated.emit(place)
    data = app.context.services.data
    qtbot.waitUntil(lambda: getattr(recording(app).bearing, "name", "") == "6203-2RS")
    names = {r.unit_name: getattr(r.bearing, "name", "") for r in data.recordings()}
    assert names == {"drive end": "6203-2RS", "fan end": "6205-2RS"}
    qtbot.waitUntil(lambda: app.context.history.undo_title == "Change the bearing of drive end")
    view.bearing.setCurrentIndex(1)
    view.bearing.activated.emit(1)
    qtbot.waitUntil(lambda: recording(app).kind is BearingKind.JOURNAL)
    qtbot.waitUntil(lambda: view.bearing.currentText() == "journal bearing")
    for expected in ("SKF 6203-2RS", "SKF 6205-2RS"):
        app.context.history.undo()
        qtbot.waitUntil(lambda expected=expected: view.bearing.currentText() == expected)


def test_facts_are_those_of_the_recording(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    shown = {words: label.text() for words, label in view.facts.items()}
    of = recording(app)
    assert shown["Length"] == f"0.500 s, {of.samples:,} samples"
    assert shown["Quantity"] == f"{of.quantity} in {of.unit}"
    assert shown["SHA-256"] == f"{of.blob[:12]}…"
    assert shown["Source file"].endswith("synthetic")


@pytest.mark.parametrize("width", [270, 420])
def test_nothing_is_cut_off_at_the_right(app: App, qtbot: QtBot, width: int) -> None:
    key, _ = doubted(app, qtbot)
    view = InspectorView()
    qtbot.addWidget(view)
    view.resize(width, 500)
    view.show()
    view.show_recording(app.context.services.data.recording(key))
    view.speed.setText("fast")
    view.speed.editingFinished.emit()
    content = view.sheet.widget()
    qtbot.waitUntil(lambda: content.width() == view.sheet.viewport().width())
    seen = [child for child in content.findChildren(QWidget) if child.isVisible()]
    assert {view.use_estimate, view.keep_speed, view.lines["speed_rpm"].error} <= set(seen)
    for child in seen:
        right = child.mapTo(content, child.rect().topRight()).x()
        assert right < content.width(), child.accessibleName()


def test_a_finding_says_its_grade_and_leads_to_its_place(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)
    assert view.facts["Grade"].text() == "not examined yet"
    gap = Flag("drop-out", "drop-outs: once the signal stands still", ((0.125, 0.1875),))
    with app.opened.project.store.write() as session:
        recordings.keep_examined(session, recording(app).id, Examined((gap,)))
    qtbot.waitUntil(lambda: view.facts["Grade"].text().startswith("C: "))
    assert "Leave these stretches out" in view.flags.text()
    assert "Drop-outs: " in view.places.text()
    view.places.linkActivated.emit("0.125:0.1875")
    assert app.context.workspace.span == (0.125, 0.1875)


def test_recordings_of_one_grade_can_be_listed(app: App, qtbot: QtBot) -> None:
    view = listed(app)
    qtbot.waitUntil(lambda: len(view.table.model.records) == 4)
    cut = Flag("clipped", "clipped")
    with app.opened.project.store.write() as session:
        recordings.keep_examined(session, recording(app, 1).id, Examined((cut,)))
        recordings.keep_examined(session, recording(app, 2).id, Examined(()))

    def choose(grade: str) -> None:
        view.grades.setCurrentIndex(view.grades.findData(grade))
        view.grades.activated.emit(view.grades.currentIndex())

    for grade, place in (("C", 1), ("A", 2)):
        choose(grade)
        only = [recording(app, place).id]
        qtbot.waitUntil(lambda only=only: [r.id for r in view.table.model.records] == only)
    choose("D")
    qtbot.waitUntil(lambda: not view.table.model.records)
    assert view.grades.isVisible()  # the way back
    choose("")
    qtbot.waitUntil(lambda: len(view.table.model.records) == 4)
