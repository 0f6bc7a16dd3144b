"""The time trace of a recording."""

from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.recipe import Recipe, SamplesRecipe
from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.waveforms.blob import Blob
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.trace_layer import TraceLayer

_HEADROOM = 0.06  # above and below the extremes


class TracePlot(DataPlot):
    """Draws a TraceFigure of any length."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.trace, self.reference = TraceLayer(), TraceLayer(reference=True)
        self.add_layer(self.reference)
        self.add_layer(self.trace)
        self.set_axes(AxisText("Time", "s"), AxisText(""))

    def show_figure(self, figure: TraceFigure | None) -> None:
        """Show ``figure`` whole; None shows nothing."""
        self.trace.show_figure(figure)
        self.set_source(figure)
        if figure is not None:
            name = figure.quantity[:1].upper() + figure.quantity[1:]
            self.set_axes(AxisText("Time", "s"), AxisText(name, figure.unit))
            self.set_contract("\n".join(figure.table(0, 0).header))
            low, high = figure.extremes()
            room = _HEADROOM * (high - low) or abs(high) or 1.0
            self.set_home(0.0, figure.duration_s, low - room, high + room)
        self.cursor_tool.source_changed()

    @property
    def figure(self) -> TraceFigure | None:
        """What is shown."""
        return self.trace.figure

    def data_table(self) -> DataTable | None:
        """The samples seen."""
        figure, view = self.figure, self.view()
        return figure.table(view.left(), view.right()) if figure else None

    def recipe(self) -> Recipe | SamplesRecipe | None:
        """The samples seen, where they lie in a waveform file."""
        figure, view = self.figure, self.view()
        if self._recipe is not None or figure is None or not isinstance(figure.waveform, Blob):
            return self._recipe
        return SamplesRecipe(figure.waveform.path, *figure.span(view.left(), view.right()))

    def can_pin(self) -> bool:
        """Whether a trace is shown."""
        return self.figure is not None

    def pin_reference(self) -> None:
        """Keep this trace behind those that come."""
        self.reference.show_figure(self.figure)

    def clear_reference(self) -> None:
        """Take the pinned trace away."""
        self.reference.show_figure(None)

    def has_reference(self) -> bool:
        """Whether a trace is pinned."""
        return self.reference.figure is not None
