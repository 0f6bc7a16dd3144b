"""The Signal panel: widgets only."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pfd_desktop.core.figures.readouts import Readouts
from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.ui.plots.cursor_table import CursorTable
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.overview import Overview
from pfd_desktop.ui.plots.trace_plot import TracePlot
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip

_TABLE_HEIGHT = 150


class SignalView(QWidget):
    """Trace, overview, read-outs, cursors; or a sentence when no recording is chosen."""

    seen = Signal()
    import_requested = Signal()
    retry_requested = Signal()
    export_requested = Signal(object, object)  # Path, DataTable

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Signal")
        self.title = QLabel()
        self.title.setAccessibleName("Signal recording")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.message = MessageStrip()
        self.plot = TracePlot("Time trace")
        self.overview = Overview("Time trace overview")
        self.readouts = QLabel()
        self.readouts.setAccessibleName("Signal read-outs")
        self.cursors = CursorTable(self.plot)
        self.cursors.setMaximumHeight(_TABLE_HEIGHT)
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
        heading.addWidget(self.title, 1)
        heading.addWidget(self.readouts)
        layout.addLayout(heading)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.overview)
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
        self.plot.export_requested.connect(self.export_requested)
        self.plot.refused.connect(self.show_error)
        self.plot.view_changed.connect(self._follow)
        self.overview.region_chosen.connect(self.plot.show_x)

    def _follow(self) -> None:
        view = self.plot.view()
        self.overview.show_region(view.left(), view.right())

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    # -- what the presenter shows ----------------------------------------------------------------

    def show_nothing(self) -> None:
        """No recording is chosen."""
        self.message.clear()
        self.plot.show_figure(None)
        self.overview.show_figure(None)
        self.pages.setCurrentIndex(0)

    def show_trace(self, recording: Recording, figure: TraceFigure) -> None:
        """A recording's trace."""
        self.message.clear()
        self.title.setText(_title(recording))
        self.title.setToolTip(_title(recording))
        self.readouts.setText("")
        self.overview.show_figure(figure)
        self.plot.show_figure(figure)
        self.pages.setCurrentIndex(1)

    def show_readouts(self, found: Readouts, unit: str) -> None:
        """The numbers of the whole recording."""
        shown = (
            ("RMS", reading_text(found.rms, unit)),
            ("Peak", reading_text(found.peak, unit)),
            ("Crest", reading_text(found.crest, "", 3)),
            ("Kurtosis", reading_text(found.kurtosis, "", 3)),
            ("Mean", reading_text(found.mean, unit, 3)),
        )
        self.readouts.setText("     ".join(f"{name} {value}" for name, value in shown))

    def show_error(self, error: Exception) -> None:
        """What went wrong, above the plot."""
        self.message.show_error(error)

    def show_exported(self, path: object) -> None:
        """A file was written."""
        self.message.show_note(f"Written to {path}.")


def _title(recording: Recording) -> str:
    parts = [
        recording.name,
        f"{recording.quantity} in {recording.unit}",
        f"{reading_text(recording.rate_hz, 'Hz')}",
        f"{reading_text(recording.duration_s, 's')}",
    ]
    if recording.synthetic:
        parts.append("synthetic")
    return "  ·  ".join(parts)
