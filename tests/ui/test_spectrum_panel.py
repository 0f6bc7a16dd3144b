"""The Spectrum panel: presenter and real view, jobs in the test's own thread."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.child import FigureRequest
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.figures.cursors import CursorMode
from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.errors import InvalidInput
from pfd_desktop.services.signals import AnalysisRequest
from pfd_desktop.ui.panels.spectrum.presenter import SpectrumPresenter
from pfd_desktop.ui.panels.spectrum.view import SpectrumView
from pfd_desktop.ui.plots.marker_layer import line_colour, marker_name
from pfd_desktop.ui.plots.palette import FAMILIES, family_dash, family_place, for_paper
from tests.fakes import HeldJobs, InlineJobs
from tests.ui import recordings as made


class Signals:
    """Spectra of any recording, as the service offers them; remembers what was asked."""

    def __init__(self) -> None:
        self.figure = made.envelope_figure(made.bearing_samples(4))
        self.asked, self.strips, self.advice = [], [], ()
        self.error: Exception | None = None
        self.whole = True

    def analyse(self, request, progress):
        if request == AnalysisRequest(request.recording_id, AnalysisChoice("psd")):
            self.strips.append(request)
            return self._analysed(
                "psd", replace(made.envelope_figure(made.bearing_samples(1), 6000.0), power=True)
            )
        self.asked.append(request)
        if self.error:
            raise self.error
        kind = request.choice.analysis
        figure = replace(self.figure, kind=kind, recording=request.recording_id)
        return self._analysed(kind, figure)

    def advise_bands(self, recording_id, progress):
        return self.advice

    def _analysed(self, kind, figure):
        return Analysed(figure, FigureRequest(kind, (), Path(), "", ""), self.whole)


class Data:
    """Companions of any recording."""

    def companions(self, recording_id):
        return ()

    def recording(self, recording_id):
        raise AssertionError("asked without companions")


@pytest.fixture
def signals():
    return Signals()


def panel(qtbot, signals, jobs, show=True):
    view = SpectrumView()
    qtbot.addWidget(view)
    view.resize(1200, 780)
    view.presenter = SpectrumPresenter(view, Data(), signals, jobs)
    if show:
        with qtbot.waitExposed(view):
            view.show()
    return view, view.presenter


def test_the_spectrum_says_what_it_is(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    assert view.pages.currentIndex() == 0
    presenter.choose("one")
    assert view.plot.figure.recording == "one"
    view.plot.show_x(0, 600)
    assert view.plot.axis_text("left") == "Acceleration, envelope (mg rms)"
    assert view.plot.axis_text("bottom") == "Frequency (Hz)"
    for part in (
        "scaling RMS",
        "window hann",
        "ENBW 0.375 Hz",
        "1 average",
        "band 2000 to 5000 Hz",
    ):
        assert part in view.contract.text()
    assert "recording hash" in view.contract.toolTip()
    assert view.notes.text() == "Speed 1797 rpm as told."


def test_controls_ask_for_another_spectrum(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    controls = view.controls
    assert signals.asked[0].choice.analysis == "envelope"
    band = controls.fields.control("band")
    band.low.setText("1500")
    band.high.setText("3500,5")
    band.low.editingFinished.emit()
    assert asked(signals)["band"] == (1500.0, 3500.5)
    highest = controls.fields.control("highest").field
    highest.setText("800")
    highest.editingFinished.emit()
    assert asked(signals)["highest"] == 800.0
    choose(controls, "fft")
    assert signals.asked[-1].choice.analysis == "fft"
    assert controls.fields.control("band") is None
    window = controls.fields.control("window").box
    window.setCurrentIndex(window.findData("flattop"))
    window.activated.emit(0)
    assert asked(signals)["window"] == "flattop"
    qtbot.keyClick(view.plot, Qt.Key.Key_O)
    assert asked(signals)["axis"] == "orders"
    count = len(signals.asked)
    controls.fields.control("highest").field.editingFinished.emit()
    assert len(signals.asked) == count  # the same question is not asked twice
    choose(controls, "envelope")
    assert asked(signals)["band"] == (1500.0, 3500.5)  # what was set comes back


def asked(signals):
    return dict(signals.asked[-1].choice.values)


def choose(controls, name):
    controls.kind.setCurrentIndex(controls.kind.findData(name))
    controls.kind.activated.emit(0)


def test_a_long_recording_is_looked_at_first_and_then_computed(qtbot, signals):
    jobs = HeldJobs()
    view, presenter = panel(qtbot, signals, jobs)
    signals.whole = False
    presenter.choose("one")
    jobs.jobs[0].run()
    assert view.plot.figure is not None
    assert signals.asked[-1].quick
    whole = jobs.jobs[-1]
    before = len(jobs.jobs)
    choose(view.controls, "fft")  # nobody waits for the whole envelope any more
    assert whole.was_cancelled
    choose(view.controls, "psd")
    assert len(jobs.jobs) == before + 1  # a look is under way: the next waits for it
    looks(jobs)[1].run()
    looks(jobs)[2].run()
    assert view.plot.figure.kind == "psd"
    jobs.jobs[-1].run()
    assert not signals.asked[-1].quick


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [("abc", "", "not a number"), ("3000", "", "both"), ("3000", "2000", "empty"),
     ("-5", "7", "0 or more")],
)  # fmt: skip
def test_fields_that_cannot_be_used_are_said(qtbot, signals, low, high, said):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    band = view.controls.fields.control("band")
    band.low.setText(low)
    band.high.setText(high)
    band.low.editingFinished.emit()
    assert said in view.message.label.text()
    assert len(signals.asked) == 1
    view.controls.show_choice(AnalysisChoice("envelope"))
    presenter.choose("one")
    assert not view.message.isVisible()


def test_a_hidden_panel_computes_nothing(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs(), show=False)
    presenter.choose("one")
    presenter.choose("two")
    presenter.store_changed(frozenset({"recordings"}))
    assert signals.asked == []
    view.show()
    assert [request.recording_id for request in signals.asked] == ["two"]


def looks(jobs):
    """Jobs for figures, without those for the strip."""
    return [job for job in jobs.jobs if job.title.startswith("Look")]


def test_late_answers_are_dropped_and_stale_pictures_taken_away(qtbot, signals):
    jobs = HeldJobs()
    view, presenter = panel(qtbot, signals, jobs)
    presenter.choose("one")
    jobs.jobs[0].run()
    presenter.choose("two")
    assert view.plot.figure is None  # one's spectrum is not shown as two's
    presenter.choose("three")
    looks(jobs)[1].run()
    assert view.plot.figure is None
    looks(jobs)[2].run()
    assert view.plot.figure.recording == "three"
    presenter.choose("")
    assert view.pages.currentIndex() == 0


def test_errors_are_shown_and_another_question_clears_them(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    signals.error = InvalidInput("The band lies above half the sampling rate. Choose a lower one.")
    presenter.choose("one")
    assert "Choose a lower one" in view.message.label.text()
    signals.error = None
    presenter.store_changed(frozenset({"bearings"}))
    assert not view.message.isVisible()
    assert view.plot.figure is not None


def test_markers_stand_at_their_frequencies(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    image = view.plot.grab().toImage()
    colour = line_colour(view.plot.colours(), "BPFO").rgb()
    top, bottom = view.plot.view().bottom(), view.plot.view().top()
    for harmonic in (1, 2, 3):
        x = round(view.plot.position_of(harmonic * made.BPFO_HZ, 0).x())
        ys = range(
            round(view.plot.position_of(0, top).y()) + 60,
            round(view.plot.position_of(0, bottom).y()),
        )
        column = [image.pixel(near, y) for near in (x - 1, x, x + 1) for y in ys]
        assert column.count(colour) > 10  # dashed, and the curve stands before it


def test_the_marker_table_reads_and_moves_the_view(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    rows = view.markers.rows
    assert rows[0][:3] == ("BPFO", "107.30", "107.30")
    assert rows[1][0] == "BPFO 2×"
    ambiguous = next(row for row in rows if row[-1])
    assert ambiguous[0].endswith("≈")
    assert ambiguous[-1] == "coincides with 4X"
    assert [row[0] for row in rows][-4:] == ["1X", "2X", "3X", "4X"]
    view.markers.selectRow(1)
    seen = view.plot.view()
    assert seen.left() < 2 * made.BPFO_HZ < seen.right()
    assert seen.width() < 100
    assert seen.center().x() == pytest.approx(2 * made.BPFO_HZ)


def test_decibels_and_back(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    view.controls.decibels.click()
    assert view.plot.axis_text("left") == "Acceleration, envelope (dB re 1 g rms)"
    peak = view.plot.source.peak_near(made.BPFO_HZ, 2.0)
    level = 20 * np.log10(signals.figure.y.max())
    assert peak.y == pytest.approx(level, abs=1.0)
    view.controls.decibels.click()
    assert view.plot.axis_text("left") == "Acceleration, envelope (mg rms)"


def test_a_click_snaps_to_the_defect_frequency(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    plot = view.plot
    viewport = plot.canvas.viewport()
    at = viewport.mapFrom(plot, plot.position_of(made.BPFO_HZ, 0.02).toPoint()) + QPoint(4, 0)
    qtbot.keyClick(plot, Qt.Key.Key_H)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    cursors = plot.cursor_tool.cursors
    assert cursors.mode is CursorMode.HARMONIC
    assert cursors.first.x == pytest.approx(made.BPFO_HZ, abs=0.05)
    assert [row[0] for row in view.cursors.rows] == ["1×", "2×", "3×", "4×", "5×"]


def test_the_view_stays_when_only_the_recording_changes(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    view.plot.show_x(90.0, 130.0)
    presenter.store_changed(frozenset({"recordings"}))
    assert view.plot.view().left() == pytest.approx(90.0)
    presenter.choose("two")
    assert view.plot.view().right() == pytest.approx(130.0)
    choose(view.controls, "fft")
    assert view.plot.shows_all_of_x()


def test_crowded_harmonics_shrink_to_ticks_until_there_is_room(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")

    def column(position: float) -> int:
        image = view.plot.grab().toImage()
        x = round(view.plot.position_of(position, 0).x())
        top = round(view.plot.position_of(0, view.plot.view().bottom()).y())
        colour = line_colour(view.plot.colours(), "FTF").rgb()
        return max(
            sum(image.pixel(near, top + down) == colour for down in range(20, 150))
            for near in (x - 1, x, x + 1)
        )

    assert column(3 * 11.9) == 0  # 12 Hz apart in 600 Hz: a tick above, no line
    view.plot.show_x(0.0, 60.0)
    assert column(3 * 11.9) > 20


def test_families_are_told_apart_by_colour_and_dash():
    colours = [for_paper().family(name).name() for name in FAMILIES]
    assert len(set(colours)) == len(FAMILIES)
    pairs = {(for_paper().family(n).name(), family_dash(n)) for n in FAMILIES}
    assert len(pairs) == len(FAMILIES)
    assert marker_name(replace(made.markers()[0], harmonic=3)) == "BPFO 3×"


def test_sidebands_are_ticks_in_the_colour_of_their_line_until_there_is_room(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    plot = view.plot
    beside = Marker("BPFI−1X", 1, 132.0, 129.0, 135.0, apart=29.95)
    plot.show_figure(replace(plot.figure, markers=(beside,)))
    assert family_place("2·2×BSF+3·FTF") == family_place("2×BSF")
    assert plot.colours().family("BPFI−1X") == plot.colours().family("BPFI")
    assert marker_name(beside) == "BPFI−1X"

    def down() -> int:
        image = plot.grab().toImage()
        at = plot.position_of(132.0, plot.view().bottom())
        x, top = round(at.x()), round(at.y())
        colour = line_colour(plot.colours(), "BPFI").rgb()
        near = range(x - 1, x + 2)
        return max(sum(image.pixel(c, top + y) == colour for y in range(20, 150)) for c in near)

    plot.show_x(0.0, 3000.0)
    assert down() == 0
    plot.show_x(100.0, 200.0)
    assert down() > 20
