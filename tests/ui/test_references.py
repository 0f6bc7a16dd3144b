"""A pinned reference is drawn behind what comes, where the two can be compared."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from pfd_desktop.core.figures import map_cells
from pfd_desktop.core.figures.scatter import ScatterFigure
from pfd_desktop.core.figures.trend import TrendFigure
from pfd_desktop.ui.plots.band_strip import BandStrip
from pfd_desktop.ui.plots.confusion_plot import ConfusionPlot
from pfd_desktop.ui.plots.map_plot import MapPlot
from pfd_desktop.ui.plots.orbit_plot import OrbitPlot
from pfd_desktop.ui.plots.scatter_plot import ScatterPlot
from pfd_desktop.ui.plots.trend_plot import TrendPlot
from pfd_desktop.ui.theme.style import palette
from pfd_desktop.ui.theme.tokens import THEMES
from tests.ui import maps
from tests.ui import recordings as made
from tests.ui.confusions import confusion


@pytest.fixture(autouse=True)
def light(qapp):
    """Whatever theme a test before left."""
    before = qapp.palette()
    qapp.setPalette(palette(THEMES["light"]))
    yield
    qapp.setPalette(before)


def shown(qtbot, plot, figure):
    """The plot on the screen, with this figure pinned."""
    qtbot.addWidget(plot)
    plot.resize(700, 420)
    with qtbot.waitExposed(plot):
        plot.show()
    assert not plot.can_pin()
    plot.show_figure(figure)
    plot.menu.actions()["Pin as reference overlay"].trigger()
    assert plot.has_reference()
    return plot


def colours_at(plot, x, y, reach=2):
    """The colours around a point of the view."""
    place, image = plot.position_of(x, y), plot.grab().toImage()
    around = range(-reach, reach + 1)
    return [
        image.pixelColor(round(place.x()) + dx, round(place.y()) + dy)
        for dx in around
        for dy in around
    ]


def is_drawn(plot, x, y, reach=3):
    """Whether anything darker than the grid is near a point of a light plot."""
    return min(colour.lightness() for colour in colours_at(plot, x, y, reach)) < 190


def trend(y, unit="g"):
    """Values a day apart."""
    y = np.asarray(y, float)
    names = tuple(map(str, range(len(y))))
    return TrendFigure(
        "rms", "RMS", unit, "pump", np.arange(len(y)) * 24.0, y, "Time since the first", "h",
        names, names, np.zeros(len(y), bool), ("",) * len(y),
    )  # fmt: skip


def test_a_trend_lies_behind_another_of_the_same_value(qtbot):
    plot = shown(qtbot, TrendPlot("trend"), trend([1.0, 1.1, 1.2]))
    plot.show_figure(trend([1.0, 2.0, 3.0, 4.0]))
    np.testing.assert_array_equal(plot.reference.points()[1], [1.0, 1.1, 1.2])
    assert is_drawn(plot, 24.0, 1.1)
    plot.show_figure(trend([1.0, 2.0], unit="mm/s"))
    assert not plot.reference.points()[0].size
    plot.clear_reference()
    plot.show_figure(trend([1.0, 2.0]))
    assert not plot.reference.points()[0].size


def test_a_density_lies_behind_the_strip(qtbot):
    first, second = (made.envelope_figure(made.bearing_samples(n)) for n in (1, 2))
    plot = shown(qtbot, BandStrip("strip"), first)
    plot.show_figure(second)
    np.testing.assert_array_equal(plot.reference.points()[0], first.x)
    plot.show_figure(replace(second, unit="mm/s"))
    assert not plot.reference.points()[0].size


def test_an_orbit_lies_behind_another(qtbot):
    plot = shown(qtbot, OrbitPlot("orbit"), maps.orbit())
    small = replace(maps.orbit(), loops=tuple((x / 2, y / 2) for x, y in maps.orbit().loops))
    plot.show_figure(small)
    assert is_drawn(plot, -20.0, 1.0)
    plot.show_figure(replace(small, unit="mm"))
    assert not is_drawn(plot, -20.0, 1.0)


def test_points_lie_behind_others_on_the_same_axes(qtbot):
    ids = tuple("abc")
    x = np.array([0.0, 1.0, 2.0])
    figure = ScatterFigure("pca", ids, ids, ids, x, x, "PC 1", "PC 2")
    plot = shown(qtbot, ScatterPlot("scatter"), figure)
    plot.show_figure(replace(figure, y=-x))
    plot.show_view(-1.0, 3.0, -3.0, 3.0)
    assert is_drawn(plot, 1.0, 1.0, 6)
    plot.show_figure(replace(figure, y=-x, x_label="PC 3"))
    plot.show_view(-1.0, 3.0, -3.0, 3.0)
    assert not is_drawn(plot, 1.0, 1.0, 6)


def test_counts_stand_in_the_corner_of_their_cells(qtbot):
    figure = confusion(("healthy", "outer race"))
    plot = shown(qtbot, ConfusionPlot("confusion"), figure)
    cell = figure.cells[0][0]
    fewer = replace(cell, recording_ids=cell.recording_ids[:1], recording_names=("one",))
    plot.clear_reference()
    plot.show_figure(replace(figure, cells=((fewer, *figure.cells[0][1:]), *figure.cells[1:])))
    area = plot.cell_area(0, 0)
    corner = QPointF(area.right() - 8, area.top() + 8)
    assert "pinned" not in plot.tip_at(corner)
    before = plot.grab().toImage()
    plot.show_figure(figure)
    plot.pin_reference()
    plot.show_figure(replace(figure, cells=((fewer, *figure.cells[0][1:]), *figure.cells[1:])))
    assert f"{cell.count} in the pinned matrix" in plot.tip_at(corner)
    after = plot.grab().toImage()
    spot = round(area.right()) - 20, round(area.top()) + 2, 18, 12
    assert before.copy(*spot) != after.copy(*spot)


def test_a_map_is_outlined_where_the_pinned_one_is_highest(qtbot):
    figure = maps.run_up()
    plot = shown(qtbot, MapPlot("map"), figure)
    flat = replace(figure, values=np.full_like(figure.values, 0.01), markers=(), tracks=())
    plot.show_figure(flat)
    plot.show_levels(False)
    white = [colour.lightness() > 240 for colour in colours_at(plot, 97.5, 15.0)]
    assert any(white)  # the left edge of the cells at 100 Hz
    assert not any(colour.lightness() > 240 for colour in colours_at(plot, 300.0, 15.0))
    plot.show_figure(maps.kurtogram())
    assert not len(plot.reference.rows)


def test_the_outline_goes_round_the_highest_cells() -> None:
    figure = maps.kurtogram()  # the cells from 2 to 4 kHz of the third row are the highest
    rows = map_cells.outline(figure)
    assert {*rows[:, [0, 2]].ravel()} <= set(np.arange(2000.0, 4001.0, 500.0))
    assert rows[:, 0].min() == 2000.0
    assert rows[:, 2].max() == 4000.0
    up = map_cells.cell_edges(figure.y)
    assert {*rows[:, [1, 3]].ravel()} == {up[2], up[3]}
    lengths = np.abs(rows[:, 2] - rows[:, 0]).sum(), np.abs(rows[:, 3] - rows[:, 1]).sum()
    assert lengths == pytest.approx((2 * 2000.0, 2 * (up[3] - up[2])))
    nothing = replace(figure, values=np.full_like(figure.values, np.nan))
    assert not len(map_cells.outline(nothing))
    many = replace(maps.run_up(), values=np.zeros((2000, 1025), np.float32))
    many.values[1234, 567] = 1.0
    large = replace(many, x=np.arange(1025.0), y=np.arange(2000.0))
    found = map_cells.outline(large)
    assert len(found) == 4
    assert found[:, 0].min() <= 567 <= found[:, 2].max()
