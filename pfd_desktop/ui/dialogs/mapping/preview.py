"""What a file looks like as the mapping reads it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.ui.plots.curves_plot import CurvesPlot


class Preview(QWidget):
    """Trace above spectrum; each plot is made when there is something to draw."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trace: CurvesPlot | None = None
        self.spectrum: CurvesPlot | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_figures(self, trace: CurvesFigure, spectrum: CurvesFigure | None) -> None:
        """No spectrum where no rate is known."""
        if self.trace is None:
            self.trace = self._added("Preview trace")
        self.trace.show_figure(trace)
        if spectrum is not None:
            if self.spectrum is None:
                self.spectrum = self._added("Preview spectrum")
            self.spectrum.show_figure(spectrum)
        if self.spectrum is not None:
            self.spectrum.setVisible(spectrum is not None)

    def _added(self, name: str) -> CurvesPlot:
        plot = CurvesPlot(name)
        self._layout.addWidget(plot, 1)
        return plot
