"""The time trace of a recording."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.comb import PeriodicComb
from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.recipe import Recipe, SamplesRecipe
from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.waveforms.blob import Blob
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.comb_layer import CombLayer
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.label_tool import LabelTool
from pfd_desktop.ui.plots.overlays import Overlay, Overlays
from pfd_desktop.ui.plots.playhead_layer import PlayheadLayer
from pfd_desktop.ui.plots.rms_layer import RmsLayer
from pfd_desktop.ui.plots.title_layer import TitleLayer
from pfd_desktop.ui.plots.trace_layer import TraceLayer

_HEADROOM = 0.06  # above and below the extremes
Span = tuple[float, float]


class TracePlot(DataPlot):
    """Draws a TraceFigure of any length, with others over it, labels, periodic markers, sound.

    Shift and drag chooses a stretch of time: to hear, to label, to analyse, or with S to look at.
    """

    _pinned: TraceFigure | None

    span_changed = Signal()  # another stretch is chosen, or none
    play_requested = Signal()
    class_pressed = Signal(int)  # 1 to 9
    label_requested = Signal()  # L
    label_edit_requested = Signal()
    label_delete_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._span: Span | None = None
        self.trace, self.reference = TraceLayer(), TraceLayer(reference=True)
        self.rms, self.comb, self.playhead = RmsLayer(), CombLayer(), PlayheadLayer()
        for layer in (self.reference, self.trace, self.rms, self.comb, self.playhead):
            self.add_layer(layer)
        self.title = TitleLayer()
        self.add_layer(self.title)
        self.overlays, self.labels = Overlays(self), LabelTool(self)
        self._rms_wanted = False
        self.set_axes(AxisText("Time", "s"), AxisText(""))
        self._add_keys()
        self.cursor_tool.changed.connect(self._anchor_comb)

    def _add_keys(self) -> None:
        keys: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Space: self.play_requested.emit,
            Qt.Key.Key_S: self.zoom_to_span,
            Qt.Key.Key_L: self.label_requested.emit,
            Qt.Key.Key_N: partial(self.labels.step, True),
            Qt.Key.Key_P: partial(self.labels.step, False),
            Qt.Key.Key_Return: self.label_edit_requested.emit,
            Qt.Key.Key_Enter: self.label_edit_requested.emit,
            Qt.Key.Key_Delete: self.label_delete_requested.emit,
            Qt.Key.Key_Escape: self._escape,
        }
        for number in range(1, 10):
            keys[Qt.Key(Qt.Key.Key_0 + number)] = partial(self.class_pressed.emit, number)
        for key, do in keys.items():
            self.add_key(key, do)

    def _escape(self) -> None:
        """Leave what was begun last: labelling, the chosen stretch, then the cursors."""
        if self.labels.armed:
            self.labels.arm(False)
        elif self._span is not None:
            self.choose_span(None)
        else:
            self.cursor_tool.escape()

    # -- traces ----------------------------------------------------------------------------------

    def show_figure(self, figure: TraceFigure | None) -> None:
        """Show ``figure`` whole and alone; None shows nothing."""
        self.trace.show_figure(figure)
        self.rms.show_figure(figure if self._rms_wanted else None)
        self.overlays.show(None, ())
        self.choose_span(None)
        self.set_source(figure)
        if figure is not None:
            name = figure.quantity[:1].upper() + figure.quantity[1:]
            in_time = figure.axis is Axis.TIME
            bottom = AxisText("Time", "s") if in_time else AxisText("Angle", "turns")
            self.set_axes(bottom, AxisText(name, figure.unit))
            self.set_contract("\n".join(figure.table(0, 0).header))
            self._set_home(figure, ())
        self.cursor_tool.source_changed()

    def show_overlays(self, overlays: tuple[Overlay, ...]) -> None:
        """Draw these over the figure; what is seen stays, and so does the unit of the axis."""
        figure = self.figure
        if figure is None:
            return
        whole, view = self.shows_all_of_x(), self.view()
        self.overlays.show(figure, overlays)
        self._set_home(figure, overlays)
        if not whole:
            self.show_x(view.left(), view.right())

    def show_title(self, on: bool) -> None:
        """Name the recording and its unit inside of the plot, as one among others."""
        figure, words = self.figure, ""
        if on and figure is not None:
            words = f"{figure.recording}: {figure.quantity} ({figure.unit})"
        self.title.show_words(words)
        self.show_left_words(not on)

    @property
    def rms_wanted(self) -> bool:
        """Whether the RMS is drawn where it is known."""
        return self._rms_wanted

    def move_overlay(self, place: int, offset_s: float) -> None:
        """Move one of them in time."""
        self.overlays.move(place, offset_s, self.figure)

    def show_rms(self, on: bool) -> None:
        """Draw the RMS over the trace, where its waveform knows it."""
        self._rms_wanted = on
        self.rms.show_figure(self.figure if on else None)

    def _set_home(self, figure: TraceFigure, overlays: tuple[Overlay, ...]) -> None:
        extremes = [figure.extremes(), *(o.figure.extremes() for o in overlays)]
        low, high = min(e[0] for e in extremes), max(e[1] for e in extremes)
        room = _HEADROOM * (high - low) or abs(high) or 1.0
        start = min([0.0, *(o.offset_s for o in overlays)])
        stops = (o.figure.duration_s + o.offset_s for o in overlays)
        self.set_home(start, max([figure.duration_s, *stops]), low - room, high + room)

    @property
    def figure(self) -> TraceFigure | None:
        """What is shown."""
        return self.trace.figure

    # -- a stretch of time -----------------------------------------------------------------------

    @property
    def span(self) -> Span | None:
        """The chosen stretch in seconds."""
        return self._span

    def span_or_view(self) -> Span:
        """The chosen stretch, else what is seen of the recording."""
        if self._span is not None:
            return self._span
        view, figure = self.view(), self.figure
        end = figure.duration_s if figure is not None else 0.0
        low = min(max(view.left(), 0.0), end)
        return low, max(low, min(view.right(), end))

    def choose_span(self, span: Span | None) -> None:
        """Choose this stretch, or none."""
        if span != self._span:
            self._span = span
            self.mark_span(span)
            self.span_changed.emit()

    def mark_span(self, span: Span | None) -> None:
        """Shade a stretch for now; the chosen one is shaded again after."""
        super().mark_span(span if span is not None else self._span)

    def stretch_dragged(self, low: float, high: float) -> None:
        """Choose that stretch."""
        self.choose_span((low, high))

    def zoom_to_span(self) -> None:
        """Look at the chosen stretch."""
        if self._span is not None:
            self.show_x(*self._span)

    # -- periodic markers ------------------------------------------------------------------------

    def show_comb(self, comb: PeriodicComb | None) -> None:
        """Mark the strikes of a defect; a click moves the comb to the peak there."""
        self.comb.show_comb(comb)

    def _anchor_comb(self) -> None:
        comb, cursor = self.comb.comb, self.cursor_tool.cursors.first
        if comb is not None and cursor is not None and cursor.x != comb.anchor_s:
            self.comb.show_comb(comb.at(cursor.x))

    # -- reference and data ----------------------------------------------------------------------

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

    def pinnable(self) -> TraceFigure | None:
        """The trace."""
        return self.figure

    def draw_reference(self) -> None:
        """The pinned trace, faint."""
        self.reference.show_figure(self._pinned)
