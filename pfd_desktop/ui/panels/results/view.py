"""The Results panel: widgets only."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.figures.confusion import ConfusionCell, ConfusionFigure
from pfd_desktop.core.figures.leak_meter import LeakMeterFigure
from pfd_desktop.core.records.learning import RecordPrediction, Run, RunResult, SplitKind
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.plots.bars_plot import Bar, BarsPlot
from pfd_desktop.ui.plots.confusion_plot import ConfusionPlot
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.record_table import RecordTable

_MOST_TOLD = 10  # windows


def _weights(prediction: RecordPrediction) -> str:
    """The heaviest windows of a recording, the heaviest first."""
    told = sorted(enumerate(prediction.weights, 1), key=lambda one: -one[1])[:_MOST_TOLD]
    shares = ", ".join(f"{place}: {100 * share:.1f} %" for place, share in told)
    return f"Share of its {len(prediction.weights)} windows in the answer. Window {shares}"


COLUMNS: tuple[Column[RecordPrediction], ...] = (
    Column("Recording", lambda p: p.recording_name),
    Column("Unit", lambda p: p.unit_name),
    Column("Truth", lambda p: p.truth),
    Column("Said", lambda p: p.predicted),
    Column("Grade", lambda p: p.grade or "–", tip=lambda _: "Of the measurement"),
    Column("Right", lambda p: "✓" if p.truth == p.predicted else "✗"),
    Column(
        "Highest score",
        lambda p: f"{max(p.scores):.2f}",
        lambda p: max(p.scores),
        number=True,
        tip=lambda p: f"{max(p.scores):.4f}: mean over its windows; a score, not a probability",
    ),
    Column("Fold", lambda p: str(p.fold + 1), lambda p: p.fold, number=True),
    Column(
        "Most weight",
        lambda p: f"{max(p.weights):.0%} in window {p.heaviest + 1}" if p.weights else "–",
        lambda p: max(p.weights, default=0.0),
        tip=_weights,
    ),
)
_WEIGHTS = len(COLUMNS) - 1

LEAKY = (
    "Leaky split: windows of one recording stand in training and in test, so this figure says"
    " nothing about a machine that the classifier has not met."
)


class ResultsView(QWidget):
    """Headline, confusion matrix, recordings, leak meter."""

    seen = Signal()
    leak_meter_requested = Signal()
    train_requested = Signal()
    recording_asked = Signal(str)
    recordings_asked = Signal(tuple)

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Results")
        self.message = MessageStrip()
        self.name = _label("Run", "muted")
        self.headline = _label("Accuracy per recording", None)
        self.headline.setProperty("level", "title")
        self.badge = _label("Warning of a leaky split", "bad")
        self.facts = _label("How it was judged", "muted")
        self.notes = _label("Notes on the result", "warning")
        self.matrix = ConfusionPlot("Confusion matrix")
        self.table: RecordTable[RecordPrediction] = RecordTable("Judged recordings", COLUMNS)
        self.every = QPushButton(self.tr("Show all recordings"))
        self.every.setAccessibleName("Show all judged recordings")
        self.shown = _label("Recordings listed", "muted")
        self.bars = BarsPlot("Leak meter")
        self.words = _label("Leak meter in words", None)
        self.measure = QPushButton(self.tr("Measure the leak"))
        self.measure.setAccessibleName("Measure the leak")
        self.measure.setToolTip(
            self.tr("Train the same classifier under random, condition and unit split")
        )
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Leak meter progress")
        self.bar.hide()
        self.empty = EmptyState(
            self.tr("What a classifier finds on units that it has never met stands here."),
            self.tr("Train a classifier"),
        )
        self._result: RunResult | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        for widget in (self.name, self.headline, self.badge, self.facts, self.notes):
            layout.addWidget(widget)
        layout.addWidget(_heading(self.tr("Leak meter")))
        layout.addWidget(self.bars)
        layout.addWidget(self.words)
        layout.addWidget(self.bar)
        layout.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(
            _heading(self.tr("Truth (rows) and what was said (columns), in recordings"))
        )
        layout.addWidget(self.matrix)
        above = QHBoxLayout()
        above.addWidget(self.shown, 1)
        above.addWidget(self.every)
        layout.addLayout(above)
        self.table.setMinimumHeight(220)
        layout.addWidget(self.table, 1)
        scroll = QScrollArea()
        scroll.setAccessibleName("Results of the run")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.measure.clicked.connect(self.leak_meter_requested)
        self.empty.button.clicked.connect(self.train_requested)
        self.matrix.cell_opened.connect(self._open_cell)
        self.matrix.all_opened.connect(self._list_all)
        self.every.clicked.connect(self.matrix.reset_view)
        self.table.current_changed.connect(self._tell_current)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_nothing(self) -> None:
        """No run yet."""
        self.pages.setCurrentIndex(0)

    def show_run(
        self, run: Run, confusion: ConfusionFigure | None, meter: LeakMeterFigure | None
    ) -> None:
        """A run with what it found."""
        self.message.clear()
        self._result = run.result
        self.name.setText(f"{run.name} · {run.id[-8:]}")
        self.headline.setText(_headline(run))
        leaky = run.split is SplitKind.RANDOM
        self._say(self.badge, LEAKY if leaky else "")
        self._say(self.facts, _facts(run))
        self.facts.setToolTip(f"Split certificate {run.split_certificate}")
        self._say(
            self.notes, "\n".join(f"⚠ {w}" for w in run.result.warnings) if run.result else ""
        )
        for widget in (self.table, self.every, self.measure):
            widget.setEnabled(run.result is not None)
        self.matrix.show_figure(confusion)
        attends = run.result is not None and any(p.weights for p in run.result.predictions)
        self.table.view.setColumnHidden(_WEIGHTS, not attends)
        self._list_all()
        self._show_meter(meter)
        self.pages.setCurrentIndex(1)

    def _show_meter(self, meter: LeakMeterFigure | None) -> None:
        self.bars.setVisible(meter is not None)
        self.measure.setVisible(meter is None)
        if meter is None:
            self.words.setText(
                self.tr(
                    "Not measured yet: the same classifier under a random, a condition and a unit"
                    " split shows how much a random split would have flattered it."
                )
            )
            return
        self.bars.show_bars([Bar(b.label, b.interval, b.leaky) for b in meter.bars], meter.chance)
        self.words.setText(meter.words)

    def show_working(self, fraction: float, _text: str = "") -> None:
        """How far the leak meter is."""
        self.bar.setValue(round(100 * fraction))
        self.bar.show()
        self.measure.setEnabled(False)

    def show_rest(self) -> None:
        """Nothing runs."""
        self.bar.hide()
        self.measure.setEnabled(True)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def _list_all(self) -> None:
        self._list(self._result.predictions if self._result else (), self.tr("All recordings"))

    def _open_cell(self, cell: ConfusionCell) -> None:
        """The recordings behind a cell: listed here, and selected in the window."""
        if self._result is None:
            return
        ids = set(cell.recording_ids)
        found = [p for p in self._result.predictions if p.recording_id in ids]
        words = self.tr("Truth {0}, said {1}").format(cell.truth, cell.predicted)
        self._list(found, words)
        if cell.recording_ids:
            self.recording_asked.emit(cell.recording_ids[0])
            self.recordings_asked.emit(cell.recording_ids)

    def _list(self, predictions: Sequence[RecordPrediction], words: str) -> None:
        self.shown.setText(f"{words}: {len(predictions)}")
        self.table.show_records(predictions)

    def _tell_current(self) -> None:
        chosen = self.table.current()
        if chosen is not None:
            self.recording_asked.emit(chosen.recording_id)

    @staticmethod
    def _say(label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))


def _headline(run: Run) -> str:
    if run.result is None:
        return f"No result: {run.state.value}"
    found = run.result.accuracy
    right = 100 * found.value
    return f"{right:.1f} % of the recordings named rightly ({_range(run.result)})"


def _range(result: RunResult) -> str:
    found = result.accuracy
    return f"{100 * found.level:.0f} % interval {100 * found.low:.1f} to {100 * found.high:.1f} %"


_JUDGED = {
    SplitKind.UNIT: "on units that it had not met",
    SplitKind.MACHINE: "on machines that it had not met",
    SplitKind.CONDITION: "on operating conditions that it had not met; units may be known to it",
    SplitKind.RECORD: "on recordings that it had not met; units are known to it",
    SplitKind.RANDOM: "on windows drawn at random",
}


def _facts(run: Run) -> str:
    if run.result is None:
        return run.reason
    found = run.result
    return (
        f"Judged {_JUDGED[run.split]}: {len(found.predictions)} recordings of {found.units} units,"
        f" {found.folds} folds. Guessing reaches {100 * found.chance:.1f} %. Macro F1"
        f" {100 * found.macro_f1.value:.1f} %. Interval: bootstrap over units.{_grades(found)}"
        f" Split certificate {run.split_certificate[:12]}.{_computed(found)}"
    )


def _computed(result: RunResult) -> str:
    """How a network's steps were computed."""
    return f" Steps: {result.computed}." if result.computed else ""


def _grades(result: RunResult) -> str:
    """How it went for measurements of each grade."""
    slices = [f"{s.grade} {s.right} of {s.recordings}" for s in result.by_grade()]
    return f" Right by grade of measurement: {', '.join(slices)}." if slices else ""


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("level", "heading")
    return label


def _label(name: str, tone: str | None) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    if tone:
        label.setProperty("tone", tone)
    return label
