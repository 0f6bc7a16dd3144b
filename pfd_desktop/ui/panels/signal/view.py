"""The Signal panel: widgets only."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from pfd_desktop.core.figures.comb import PeriodicComb
from pfd_desktop.core.figures.readouts import Readouts
from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.ui.panels.signal.controls import SignalControls
from pfd_desktop.ui.panels.signal.label_list import LabelList
from pfd_desktop.ui.panels.signal.listen_bar import ListenBar
from pfd_desktop.ui.panels.signal.offset_bar import OffsetBar
from pfd_desktop.ui.plots.cursor_table import CursorTable
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.overlays import Overlay
from pfd_desktop.ui.plots.overview import Overview
from pfd_desktop.ui.plots.trace_plot import TracePlot
from pfd_desktop.ui.plots.trace_stack import TraceStack
from pfd_desktop.ui.widgets.elided_label import ElidedLabel
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.flow_layout import FlowLayout
from pfd_desktop.ui.widgets.folding import Folding
from pfd_desktop.ui.widgets.message_strip import MessageStrip

_TABLE_HEIGHT, _LEAST_TABLE = 150, 48
_TITLE_WIDTH = 120  # of the recording's name, at least
_LEAST_HEIGHTS = (160, 100, 64)  # of the traces above 0, 1 and 2 tables: controls give way


class SignalView(QWidget):
    """Traces, overview, read-outs, cursors; or a sentence when no recording is chosen."""

    seen = Signal()
    hidden = Signal()
    import_requested = Signal()
    retry_requested = Signal()
    span_told = Signal(float, float)  # seconds: the stretch chosen with Shift; an empty one is none

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Signal")
        self.title = ElidedLabel()
        self.title.setMinimumWidth(_TITLE_WIDTH)
        self.title.setAccessibleName("Signal recording")
        self.message = MessageStrip()
        self.plot = TracePlot("Time trace")
        self.stack = TraceStack(self.plot)
        self.overview = Overview("Time trace overview")
        self.readouts = QLabel()
        self.readouts.setAccessibleName("Signal read-outs")
        self.readouts.setMinimumWidth(1)  # a narrow panel cuts them; the tool tip has them whole
        self.controls, self.listen, self.offset = SignalControls(), ListenBar(), OffsetBar()
        self.labels = LabelList()
        self.labels.hide()
        self.cursors = CursorTable(self.plot)
        self.cursors.setMaximumHeight(_TABLE_HEIGHT)
        self.cursors.setMinimumHeight(_LEAST_TABLE)
        self.labels.table.setMinimumHeight(_LEAST_TABLE)
        for table in (self.labels, self.cursors):
            table.installEventFilter(self)
        self._share_height()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "The time trace of a recording is shown here. Choose a recording, or import some.",
            "Import recordings…",
        )
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        heading = QHBoxLayout()
        heading.setSpacing(16)
        heading.addWidget(self.title, 1)
        heading.addWidget(self.readouts)
        layout.addLayout(heading)
        bars = QWidget()
        flow = FlowLayout(bars, 4)
        flow.addWidget(self.controls)
        flow.addWidget(self.listen)
        layout.addWidget(Folding("Signal controls", bars))
        layout.addWidget(self.offset)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.overview)
        layout.addWidget(self.labels)
        layout.addWidget(self.cursors)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.empty.button.clicked.connect(self.import_requested)
        self.message.retry_requested.connect(self.retry_requested)
        self._connect_plot(self.plot)
        self.stack.added.connect(self._connect_plot)
        self.plot.view_changed.connect(self._follow)
        self.plot.span_changed.connect(self._tell_span)
        self.overview.region_chosen.connect(self.plot.show_x)
        self.controls.rms_chosen.connect(self.stack.show_rms)
        self.controls.labels_chosen.connect(self.labels.setVisible)
        self.offset.refused.connect(self.show_error)
        plot = self.plot
        plot.class_pressed.connect(self.labels.choose_class)
        plot.label_edit_requested.connect(self._edit_label)
        self.labels.label_chosen.connect(self._jump)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A table below comes or goes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._share_height()
        return super().eventFilter(watched, event)

    def _share_height(self) -> None:
        """Where more asks for room than there is, a layout would draw one over the other."""
        tables = sum(not table.isHidden() for table in (self.labels, self.cursors))
        self.stack.setMinimumHeight(_LEAST_HEIGHTS[tables])

    def _connect_plot(self, plot: TracePlot) -> None:
        plot.play_requested.connect(self.listen.play_requested)

    def _follow(self) -> None:
        view = self.plot.view()
        self.overview.show_region(view.left(), view.right())

    def _tell_span(self) -> None:
        """Analyses follow a stretch that was chosen; zooming alone restricts nothing."""
        figure, span = self.plot.figure, self.plot.span
        in_time = figure is not None and figure.axis is Axis.TIME
        low, high = span if in_time and span is not None else (0.0, 0.0)
        self.span_told.emit(low, high)

    def follow_span(self, low_s: float, high_s: float) -> None:
        """Where the whole recording is analysed again, no stretch is chosen."""
        if not high_s > low_s:
            self.plot.choose_span(None)

    def _edit_label(self) -> None:
        self.controls.labels.setChecked(True)
        self.labels.edit()

    def _jump(self, label_id: str) -> None:
        label = self.plot.labels.layer.sheet.find(label_id)
        if label is not None:
            self.plot.labels.jump_to(label)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that nobody looks any more."""
        super().hideEvent(event)
        self.hidden.emit()

    # -- what the presenter shows ----------------------------------------------------------------

    def show_nothing(self) -> None:
        """No recording is chosen."""
        self.message.clear()
        self.plot.show_figure(None)
        self.stack.show_rows(())
        self.overview.show_figure(None)
        self.pages.setCurrentIndex(0)

    def show_trace(self, recording: Recording, figure: TraceFigure) -> None:
        """A recording's trace."""
        self.message.clear()
        self.title.show_text(_title(recording, figure))
        self.readouts.setText("")
        self.overview.show_figure(figure)
        self.plot.show_figure(figure)
        self.stack.show_rows(())
        self.offset.hide()
        self.pages.setCurrentIndex(1)

    def show_others(self, overlays: tuple[Overlay, ...], below: tuple[TraceFigure, ...]) -> None:
        """Recordings over the first one and below it."""
        self.plot.show_overlays(overlays)
        self.stack.show_rows(below)
        if overlays:
            last = overlays[-1]
            self.offset.show_offset(last.figure.recording, last.offset_s)
        else:
            self.offset.hide()

    def show_comb(self, comb: PeriodicComb | None) -> None:
        """Mark the strikes of a defect in all traces."""
        self.stack.show_comb(comb)

    def show_readouts(self, found: Readouts, unit: str) -> None:
        """The numbers of the whole recording."""
        shown = (
            ("RMS", reading_text(found.rms, unit)),
            ("Peak", reading_text(found.peak, unit)),
            ("Crest", reading_text(found.crest, "", 3)),
            ("Kurtosis", reading_text(found.kurtosis, "", 3)),
            ("Mean", reading_text(found.mean, unit, 3)),
        )
        words = tuple(f"{name} {value}" for name, value in shown)
        self.readouts.setText("     ".join(words))
        self.readouts.setToolTip("\n".join(words))

    def show_error(self, error: Exception) -> None:
        """What went wrong, above the plot."""
        self.message.show_error(error)

    def show_note(self, text: str) -> None:
        """A plain sentence above the plot."""
        self.message.show_note(text)

    def show_exported(self, path: object) -> None:
        """A file was written."""
        self.message.show_note(f"Written to {path}.")

    def show_first_heard(self, seconds: float) -> None:
        """More is seen than can be heard at once."""
        self.message.show_note(
            f"The first {seconds:.0f} s of it are heard: choose a stretch, or look further on, to"
            " hear others."
        )


def _title(recording: Recording, figure: TraceFigure) -> str:
    in_time = figure.axis is Axis.TIME
    parts = [
        recording.name,
        f"{figure.quantity} in {figure.unit}",
        reading_text(figure.rate_hz, "Hz") if in_time else f"{figure.rate_hz:g} per turn",
        reading_text(figure.duration_s, "s" if in_time else "turns"),
    ]
    if figure.chain:
        parts.append(figure.chain)
    if recording.synthetic:
        parts.append("synthetic")
    return "  ·  ".join(parts)
