"""Labels of time and frequency on the map, in the real view with the real service."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from pfd_desktop.core.figures.patches import time_is_up
from pfd_desktop.core.records.labels import LabelAct, LabelKind
from pfd_desktop.services.data import DataService
from pfd_desktop.services.labels import LabelService
from pfd_desktop.store import recordings
from pfd_desktop.store.project import open_project
from pfd_desktop.ui.history import History
from pfd_desktop.ui.panels.maps.labelling import PatchLabelling
from pfd_desktop.ui.panels.maps.presenter import MapPresenter
from pfd_desktop.ui.panels.maps.view import MapView
from tests.fakes import InlineJobs
from tests.store.records import new_recording
from tests.ui import maps
from tests.ui.test_map_panel import Data, Signals, click
from tests.ui.test_plot import on_viewport, viewport

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Panel:
    """The Map panel over a recording of twenty seconds at 1200 Hz."""

    def __init__(self, qtbot, folder):
        self.project = open_project(folder / "project")
        kept = replace(new_recording(), rate_hz=1200.0, samples=24_000)
        with self.project.store.write() as session:
            self.recording = recordings.add(session, kept)
        jobs = InlineJobs()
        self.service, self.history = LabelService(self.project, "Ada"), History(jobs)
        self.view, self.signals = MapView(), Signals(maps.run_up())
        qtbot.addWidget(self.view)
        self.view.resize(1000, 700)
        self.presenter = MapPresenter(self.view, Data(), self.signals, jobs)
        self.labelling = PatchLabelling(
            self.view, DataService(self.project), self.service, self.history, jobs
        )
        with qtbot.waitExposed(self.view):
            self.view.show()
        self.presenter.choose(self.recording.id)
        self.labelling.follow(self.recording.id)

    @property
    def facts(self):
        """What the store holds."""
        return [label.facts for label in self.service.list_of(self.recording.id)]

    @property
    def layer(self):
        return self.view.patches.layer

    def drawn(self):
        """What the map shows."""
        return [one.words for one in self.layer.patches] if self.layer.isVisible() else []

    def drag(self, start, stop, modifiers=SHIFT):
        """From one point of the axes to another."""
        at = [QPointF(on_viewport(self.view.plot, *point)) for point in (start, stop)]
        steps = (
            (QEvent.Type.MouseButtonPress, at[0], Qt.MouseButton.LeftButton),
            (QEvent.Type.MouseMove, at[1], Qt.MouseButton.NoButton),
            (QEvent.Type.MouseButtonRelease, at[1], Qt.MouseButton.LeftButton),
        )
        for kind, place, button in steps:
            held = Qt.MouseButton.LeftButton
            if kind is QEvent.Type.MouseButtonRelease:
                held = Qt.MouseButton.NoButton
            canvas = viewport(self.view.plot)
            event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, held, modifiers)
            QApplication.sendEvent(canvas, event)

    def heard(self):
        """What the store tells everybody after undo and redo."""
        self.labelling.store_changed(frozenset({"labels"}))


@pytest.fixture
def panel(qtbot, tmp_path):
    made = Panel(qtbot, tmp_path)
    yield made
    made.project.close()


def test_shift_and_drag_labels_a_patch_and_undo_takes_it_back(panel):
    panel.drag((100.0, 5.0), (200.0, 10.0))
    (facts,) = panel.facts
    assert facts.kind is LabelKind.PATCH
    assert facts.classes == ("outer race",)
    edges = facts.low_hz, facts.high_hz, facts.start_s, facts.stop_s
    assert edges == pytest.approx((100.0, 200.0, 5.0, 10.0), rel=0.03)
    assert panel.drawn() == ["outer race"]
    assert panel.layer.chosen
    panel.history.undo()
    panel.heard()
    assert panel.facts == []
    assert panel.drawn() == []
    assert panel.layer.chosen == ""
    panel.history.redo()
    panel.heard()
    assert panel.facts == [facts]


def test_digits_choose_the_class_of_the_chosen_and_of_the_next(qtbot, panel):
    plot = panel.view.plot
    qtbot.keyClick(plot, Qt.Key.Key_3)
    panel.drag((100.0, 5.0), (200.0, 10.0))
    assert panel.drawn() == ["inner race"]
    qtbot.keyClick(plot, Qt.Key.Key_9)
    assert panel.drawn() == ["rub"]
    panel.view.controls.classes.setEditText("rub, belt")
    panel.view.controls.classes.line.editingFinished.emit()
    assert panel.facts[0].classes == ("rub", "belt")
    acts = [change.act for change in panel.service.changes(panel.recording.id)]
    assert acts == [LabelAct.ADDED, LabelAct.CHANGED, LabelAct.CHANGED]
    panel.history.undo()
    panel.heard()
    assert panel.drawn() == ["rub"]


def test_a_click_chooses_the_smallest_and_delete_removes_it(qtbot, panel):
    panel.drag((50.0, 2.0), (500.0, 18.0))
    qtbot.keyClick(panel.view.plot, Qt.Key.Key_9)
    click(qtbot, panel.view.plot, 20.0, 19.0)
    assert panel.layer.chosen == ""
    qtbot.keyClick(panel.view.plot, Qt.Key.Key_3)
    assert panel.drawn() == ["rub"]  # none is chosen, so it is the next one's class
    panel.drag((100.0, 5.0), (200.0, 10.0))
    assert sorted(panel.drawn()) == ["inner race", "rub"]
    click(qtbot, panel.view.plot, 400.0, 16.0)
    assert panel.view.controls.classes.currentText() == "rub"
    click(qtbot, panel.view.plot, 150.0, 7.0)
    assert panel.view.controls.classes.currentText() == "inner race"
    qtbot.keyClick(panel.view.plot, Qt.Key.Key_Delete)
    assert panel.drawn() == ["rub"]
    qtbot.keyClick(panel.view.plot, Qt.Key.Key_Delete)  # nothing is chosen any more
    assert panel.drawn() == ["rub"]


def test_patches_lie_the_same_on_a_map_whose_time_runs_across(panel):
    panel.drag((100.0, 5.0), (200.0, 10.0))
    (facts,) = panel.facts
    upright = panel.layer.rectangle_of(panel.layer.patches[0])
    figure = maps.run_up()
    panel.signals.figure = replace(
        figure,
        x=figure.y,
        y=figure.x,
        values=np.ascontiguousarray(figure.values.T),
        x_label="Time",
        x_unit="s",
        y_label="Frequency",
        y_unit="Hz",
        markers=(),
        tracks=(),
    )
    panel.presenter.again()
    lying = panel.layer.rectangle_of(panel.layer.patches[0])
    assert (lying.x(), lying.width()) == (upright.y(), upright.height())
    panel.drag((2.0, 300.0), (4.0, 400.0))
    second = next(one for one in panel.facts if one != facts)
    edges = second.low_hz, second.high_hz, second.start_s, second.stop_s
    assert edges == pytest.approx((300.0, 400.0, 2.0, 4.0), rel=0.03)


def test_a_map_without_time_takes_no_labels_and_shift_zooms_as_ever(qtbot, panel):
    panel.drag((100.0, 5.0), (200.0, 10.0))
    panel.signals.figure = maps.kurtogram()
    panel.presenter.again()
    assert time_is_up(panel.view.plot.figure) is None
    assert panel.drawn() == []
    assert not panel.view.controls.label.isVisible()
    panel.drag((1000.0, 0.5), (3000.0, 1.5))
    assert len(panel.facts) == 1
    assert panel.view.plot.view().width() == pytest.approx(2000.0, rel=0.05)


def test_a_slip_and_a_plain_drag_label_nothing(panel):
    panel.drag((100.0, 5.0), (100.5, 5.0))
    panel.drag((100.0, 5.0), (200.0, 10.0), Qt.KeyboardModifier.NoModifier)
    assert panel.facts == []


def test_patches_are_drawn_over_the_cells(panel):
    plot = panel.view.plot
    before = plot.grab().toImage()
    panel.drag((200.0, 5.0), (300.0, 10.0))
    panel.labelling.choose("")
    corner = plot.position_of(200.0, 7.0).toPoint()
    after = plot.grab().toImage()
    across = range(corner.x() - 3, corner.x() + 4)
    assert any(before.pixel(x, corner.y()) != after.pixel(x, corner.y()) for x in across)
