"""The Spectrum panel: widgets only."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.figures.amplitude import contract_in_a_line, whole_contract
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.ui.panels.spectrum.controls import SpectrumControls
from pfd_desktop.ui.plots.cursor_table import CursorTable
from pfd_desktop.ui.plots.marker_table import MarkerTable
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip

_TABLES_WIDTH = 440
_PLOT_WIDTH = 240  # at least


class SpectrumView(QWidget):
    """Controls, spectrum, markers, cursors; or a sentence when no recording is chosen."""

    seen = Signal()
    import_requested = Signal()
    retry_requested = Signal()
    choice_changed = Signal()
    export_requested = Signal(object, object)  # Path, DataTable

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Spectrum")
        self.controls = SpectrumControls()
        self.message = MessageStrip()
        self.plot = SpectrumPlot("Spectrum plot")
        self.contract = QLabel()
        self.contract.setAccessibleName("Amplitude contract")
        self.contract.setProperty("tone", "muted")
        self.contract.setWordWrap(True)
        self.notes = QLabel()
        self.notes.setAccessibleName("Spectrum notes")
        self.notes.setWordWrap(True)
        self.markers = MarkerTable(self.plot)
        self.cursors = CursorTable(self.plot)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "Spectra with the defect frequencies of the bearing are shown here. "
            "Choose a recording, or import some.",
            "Import recordings…",
        )
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self.controls)
        layout.addWidget(self._plot_and_tables(), 1)
        layout.addWidget(self.contract)
        layout.addWidget(self.notes)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _plot_and_tables(self) -> QSplitter:
        tables = QSplitter(Qt.Orientation.Vertical)
        tables.addWidget(self.markers)
        tables.addWidget(self.cursors)
        self._tables = tables
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.plot)
        splitter.addWidget(tables)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([2 * _TABLES_WIDTH, _TABLES_WIDTH])
        self.plot.setMinimumWidth(_PLOT_WIDTH)
        tables.setMinimumWidth(_PLOT_WIDTH // 2)
        return splitter

    def _connect(self) -> None:
        self.empty.button.clicked.connect(self.import_requested)
        self.message.retry_requested.connect(self.retry_requested)
        self.controls.choice_changed.connect(self.choice_changed)
        self.controls.decibels_chosen.connect(self._show_decibels)
        self.plot.orders_toggled.connect(self.controls.toggle_orders)
        self.plot.export_requested.connect(self.export_requested)
        self.plot.refused.connect(self.show_error)
        self.plot.cursor_tool.changed.connect(self._show_tables)

    def _show_decibels(self, on: bool) -> None:
        self.plot.show_decibels(on)
        self.markers.refresh()

    def _show_tables(self) -> None:
        self.markers.setVisible(bool(self.markers.rows))
        self._tables.setVisible(bool(self.markers.rows) or bool(self.cursors.rows))

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    # -- what the presenter asks and shows -------------------------------------------------------

    def is_seen(self) -> bool:
        """Whether somebody looks."""
        return self.isVisible()

    def choice(self) -> AnalysisChoice:
        """What the controls say; raises InvalidInput."""
        return self.controls.choice()

    def is_dragging(self) -> bool:
        """Nothing can be dragged here yet."""
        return False

    def show_companions(self, companions: tuple[tuple[str, str], ...]) -> None:
        """Which recordings can be the second channel."""
        self.controls.show_companions(companions)

    def show_nothing(self) -> None:
        """No recording is chosen."""
        self.message.clear()
        self._put(None)
        self.pages.setCurrentIndex(0)

    def show_analysed(self, found: Analysed) -> None:
        """A spectrum with all that its axis must say."""
        figure = found.figure
        assert isinstance(figure, SpectrumFigure)
        self.message.clear()
        self._put(figure)
        self.plot.set_recipe(found.recipe())
        self.contract.setText(contract_in_a_line(figure))
        self.contract.setToolTip("\n".join(whole_contract(figure)))
        self.notes.setText("  ".join(figure.notes))
        self.notes.setVisible(bool(figure.notes))
        self.pages.setCurrentIndex(1)

    def show_stale(self) -> None:
        """What was shown belongs to another recording: take it away while the new one comes."""
        self._put(None)
        self.contract.setText("")
        self.notes.setText("")
        self.pages.setCurrentIndex(1)

    def _put(self, figure: SpectrumFigure | None) -> None:
        self.plot.show_figure(figure)
        self.markers.refresh()
        self._show_tables()

    def show_error(self, error: Exception) -> None:
        """What went wrong, above the plot."""
        self.message.show_error(error)

    def clear_message(self) -> None:
        """What was said no longer holds."""
        self.message.clear()

    def show_exported(self, path: object) -> None:
        """A file was written."""
        self.message.show_note(f"Written to {path}.")
