"""The band strip of the Spectrum panel: dragging, quick looks, advice, bands of other panels."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt

from pfd_desktop.core.dsp.band_adviser import BandAdvice
from tests.fakes import HeldJobs, InlineJobs
from tests.ui.test_plot import drag_to, on_viewport, viewport
from tests.ui.test_spectrum_panel import Signals, asked, choose, looks, panel


@pytest.fixture
def signals():
    made = Signals()
    made.advice = (
        BandAdvice(2000.0, 4000.0, 25.0, 107.3, "BPFO", "repeats at BPFO"),
        BandAdvice(500.0, 750.0, 13.0, 29.9, "", "repeats at 29.9 Hz"),
    )
    return made


def press(qtbot, strip, hertz):
    at = on_viewport(strip, hertz, strip.view().center().y())
    qtbot.mousePress(viewport(strip), Qt.MouseButton.LeftButton, pos=at)


def drag(strip, hertz):
    drag_to(strip, QPointF(on_viewport(strip, hertz, strip.view().center().y())))


def release(qtbot, strip, hertz):
    at = on_viewport(strip, hertz, strip.view().center().y())
    qtbot.mouseRelease(viewport(strip), Qt.MouseButton.LeftButton, pos=at)


def test_the_strip_is_there_for_what_has_a_band(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    assert view.strip.isVisible()
    assert view.strip.figure.kind == "envelope"  # of the fake
    assert len(signals.strips) == 1
    choose(view.controls, "fft")
    assert not view.strip.isVisible()
    choose(view.controls, "squared-envelope")
    assert view.strip.isVisible()
    assert len(signals.strips) == 1  # it is of the recording, not of the analysis
    presenter.choose("two")
    assert [request.recording_id for request in signals.strips] == ["one", "two"]


def test_while_the_band_is_dragged_only_looks_are_asked_for(qtbot, signals):
    jobs = HeldJobs()
    view, presenter = panel(qtbot, signals, jobs)
    signals.whole = False
    presenter.choose("one")
    done = 0
    while done < len(jobs.jobs):
        jobs.jobs[done].run()
        done += 1
    strip, before = view.strip, len(jobs.jobs)
    press(qtbot, strip, 1000.0)
    drag(strip, 2000.0)
    drag(strip, 3000.0)
    assert view.is_dragging()
    assert len(jobs.jobs) == before + 1  # one look at a time
    jobs.jobs[-1].run()
    assert len(jobs.jobs) == before + 2  # the latest band
    jobs.jobs[-1].run()
    assert signals.asked[-1].quick
    low, high = asked(signals)["band"]
    assert (low, high) == pytest.approx((1000.0, 3000.0), abs=15.0)
    assert len(jobs.jobs) == before + 2  # no whole while it is dragged
    release(qtbot, strip, 3000.0)
    assert not view.is_dragging()
    jobs.jobs[-1].run()
    assert not signals.asked[-1].quick  # the whole once it is let go
    fields = view.controls.fields.control("band")
    assert fields.value() == pytest.approx((1000.0, 3000.0), abs=15.0)
    assert looks(jobs)


def test_the_band_moves_and_its_edges_widen_it(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    view.choose_band(2000.0, 3000.0)
    strip = view.strip
    assert strip.band == (2000.0, 3000.0)
    press(qtbot, strip, 2500.0)
    drag(strip, 3500.0)
    release(qtbot, strip, 3500.0)
    assert strip.band == pytest.approx((3000.0, 4000.0), abs=15.0)
    press(qtbot, strip, 4000.0)
    drag(strip, 5000.0)
    release(qtbot, strip, 5000.0)
    assert strip.band == pytest.approx((3000.0, 5000.0), abs=15.0)
    assert asked(signals)["band"] == strip.band
    before = strip.band
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert strip.band[0] > before[0]
    at = on_viewport(strip, 4500.0, strip.view().center().y())
    qtbot.mouseDClick(viewport(strip), Qt.MouseButton.LeftButton, pos=at)
    assert strip.band is None
    assert asked(signals)["band"] is None


def test_a_click_reads_and_moves_no_band(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    view.choose_band(2000.0, 3000.0)
    press(qtbot, view.strip, 4000.0)
    release(qtbot, view.strip, 4000.0)
    assert view.strip.band == (2000.0, 3000.0)
    assert view.strip.cursor_tool.cursors.first is not None
    qtbot.mouseMove(viewport(view.strip), on_viewport(view.strip, 3000.0, 0.0))


def test_advised_bands_are_taken_by_a_click(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    chips = view.controls.advised.chips
    assert [chip.text() for chip in chips] == ["1: 2000–4000 Hz", "2: 500.0–750.0 Hz"]
    assert chips[0].toolTip() == "repeats at BPFO"
    view.controls.fields.control("advised").show_value(True)
    chips[0].click()
    assert asked(signals)["band"] == (2000.0, 4000.0)
    assert asked(signals)["advised"] is False  # the band is told now
    assert view.strip.band == (2000.0, 4000.0)
    choose(view.controls, "fft")
    assert not view.controls.advised.chips
    assert not chips[0].isVisible()


def test_a_band_chosen_elsewhere_is_demodulated(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    choose(view.controls, "fft")
    presenter.choose_band(1000.0, 1500.0)
    assert signals.asked[-1].choice.analysis == "envelope"
    assert asked(signals)["band"] == (1000.0, 1500.0)


def test_a_band_that_the_analysis_chose_is_marked(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    signals.figure = replace(signals.figure, band_hz=(3100.0, 4200.0))
    presenter.choose("one")
    assert view.strip.band is None
    advised = view.controls.fields.control("advised")
    advised.button.click()
    assert asked(signals)["advised"] is True
    assert view.strip.band == (3100.0, 4200.0)
    view.choose_band(2000.0, 3000.0)
    assert view.strip.band == (2000.0, 3000.0)


def test_scales_exclude_each_other(qtbot, signals):
    view, presenter = panel(qtbot, signals, InlineJobs())
    presenter.choose("one")
    controls = view.controls
    controls.log_y.click()
    assert view.plot.logarithmic == (False, True)
    controls.decibels.click()
    assert not controls.log_y.isChecked()
    assert view.plot.in_decibels
    assert controls.levels.reference.isVisible()
    controls.levels.reference.setText("1e-6")
    controls.levels.reference.editingFinished.emit()
    assert view.plot.axis_text("left").endswith("(dB re 1e-06 g rms)")
    assert "dB re 1e-06" in view.plot.axis_units()[1]
    controls.levels.reference.setText("-3")
    controls.levels.reference.editingFinished.emit()
    assert "dB reference" in view.message.label.text()
    controls.log_x.click()
    assert view.plot.logarithmic == (True, False)
