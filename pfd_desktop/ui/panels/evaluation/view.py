"""The Evaluation panel: widgets only."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.evaluation.answering import Answer
from pfd_desktop.core.evaluation.assessment import Assessment, Level, Slice
from pfd_desktop.core.evaluation.curves import ClassCurve
from pfd_desktop.core.figures.assessment import (
    BINS_TOLD,
    AssessmentFigures,
    absent_words,
    answers_words,
    blind_words,
    calibration_words,
    risk_words,
)
from pfd_desktop.core.records.learning import RunSummary
from pfd_desktop.core.records.measured import Measured
from pfd_desktop.core.training.strangers import Stranger
from pfd_desktop.ui.panels.evaluation.columns import (
    ANSWERS,
    CLASSES,
    LEVELS,
    SLICES,
    STRANGERS,
)
from pfd_desktop.ui.panels.evaluation.robustness import RobustnessPage
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.measuring import Measuring
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.muted_label import muted_label
from pfd_desktop.ui.widgets.record_table import RecordTable

PLOTS = ("ROC by class", "Precision by class", "Calibration", "Risk and coverage", "Robustness")
_PLOTS = 220  # least height of those that stand above each other with notes, in pixels
NOTHING = "How far the answers of a run can be trusted stands here. Train a classifier first."


UNKNOWN = (
    "Each class is left out of training in turn: is it noticed as none of the others? Measured on"
    " conditions and on units that training never met."
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
        self.roc, self.precision, self.calibration, self.risk, withstood = plots
        self.message = MessageStrip()
        self.name = muted_label("Run that is evaluated")
        self.levels: RecordTable[Level] = RecordTable("Levels", LEVELS)
        self.blind_note = muted_label("Windows that show nothing, in words")
        self.blind_note.hide()
        self.slices: RecordTable[Slice] = RecordTable("Slices", SLICES)
        self.classes: RecordTable[ClassCurve] = RecordTable("Classes", CLASSES)
        self.risk_note = muted_label("Risk in words")
        self._figures: AssessmentFigures | None = None
        self._curves: tuple[ClassCurve, ...] = ()
        self.classes_note = muted_label("Classes without a curve")
        self.calibration_note = muted_label("Calibration in words")
        self.answers_note = muted_label("Answers in words")
        self.answers: RecordTable[Answer] = RecordTable("Answers", ANSWERS)
        self.unknown_note = muted_label("Unknown faults in words")
        self.unknown_note.setText(self.tr(UNKNOWN))
        self.unknown = Measuring("unknown faults")
        self.strangers: RecordTable[Stranger] = RecordTable("Unknown faults", STRANGERS)
        self.robustness = RobustnessPage(withstood)
        self.empty = EmptyState(self.tr(NOTHING), self.tr("Train a classifier"))
        self._lay_out()
        self.empty.button.clicked.connect(self.train_requested)
        self.answers.current_changed.connect(self._tell_current)
        self.classes.current_changed.connect(self._draw_class)
        self.strangers.hide()

    def _lay_out(self) -> None:
        self.levels.filter.hide()  # three rows
        self.levels.setMaximumHeight(130)
        self.classes.filter.hide()
        self.classes.setMaximumHeight(190)
        self.levels.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for table, lines in (
            (self.levels, 1),
            (self.slices, 2),
            (self.classes, 1),
            (self.answers, 2),
            (self.strangers, 3),
        ):
            table.give_second_its_width(lines)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Pages of the evaluation")
        for title, page in (
            (self.tr("Slices"), _column(self.levels, self.blind_note, self.slices)),
            (
                self.tr("Classes"),
                _column(self.classes, self.roc, self.precision, self.classes_note),
            ),
            (
                self.tr("Scores"),
                _scrolled(
                    _Low(self.calibration), self.calibration_note, _Low(self.risk), self.risk_note
                ),
            ),
            (self.tr("Answers"), _column(self.answers_note, self.answers)),
            (self.tr("Unknown"), _column(self.unknown_note, self.unknown, self.strangers)),
            (self.tr("Robustness"), self.robustness),
        ):
            self.tabs.addTab(page, title)
        content = _column(self.name, self.tabs)
        content.setContentsMargins(6, 2, 6, 8)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks, once it is settled which panel of the place is in front."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._tell_seen)

    def _tell_seen(self) -> None:
        if self.isVisible():
            self.seen.emit()

    def show_nothing(self, why: str) -> None:
        """No run, or none with a result; *why* says which, "" where there is no run."""
        self.message.clear()
        self.empty.sentence.setText(why or self.tr(NOTHING))
        self.pages.setCurrentIndex(0)

    def show_assessment(
        self, run: RunSummary, found: Assessment, figures: AssessmentFigures
    ) -> None:
        """A run, and all that its answers say of it."""
        self.message.clear()
        told = self.tr("In parentheses: 95 % intervals.")
        self.name.setText(f"{run.name} · {run.split.value} split · {run.id[-8:]}. {told}")
        self.levels.show_records(found.levels)
        self.blind_note.setText(blind_words(found))
        self.blind_note.setVisible(bool(found.blind))
        self.slices.show_records(found.slices)
        self._figures, self._curves = figures, found.curves.curves
        self.classes.show_records(found.curves.curves)
        self.classes.choose(0)
        self._draw_class()
        self.calibration.show_figure(figures.calibration)
        self.risk.show_figure(figures.risk)
        self.risk_note.setText(risk_words(found))
        self.classes_note.setText(absent_words(found))
        drawn = f"{BINS_TOLD} " if found.reliability is not None else ""
        self.calibration_note.setText(drawn + calibration_words(found))
        self.answers_note.setText(answers_words(found))
        self.answers.show_records(found.answers.answers)
        self.answers.setVisible(not found.answers.refusal)
        self.pages.setCurrentIndex(1)

    def show_strangers(self, measured: Measured[tuple[Stranger, ...]] | None) -> None:
        """What was measured of this run, and when; None where it was not."""
        found = measured.found if measured else None
        self.strangers.show_records(found or ())
        self.strangers.setVisible(bool(found))
        when = measured.words if measured else ""
        self.unknown_note.setText(f"{self.tr(UNKNOWN)} {when}".rstrip())

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def _draw_class(self) -> None:
        """The curves of the class that is chosen; none where no class has any."""
        chosen = self.classes.current()
        drawn = self._figures is not None and chosen is not None
        for plot in (self.roc, self.precision):
            plot.setVisible(drawn)
        if self._figures is not None and chosen is not None:
            figures = self._figures.classes[[one.name for one in self._curves].index(chosen.name)]
            self.roc.show_figure(figures.roc)
            self.precision.show_figure(figures.precision)

    def _tell_current(self) -> None:
        chosen = self.answers.current()
        if chosen is not None:
            self.recording_asked.emit(chosen.recording_id)


class _Low(QWidget):
    """Holds a plot that is content with little height and takes what there is."""

    def __init__(self, plot: CurvesPlot) -> None:
        super().__init__()
        self.setMinimumHeight(_PLOTS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(plot)

    def sizeHint(self) -> QSize:
        """No higher than it must be."""
        return QSize(super().sizeHint().width(), _PLOTS)


def _scrolled(*parts: QWidget) -> QScrollArea:
    """In a narrow panel the notes are long: what has no room below them is reached by scrolling."""
    area = QScrollArea()
    area.setAccessibleName("Scores of the run")
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(_column(*parts))
    return area


def _column(*parts: QWidget) -> QWidget:
    """The parts above each other; the last that is no label takes what room is left."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(6, 6, 6, 6)
    layout.setSpacing(6)
    for part in parts:
        grows = isinstance(part, (CurvesPlot, _Low, RecordTable, QTabWidget))
        layout.addWidget(part, int(grows))
    if not any(isinstance(part, (CurvesPlot, _Low, QTabWidget)) for part in parts):
        layout.addStretch(0)
    return made
