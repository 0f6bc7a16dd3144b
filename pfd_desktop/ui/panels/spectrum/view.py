"""The Spectrum panel: widgets only."""

from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.dsp.band_adviser import BandAdvice
from pfd_desktop.core.figures.amplitude import (
    can_be_decibels,
    contract_in_a_line,
    whole_contract,
)
from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.analysing.view import AnalysisView
from pfd_desktop.ui.panels.spectrum.controls import SpectrumControls
from pfd_desktop.ui.plots.band_strip import Band, BandStrip
from pfd_desktop.ui.plots.cursor_table import CursorTable
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.plots.marker_table import MarkerTable
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot

_TABLES_WIDTH = 440
_READING_MS = 250  # between two readings of all markers while a band is dragged
_PLOT_WIDTH = 240  # at least
_PLOT_HEIGHT = 160  # at least: controls above give way
_NO_CURVES = CurvesFigure((), "", "", "", "")


LINES = partial(SpectrumPlot, "Spectrum plot")
CURVES = partial(CurvesPlot, "Curves plot")
STRIP = partial(BandStrip, "Band strip")


@dataclass(frozen=True, eq=False)
class SpectrumPlots:
    """The plots of the panel; each takes a moment to make."""

    lines: SpectrumPlot = field(default_factory=LINES)
    curves: CurvesPlot = field(default_factory=CURVES)
    strip: BandStrip = field(default_factory=STRIP)


