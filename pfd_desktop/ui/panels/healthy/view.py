"""The Healthy only panel: widgets only."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QMessageBox,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.figures import healthy
from pfd_desktop.core.records.healthy import Bin, Detectability, Guard, Judgement
from pfd_desktop.core.records.learning import FeatureSet
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.panels.healthy.form import GuardForm
from pfd_desktop.ui.panels.healthy.misses import MissesPage
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.widgets.flow_layout import flow
from pfd_desktop.ui.widgets.measuring import Measuring
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.muted_label import muted_label
from pfd_desktop.ui.widgets.parameter_fields import combo
from pfd_desktop.ui.widgets.record_table import RecordTable

NOTHING = (
    "A guard learns from healthy recordings alone and alarms at what is unlike them; no fault need"
    " ever have been recorded. Extract features of your healthy recordings, then press Learn."
)
ALL, SELECTED = "all", "selected"
_KINDS = "PDF document (*.pdf);;Web page (*.html)"


def _bin(place: int) -> Callable[[Bin], str]:
    return lambda one: healthy.bin_row(one)[place]


def _judgement(place: int) -> Callable[[Judgement], str]:
    return lambda one: healthy.judgement_row(one)[place]


def _number(value: float | None) -> float:
    return float("inf") if value is None else value


def _stand_out(one: Judgement) -> str:
    return "\n".join(map(healthy.stand_out_words, one.stand_out)) or one.reason


BINS: tuple[Column[Bin], ...] = tuple(
    Column(heading[0].upper() + heading[1:], _bin(place), number=place in {1, 2, 3, 4, 5})
    for place, heading in enumerate(healthy.BINS)
)
_KEYS: dict[int, Callable[[Judgement], float]] = {
    3: lambda one: _number(one.p_value),
    4: lambda one: _number(one.distance),
}
JUDGEMENTS: tuple[Column[Judgement], ...] = tuple(
    Column(
        heading[0].upper() + heading[1:],
        _judgement(place),
        _KEYS.get(place),
        number=place in {3, 4},
        tip=_stand_out if place == 5 else None,
    )
    for place, heading in enumerate(healthy.JUDGEMENTS)
)


class HealthyView(QWidget):
    """Makes guards, asks them, and shows what they would miss."""

    seen = Signal()
    guard_chosen = Signal(str)
    delete_requested = Signal(str)  # the guard that was asked about
    report_requested = Signal(str, object)  # the guard that was asked about, Path
    recording_asked = Signal(str)

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, plot: CurvesPlot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Healthy only")
        self.message = MessageStrip()
        self.form = GuardForm()
        self.guards = QComboBox()
        self.guards.setAccessibleName("Guard")
        self.delete = QPushButton(self.tr("Delete"))
        self.delete.setAccessibleName("Delete this guard")
        self.report = QPushButton(self.tr("Report…"))
        self.report.setAccessibleName("Report of this guard")
        self.report.setToolTip(self.tr("Write what it promises and would find as PDF or HTML"))
        self.words = muted_label("What the guard promises")
        self.bins: RecordTable[Bin] = RecordTable("Operating points", BINS)
        self.bins.filter.hide()
        self.which = combo(
            "Recordings to ask the guard of",
            ((ALL, self.tr("All recordings")), (SELECTED, self.tr("Selected recordings"))),
        )
        self.asking = Measuring("answers of the guard", self.which)
        self.asking.measure.setText(self.tr("Ask"))
        self.answers: RecordTable[Judgement] = RecordTable("Answers of the guard", JUDGEMENTS)
        self.misses = MissesPage(plot)
        self._lay_out()
        self.guards.activated.connect(self._choose)
        self.delete.clicked.connect(self._ask_delete)
        self.report.clicked.connect(self._ask_where)
        self.answers.current_changed.connect(self._tell_current)
        self.show_guards((), "")

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Pages of the guard")
        answers = QWidget()
        column = QVBoxLayout(answers)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.asking)
        column.addWidget(self.answers, 1)
        for title, page in (
            (self.tr("Answers"), answers),
            (self.tr("What it would miss"), self.misses),
            (self.tr("Operating points"), self.bins),
        ):
            self.tabs.addTab(page, title)
        self.chosen = flow(self.guards, self.report, self.delete)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(12, 6, 12, 8)
        inner.setSpacing(6)
        for widget in (self.form, self.chosen, self.words):
            inner.addWidget(widget)
        inner.addWidget(self.tabs, 1)
        inner.addStretch(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(content, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks, once it is settled which panel of the place is in front."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._tell_seen)

    def _tell_seen(self) -> None:
        if self.isVisible():
            self.seen.emit()

    def show_sets(self, sets: Sequence[FeatureSet], chosen: str) -> None:
        """What can be learned from, the newest first."""
        self.form.show_sets(sets, chosen)

    def show_selected(self, count: int) -> None:
        """How many recordings "selected" means."""
        self.form.show_selected(count)
        self.which.setItemText(1, self.tr("Selected recordings ({0})").format(count))

    def show_guards(self, guards: Sequence[Guard], chosen: str) -> None:
        """The guards, the newest first; none leaves the form and a word about it."""
        self.guards.clear()
        for one in guards:
            self.guards.addItem(f"{one.name} · {one.id[-8:]}", one.id)
        self.guards.setCurrentIndex(self.guards.findData(chosen))
        for widget in (self.chosen, self.tabs):
            widget.setVisible(bool(guards))
        if not guards:
            self.words.setText(self.tr(NOTHING))

    def show_guard(self, guard: Guard, found: Detectability | None) -> None:
        """A guard, and what is known of what it would miss."""
        self.words.setText(healthy.guard_words(guard))
        self.bins.show_records(guard.bins)
        self.misses.show_found(found)

    def show_answers(self, found: Sequence[Judgement]) -> None:
        """What the guard says of recordings."""
        self.answers.show_records(found)

    def show_written(self, path: Path) -> None:
        """The report lies there."""
        self.message.show_note(self.tr("{0} is written.").format(path))

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    @property
    def of_selected(self) -> bool:
        """Whether only the selected recordings are asked of."""
        return str(self.which.currentData()) == SELECTED

    def _choose(self, place: int) -> None:
        self.guard_chosen.emit(str(self.guards.itemData(place)))

    def _ask_delete(self) -> None:
        guard_id = str(self.guards.currentData())  # another may be shown when this is answered
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Delete a guard"),
            self.tr("Delete {0} with what was found of it? This cannot be undone.").format(
                self.guards.currentText()
            ),
            parent=self,
        )
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        delete.clicked.connect(lambda: self.delete_requested.emit(guard_id))
        box.open()

    def _ask_where(self) -> None:
        guard_id = str(self.guards.currentData())
        name, kind = QFileDialog.getSaveFileName(self, self.tr("Report"), "guard.pdf", _KINDS)
        if name:
            path = Path(name)
            suffix = ".html" if "html" in kind else ".pdf"
            path = path if path.suffix else path.with_suffix(suffix)
            self.report_requested.emit(guard_id, path)

    def _tell_current(self) -> None:
        chosen = self.answers.current()
        if chosen is not None:
            self.recording_asked.emit(chosen.recording_id)
