"""A value over two axes: spectra over time or speed, kurtograms, coherence maps."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures import map_cells
from pfd_desktop.core.figures.amplitude import (
    ReadableSpectrum,
    amplitude_name,
    amplitude_unit,
    can_be_decibels,
)
from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.ui.plots import colour_map
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.colour_bar import ColourBar, Range, RangeDrag
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.map_layer import MapLayer
from pfd_desktop.ui.plots.map_marks import MapMarks
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.outline_layer import OutlineLayer
from pfd_desktop.ui.plots.palette import PlotColours
from pfd_desktop.ui.plots.ridge_layer import RidgeLayer

Floats = NDArray[np.float64]
_BAR_COLUMN = 3  # of pyqtgraph's layout, right of its own axes


class MapPlot(DataPlot):
    """Draws a MapFigure as colours, or as a waterfall of lines.

    A click cuts the map: the row through it is what cursors read, and ``cut_moved`` tells where.
    """

    _pinned: MapFigure | None

    cut_moved = Signal(int, int)  # row and column

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._figure: MapFigure | None = None
        self._decibels, self._reference_level = True, 1.0
        self._asked_range: tuple[float | None, float | None] = (None, None)
        self._range: Range = (0.0, 1.0)
        self._values: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._edges: tuple[Floats, Floats] = (np.zeros(2), np.zeros(2))
        self._cut: tuple[int, int] | None = None
        self.cells, self.ridges, self.marks = MapLayer(), RidgeLayer(), MapMarks()
        self.reference = OutlineLayer()
        self._outlined, self._outline = self._pinned, np.empty((0, 4))
        for layer in (self.cells, self.ridges, self.reference, self.marks):
            self.add_layer(layer)
        self.ridges.hide()
        self.bar = ColourBar()
        self.canvas.getPlotItem().layout.addItem(self.bar, 2, _BAR_COLUMN)
        self.cursor_tool.layer.stand_on_axis()
        self.add_claim(self._claim)
        self.add_key(Qt.Key.Key_PageUp, lambda: self.step_row(1))
        self.add_key(Qt.Key.Key_PageDown, lambda: self.step_row(-1))
        self.restyle()

    @property
    def figure(self) -> MapFigure | None:
        """What is shown."""
        return self._figure

    @property
    def in_decibels(self) -> bool:
        """Whether levels are shown."""
        figure = self._figure
        return self._decibels and (figure is None or can_be_decibels(figure))

    @property
    def value_range(self) -> Range:
        """The values of the lowest and the highest colour."""
        return self._range

    def show_figure(self, figure: MapFigure | None) -> None:
        """Show ``figure`` whole, or nothing; another one of the same axes keeps the zoom."""
        before, zoom = self._figure, None if self.shows_all_of_x() else self.view()
        self._figure = figure if figure is not None and figure.values.size else None
        self.set_recipe(None)
        self._put_values()
        self.draw_reference()
        if self._figure is None:
            self._choose_cut(None)
            return
        self._put_axes(self._figure)
        if zoom is not None and before is not None and _axes(before) == _axes(self._figure):
            self.show_view(zoom.left(), zoom.right(), zoom.top(), zoom.bottom())
        self._put_marks(self._figure)
        self._choose_cut(self._kept_cut())

    # -- how it is shown -------------------------------------------------------------------------

    def show_levels(self, decibels: bool, reference: float = 1.0) -> None:
        """Switch between the values and levels re ``reference``."""
        if (decibels, reference) != (self._decibels, self._reference_level):
            self._decibels, self._reference_level = decibels, reference
            self._put_values()
            self._choose_cut(self._cut)

    def show_range(self, low: float | None, high: float | None) -> None:
        """Let the colours run from ``low`` to ``high``; None finds that end itself."""
        self._asked_range = low, high
        self._put_colours()

    def show_lines(self, on: bool) -> None:
        """A waterfall of lines instead of colours."""
        self.ridges.setVisible(on)
        self.cells.setVisible(not on)

    def show_smooth(self, on: bool) -> None:
        """Blend neighbouring cells, or show each as it is."""
        self.cells.show_smooth(on)

    def _put_values(self) -> None:
        figure = self._figure
        if figure is None:
            self._values = np.zeros((0, 0), np.float32)
        else:
            self._values = map_cells.shown_values(figure, self.in_decibels, self._reference_level)
        self._put_colours()

    def _put_colours(self) -> None:
        figure = self._figure
        if figure is None:
            self.cells.show_cells(np.zeros((0, 0), np.uint8), *self._edges)
            self.ridges.show_rows(np.zeros(0), np.zeros(0), self._values)
            self.bar.hide()
            return
        found = map_cells.value_range(self._values, self.in_decibels)
        low, high = (f if a is None else a for a, f in zip(self._asked_range, found, strict=True))
        self._range = (low, high) if high > low else (low, low + max(abs(low), 1.0) * 1e-3)
        self._edges = self._cell_edges(figure)
        self.cells.show_cells(colour_map.indices(self._values, *self._range), *self._edges)
        low, high = self._range
        heights = np.clip((self._values - low) / (high - low), 0.0, 1.0)
        self.ridges.show_rows(figure.x, figure.y, heights)
        self.bar.show_range(low, high, amplitude_name(figure), self.value_unit)
        self.bar.show()

    def _cell_edges(self, figure: MapFigure) -> tuple[Floats, Floats]:
        across, up = map_cells.grows_evenly(figure.x), map_cells.grows_evenly(figure.y)
        return map_cells.cell_edges(figure.x, across), map_cells.cell_edges(figure.y, up)

    def _put_axes(self, figure: MapFigure) -> None:
        self.set_logarithmic(map_cells.grows_evenly(figure.x), map_cells.grows_evenly(figure.y))
        self.set_axes(
            AxisText(figure.x_label, figure.x_unit), AxisText(figure.y_label, figure.y_unit)
        )
        self.set_contract("\n".join(figure.header()))
        across, up = self._edges
        self.set_home(float(across[0]), float(across[-1]), float(up[0]), float(up[-1]))

    def _put_marks(self, figure: MapFigure) -> None:
        best = None
        if figure.best is not None:
            row = map_cells.index_at(self._edges[1], figure.best[1])
            column = map_cells.index_at(self._edges[0], figure.best[0])
            if row is not None and column is not None:
                cell = map_cells.cell_at(figure, row, column)
                low, high = (float(edge) for edge in self._edges[1][row : row + 2])
                area = QRectF(cell.low, low, cell.high - cell.low, high - low)
                best = area, self._cell_words(figure, cell)
        self.marks.show_marks(figure.markers, figure.tracks, best)

    def _cell_words(self, figure: MapFigure, cell: map_cells.Cell) -> str:
        low, high = reading_text(cell.low, "", 4), reading_text(cell.high, figure.x_unit, 4)
        value = float(self._values[cell.row, cell.column])
        return f"{low}–{high}: {reading_text(value, self.value_unit)}"

    # -- what is read ----------------------------------------------------------------------------

    @property
    def value_unit(self) -> str:
        """The unit of the values as they are shown."""
        figure = self._figure
        if figure is None:
            return ""
        return amplitude_unit(figure, self.in_decibels, self._reference_level)

    def axis_units(self) -> tuple[str, str]:
        """The units of x and of the values, which is what cursors read."""
        return (self._figure.x_unit if self._figure else ""), self.value_unit

    def cell_under(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell at a point; None beside the map."""
        if self._figure is None:
            return None
        column = map_cells.index_at(self._edges[0], x)
        row = map_cells.index_at(self._edges[1], y)
        return None if row is None or column is None else (row, column)

    def reading_at(self, x: float, y: float) -> tuple[Reading | None, str]:
        """The cell under the pointer: x, y and its value, each with its unit."""
        cell, figure = self.cell_under(x, y), self._figure
        if cell is None or figure is None:
            return None, ""
        row, column = cell
        point = Reading(float(figure.x[column]), float(figure.y[row]))
        words = (
            reading_text(point.x, figure.x_unit, 5),
            reading_text(point.y, figure.y_unit, 4),
            reading_text(float(self._values[row, column]), self.value_unit),
        )
        return point, "   ".join(words)

    # -- the cut ---------------------------------------------------------------------------------

    @property
    def cut(self) -> tuple[int, int] | None:
        """Row and column along which the map is cut."""
        return self._cut

    def aim(self, x: float, y: float) -> None:
        """A click cuts the map there; cursors then read the row."""
        cell = self.cell_under(x, y)
        if cell is not None:
            self._choose_cut(cell)

    def step_row(self, rows: int) -> None:
        """Cut the next row."""
        if self._figure is not None and self._cut is not None:
            last = self._figure.y.size - 1
            self._choose_cut((min(max(self._cut[0] + rows, 0), last), self._cut[1]))

    def _kept_cut(self) -> tuple[int, int] | None:
        figure, cut = self._figure, self._cut
        if figure is None or cut is None:
            return None
        return cut if cut[0] < figure.y.size and cut[1] < figure.x.size else None

    def _choose_cut(self, cut: tuple[int, int] | None) -> None:
        self._cut, figure = cut, self._figure
        if figure is None or cut is None:
            self.marks.show_cut(None)
            self.set_source(None)
            self.cursor_tool.source_changed()
            return
        row, column = cut
        self.marks.show_cut((float(figure.x[column]), float(figure.y[row])))
        line = map_cells.row_cut(figure, row)
        self.set_source(ReadableSpectrum(line, self.in_decibels, self._reference_level))
        self.cursor_tool.source_changed()
        self.cut_moved.emit(row, column)

    def data_table(self) -> DataTable | None:
        """All cells."""
        return self._figure.table() if self._figure is not None else None

    def pinnable(self) -> MapFigure | None:
        """The map: outlines of where it is highest."""
        return self._figure

    def draw_reference(self) -> None:
        """The outlines of the pinned map over another of the same kind."""
        pinned, shown = self._pinned, self._figure
        if self._outlined is not pinned:
            self._outlined = pinned
            self._outline = np.empty((0, 4)) if pinned is None else map_cells.outline(pinned)
        same = pinned is not None and shown is not None and _axes(pinned) == _axes(shown)
        self.reference.show_lines(self._outline if same else np.empty((0, 4)))

    # -- the colour bar --------------------------------------------------------------------------

    def _claim(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> RangeDrag | None:
        def scene(place: QPointF) -> QPointF:
            return QPointF(self.canvas.mapToScene(place.toPoint()))

        if modifiers or self._figure is None or not self.bar.holds(scene(at)):
            return None
        return RangeDrag(self.bar, scene, at, self.show_range)

    def restyle(self, colours: PlotColours | None = None) -> None:
        """The colour bar follows the theme as well."""
        super().restyle(colours)
        if hasattr(self, "bar"):
            self.bar.restyle(colours or self.colours(), self.font())


def _axes(figure: MapFigure) -> tuple[str, str, str]:
    return figure.kind, figure.x_unit, figure.y_unit
