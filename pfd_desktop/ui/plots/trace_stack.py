"""Traces below each other on one time axis."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from pfd_desktop.core.figures.comb import PeriodicComb
from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.ui.plots.trace_plot import TracePlot

_LEAST_HEIGHT = 84  # of a trace among others; more of them are scrolled


class TraceStack(QScrollArea):
    """The first trace and any others: moving one moves all, and so does choosing a stretch."""

    added = Signal(object)  # a TracePlot, to be connected to what the first one is

    def __init__(self, first: TracePlot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Traces")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.first = first
        self._rows: list[TracePlot] = []
        self._following = False
        content = QWidget()
        self._layout = QVBoxLayout(content)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(first, 1)
        self.setWidget(content)
        first.view_changed.connect(lambda: self._follow(first))
        first.span_changed.connect(lambda: self._share_span(first))

    @property
    def rows(self) -> tuple[TracePlot, ...]:
        """The traces below the first one."""
        return tuple(self._rows)

    def show_rows(self, figures: tuple[TraceFigure, ...]) -> None:
        """Show these below the first one."""
        while len(self._rows) > len(figures):
            row = self._rows.pop()
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(figures):
            self._add_row()
        for row, figure in zip(self._rows, figures, strict=True):
            if row.figure is not figure:
                row.show_figure(figure)
                row.setAccessibleName(f"Time trace of {figure.recording}")
        plots = [self.first, *self._rows]
        for plot in plots:
            plot.show_bottom_axis(plot is plots[-1])
            plot.setMinimumHeight(_LEAST_HEIGHT if self._rows else 0)
            plot.show_title(bool(self._rows))
        self._follow(self.first)

    def show_comb(self, comb: PeriodicComb | None) -> None:
        """Mark the strikes of a defect in all of them."""
        for plot in (self.first, *self._rows):
            plot.show_comb(comb)

    def show_rms(self, on: bool) -> None:
        """Draw the RMS over all of them."""
        for plot in (self.first, *self._rows):
            plot.show_rms(on)

    def redraw_rms(self) -> None:
        """What could not be drawn before is known now."""
        self.show_rms(self.first.rms_wanted)

    def show_playhead(self, seconds: float | None) -> None:
        """Where the sound is."""
        for plot in (self.first, *self._rows):
            plot.playhead.show_at(seconds)

    def _add_row(self) -> None:
        row = TracePlot("Time trace")
        row.view_changed.connect(lambda: self._follow(row))
        row.span_changed.connect(lambda: self._share_span(row))
        self._rows.append(row)
        self._layout.addWidget(row, 1)
        row.show_rms(self.first.rms_wanted)
        row.show_comb(self.first.comb.comb)
        self.added.emit(row)

    def _follow(self, moved: TracePlot) -> None:
        """All others show the same stretch; each keeps its own amplitudes."""
        if self._following or not self._rows:
            return
        self._following = True
        view = moved.view()
        for plot in (self.first, *self._rows):
            other = plot.view()
            if plot is not moved and (other.left(), other.right()) != (view.left(), view.right()):
                plot.show_x(view.left(), view.right())
        self._following = False

    def _share_span(self, told: TracePlot) -> None:
        for plot in (self.first, *self._rows):
            plot.choose_span(told.span)
