"""Orbits: one scale for both axes, what is drawn and read."""

from dataclasses import replace

import numpy as np
import pytest

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
    assert plot.clearance_circle() is None
    plot.show_clearance(100.0)
    assert plot.clearance_circle() == (0.0, 50.0, 50.0)
    assert plot.view().bottom() >= 100.0  # it is seen whole
    plot.show_figure(replace(maps.orbit(), centre=(np.zeros(1), np.zeros(1)), unit="mm"))
    x, y, radius = plot.clearance_circle()
    assert radius == pytest.approx(0.05)
    assert (x, y) == pytest.approx((0.6, 0.0), abs=0.7)
    plot.show_figure(replace(maps.orbit(), unit="g"))
    assert plot.clearance_circle() is None  # an acceleration has no clearance


def test_there_are_no_cursors_over_x(plot):
    actions = plot.menu.actions()
    assert not actions["Harmonic cursor"].isEnabled()
    assert actions["Export CSV…"].isEnabled()
    assert plot.data_table().rows == 2 * 65
    plot.show_figure(None)
    assert plot.data_table() is None
