"""The Joint solver panel: widgets only."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.diagnosis.hypotheses import Hypothesis, Solution
from pfd_desktop.core.diagnosis.question import (
    ExplainedPeak,
    coverage_words,
    slip_words,
    strength_words,
)
from pfd_desktop.core.parameters import Parameter, Value
from pfd_desktop.errors import UserError
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.parameter_fields import ParameterFields
from pfd_desktop.ui.widgets.record_table import RecordTable


def _signed(hertz: float) -> str:
    return f"{round(hertz, 2) + 0.0:+.2f}"  # no negative zero


HYPOTHESES: tuple[Column[Hypothesis], ...] = (
    Column("Bearing", lambda h: h.name),
    Column("rpm", lambda h: f"{h.speed_rpm:.1f}", lambda h: h.speed_rpm, number=True),
    Column(
        "Peaks",
        lambda h: str(len(h.explained)),
        lambda h: len(h.explained),
        number=True,
        about="How many peaks its lines explain",
    ),
    Column(
        "Score",
        lambda h: f"{h.decades:.1f}, {strength_words(h.decades).removesuffix(' than chance')}",
        lambda h: h.decades,
        about="log10 of how much better than chance it explains the peaks",
    ),
    Column("Slip", slip_words, about="How far each family lies from where the geometry puts it"),
)
PEAKS: tuple[Column[ExplainedPeak], ...] = (
    Column("Peak (Hz)", lambda e: f"{e.peak.hertz:.2f}", lambda e: e.peak.hertz, number=True),
    Column(
        "Level (dB)",
        lambda e: f"{e.peak.level_db:.1f}",
        lambda e: e.peak.level_db,
        number=True,
        about="Above the local floor of the spectrum",
    ),
    Column("Line", lambda e: "unexplained" if e.by is None else e.by.line),
    Column(
        "Off (Hz)",
        lambda e: "" if e.by is None else _signed(e.by.error_hz),
        lambda e: 0.0 if e.by is None else abs(e.by.error_hz),
        number=True,
        about="Measured minus where the line should be",
    ),
)
_ASKING, _ANSWERED = 0, 1
_HEIGHTS = (240, 400)  # of the hypotheses and the peaks, at first


class SolverView(QWidget):
    """The question, the hypotheses, and what the chosen one explains."""

    seen = Signal()
    import_requested = Signal()
    question_changed = Signal()
    solve_requested = Signal()
    hypothesis_looked_at = Signal(object)
    speed_chosen = Signal(object)  # of a Hypothesis
    bearing_chosen = Signal(object)

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Joint solver")
        self.message = MessageStrip()
        self.recording = _label("Solved recording", "muted")
        self.fields = ParameterFields()
        self.solve = QPushButton("Explain the peaks")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Solver progress")
        self.bar.setRange(0, 100)
        self.bar.hide()
        self.decision = _label("What would decide", None)
        self.hypotheses: RecordTable[Hypothesis] = RecordTable("Hypotheses", HYPOTHESES)
        self.hypotheses.filter.hide()
        self.use_speed = QPushButton("Use this speed")
        self.use_bearing = QPushButton("Use this bearing")
        self.coverage = _label("Peaks explained", None)
        self.peaks: RecordTable[ExplainedPeak] = RecordTable("Peaks", PEAKS)
        self.peaks.filter.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "Which speed, bearing and slip explain the peaks of a recording together, and what"
            " would decide between them, is found here. Choose a recording, or import some.",
            "Import recordings…",
        )
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self.recording, 1)
        top.addWidget(self.solve)
        layout.addLayout(top)
        layout.addWidget(self.fields)
        self.answers = QStackedWidget()
        self.answers.addWidget(self._before())
        self.answers.addWidget(self._answer())
        layout.addWidget(self.answers, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for widget in (self.message, self.bar):
            outer.addWidget(widget)
        outer.addWidget(self.pages, 1)

    @staticmethod
    def _before() -> QLabel:
        words = _label("What the solver does", "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.setText(
            "The peaks of the spectrum are compared with the lines of every bearing at every speed"
            " allowed above. Each line may slip by two percent, and every choice costs what it"
            " could have been, so that chance does not win."
        )
        return words

    def _answer(self) -> QWidget:
        answer = QSplitter(Qt.Orientation.Vertical)
        answer.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.use_speed)
        buttons.addWidget(self.use_bearing)
        buttons.addStretch(1)
        answer.addWidget(_column(self.decision, self.hypotheses, buttons))
        answer.addWidget(_column(self.coverage, self.peaks))
        answer.setSizes(_HEIGHTS)
        return answer

    def _connect(self) -> None:
        self.empty.button.clicked.connect(self.import_requested)
        self.message.retry_requested.connect(self.solve_requested)
        self.fields.changed.connect(self.question_changed)
        self.solve.clicked.connect(self.solve_requested)
        self.hypotheses.current_changed.connect(self._look)
        self.use_speed.clicked.connect(lambda: self._tell(self.speed_chosen.emit))
        self.use_bearing.clicked.connect(lambda: self._tell(self.bearing_chosen.emit))

    def _look(self) -> None:
        chosen = self.hypotheses.current()
        if chosen is not None:
            self.use_bearing.setEnabled(chosen.bearing is not None or _is_journal(chosen))
            self.hypothesis_looked_at.emit(chosen)

    def _tell(self, wish: Callable[[Hypothesis], object]) -> None:
        chosen = self.hypotheses.current()
        if chosen is not None:
            wish(chosen)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def values(self) -> dict[str, Value] | None:
        """What is asked; None where it cannot be, which is said."""
        try:
            return self.fields.values()
        except UserError as error:
            self.message.show_error(error)
            return None

    # -- what the presenter shows ----------------------------------------------------------------

    def show_nothing(self) -> None:
        """No recording is chosen."""
        self.message.clear()
        self.bar.hide()
        self.pages.setCurrentIndex(0)

    def show_asking(self) -> None:
        """Nothing was asked of this recording yet."""
        self.message.clear()
        self.bar.hide()
        self.answers.setCurrentIndex(_ASKING)
        self.pages.setCurrentIndex(1)

    def show_question(self, words: str, parameters: Sequence[Parameter], *, afresh: bool) -> None:
        """What can be asked; what was set stays set unless it is asked *afresh*."""
        self.recording.setText(words)
        kept = {} if afresh or not self.fields.control("speed") else self.values() or {}
        self.fields.show_parameters(parameters)
        self.fields.show_values(kept)

    def show_working(self, fraction: float, _text: str = "") -> None:
        """How far it is."""
        self.message.clear()
        self.bar.setValue(round(100 * fraction))
        self.bar.show()

    def show_solution(self, found: Solution) -> None:
        """The hypotheses, the best one looked at."""
        self.bar.hide()
        self.message.clear()
        self.decision.setText(f"What would decide: {found.next_measurement.text}")
        self.hypotheses.show_records(found.hypotheses)
        self.hypotheses.view.resizeColumnsToContents()
        for button in (self.use_speed, self.use_bearing):
            button.setEnabled(bool(found.hypotheses))
        self.answers.setCurrentIndex(_ANSWERED)
        self.hypotheses.choose(0)

    def show_peaks(
        self, found: Solution, hypothesis: Hypothesis, peaks: Sequence[ExplainedPeak]
    ) -> None:
        """Which line of the hypothesis explains each peak."""
        self.coverage.setText(f"{hypothesis.name}: {coverage_words(found, hypothesis)}")
        self.peaks.show_records(peaks)

    def show_note(self, words: str) -> None:
        """What was told of the machine."""
        self.message.show_note(words)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.bar.hide()
        self.message.show_error(error)


def _is_journal(hypothesis: Hypothesis) -> bool:
    return hypothesis.bearing is None and hypothesis.name == "journal bearing"


def _column(*parts: QWidget | QHBoxLayout) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part, int(isinstance(part, RecordTable)))
        else:
            layout.addLayout(part)
    return column


def _label(name: str, tone: str | None) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    if tone:
        label.setProperty("tone", tone)
    return label
