"""Cells of maps: edges, ranges, cuts."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.figures import map_cells
from pfd_desktop.core.figures.amplitude import levels
from tests.ui import maps


def test_edges_lie_halfway_on_the_scale_of_the_axis():
    centres = np.array([0.0, 1.0, 1.585, 2.0])
    assert map_cells.cell_edges(centres) == pytest.approx([-0.5, 0.5, 1.2925, 1.7925, 2.2075])
    octaves = np.array([100.0, 200.0, 400.0])
    root = np.sqrt(2)
    assert map_cells.cell_edges(octaves, logarithmic=True) == pytest.approx(
        [100 / root, 100 * root, 200 * root, 400 * root]
    )
    assert map_cells.cell_edges(np.array([4.0])) == pytest.approx([2.0, 6.0])
    assert map_cells.index_at(map_cells.cell_edges(centres), 1.3) == 2
    assert map_cells.index_at(map_cells.cell_edges(centres), 9.0) is None


def test_only_octaves_belong_on_a_logarithmic_axis():
    assert map_cells.grows_evenly(np.geomspace(20, 5000, 60))
    assert not map_cells.grows_evenly(np.linspace(20, 5000, 60))
    assert not map_cells.grows_evenly(np.geomspace(20, 30, 60))


def test_a_filter_fills_several_columns():
    figure = maps.kurtogram()
    cell = map_cells.cell_at(figure, 2, 6)
    assert (cell.low, cell.high) == pytest.approx((2000.0, 4000.0))
    cell = map_cells.cell_at(figure, 3, 0)
    assert (cell.low, cell.high) == pytest.approx((0.0, 1500.0))


def test_cuts_carry_the_contract_and_leave_out_what_is_unknown():
    figure = maps.run_up()
    values = figure.values.copy()
    values[7, :3] = np.nan
    figure = replace(figure, values=values)
    row = map_cells.row_cut(figure, 7)
    assert row.x[0] == figure.x[3]
    assert row.y.max() == 1.0
    assert (row.unit, row.scaling, row.window, row.averages) == ("g rms", "RMS", "hann", 4)
    assert row.markers == figure.markers
    assert row.notes == ("cut at Time 3.5897 s",)
    column = map_cells.column_cut(figure, 20)
    assert np.array_equal(column.y, np.ones(40))
    assert (column.x_label, column.x_unit, column.markers) == ("Time", "s", ())


def test_levels_and_their_range():
    figure = maps.run_up()
    shown = map_cells.shown_values(figure, in_decibels=True, reference=1e-6)
    assert shown.max() == pytest.approx(120.0)
    assert shown.min() == pytest.approx(60.0)
    low, high = map_cells.value_range(shown, in_decibels=True)
    assert (low, high) == pytest.approx((60.0, 120.0))
    assert map_cells.value_range(np.full((2, 2), 3.0, np.float32), False) == (2.5, 3.5)
    unknown = levels(figure, np.array([np.nan, 0.0, 1.0]))
    assert np.isnan(unknown[0])
    assert unknown[1:] == pytest.approx([-160.0, 0.0])
