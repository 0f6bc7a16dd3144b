"""Labelling in the real view with the real service: made, changed, deleted, undone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.records.labels import LabelAct, LabelFacts, LabelKind
from pfd_desktop.services.labels import LabelService
from pfd_desktop.store import recordings
from pfd_desktop.store.project import open_project
from pfd_desktop.ui.history import History
from pfd_desktop.ui.panels.signal.labelling import Labelling
from pfd_desktop.ui.panels.signal.presenter import Shown
from pfd_desktop.ui.panels.signal.view import SignalView
from tests.fakes import InlineJobs
from tests.store.records import new_recording
from tests.ui import recordings as made


class Panel:
    """The part of the panel that labels, showing a recording of ten seconds."""

    def __init__(self, qtbot, folder) -> None:
        self.project = open_project(folder / "project")
        with self.project.store.write() as session:
            kept = recordings.add(session, new_recording())
        blob = made.blob(folder, made.bearing_samples(10.0))
        figure = TraceFigure(blob, made.RATE_HZ, "acceleration", "g", kept.name, blob.sha256)
        self.recording, jobs = replace(kept, samples=figure.count), InlineJobs()
        self.service, self.history = LabelService(self.project, "Ada"), History(jobs)
        self.view = SignalView()
        qtbot.addWidget(self.view)
        self.view.resize(900, 600)
        self.labelling = Labelling(self.view, self.service, self.history, jobs)
        with qtbot.waitExposed(self.view):
            self.view.show()
        self.view.show_trace(self.recording, figure)
        self.labelling.show(Shown(self.recording, figure, None))

    @property
    def facts(self) -> list[LabelFacts]:
        """What the store holds."""
        return [label.facts for label in self.service.list_of(self.recording.id)]

    def drawn(self) -> list[tuple[str, float, float]]:
        """What the plot shows."""
        return [(one.words, one.low_s, one.high_s) for one in self.sheet.labels]

    @property
    def sheet(self):
        return self.view.plot.labels.layer.sheet

    def undo(self) -> None:
        """And what the store tells everybody after."""
        self.history.undo()
        self.labelling.store_changed(frozenset({"labels"}))

    def redo(self) -> None:
        """The same for redo."""
        self.history.redo()
        self.labelling.store_changed(frozenset({"labels"}))


@pytest.fixture
def panel(qtbot, tmp_path):
    panel = Panel(qtbot, tmp_path)
    yield panel
    panel.project.close()


def test_shift_and_l_label_the_chosen_stretch_by_keys_alone(qtbot, panel):
    plot = panel.view.plot
    plot.choose_span((2.0, 3.0))
    qtbot.keyClick(plot, Qt.Key.Key_L)
    assert panel.drawn() == [("outer race", 2.0, 3.0)]
    assert plot.span is None
    assert plot.labels.layer.chosen is not None  # what was made is chosen
    qtbot.keyClick(plot, Qt.Key.Key_9)
    assert panel.drawn() == [("rub", 2.0, 3.0)]
    assert panel.view.labels.table.rows[0] == ("rub", "–", "2.00000", "1.000 s", "", "Ada")
    qtbot.keyClick(plot, Qt.Key.Key_Delete)
    assert panel.drawn() == []
    acts = [change.act for change in panel.service.changes(panel.recording.id)]
    assert acts == [LabelAct.ADDED, LabelAct.CHANGED, LabelAct.DELETED]


def test_every_change_can_be_taken_back_and_made_again(qtbot, panel):
    plot = panel.view.plot
    plot.choose_span((2.0, 3.0))
    qtbot.keyClick(plot, Qt.Key.Key_L)
    first = panel.service.list_of(panel.recording.id)[0]
    plot.labels.reached.emit(first.id, 2.0, 4.0)
    qtbot.keyClick(plot, Qt.Key.Key_3)
    qtbot.keyClick(plot, Qt.Key.Key_Delete)
    states = [[], [("inner race", 2.0, 4.0)], [("outer race", 2.0, 4.0)]]
    states += [[("outer race", 2.0, 3.0)], []]
    for state in states[1:]:
        panel.undo()
        assert panel.drawn() == state
    assert panel.history.undo_title == ""
    for state in reversed(states[:-1]):
        panel.redo()
        assert panel.drawn() == state
    panel.undo()
    assert panel.service.list_of(panel.recording.id)[0].id == first.id  # the same label, not a copy


def test_l_without_a_stretch_waits_for_one(qtbot, panel):
    plot = panel.view.plot
    qtbot.keyClick(plot, Qt.Key.Key_L)
    assert plot.labels.armed
    qtbot.keyClick(plot, Qt.Key.Key_L)
    assert not plot.labels.armed
    plot.labels.made.emit(5.0, 5.0)
    assert panel.facts == [LabelFacts(LabelKind.POINT, ("outer race",), 5.0)]


def test_the_form_says_what_the_next_label_says_and_changes_the_chosen_one(panel):
    listed = panel.view.labels
    listed.classes.setEditText("rub, odd noise")
    listed.severity.setText("0,3")
    listed.note.setText("at full load")
    listed.record.click()
    expected = LabelFacts(LabelKind.RECORD, ("rub", "odd noise"), severity=0.3, note="at full load")
    assert panel.facts == [expected]
    assert listed.delete.isEnabled()
    listed.severity.setText("0.007 in")
    listed.severity.editingFinished.emit()
    assert panel.facts == [replace(expected, severity=None, severity_words="0.007 in")]
    listed.delete.click()
    assert panel.facts == []
    assert not listed.delete.isEnabled()


def test_a_row_of_the_list_moves_the_view_there(panel):
    for start in (1.0, 4.0, 8.0):
        panel.service.add(
            panel.recording.id, LabelFacts(LabelKind.REGION, ("rub",), start, start + 0.1)
        )
    panel.labelling.store_changed(frozenset({"recordings"}))
    assert panel.drawn() == []
    panel.labelling.store_changed(frozenset({"labels"}))
    panel.view.controls.labels.click()
    assert panel.view.labels.isVisible()
    panel.view.labels.table.selectRow(1)
    view = panel.view.plot.view()
    assert view.left() < 4.0
    assert 4.1 < view.right() < 8.0
    assert panel.view.plot.labels.layer.chosen.low_s == 4.0


def test_enter_goes_to_the_form(qtbot, panel):
    panel.view.plot.setFocus()
    qtbot.keyClick(panel.view.plot, Qt.Key.Key_Return)
    assert panel.view.labels.isVisible()
    assert panel.view.controls.labels.isChecked()


def test_a_label_that_says_nothing_is_refused_and_the_list_stays(panel):
    panel.view.labels.classes.setEditText(" ")
    panel.view.plot.labels.made.emit(1.0, 2.0)
    assert panel.view.message.label.text() == "A label needs a class or a note."
    assert panel.facts == []


def test_a_patch_keeps_its_band_when_its_class_changes(panel):
    facts = LabelFacts(LabelKind.PATCH, ("rub",), 1.0, 2.0, 100.0, 900.0)
    label = panel.service.add(panel.recording.id, facts)
    panel.labelling.store_changed(frozenset({"labels"}))
    panel.view.plot.labels.choose(label.id)
    panel.view.labels.choose_class(2)
    assert panel.facts == [replace(facts, classes=("outer race",))]


def test_nothing_is_labelled_where_nothing_is_shown(qtbot, panel):
    panel.labelling.show(None)
    qtbot.keyClick(panel.view.plot, Qt.Key.Key_L)
    panel.view.plot.labels.made.emit(1.0, 2.0)
    assert panel.facts == []
    assert not panel.view.plot.labels.armed


def test_labels_go_out_as_csv_and_come_in_again_and_back(panel, tmp_path):
    for start in (1.0, 4.0):
        panel.service.add(
            panel.recording.id, LabelFacts(LabelKind.REGION, ("rub",), start, start + 0.5)
        )
    path = tmp_path / "labels.csv"
    panel.view.labels.export_requested.emit(path)
    assert panel.view.message.label.text() == f"Written to {path}."
    there = panel.facts
    panel.service.delete([one.id for one in panel.service.list_of(panel.recording.id)])
    panel.view.labels.import_requested.emit(path)
    assert panel.view.message.label.text() == "2 labels are new."
    assert panel.facts == there
    panel.undo()
    assert panel.drawn() == []
    panel.redo()
    assert len(panel.drawn()) == 2
    panel.view.labels.import_requested.emit(tmp_path / "none.csv")
    assert "cannot be read" in panel.view.message.label.text()


def test_the_trail_tells_who_changed_what(panel):
    label = panel.service.add(panel.recording.id, LabelFacts(LabelKind.REGION, ("rub",), 1.0, 2.0))
    panel.service.edit(label.id, LabelFacts(LabelKind.REGION, ("wear",), 1.0, 2.5))
    panel.view.labels.trail.trigger()
    rows = [row[1:] for row in panel.view.labels.table.rows]
    assert rows == [
        ("Ada", "changed", "rub, 1 to 2 s", "wear, 1 to 2.5 s"),
        ("Ada", "added", "", "rub, 1 to 2 s"),
    ]
    panel.view.labels.trail.trigger()
    assert panel.view.labels.table.rows[0][0] == "wear"
