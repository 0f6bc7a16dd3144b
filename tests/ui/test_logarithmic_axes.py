"""Logarithmic axes, and decibels with a stated reference, of spectra."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.plots.marker_layer import line_colour
from pfd_desktop.ui.plots.scales import LOGARITHMIC
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
from pfd_desktop.ui.plots.ticks import decade_ticks
from tests.ui import recordings as made
from tests.ui.test_plot import on_viewport, turn_wheel, viewport


@pytest.fixture(scope="module")
def figure():
    return made.envelope_figure(made.bearing_samples(4))


@pytest.fixture
def plot(qtbot, figure):
    plot = SpectrumPlot("spectrum")
    qtbot.addWidget(plot)
    plot.resize(900, 500)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_figure(figure)
    plot.show_scales(decibels=False, log_x=True, log_y=True)
    return plot


def test_a_decade_is_as_wide_anywhere(plot):
    assert plot.logarithmic == (True, True)
    at = [plot.position_of(x, 1e-3).x() for x in (1.0, 10.0, 100.0)]
    assert at[1] - at[0] == pytest.approx(at[2] - at[1], abs=1.1)
    up = [plot.position_of(100.0, y).y() for y in (1e-4, 1e-3, 1e-2)]
    assert up[0] - up[1] == pytest.approx(up[1] - up[2], abs=1.1)


def test_the_view_starts_at_the_first_line_above_zero(plot, figure):
    assert plot.view().left() == pytest.approx(figure.x[1])
    assert plot.view().right() == pytest.approx(figure.x[-1])
    plot.show_x(0.0, 100.0)
    assert plot.view().left() == pytest.approx(figure.x[1])


def test_ticks_are_decades_with_lines_between():
    found = decade_ticks(1.0, 1000.0, "Hz", 3)
    named = [label for label in found.labels if label]
    assert named == ["1", "10", "100", "1000"]
    assert len(found.values) == 28
    assert set(filter(None, decade_ticks(1e-6, 1e-4, "g", 8).labels)) >= {"10⁻⁶", "2·10⁻⁶", "10⁻⁵"}
    assert decade_ticks(100.0, 120.0, "Hz", 4).labels == ("100", "105", "110", "115", "120")
    assert decade_ticks(0.0, 10.0, "Hz", 4).values == ()
    assert len(decade_ticks(1e-30, 1e30, "g", 6).values) < 100


def test_the_grid_stands_at_the_ticks(plot):
    image = plot.grab().toImage()
    place = plot.position_of(100.0, plot.view().bottom() * 0.9)
    grid = plot.colours().grid.rgb()
    seen = [image.pixel(round(place.x()) + dx, round(place.y()) + 150) for dx in (-1, 0, 1)]
    assert grid in seen


def test_markers_stand_at_their_frequencies(plot):
    image = plot.grab().toImage()
    colour = line_colour(plot.colours(), "BPFO").rgb()
    place = plot.position_of(made.BPFO_HZ, plot.view().bottom())
    x, top = round(place.x()), round(place.y())
    column = [
        image.pixel(near, top + down) for near in (x - 1, x, x + 1) for down in range(60, 200)
    ]
    assert column.count(colour) > 10


def test_a_click_snaps_to_the_peak_and_the_cross_hair_reads_it(qtbot, plot):
    at = on_viewport(plot, made.BPFO_HZ, 1e-2) + QPoint(3, 0)
    qtbot.mouseClick(viewport(plot), Qt.MouseButton.LeftButton, pos=at)
    assert plot.cursor_tool.cursors.first.x == pytest.approx(made.BPFO_HZ, abs=0.1)
    qtbot.mouseMove(viewport(plot), on_viewport(plot, 10.0, 1e-3))
    assert float(plot.readout.split(" ")[0]) == pytest.approx(10.0, rel=0.03)


def test_the_wheel_zooms_at_the_pointer(plot):
    at = on_viewport(plot, 50.0, 1e-3)
    before = plot.view()
    turn_wheel(plot, at)
    after = plot.view()
    assert on_viewport(plot, 50.0, 1e-3).x() == pytest.approx(at.x(), abs=1)
    ratio = np.log(after.right() / after.left()) / np.log(before.right() / before.left())
    assert ratio == pytest.approx(0.8, rel=0.01)
    plot.pan(0.1)
    assert plot.view().right() / plot.view().left() == pytest.approx(
        after.right() / after.left(), rel=1e-6
    )


def test_a_peak_is_drawn_to_its_height(plot, figure):
    top = int(np.argmax(figure.y))
    place = plot.position_of(figure.x[top], figure.y[top])
    image = plot.grab().toImage()
    curve = plot.colours().curve
    around = [
        image.pixelColor(round(place.x()) + dx, round(place.y()) + dy)
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1, 2)
    ]
    assert curve in around


def test_a_cepstrum_stays_linear_and_the_scales_can_go_back(plot, figure):
    plot.show_figure(replace(figure, signed=True, kind="cepstrum"))
    assert plot.logarithmic == (True, False)
    plot.show_figure(figure)
    plot.show_x(80.0, 200.0)
    plot.show_scales(decibels=False)
    assert plot.logarithmic == (False, False)
    assert (plot.view().left(), plot.view().right()) == pytest.approx((80.0, 200.0))


def test_levels_say_what_0_db_is(plot, figure):
    plot.show_scales(decibels=True, reference=1e-6)
    assert plot.axis_text("left") == "Acceleration, envelope (dB re 1e-06 g rms)"
    peak = plot.source.peak_near(made.BPFO_HZ, 2.0)
    assert peak.y == pytest.approx(20 * np.log10(figure.y.max() / 1e-6), abs=1.0)
    plot.show_figure(replace(figure, power=True))
    peak = plot.source.peak_near(made.BPFO_HZ, 2.0)
    assert peak.y == pytest.approx(10 * np.log10(figure.y.max() / 1e-6), abs=1.0)


def test_what_has_no_logarithm_lies_far_below():
    assert LOGARITHMIC.place(0.0) == LOGARITHMIC.place(-5.0) == -30.0
    assert LOGARITHMIC.value(LOGARITHMIC.place(123.0)) == pytest.approx(123.0)
    places = LOGARITHMIC.places(np.array([0.0, 10.0]))
    assert places == pytest.approx([-30.0, 1.0])
    assert LOGARITHMIC.values(places)[1] == pytest.approx(10.0)
    assert np.isfinite(LOGARITHMIC.value(1e6))


def test_curves_read_the_nearest_one(qtbot):
    from pfd_desktop.core.figures.curves import Curve, CurvesFigure

    x = np.linspace(600.0, 3000.0, 50)
    curves = (Curve("1X", x, x / 3000), Curve("2X", x, np.full(50, 0.1)))
    plot = CurvesPlot("orders")
    qtbot.addWidget(plot)
    plot.resize(700, 400)
    plot.show()
    plot.show_figure(
        CurvesFigure(
            curves, "Speed", "rpm", "Acceleration", "g rms",
            kind="order-cuts", scaling="RMS", recording="fan", blob="ef" * 32, notes=("n",),
        )
    )  # fmt: skip
    qtbot.mouseMove(viewport(plot), on_viewport(plot, 2400.0, 0.12))
    assert plot.readout.startswith("2X   2")
    assert plot.readout.endswith("100.0 mg rms")
    qtbot.mouseClick(viewport(plot), Qt.MouseButton.LeftButton, pos=on_viewport(plot, 2400, 0.12))
    assert plot.source is curves[1]
    assert "recording hash: " + "ef" * 32 in plot.data_table().header
