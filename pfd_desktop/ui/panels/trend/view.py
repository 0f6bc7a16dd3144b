"""The Trend panel: widgets only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.figures.trend import TrendFigure
from pfd_desktop.core.parameters import Band
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
from pfd_desktop.ui.plots.trend_plot import TrendPlot
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.flow_layout import FlowLayout
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.number_field import NumberField
from pfd_desktop.ui.widgets.parameter_fields import ParameterFields, combo, toggle

BAND = "band"
_STATES = {"normal": "good", "alert": "warning", "alarm": "bad"}


TREND = partial(TrendPlot, "Trend plot")
DIFFERENCE = partial(SpectrumPlot, "Difference to baseline")


@dataclass(frozen=True, eq=False)
class TrendPlots:
    """The plots of the panel; each takes a moment to make."""

    trend: TrendPlot = field(default_factory=TREND)
    difference: SpectrumPlot = field(default_factory=DIFFERENCE)


class TrendView(QWidget):
    """The trend, its state in words, and how the chosen recording differs from the baseline."""

    seen = Signal()
    import_requested = Signal()
    retry_requested = Signal()
    measure_chosen = Signal()
    baseline_requested = Signal()
    baseline_dropped = Signal()
    limits_told = Signal()
    difference_toggled = Signal()
    recording_clicked = Signal(str)

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, plots: TrendPlots | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Trend")
        self.message = MessageStrip()
        self.point = _label("Measuring point", "level", "heading")
        self.state = _label("State of the trend", "tone", "muted")
        self.notes = _label("Notes on the trend", "tone", "muted")
        self.measure = combo("Value", ())
        self.band = ParameterFields()
        self.band.show_parameters((Band(BAND, "Band", (500.0, 2000.0), ""),))
        self.keep = QPushButton("Selected are the baseline")
        self.keep.setToolTip("The selected recordings stand for the point's good state")
        self.drop = QPushButton("No baseline")
        self.alert = NumberField("Alert limit", "", "none")
        self.alarm = NumberField("Alarm limit", "", "none")
        self.differ = toggle("Difference", "How the chosen recording differs from the baseline")
        plots = plots or TrendPlots()
        self.plot, self.difference = plots.trend, plots.difference
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "How the vibration of a measuring point develops is shown here. Choose one of its"
            " recordings, or import some.",
            "Import recordings…",
        )
        controls = QWidget()
        flow = FlowLayout(controls)
        for widget in (self.measure, self.band, self.keep, self.drop):
            flow.addWidget(widget)
        for words, limit in (("Alert", self.alert), ("Alarm", self.alarm)):
            flow.addWidget(QLabel(words))
            flow.addWidget(limit)
        flow.addWidget(self.differ)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.plot)
        splitter.addWidget(self.difference)
        self.difference.hide()
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        for part in (self.point, controls):
            layout.addWidget(part)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.state)
        layout.addWidget(self.notes)
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
        self.measure.activated.connect(lambda _: self._choose())
        self.band.changed.connect(self._choose)
        self.keep.clicked.connect(self.baseline_requested)
        self.drop.clicked.connect(self.baseline_dropped)
        for limit in (self.alert, self.alarm):
            limit.number_chosen.connect(self.limits_told)
        self.differ.clicked.connect(self._toggle_difference)
        self.plot.recording_clicked.connect(self.recording_clicked)

    def _choose(self) -> None:
        self.band.setVisible(self.measure.currentData() == BAND)
        self.measure_chosen.emit()

    def _toggle_difference(self) -> None:
        self.difference.setVisible(self.differ.isChecked())
        self.difference_toggled.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    # -- what the presenter asks -----------------------------------------------------------------

    def wanted(self) -> str:
        """The value that is to be followed; raises InvalidInput for a band that cannot be."""
        measure = str(self.measure.currentData())
        if measure != BAND:
            return measure
        band = self.band.values()[BAND]
        assert isinstance(band, tuple)
        return f"band {band[0]:g}-{band[1]:g}"

    def told_limits(self) -> tuple[float | None, float | None]:
        """Alert and alarm; raises InvalidInput for what is no number."""
        return self.alert.number(), self.alarm.number()

    def wants_difference(self) -> bool:
        """Whether the difference to the baseline is to be shown."""
        return self.differ.isChecked()

    # -- what the presenter shows ----------------------------------------------------------------

    def show_measures(self, kinds: Sequence[tuple[str, str]]) -> None:
        """What can be followed: names and words."""
        self.measure.clear()
        for name, words in (*kinds, (BAND, "RMS of a band")):
            self.measure.addItem(words, name)
        self.band.hide()

    def show_nothing(self) -> None:
        """No recording is chosen."""
        self.message.clear()
        self.plot.show_figure(None)
        self.pages.setCurrentIndex(0)

    def show_trend(self, figure: TrendFigure, recording_id: str) -> None:
        """A trend with its state."""
        self.message.clear()
        self.point.setText(figure.point)
        self.plot.show_figure(figure)
        self.plot.mark(recording_id)
        state = f"{figure.state.capitalize()}: {figure.reason}" if figure.state else figure.reason
        self.state.setText(state)
        self.state.setVisible(bool(state))
        self.state.setProperty("tone", _STATES.get(figure.state, "muted"))
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        notes = "; ".join(figure.notes)
        self.notes.setText(notes[:1].upper() + notes[1:])
        self.notes.setVisible(bool(figure.notes))
        self.pages.setCurrentIndex(1)

    def show_limits(self, alert: float | None, alarm: float | None) -> None:
        """The limits that are told."""
        self.alert.show_number(alert)
        self.alarm.show_number(alarm)

    def show_selected(self, count: int, *, has_baseline: bool) -> None:
        """How many recordings could be the baseline."""
        self.keep.setText(f"{count} selected are the baseline" if count > 1 else "Set as baseline")
        self.keep.setEnabled(count > 0)
        self.drop.setEnabled(has_baseline)
        self.differ.setEnabled(has_baseline)

    def show_difference(self, figure: SpectrumFigure | None) -> None:
        """How the chosen recording differs from the baseline."""
        self.difference.show_figure(figure)

    def show_no_trend(self, error: Exception) -> None:
        """Why there is none."""
        self.plot.show_figure(None)
        self.state.hide()
        self.notes.hide()
        self.pages.setCurrentIndex(1)
        self.message.show_error(error)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)


def _label(name: str, key: str, value: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    label.setProperty(key, value)
    return label
