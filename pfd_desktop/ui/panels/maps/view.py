"""The Map panel: widgets only."""

from dataclasses import dataclass, field
from functools import partial
from math import isfinite

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.figures import map_cells
from pfd_desktop.core.figures.amplitude import short_form
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.patches import time_is_up
from pfd_desktop.ui.analysing.view import AnalysisView
from pfd_desktop.ui.panels.maps.controls import MapControls
from pfd_desktop.ui.plots.cursor_table import CursorTable
from pfd_desktop.ui.plots.map_plot import MapPlot
from pfd_desktop.ui.plots.patch_tool import PatchTool
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot

_PLOT_WIDTH, _CUT_WIDTH = 240, 200  # at least
_SHARES = (3, 2)  # of the width or the height: map, cuts
_WIDE = 1.3  # times the height


MAP = partial(MapPlot, "Map plot")
ROW = partial(SpectrumPlot, "Row of the map")
COLUMN = partial(SpectrumPlot, "Column of the map")
_PAIRS = ("bicoherence",)  # maps over two frequencies


@dataclass(frozen=True, eq=False)
class MapPlots:
    """The plots of the panel; each takes a moment to make."""

    map: MapPlot = field(default_factory=MAP)
    row: SpectrumPlot = field(default_factory=ROW)
    column: SpectrumPlot = field(default_factory=COLUMN)


class MapView(AnalysisView):
    """Controls, a map with its labels and, once it is clicked, the row and the column there."""

    labelling: object  # owned here, as the presenter is

    band_requested = Signal(float, float)  # Hz: to be demodulated
    class_told = Signal()  # labels are to be of another class

    def __init__(self, plots: MapPlots | None = None, parent: QWidget | None = None) -> None:
        self.controls = MapControls()
        sentence = (
            "Spectra over time, speed or scale are shown here as maps. "
            "Choose a recording, or import some."
        )
        super().__init__("Map", self.controls, sentence, parent)
        plots = plots or MapPlots()
        self.plot, self.row, self.column = plots.map, plots.row, plots.column
        self.patches = PatchTool(self.plot)
        self.cursors = CursorTable(self.plot)
        self.cursors.hide()
        self._band: tuple[float, float] | None = None
        self.lay_out(self._plots())
        self._connect()

    def _plots(self) -> QSplitter:
        self._cuts = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.row, self.column, self.cursors):
            widget.setMinimumWidth(_CUT_WIDTH)
            self._cuts.addWidget(widget)
        self._cuts.setStretchFactor(0, 2)
        self._cuts.setStretchFactor(1, 1)
        self._cuts.hide()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self.plot.setMinimumWidth(_PLOT_WIDTH)
        self._splitter.addWidget(self.plot)
        self._splitter.addWidget(self._cuts)
        for place, share in enumerate(_SHARES):
            self._splitter.setStretchFactor(place, share)
        return self._splitter

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cuts stand beside the map where there is more width than height, else below it."""
        super().resizeEvent(event)
        wide = event.size().width() > _WIDE * event.size().height()
        beside, below = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self._splitter.setOrientation(beside if wide else below)
        self._cuts.setOrientation(below if wide else beside)

    def _connect(self) -> None:
        controls = self.controls
        controls.scales_chosen.connect(self._show_scales)
        controls.range_chosen.connect(self.plot.show_range)
        controls.lines_chosen.connect(self.plot.show_lines)
        controls.smooth_chosen.connect(self.plot.show_smooth)
        controls.refused.connect(self.show_error)
        controls.band.clicked.connect(self._use_band)
        controls.class_told.connect(self.class_told)
        self.patches.class_pressed.connect(self._press_class)
        self.plot.cut_moved.connect(self._show_cut)
        self.plot.cursor_tool.changed.connect(self._show_table)
        self.plot.view_changed.connect(self._follow_view)

    def _show_scales(self) -> None:
        levels = self.controls.levels
        self._show_scales_of_cuts()
        self.plot.show_levels(levels.in_decibels(), levels.level())

    def _show_table(self) -> None:
        """A single cursor needs no table: the cuts show where it stands."""
        self.cursors.setVisible(len(self.cursors.rows) > 1)

    # -- cuts ------------------------------------------------------------------------------------

    def _show_cut(self, row: int, column: int) -> None:
        figure = self.plot.figure
        if figure is None:
            return
        self._show_scales_of_cuts()
        self.row.show_figure(map_cells.row_cut(figure, row))
        self.column.show_figure(map_cells.column_cut(figure, column))
        self._cuts.show()
        self._follow_view()
        if figure.best is not None:
            self._offer(figure, row, column)

    def _show_scales_of_cuts(self) -> None:
        levels = self.controls.levels
        for plot in (self.row, self.column):
            plot.show_scales(levels.in_decibels(), levels.level())

    def _follow_view(self) -> None:
        """The cuts show the stretch that is seen of the map."""
        if self._cuts.isHidden():
            return
        view = self.plot.view()
        self.row.show_x(view.left(), view.right())
        self.column.show_x(view.top(), view.bottom())

    # -- bands -----------------------------------------------------------------------------------

    def _offer(self, figure: MapFigure, row: int, column: int) -> None:
        """The band of a cell, where x is what filters part: hertz.

        A cell of a bicoherence is a pair of frequencies, not a band.
        """
        if figure.x_unit != "Hz" or figure.kind in _PAIRS:
            return
        cell = map_cells.cell_at(figure, row, column)
        self._band = cell.low, cell.high
        self.controls.offer_band(self._band)

    def _use_band(self) -> None:
        if self._band is not None:
            self.band_requested.emit(*self._band)

    # -- labels ----------------------------------------------------------------------------------

    def _press_class(self, number: int) -> None:
        if self.patches.usable and self.controls.classes.choose_digit(number):
            self.class_told.emit()

    def label_classes(self) -> tuple[str, ...]:
        """What the next label says."""
        return self.controls.classes.classes()

    def show_chosen_label(self, classes: tuple[str, ...] | None) -> None:
        """Show what the chosen label says; None leaves it for the next one."""
        if classes is not None:
            self.controls.classes.setEditText(", ".join(classes))

    # -- what the presenter shows ----------------------------------------------------------------

    def put(self, found: Analysed | None) -> None:
        """A map, whole; its cut stays where it was if the next map has that place."""
        figure = found.figure if found is not None else None
        shown = figure if isinstance(figure, MapFigure) else None
        self._band = None
        self.controls.offer_band(None)
        self.plot.show_figure(shown)
        self.patches.show_axes(time_is_up(shown))
        self.controls.label.setVisible(self.patches.usable)
        if found is None or shown is None:
            self.row.show_figure(None)
            self.column.show_figure(None)
            self._cuts.hide()
            return
        self.controls.levels.setEnabled(not shown.signed)
        self.plot.set_recipe(found.recipe())
        self._cuts.setVisible(self.plot.cut is not None)
        self.say(_in_a_line(shown), shown.header(), shown.notes)
        best = None if shown.best is None else self.plot.cell_under(*shown.best)
        if best is not None and self.plot.cut is None:
            self._offer(shown, *best)


def _in_a_line(figure: MapFigure) -> str:
    parts = [short_form(figure), f"{figure.y_label} and {figure.x_label}".capitalize()]
    parts.append(f"window {figure.window}")
    if figure.enbw_hz and isfinite(figure.enbw_hz):
        parts.append(f"ENBW {figure.enbw_hz:.4g} {figure.enbw_unit}")
    if figure.averages > 1:
        parts.append(f"{figure.averages} averages, overlap {100 * figure.overlap:.3g} %")
    return "  ·  ".join(parts)
