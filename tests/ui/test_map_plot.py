"""Maps: what is drawn where, in which colour, and what it reads."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from pfd_desktop.core.figures.cursors import CursorMode
from pfd_desktop.ui.plots.colour_map import COLOURS, colour_table, indices
from pfd_desktop.ui.plots.cursor_table import CursorTable
from pfd_desktop.ui.plots.map_plot import MapPlot
from tests.ui import maps
from tests.ui.test_plot import drag_to, on_viewport, turn_wheel, viewport


@pytest.fixture
def plot(qtbot):
    plot = MapPlot("map")
    qtbot.addWidget(plot)
    plot.resize(900, 500)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_figure(maps.run_up())
    return plot


def colour_at(plot, x, y):
    place = plot.position_of(x, y)
    return plot.grab().toImage().pixelColor(round(place.x()), round(place.y()))


def table_colour(index):
    return QColor.fromRgb(int(colour_table()[index]))


def lightness(colour):
    """CIE L* of an sRGB colour (IEC 61966-2-1, CIE 15)."""
    channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    small = channels <= 0.04045
    linear = np.where(small, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ (0.2126, 0.7152, 0.0722))
    return 116 * np.cbrt(luminance) - 16 if luminance > 0.008856 else 903.3 * luminance


def test_lightness_grows_with_every_colour():
    found = [lightness(table_colour(index)) for index in range(1, COLOURS + 1)]
    assert np.all(np.diff(found) > -0.2)  # rounding to 8 bits
    assert np.all(np.diff(found[::10]) > 0)
    assert found[0] < 20
    assert found[-1] > 85


def test_indices_run_from_low_to_high():
    values = np.array([[np.nan, -1.0, 0.0, 0.5, 1.0, 2.0]], np.float32)
    assert indices(values, 0.0, 1.0).tolist() == [[0, 1, 1, 128, 255, 255]]


def test_cells_have_the_colour_of_their_value(plot):
    plot.show_levels(False)
    plot.show_range(0.0, 1.0)
    assert colour_at(plot, 100.0, 3.0) == table_colour(255)
    assert colour_at(plot, 400.0, 3.0) == table_colour(1)
    plot.show_range(0.0, 2.0)
    assert colour_at(plot, 100.0, 3.0) == table_colour(128)


def test_uneven_rows_end_at_their_edges(qtbot):
    plot = MapPlot("kurtogram")
    qtbot.addWidget(plot)
    plot.resize(900, 500)
    plot.show()
    plot.show_figure(replace(maps.kurtogram(), best=None))
    plot.show_range(0.0, 5.0)
    hot = table_colour(255)
    for x, y, inside in (
        (2100.0, 1.32, True), (3900.0, 1.77, True), (3000.0, 1.27, False),
        (3000.0, 1.82, False), (1900.0, 1.585, False), (4100.0, 1.585, False),
    ):  # fmt: skip
        assert (colour_at(plot, x, y) == hot) is inside, (x, y)


def test_octaves_stand_on_a_logarithmic_axis(qtbot):
    plot = MapPlot("wavelets")
    qtbot.addWidget(plot)
    plot.resize(900, 500)
    plot.show()
    y = np.geomspace(20, 5120, 9)
    values = np.zeros((9, 30), np.float32)
    values[4] = 1.0
    figure = maps.run_up()
    figure = replace(figure, x=np.linspace(0, 1, 30), y=y, values=values, y_unit="Hz", tracks=())
    plot.show_figure(replace(figure, markers=(), signed=True))
    assert plot.logarithmic == (False, True)
    hot = table_colour(255)
    assert colour_at(plot, 0.5, y[4] * 1.38) == colour_at(plot, 0.5, y[4] / 1.38) == hot
    assert colour_at(plot, 0.5, y[4] * 1.45) != hot
    assert plot.cell_under(0.5, y[4] * 1.38)[0] == plot.cell_under(0.5, y[4] / 1.38)[0] == 4


@pytest.mark.parametrize("lines", [(700, 811), (1985, 1018), (15, 6), (1234, 4)])
def test_one_high_cell_among_millions_is_seen(qtbot, lines):
    row, column = lines
    figure = maps.run_up(2000, 1025)
    values = np.zeros((2000, 1025), np.float32)
    values[row, column] = 1.0
    plot = MapPlot("large map")
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    plot.show()
    figure = replace(figure, values=values, markers=(), tracks=())
    plot.show_levels(False)
    plot.show_figure(figure)
    plot.show_range(0.0, 1.0)
    area = [colour_at(plot, figure.x[column], figure.y[row])]
    image, place = plot.grab().toImage(), plot.position_of(figure.x[column], figure.y[row])
    area += [
        image.pixelColor(round(place.x()) + dx, round(place.y()) + dy)
        for dx in (-2, -1, 0, 1, 2)
        for dy in (-2, -1, 0, 1, 2)
    ]
    assert table_colour(255) in area


def test_the_cross_hair_reads_three_values_with_units(qtbot, plot):
    qtbot.mouseMove(viewport(plot), on_viewport(plot, 100.0, 10.2))
    row = int(np.argmin(np.abs(plot.figure.y - 10.2)))
    time = f"{plot.figure.y[row]:.2f}"
    assert plot.readout == f"100.00 Hz   {time} s   0 dB re 1 g rms"
    plot.show_levels(False)
    qtbot.mouseMove(viewport(plot), on_viewport(plot, 101.0, 10.2))
    assert plot.readout.endswith("1.000 g rms")


def test_the_colour_bar_says_quantity_unit_and_range(plot):
    assert plot.bar.words == "Acceleration (dB re 1 g rms)"
    assert plot.bar.range == pytest.approx((-60.0, 0.0))
    plot.show_levels(True, 1e-6)
    assert plot.bar.words == "Acceleration (dB re 1e-06 g rms)"
    assert plot.bar.range == pytest.approx((60.0, 120.0))
    plot.show_figure(maps.kurtogram())
    assert plot.bar.words == "Kurtosis"  # it has no decibels
    assert not plot.in_decibels


def test_the_range_is_dragged_on_the_colour_bar(qtbot, plot):
    box = plot.bar.sceneBoundingRect()
    top = plot.canvas.mapFromScene(QPointF(box.left() + 15, box.top() + 3))
    qtbot.mousePress(viewport(plot), Qt.MouseButton.LeftButton, pos=top)
    drag_to(plot, QPointF(top.x(), top.y() + box.height() / 4))
    low = plot.canvas.mapFromScene(QPointF(box.left() + 15, box.top() + 3 + box.height() / 4))
    qtbot.mouseRelease(viewport(plot), Qt.MouseButton.LeftButton, pos=low)
    # The highest colour is gripped and pulled down by a quarter of the bar: the range grows.
    assert plot.bar.range[0] == pytest.approx(-60.0)
    assert plot.bar.range[1] == pytest.approx(15.0, abs=1.0)
    plot.show_range(None, None)
    assert plot.bar.range == pytest.approx((-60.0, 0.0))


def test_a_click_cuts_and_cursors_read_the_row(qtbot, plot):
    heard = []
    plot.cut_moved.connect(lambda row, column: heard.append((row, column)))
    qtbot.keyClick(plot, Qt.Key.Key_H)
    at = on_viewport(plot, 100.0, 5.0) + QPoint(2, 0)
    qtbot.mouseClick(viewport(plot), Qt.MouseButton.LeftButton, pos=at)
    row, _ = plot.cut
    assert heard[-1] == plot.cut
    assert plot.figure.y[row] == pytest.approx(5.0, abs=0.3)
    cursors = plot.cursor_tool.cursors
    assert cursors.mode is CursorMode.HARMONIC
    assert cursors.first.x == pytest.approx(100.0)
    assert cursors.first.y == pytest.approx(0.0, abs=1e-4)
    assert plot.axis_units() == ("Hz", "dB re 1 g rms")
    table = CursorTable(plot)
    qtbot.addWidget(table)
    assert table.rows[0] == ("1×", "100.000 Hz", "0 dB re 1 g rms")
    qtbot.keyClick(plot, Qt.Key.Key_PageUp)
    assert plot.cut[0] == row + 1
    plot.show_figure(None)
    assert plot.cut is None
    assert plot.source is None


def test_the_best_cell_is_outlined_with_its_words(plot):
    plot.show_figure(maps.kurtogram())
    area, words = plot.marks.best
    assert (area.left(), area.right()) == pytest.approx((2000.0, 4000.0))
    assert (area.top(), area.bottom()) == pytest.approx((1.2925, 1.7925))
    assert words == "2000–4000 Hz: 5.000"
    assert colour_at(plot, 2000.0, 1.55).lightness() > 200  # the outline


def test_tracks_are_drawn_where_they_lie(plot):
    """The white line of a track that follows the speed hides the cells below."""
    plot.show_levels(False)
    seen = [colour_at(plot, 10 * t, t).lightness() for t in np.linspace(12.0, 18.0, 25)]
    assert max(seen) > 240
    assert colour_at(plot, 560.0, 5.0) == table_colour(1)


def test_slip_veils_the_band_round_a_track(plot):
    """10X at 15 s lies at 150 Hz; with slip of a tenth from 135 to 165 Hz, and nowhere else."""
    plot.show_levels(False)
    plain = table_colour(1)
    for slip, at_140 in ((0.0, True), (0.1, False)):
        track = replace(plot.figure.tracks[0], slip=slip)
        plot.show_figure(replace(plot.figure, tracks=(track,), markers=()))
        assert (colour_at(plot, 142.0, 15.0) == plain) is at_140
        assert (colour_at(plot, 158.0, 15.0) == plain) is at_140
        assert colour_at(plot, 128.0, 15.0) == plain
        assert colour_at(plot, 172.0, 15.0) == plain


def test_a_marker_on_a_map_has_its_band_above(plot):
    wide = replace(plot.figure.markers[0], low=80.0, high=120.0, position=100.0)
    plot.show_figure(replace(plot.figure, tracks=(), markers=(wide,)))
    top = plot.view().bottom()
    assert colour_at(plot, 83.0, top * 0.99) != colour_at(plot, 83.0, top * 0.9)
    assert colour_at(plot, 74.0, top * 0.99) == colour_at(plot, 74.0, top * 0.9)


def test_lines_instead_of_colours(plot):
    plot.show_lines(True)
    assert not plot.cells.isVisible()
    image = plot.grab().toImage()
    curve = plot.colours().curve
    place = plot.position_of(100.0, 10.0)
    column = [image.pixelColor(round(place.x()), round(place.y()) - up) for up in range(40)]
    assert curve in column  # the line at 100 Hz rises above its row
    rows = plot.ridges.rows_drawn(0.0, 20.0)
    assert rows.tolist() == list(range(40))
    plot.show_figure(maps.run_up(600))
    assert len(plot.ridges.rows_drawn(0.0, 20.0)) <= 60
    plot.grab()


def test_the_wheel_zooms_and_another_map_of_the_kind_keeps_the_view(plot):
    turn_wheel(plot, on_viewport(plot, 100.0, 10.0))
    width = plot.view().width()
    assert width == pytest.approx(0.8 * 605, rel=0.02)
    plot.show_figure(maps.run_up())
    assert plot.view().width() == pytest.approx(width)
    plot.show_figure(maps.kurtogram())
    assert plot.shows_all_of_x()


def test_every_cell_is_exported(plot):
    table = plot.data_table()
    assert table.rows == 40 * 121
    assert "unit: g rms" in table.header
    assert plot.menu.actions()["Export CSV…"].isEnabled()