class SpectrumView(AnalysisView):
    """Controls, spectrum or curves, markers, cursors; or a sentence when nothing is chosen."""

    def __init__(self, plots: SpectrumPlots | None = None, parent: QWidget | None = None) -> None:
        self.controls = SpectrumControls()
        sentence = (
            "Spectra with the defect frequencies of the bearing are shown here. "
            "Choose a recording, or import some."
        )
        super().__init__("Spectrum", self.controls, sentence, parent)
        plots = plots or SpectrumPlots()
        self.plot, self.curves, self.strip = plots.lines, plots.curves, plots.strip
        self._found_band: Band | None = None  # of the figure that is shown
        self._advice: tuple[BandAdvice, ...] = ()
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(_READING_MS)
        self.strip.hide()
        self.markers = MarkerTable(self.plot)
        self.cursors, self.curve_cursors = CursorTable(self.plot), CursorTable(self.curves)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._plot_and_tables(), 1)
        self.lay_out(body, self.strip)
        self._connect()

    def _plot_and_tables(self) -> QSplitter:
        self._tables = QSplitter(Qt.Orientation.Vertical)
        for table in (self.markers, self.cursors, self.curve_cursors):
            self._tables.addWidget(table)
        self.drawings = QStackedWidget()
        for plot in (self.plot, self.curves):
            plot.setMinimumSize(_PLOT_WIDTH, _PLOT_HEIGHT)
            self.drawings.addWidget(plot)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.drawings)
        splitter.addWidget(self._tables)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([3 * _TABLES_WIDTH, 2 * _TABLES_WIDTH])
        self._tables.setMinimumWidth(_PLOT_WIDTH // 2)
        return splitter

    def _connect(self) -> None:
        self._reading.timeout.connect(self.markers.refresh)
        self.controls.scales_chosen.connect(self._show_scales)
        self.controls.levels.refused.connect(self.show_error)
        self.controls.choice_changed.connect(self._follow_band)
        self.plot.orders_toggled.connect(self.controls.toggle_orders)
        self.strip.band_changed.connect(self._take_band)
        self.strip.band_settled.connect(self.choice_changed)
        self.controls.advised.band_taken.connect(self.choose_band)
        for plot in (self.plot, self.curves, self.strip):
            plot.cursor_tool.changed.connect(self._show_tables)

    def _show_scales(self) -> None:
        controls = self.controls
        self.plot.show_scales(
            controls.levels.in_decibels(),
            controls.levels.level(),
            controls.log_x.isChecked(),
            controls.log_y.isChecked(),
        )
        self.markers.refresh()

    def _show_tables(self) -> None:
        lines = self.drawings.currentWidget() is self.plot
        self.markers.setVisible(lines and bool(self.markers.rows))
        self.cursors.setVisible(lines and bool(self.cursors.rows))
        self.curve_cursors.setVisible(not lines and bool(self.curve_cursors.rows))
        shown = (self.markers, self.cursors, self.curve_cursors)
        self._tables.setVisible(any(not table.isHidden() for table in shown))

    # -- the band --------------------------------------------------------------------------------

    def wants_strip(self) -> bool:
        """Whether the chosen analysis demodulates a band."""
        return self.controls.band_parameter() is not None

    def show_strip(self, figure: SpectrumFigure | None) -> None:
        """The density of the whole recording, to choose a band in; None takes it away."""
        self.strip.show_figure(figure)
        self._follow_band()

    def wants_advice(self) -> bool:
        """Whether a band is looked for that a defect excites, and not just one to look at."""
        return self.wants_strip() and self.controls.analysis.group == "Demodulation"

    def show_advice(self, advice: tuple[BandAdvice, ...]) -> None:
        """Offer these bands, the best first."""
        self._advice = advice
        self._follow_band()

    def choose_band(self, low_hz: float, high_hz: float) -> None:
        """Demodulate this band from now on."""
        self.controls.show_band((low_hz, high_hz))
        self.controls.choice_changed.emit()

    def _take_band(self, band: Band | None) -> None:
        self.controls.show_band(band)
        self.choice_changed.emit()

    def _follow_band(self) -> None:
        """The strip shows the band of the fields; a field that cannot be used moves nothing."""
        self.strip.setVisible(self.wants_strip() and self.strip.figure is not None)
        self.controls.advised.show_advice(self._advice if self.wants_advice() else ())
        try:
            told = self.controls.band()
        except InvalidInput:
            return
        self.strip.show_band(self._found_band if self.controls.finds_band() else told)

    def _follow_figure(self, figure: SpectrumFigure) -> None:
        """A band that the analysis chose itself is marked; controls do what can be done."""
        self._found_band = figure.band_hz
        if self.controls.finds_band():
            self.strip.show_band(figure.band_hz)
        self.controls.levels.setEnabled(can_be_decibels(figure))
        self.controls.log_y.setEnabled(can_be_decibels(figure))

    # -- what the presenter asks and shows -------------------------------------------------------

    def is_dragging(self) -> bool:
        """Whether the band is being dragged."""
        return self.strip.is_dragging()

    def put(self, found: Analysed | None) -> None:
        """Lines or curves, each in its plot."""
        figure = found.figure if found is not None else None
        lines = figure if isinstance(figure, SpectrumFigure) else None
        curves = figure if isinstance(figure, CurvesFigure) else None
        if figure is not None:
            self.drawings.setCurrentWidget(self.plot if curves is None else self.curves)
        self.plot.show_figure(lines)
        self.curves.show_figure(curves or _NO_CURVES)
        if found is not None:
            (self.plot if curves is None else self.curves).set_recipe(found.recipe())
        if lines is not None:
            self._follow_figure(lines)
            self.say(contract_in_a_line(lines), whole_contract(lines), lines.notes)
        elif curves is not None:
            self.say(_curves_in_a_line(curves), curves.header(), curves.notes)
        self._read_markers()
        self._show_tables()

    def _read_markers(self) -> None:
        """While the band is dragged some times a second: reading all costs more than drawing."""
        if not self.is_dragging():
            self._reading.stop()
            self.markers.refresh()
        elif not self._reading.isActive():
            self._reading.start()


def _curves_in_a_line(figure: CurvesFigure) -> str:
    unit = f" ({figure.y_unit})" if figure.y_unit else ""
    scaling = f"  ·  scaling {figure.scaling}" if figure.scaling else ""
    names = ", ".join(curve.name for curve in figure.curves)
    return f"{figure.y_label}{unit}{scaling}  ·  {names}"
