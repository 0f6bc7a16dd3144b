"""What the panels that show analyses share: looks that fail, stretches, second channels."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from pfd_desktop.errors import InvalidInput, LookRefused
from pfd_desktop.ui.panels.maps.presenter import MapPresenter
from pfd_desktop.ui.panels.maps.view import MapView
from pfd_desktop.ui.panels.orbit.presenter import OrbitPresenter
from pfd_desktop.ui.panels.orbit.view import OrbitView
from pfd_desktop.ui.panels.spectrum.presenter import SpectrumPresenter
from pfd_desktop.ui.panels.spectrum.view import SpectrumView
from pfd_desktop.ui.workspace import Workspace
from tests.fakes import HeldJobs, InlineJobs
from tests.ui import recordings as made
from tests.ui.test_map_panel import Data
from tests.ui.test_spectrum_panel import Signals, choose

PANELS = [(SpectrumView, SpectrumPresenter), (MapView, MapPresenter), (OrbitView, OrbitPresenter)]


class ShortLooks(Signals):
    """The whole is long enough for what is asked, or is not."""

    def __init__(self, whole: Exception | None = None):
        super().__init__()
        self.of_whole = whole

    def analyse(self, request, progress):
        self.error = LookRefused("Too short a record.") if request.quick else self.of_whole
        return super().analyse(request, progress)


def panel(qtbot, signals, kinds=PANELS[0], data=None, jobs=None):
    view = kinds[0]()
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.presenter = kinds[1](view, data or Data(), signals, jobs or InlineJobs())
    with qtbot.waitExposed(view):
        view.show()
    return view, view.presenter


def test_the_whole_is_computed_where_only_the_quick_look_fails(qtbot):
    signals = ShortLooks()
    view, presenter = panel(qtbot, signals)
    presenter.choose("one")
    assert [request.quick for request in signals.asked] == [True, False]
    assert view.plot.figure is not None
    assert not view.message.isVisible()


def test_an_error_of_the_whole_is_shown(qtbot):
    view, presenter = panel(qtbot, ShortLooks(InvalidInput("It is too short in whole.")))
    presenter.choose("one")
    assert view.message.label.text() == "It is too short in whole."
    assert view.plot.figure is None


@pytest.mark.parametrize("kinds", PANELS)
def test_a_stretch_is_analysed_until_the_chip_is_clicked(qtbot, tmp_path, kinds):
    blob = made.blob(tmp_path, made.bearing_samples(1))
    x = made.recording(blob, "one")
    data = Data((x, replace(x, id="two", name="two")))
    signals = Signals()
    view, presenter = panel(qtbot, signals, kinds, data)
    workspace = Workspace()
    workspace.recording_chosen.connect(presenter.choose)
    workspace.span_chosen.connect(presenter.choose_span)
    view.whole_requested.connect(workspace.choose_whole)
    workspace.choose_recording("one")
    assert (signals.asked[-1].span_s, view.stretch.isVisible()) == (None, False)
    workspace.choose_span(1.2, 3.4)
    assert signals.asked[-1].span_s == (1.2, 3.4)
    assert view.stretch.text() == "1.2 to 3.4 s ×"
    assert view.stretch.isVisible()
    qtbot.mouseClick(view.stretch, Qt.MouseButton.LeftButton)
    assert (signals.asked[-1].span_s, view.stretch.isVisible()) == (None, False)
    workspace.choose_span(1.2, 3.4)
    workspace.choose_recording("two")
    assert signals.asked[-1].span_s is None


def test_channels_are_listed_in_a_job_and_only_where_two_are_compared(qtbot, tmp_path):
    blob = made.blob(tmp_path, made.bearing_samples(1))
    x = made.recording(blob, "one")
    data, jobs, signals = Data((x, replace(x, id="two", name="two"))), HeldJobs(), Signals()
    view, presenter = panel(qtbot, signals, data=data, jobs=jobs)
    presenter.choose("one")
    assert jobs.titles == ["Look at the envelope"]
    jobs.jobs[0].run()
    choose(view.controls, "coherence")
    assert jobs.titles[-1] == "List the channels"
    asked = len(signals.asked)
    jobs.jobs[-1].run()
    assert view.controls.second.currentData() == "two"
    assert jobs.titles[-1] == "Look at the coherence"
    jobs.jobs[-1].run()
    assert [one.choice.second_id for one in signals.asked[asked:]] == ["two"]


def test_the_second_channel_is_one_of_the_same_measurement(qtbot, tmp_path):
    blob = made.blob(tmp_path, made.bearing_samples(1))
    x = replace(made.recording(blob, "1 x"), source_name="first", channel="X")
    y, z = (replace(x, id=f"1 {name}", channel=name.upper()) for name in "yz")
    other = [replace(one, id=one.id.replace("1", "2"), source_name="second") for one in (x, y, z)]
    signals = Signals()
    view, presenter = panel(qtbot, signals, PANELS[2], Data((x, y, z, *other)))
    presenter.choose("1 x")
    assert view.controls.second.currentData() == "1 y"
    assert view.controls.second.currentText() == f"Y · {y.name}"  # what tells it comes first
    view.controls.second.setCurrentIndex(view.controls.second.findData("1 z"))
    presenter.choose("1 y")
    assert view.controls.second.currentData() == "1 z", "measured with this one too"
    presenter.choose("2 x")
    assert view.controls.second.currentData() == "2 y", "nothing was measured with it in the first"
    assert signals.asked[-1].choice.second_id == "2 y"


def test_figures_come_while_a_band_is_dragged_on(qtbot, monkeypatch):
    """The pointer moves faster than a look answers: each answer is seen, and none is waited for."""
    signals, jobs = Signals(), HeldJobs()
    view, presenter = panel(qtbot, signals, jobs=jobs)
    presenter.choose("one")
    jobs.jobs[0].run()
    monkeypatch.setattr(view, "is_dragging", lambda: True)
    shown = []
    monkeypatch.setattr(view, "put", shown.append)
    view.choose_band(2000.0, 5000.0)
    first = jobs.jobs[-1]
    view.choose_band(2100.0, 5100.0)
    view.choose_band(2200.0, 5200.0)
    first.run()
    assert len(shown) == 1
    jobs.jobs[-1].run()
    bands = [dict(one.choice.values)["band"] for one in signals.asked[1:]]
    assert bands == [(2000.0, 5000.0), (2200.0, 5200.0)]
    assert len(shown) == 2


def test_markers_are_read_at_leisure_while_a_band_is_dragged(qtbot, monkeypatch):
    signals = Signals()
    view, presenter = panel(qtbot, signals)
    presenter.choose("one")
    before = view.markers.rows
    assert before
    monkeypatch.setattr(view, "is_dragging", lambda: True)
    signals.figure = replace(signals.figure, y=3 * signals.figure.y)
    view.choose_band(2000.0, 5000.0)
    assert view.plot.figure.y.max() == pytest.approx(signals.figure.y.max())
    assert view.markers.rows == before
    qtbot.waitUntil(lambda: view.markers.rows != before, timeout=5000)
