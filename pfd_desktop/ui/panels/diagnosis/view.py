"""The Diagnosis panel: widgets only."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.diagnosis import TWO_PROBES, Diagnosis, EvidenceLine, Grade
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.record_table import RecordTable

COLUMNS: tuple[Column[EvidenceLine], ...] = (
    Column("Line", lambda e: e.family),
    Column("Expected (Hz)", lambda e: f"{e.expected_hz:.2f}", lambda e: e.expected_hz, number=True),
    Column("Measured (Hz)", lambda e: f"{e.measured_hz:.2f}", lambda e: e.measured_hz, number=True),
    Column("Slip (%)", lambda e: f"{e.slip_percent:+.2f}", lambda e: e.slip_percent, number=True),
    Column(
        "Level (dB)", lambda e: f"{e.prominence_db:.1f}", lambda e: e.prominence_db, number=True
    ),
    Column(
        "Threshold (dB)", lambda e: f"{e.threshold_db:.1f}", lambda e: e.threshold_db, number=True
    ),
    Column("Harmonics", lambda e: " ".join(map(str, e.harmonics)) or "–"),
    Column("Spectrum", lambda e: e.spectrum),
    Column("Note", lambda e: e.note),
)

# Sign and word beside the colour: the grade must be told without it.
_SIGNS = {
    Grade.STRONG: ("●", "bad"),
    Grade.INDICATION: ("◐", "warning"),
    Grade.NONE: ("○", "good"),
    Grade.CANNOT_SAY: ("?", "muted"),
}

_EMPTY = "The verdict on a recording, with its evidence, stands here. It needs no training."


class DiagnosisView(QWidget):
    """Verdict, why, and the evidence."""

    seen = Signal()
    diagnose_requested = Signal()

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Diagnosis")
        self.message = MessageStrip()
        self.recording = _label("Diagnosed recording", "muted")
        self.grade = _label("Grade", "muted")
        self.verdict = _label("Verdict", None)
        self.verdict.setProperty("level", "title")
        self.reason = _label("Reason", None)
        self.speed = _label("Speed used", "muted")
        self.flags = _label("Notes on the recording", "warning")
        self.evidence: RecordTable[EvidenceLine] = RecordTable("Evidence", COLUMNS)
        self.button = QPushButton(self.tr("Diagnose again"))
        self.button.setAccessibleName("Diagnose")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Diagnosis progress")
        self.bar.setRange(0, 100)
        self.bar.hide()
        self.empty = EmptyState(_EMPTY, self.tr("Diagnose"))
        self._lay_out()
        self.button.clicked.connect(self.diagnose_requested)
        self.empty.button.clicked.connect(self.diagnose_requested)

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self.recording, 1)
        top.addWidget(self.button)
        layout.addLayout(top)
        for widget in (self.grade, self.verdict, self.reason, self.speed, self.flags):
            layout.addWidget(widget)
        layout.addWidget(self.evidence, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.bar)
        outer.addWidget(self.pages, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_nothing(self, *, chosen: bool) -> None:
        """No verdict yet."""
        self.bar.hide()
        self.empty.sentence.setText(_EMPTY if chosen else f"{_EMPTY} Choose a recording first.")
        self.empty.button.setEnabled(chosen)
        self.pages.setCurrentIndex(0)

    def show_working(self, fraction: float, _text: str = "") -> None:
        """How far the diagnosis is."""
        self.bar.setValue(round(100 * fraction))
        self.bar.show()

    def show_diagnosis(self, recording: Recording, found: Diagnosis) -> None:
        """The verdict."""
        self.message.clear()
        self.bar.hide()
        sign, tone = _SIGNS[found.grade]
        self.recording.setText(f"{recording.name} · {recording.unit_name}")
        self.grade.setText(f"{sign}  {found.grade.value}")
        self.grade.setProperty("tone", tone)
        self.grade.style().polish(self.grade)
        self.verdict.setText(found.verdict)
        self.reason.setText(found.reason)
        self.reason.setVisible(bool(found.reason))
        self.speed.setText(_speed_text(found))
        notes = dict.fromkeys(_note(flag) for flag in (*recording.flags, *found.flags))
        if recording.waits_for_doctor:
            notes[self.tr("⚠ The measurement is not examined yet")] = None
        self.flags.setText("\n".join(notes))
        self.flags.setVisible(bool(notes))
        self.evidence.show_records(found.evidence)
        self.pages.setCurrentIndex(1)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.bar.hide()
        self.message.show_error(error)


def _note(flag: Flag) -> str:
    return f"{'·' if flag.code == TWO_PROBES else '⚠'} {flag.text}"


def _speed_text(found: Diagnosis) -> str:
    if found.speed_rpm is None:
        return f"No speed: {found.speed_note}" if found.speed_note else "No speed is known."
    return f"Speed {found.speed_rpm:.1f} rpm, {found.speed_note}"


def _label(name: str, tone: str | None) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    if tone:
        label.setProperty("tone", tone)
    return label
