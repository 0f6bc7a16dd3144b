"""Orbits: one scale for both axes, what is drawn and read."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from pfd_desktop.core.figures.cursors import CursorMode
from pfd_desktop.core.figures.orbit import CENTRELINE
from pfd_desktop.ui.plots.cursor_table import CursorTable
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.orbit_plot import OrbitPlot
from tests.ui import maps
from tests.ui.test_plot import on_viewport, turn_wheel, viewport


@pytest.fixture
def plot(qtbot):
    plot = OrbitPlot("orbit")
    qtbot.addWidget(plot)
    plot.resize(700, 400)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_figure(maps.orbit())
    return plot


def pixels(plot):
    """Pixels per unit of x and of y."""
    across = plot.position_of(10.0, 0.0).x() - plot.position_of(0.0, 0.0).x()
    up = plot.position_of(0.0, 0.0).y() - plot.position_of(0.0, 10.0).y()
    return across / 10, up / 10


def test_a_circle_is_a_circle_at_any_zoom(plot):
    across, up = pixels(plot)
    assert across == pytest.approx(up, rel=0.02)
    plot.zoom(0.5)
    closer = pixels(plot)
    assert closer[0] == pytest.approx(closer[1], rel=0.02)
    assert closer[0] == pytest.approx(2 * across, rel=0.05)
    turn_wheel(plot, on_viewport(plot, 0.0, 0.0))
    assert pixels(plot)[0] == pytest.approx(pixels(plot)[1], rel=0.02)


def test_everything_is_seen_in_any_shape(qtbot, plot):
    for width, height in ((900, 220), (300, 600)):
        plot.resize(width, height)
        qtbot.wait(20)
        view = plot.view()
        assert view.left() <= -22.0
        assert view.right() >= 22.0
        assert view.top() <= -11.0
        assert view.bottom() >= 30.0
    plot.zoom(0.2)
    width = plot.view().width()
    plot.resize(400, 600)
    qtbot.wait(20)
    assert plot.view().width() < 3 * width  # a zoom stays


def test_the_cross_hair_reads_the_nearest_point_and_its_turn(qtbot, plot):
    qtbot.mouseMove(viewport(plot), on_viewport(plot, -20.0, 0.2))
    assert plot.readout.startswith("turn 1   x −20.00 µm")
    qtbot.mouseMove(viewport(plot), on_viewport(plot, 0.5, 30.0))
    assert plot.readout == "centreline   x 0 µm   y 30.00 µm"


def test_a_dot_marks_where_a_turn_starts(plot):
    place = plot.position_of(20.0, 0.0)
    colour = plot.grab().toImage().pixelColor(round(place.x()), round(place.y()))
    assert colour == plot.colours().series[0]


def test_the_clearance_circle_stands_on_the_shaft_at_rest(plot):
    path = replace(maps.orbit(), kind=CENTRELINE, loops=())
    plot.show_figure(path)
    assert plot.clearance_circle() is None
    plot.show_clearance(100.0)
    assert plot.clearance_circle() == (0.0, 50.0, 50.0)
    assert plot.view().bottom() >= 100.0  # it is seen whole
    # where the gap at rest was told the path may begin anywhere
    x, y = path.centre
    plot.show_figure(replace(path, centre=(x + 20.0, y + 5.0)))
    assert plot.clearance_circle() == (0.0, 50.0, 50.0)
    plot.show_figure(replace(path, unit="mm"))
    assert plot.clearance_circle() == (0.0, 0.05, 0.05)
    plot.show_figure(replace(path, unit="g"))
    assert plot.clearance_circle() is None  # an acceleration has no clearance


def test_the_clearance_circle_stands_around_an_orbit(plot):
    plot.show_clearance(100.0)
    x, _, radius = plot.clearance_circle()
    assert radius == 50.0
    assert abs(x) < 1.0, "whether or not its centre moves"


def test_cursors_go_along_the_path(qtbot, plot):
    tool = plot.cursor_tool
    table = CursorTable(plot)
    qtbot.addWidget(table)
    at = on_viewport(plot, -20.3, 0.2)  # half a turn after its start
    qtbot.mouseClick(viewport(plot), Qt.MouseButton.LeftButton, pos=at)
    (line,) = tool.layer.lines
    assert (line.point.x, line.point.y) == pytest.approx((-20.0, 0.0), abs=1e-9)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    step = 2 * np.pi / 64
    (line,) = tool.layer.lines
    expected = -20 * np.cos(step), -10 * np.sin(step)
    assert (line.point.x, line.point.y, line.note) == (*map(pytest.approx, expected), "turn 1")
    for _ in range(33):  # round the last corner into the second turn
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert tool.layer.lines[0].note == "turn 2"
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert not tool.layer.lines
    assert not table.isVisible()


def test_a_delta_cursor_measures_across_the_orbit(qtbot, plot):
    table = CursorTable(plot)
    qtbot.addWidget(table)
    qtbot.keyClick(plot, Qt.Key.Key_D)
    for x, y in ((-20.0, 0.2), (0.0, 11.2)):
        qtbot.mouseClick(viewport(plot), Qt.MouseButton.LeftButton, pos=on_viewport(plot, x, y))
    first, second = plot.cursor_tool.layer.lines
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Reference"] == ("−20.0000 µm", reading_text(first.point.y, "µm"))
    apart = np.hypot(second.point.x - first.point.x, second.point.y - first.point.y)
    assert second.point.y == pytest.approx(11.0, abs=0.2)
    assert rows["Distance"] == ("", reading_text(apart, "µm"))
    plot.show_figure(maps.orbit())  # the same places of a new path
    assert len(plot.cursor_tool.layer.lines) == 2
    plot.show_figure(None)
    assert not plot.cursor_tool.layer.lines


def test_a_path_has_no_frequencies(qtbot, plot):
    actions = plot.menu.actions()
    assert not actions["Harmonic cursor"].isEnabled()
    assert actions["Delta cursor"].isEnabled()
    qtbot.keyClick(plot, Qt.Key.Key_H)
    assert plot.cursor_tool.cursors.mode is CursorMode.SINGLE
    assert actions["Export CSV…"].isEnabled()
    assert plot.data_table().rows == 2 * 65
    plot.show_figure(None)
    assert plot.data_table() is None
