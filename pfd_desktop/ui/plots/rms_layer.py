"""The RMS of a trace, one line per pixel column, over its envelope."""

from PySide6.QtGui import QColor, QPainter

from pfd_desktop.core.figures.trace import Columns, TraceFigure
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.palette import mixed
from pfd_desktop.ui.plots.trace_layer import TraceLayer

_SHARE = 0.42  # of the trace's colour in the band's


class RmsLayer(TraceLayer):
    """A band from minus to plus the RMS of each column; nothing where single samples are seen."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(1)

    def colour(self) -> QColor:
        """Lighter than the trace."""
        return mixed(self.colours.curve, self.colours.background, _SHARE)

    def _draw_samples(self, painter: QPainter, device: Device, figure: TraceFigure) -> None:
        """A few samples have no RMS worth drawing."""

    def _say(self, painter: QPainter, device: Device, words: str) -> None:
        """The trace says it."""

    def _found(self, figure: TraceFigure, start: int, stop: int, count: int) -> Columns | None:
        return figure.rms_columns(start, stop, count)
