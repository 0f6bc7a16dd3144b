"""The Orbit panel: widgets only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.analysis import Shape
from pfd_desktop.core.analyses.table import of_shape
from pfd_desktop.core.figures.orbit import OrbitFigure
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.analysing.controls import AnalysisControls
from pfd_desktop.ui.analysing.view import AnalysisView
from pfd_desktop.ui.plots.cursor_table import CursorTable
from pfd_desktop.ui.plots.orbit_plot import OrbitPlot
from pfd_desktop.ui.widgets.number_field import NumberField

FIRST = "orbit"
_PLOT_WIDTH = 200  # at least


class OrbitView(AnalysisView):
    """Controls and the path; the chosen recording is X, the second channel Y."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.controls = AnalysisControls("Orbit", of_shape(Shape.ORBIT), FIRST)
        sentence = (
            "The path of a shaft seen by two probes is shown here. "
            "Choose the recording of its X probe, or import some."
        )
        super().__init__("Orbit", self.controls, sentence, parent)
        self.clearance = NumberField("Bearing clearance", "µm", "clearance")
        self.clearance.setToolTip(
            "Diametral clearance of the bearing in µm, drawn as a circle; empty: none"
        )
        self.clearance.setFixedWidth(96)
        self.controls.add_aside(self.clearance)
        self.plot = OrbitPlot("Orbit plot")
        self.plot.setMinimumWidth(_PLOT_WIDTH)
        self.cursors = CursorTable(self.plot)
        self.cursors.setMinimumWidth(_PLOT_WIDTH)
        beside = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.plot, self.cursors):
            beside.addWidget(widget)
        beside.setStretchFactor(0, 1)
        self.lay_out(beside)
        self.clearance.number_chosen.connect(self._show_clearance)

    def _show_clearance(self) -> None:
        try:
            self.plot.show_clearance(self.clearance.number() or None)
        except InvalidInput as error:
            self.show_error(error)

    def put(self, found: Analysed | None) -> None:
        """A path, whole."""
        figure = found.figure if found is not None else None
        shown = figure if isinstance(figure, OrbitFigure) else None
        self.plot.show_figure(shown)
        if found is None or shown is None:
            return
        self.plot.set_recipe(found.recipe())
        self.say(_in_a_line(shown), shown.header(), shown.notes)


def _in_a_line(figure: OrbitFigure) -> str:
    parts = [f"{figure.quantity.capitalize()} ({figure.unit})", figure.filter_words]
    if figure.turns:
        parts.append("1 turn" if figure.turns == 1 else f"{figure.turns} turns")
    if figure.direction:
        parts.append(f"{figure.direction} precession")
    parts.append(f"x {figure.recording}, y {figure.second_recording}")
    return "  ·  ".join(part for part in parts if part)
