"""The Map and the Orbit panel: presenter and real view, jobs in the test's own thread."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.child import FigureRequest
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.panels.maps.presenter import MapPresenter
from pfd_desktop.ui.panels.maps.view import MapView
from pfd_desktop.ui.panels.orbit.presenter import OrbitPresenter
from pfd_desktop.ui.panels.orbit.view import OrbitView
from tests.core.analyses import materials
from tests.fakes import InlineJobs
from tests.ui import maps
from tests.ui import recordings as made
from tests.ui.test_plot import on_viewport, viewport


class Signals:
    """Figures of any recording, as the service offers them."""

    def __init__(self, figure):
        self.figure, self.asked, self.error = figure, [], None

    def analyse(self, request, progress):
        self.asked.append(request)
        if self.error:
            raise self.error
        request_made = FigureRequest(request.choice.analysis, (), Path(), "", "")
        return Analysed(self.figure, request_made, whole=True)


class Data:
    """Recordings with their companions."""

    def __init__(self, records=()):
        self.records = records

    def companions(self, recording_id):
        own = self.recording(recording_id).source_name if self.records else ""
        others = [one for one in self.records if one.id != recording_id]
        return tuple(sorted(others, key=lambda one: one.source_name != own))

    def recording(self, recording_id):
        return next(one for one in self.records if one.id == recording_id)


def shown(qtbot, view, presenter_kind, signals, data):
    qtbot.addWidget(view)
    view.resize(1000, 760)
    view.presenter = presenter_kind(view, data, signals, InlineJobs())
    with qtbot.waitExposed(view):
        view.show()
    return view, view.presenter


@pytest.fixture
def signals():
    return Signals(maps.run_up())


@pytest.fixture
def panel(qtbot, signals):
    return shown(qtbot, MapView(), MapPresenter, signals, Data())


def click(qtbot, plot, x, y):
    at = on_viewport(plot, x, y)
    qtbot.mouseClick(viewport(plot), Qt.MouseButton.LeftButton, pos=at)


def test_a_map_says_what_it_is(panel):
    view, presenter = panel
    assert view.pages.currentIndex() == 0
    presenter.choose("one")
    assert view.pages.currentIndex() == 1
    assert view.contract.text() == (
        "Acceleration (g rms)  ·  Time and frequency  ·  window hann  ·  ENBW 1.5 Hz  ·  "
        "4 averages, overlap 50 %"
    )
    assert "recording hash: " + "ab" * 32 in view.contract.toolTip()
    assert view.plot.axis_text("bottom") == "Frequency (Hz)"
    presenter.choose("")
    assert view.pages.currentIndex() == 0
    assert view.plot.figure is None


def test_headings_cannot_be_chosen(panel):
    kind = panel[0].controls.kind
    assert kind.currentData() == "waterfall"
    headings = [row for row in range(kind.count()) if kind.itemData(row) is None]
    assert len(headings) >= 3
    texts = [kind.itemText(row) for row in headings]
    assert len(set(texts)) == len(texts)
    model = kind.model()
    assert all(not model.index(row, 0).flags() & Qt.ItemFlag.ItemIsSelectable for row in headings)


def test_a_click_shows_the_row_and_the_column(qtbot, panel):
    view, presenter = panel
    presenter.choose("one")
    assert view.row.isHidden() or not view.row.isVisible()
    click(qtbot, view.plot, 100.0, 5.0)
    assert view.row.isVisible()
    assert view.row.figure.y.max() == 1.0
    assert view.row.in_decibels
    assert view.row.axis_text("left") == "Acceleration (dB re 1 g rms)"
    assert view.column.axis_text("bottom") == "Time (s)"
    assert view.cursors.rows[0][0] == "Cursor"
    view.plot.show_x(50.0, 150.0)
    assert view.row.view().left() == pytest.approx(50.0)
    view.controls.levels.decibels.click()
    assert not view.row.in_decibels
    assert view.plot.bar.words == "Acceleration (g rms)"
    presenter.again()
    assert view.row.isVisible()


def test_the_colours_can_be_told(panel):
    view, presenter = panel
    presenter.choose("one")
    controls = view.controls
    controls.low.setText("-40")
    controls.low.editingFinished.emit()
    assert view.plot.bar.range == pytest.approx((-40.0, 0.0))
    controls.high.setText("-50")
    controls.high.editingFinished.emit()
    assert "do not rise" in view.message.label.text()
    controls.levels.decibels.click()
    assert controls.low.text() == ""  # another scale has other numbers
    controls.lines.click()
    assert view.plot.ridges.isVisible()


def test_a_band_of_the_kurtogram_goes_to_the_spectrum(qtbot, panel, signals):
    view, presenter = panel
    heard = []
    view.band_requested.connect(lambda low, high: heard.append((low, high)))
    presenter.choose("one")
    assert view.controls.band.isHidden()  # a waterfall parts no bands
    signals.figure = maps.kurtogram()
    presenter.again()
    assert not view.controls.levels.isEnabled()  # kurtosis has no decibels
    assert view.controls.band.text() == "Use 2000–4000 Hz"
    view.controls.band.click()
    click(qtbot, view.plot, 5200.0, 2.0)
    assert view.controls.band.text() == "Use 4500–6000 Hz"
    view.controls.band.click()
    assert heard == [(2000.0, 4000.0), (4500.0, 6000.0)]


def test_a_pair_of_frequencies_is_not_offered_as_a_band(qtbot, panel, signals):
    view, presenter = panel
    heard = []
    view.band_requested.connect(lambda low, high: heard.append((low, high)))
    signals.figure = maps.kurtogram()
    presenter.choose("one")
    assert view.controls.band.isVisible()
    signals.figure = materials.mapped(materials.steady(), "bicoherence", significant=False)
    presenter.again()
    assert view.controls.band.isHidden()  # that of the map before has gone with it
    f1, f2 = signals.figure.best
    click(qtbot, view.plot, f1, f2)
    assert view.plot.cut is not None
    assert view.controls.band.isHidden()
    view.controls.band.click()
    assert heard == []


def test_a_refused_analysis_takes_the_other_ones_map_away(panel, signals):
    view, presenter = panel
    presenter.choose("one")
    signals.error = InvalidInput("No speed is known. Tell it first.")
    view.controls.show_analysis("cascade")
    view.controls.choice_changed.emit()
    assert "Tell it first" in view.message.label.text()
    assert view.plot.figure is None
    assert not view.plot.isVisible()  # nor axes that say nothing
    signals.error = None
    view.controls.show_analysis("stft")
    view.controls.choice_changed.emit()
    assert not view.message.isVisible()
    assert view.plot.figure is not None


def record(waveform, name, source):
    return replace(made.recording(waveform, name), source_name=source)


def test_an_orbit_with_its_second_channel(qtbot, tmp_path):
    waveform = made.blob(tmp_path, made.bearing_samples(1))
    records = (record(waveform, "X", "a.wav"), record(waveform, "Y", "a.wav"))
    signals = Signals(maps.orbit())
    view, presenter = shown(qtbot, OrbitView(), OrbitPresenter, signals, Data(records))
    presenter.choose("X")
    assert view.controls.second.currentText() == "Y · drive end"
    assert signals.asked[-1].choice.second_id == "Y"
    assert view.contract.text() == (
        "Displacement (µm)  ·  direct  ·  2 turns  ·  forward precession  ·  x X, y Y"
    )
    view.clearance.setText("100")
    view.clearance.editingFinished.emit()
    assert view.plot.clearance_circle()[2] == 50.0
    view.clearance.setText("wide")
    view.clearance.editingFinished.emit()
    assert "not a number" in view.message.label.text()


def test_a_channel_of_another_file_is_not_taken_unasked(qtbot, tmp_path):
    waveform = made.blob(tmp_path, made.bearing_samples(1))
    records = (record(waveform, "X", "a.wav"), record(waveform, "other", "b.wav"))
    signals = Signals(maps.orbit())
    view, presenter = shown(qtbot, OrbitView(), OrbitPresenter, signals, Data(records))
    presenter.choose("X")
    second = view.controls.second
    assert second.currentText() == "choose…"
    assert signals.asked == []
    assert view.waiting.isVisible()  # a calm sentence, and no axes that say nothing
    assert "Choose the second one" in view.waiting.text()
    assert not view.message.isVisible()
    assert not view.plot.isVisible()
    second.setCurrentIndex(1)
    second.activated.emit(1)
    assert signals.asked[-1].choice.second_id == "other"
    assert view.plot.isVisible()


def test_where_no_other_channel_fits_that_is_said(qtbot, tmp_path):
    waveform = made.blob(tmp_path, made.bearing_samples(1))
    signals = Signals(maps.orbit())
    data = Data((record(waveform, "X", "a.wav"),))
    view, presenter = shown(qtbot, OrbitView(), OrbitPresenter, signals, data)
    presenter.choose("X")
    assert "no other recording" in view.waiting.text()
    assert signals.asked == []


def test_tab_goes_the_way_one_reads(panel):
    view, presenter = panel
    presenter.choose("one")
    controls = view.controls
    controls.show_analysis("cwt")
    names, at = [], controls.kind
    for _ in range(300):
        takes_focus = at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.focusProxy() is None
        if at.isVisible() and takes_focus and at.accessibleName():
            names.append(at.accessibleName())
        at = at.nextInFocusChain()
    expected = [
        "Map kind", "dB", "dB reference", "Colours from", "Colours to", "Lines", "Smooth",
        "Class of the label", "From", "Up to",
    ]  # fmt: skip
    assert names[: len(expected)] == expected


def test_every_control_has_a_name(panel):
    from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

    view, _ = panel
    for kind in (QComboBox, QLineEdit, QPushButton):
        for control in view.findChildren(kind):
            assert control.accessibleName() or control is view.controls.band, control
