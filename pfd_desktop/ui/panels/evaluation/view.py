"""The Evaluation panel: widgets only."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from pfd_desktop.core.evaluation.answering import Answer
from pfd_desktop.core.evaluation.assessment import Assessment, Level, Slice
from pfd_desktop.core.figures.assessment import (
    AssessmentFigures,
    absent_words,
    answers_words,
    calibration_words,
)
from pfd_desktop.core.records.learning import Interval, Run
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.muted_label import muted_label
from pfd_desktop.ui.widgets.record_table import RecordTable

PLOTS = ("ROC by class", "Precision by class", "Calibration", "Risk and coverage")
NOTHING = "How far the answers of a run can be trusted stands here. Train a classifier first."


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _range(found: Interval | None) -> str:
    return "–" if found is None else f"{100 * found.low:.1f} to {100 * found.high:.1f} %"


LEVELS: tuple[Column[Level], ...] = (
    Column("Counted in", lambda one: one.of),
    Column("Cases", lambda one: "–" if one.cases is None else str(one.cases), number=True),
    Column("Named rightly", lambda one: _percent(one.right), lambda one: one.right, number=True),
    Column(
        "95 % interval",
        lambda one: _range(one.interval),
        tip=lambda one: (
            "Bootstrap over units"
            if one.interval
            else "Windows of one recording agree with each other: they are no cases of their own"
        ),
    ),
)
SLICES: tuple[Column[Slice], ...] = (
    Column("By", lambda one: one.by),
    Column("Value", lambda one: one.value),
    Column("Recordings", lambda one: str(one.recordings), lambda one: one.recordings, number=True),
    Column("Units", lambda one: str(one.units), lambda one: one.units, number=True),
    Column(
        "Named rightly",
        lambda one: _percent(one.right.value),
        lambda one: one.right.value,
        number=True,
    ),
    Column("95 % interval", lambda one: _range(one.right), lambda one: one.right.low),
)
ANSWERS: tuple[Column[Answer], ...] = (
    Column("Recording", lambda one: one.recording_name),
    Column("Unit", lambda one: one.unit_name),
    Column("Truth", lambda one: one.truth),
    Column("Answer", lambda one: one.said or "I don't know"),
    Column("Why not", lambda one: one.reason),
)


class EvaluationView(QWidget):
    """Levels and slices, curves by class, calibration, and what is answered at all."""

    seen = Signal()
    train_requested = Signal()
    recording_asked = Signal(str)

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, plots: Sequence[CurvesPlot], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Evaluation")
        self.roc, self.precision, self.calibration, self.risk = plots
        self.message = MessageStrip()
        self.name = muted_label("Run that is evaluated")
        self.levels: RecordTable[Level] = RecordTable("Levels", LEVELS)
        self.slices: RecordTable[Slice] = RecordTable("Slices", SLICES)
        self.classes_note = muted_label("Classes without a curve")
        self.calibration_note = muted_label("Calibration in words")
        self.answers_note = muted_label("Answers in words")
        self.answers: RecordTable[Answer] = RecordTable("Answers", ANSWERS)
        self.empty = EmptyState(self.tr(NOTHING), self.tr("Train a classifier"))
        self._lay_out()
        self.empty.button.clicked.connect(self.train_requested)
        self.answers.current_changed.connect(self._tell_current)

    def _lay_out(self) -> None:
        self.levels.filter.hide()  # three rows
        self.levels.setMaximumHeight(130)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Pages of the evaluation")
        for title, page in (
            (self.tr("Slices"), _column(self.levels, self.slices)),
            (self.tr("ROC"), _column(self.roc, self.classes_note)),
            (self.tr("Precision"), _column(self.precision)),
            (self.tr("Calibration"), _column(self.calibration, self.calibration_note)),
            (self.tr("Risk"), _column(self.risk)),
            (self.tr("Answers"), _column(self.answers_note, self.answers)),
        ):
            self.tabs.addTab(page, title)
        content = _column(self.name, self.tabs)
        content.setContentsMargins(12, 2, 12, 8)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_nothing(self, why: str) -> None:
        """No run, or none with a result; *why* says which, "" where there is no run."""
        self.message.clear()
        self.empty.sentence.setText(why or self.tr(NOTHING))
        self.pages.setCurrentIndex(0)

    def show_assessment(self, run: Run, found: Assessment, figures: AssessmentFigures) -> None:
        """A run, and all that its answers say of it."""
        self.message.clear()
        self.name.setText(f"{run.name} · {run.split.value} split · {run.id[-8:]}")
        self.levels.show_records(found.levels)
        self.slices.show_records(found.slices)
        self.roc.show_figure(figures.roc)
        self.precision.show_figure(figures.precision)
        self.calibration.show_figure(figures.calibration)
        self.risk.show_figure(figures.risk)
        self.classes_note.setText(absent_words(found))
        self.calibration_note.setText(calibration_words(found))
        self.answers_note.setText(answers_words(found))
        self.answers.show_records(found.answers.answers)
        self.answers.setVisible(not found.answers.refusal)
        self.pages.setCurrentIndex(1)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def _tell_current(self) -> None:
        chosen = self.answers.current()
        if chosen is not None:
            self.recording_asked.emit(chosen.recording_id)


def _column(*parts: QWidget) -> QWidget:
    """The parts above each other; the last that is no label takes what room is left."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 6, 0, 0)
    layout.setSpacing(6)
    for part in parts:
        grows = isinstance(part, (CurvesPlot, RecordTable, QTabWidget))
        layout.addWidget(part, int(grows))
    if not any(isinstance(part, (CurvesPlot, QTabWidget)) for part in parts):
        layout.addStretch(0)
    return made
