"""The Experiments panel: widgets only."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.comparison.outcome import FEWEST, MOST
from pfd_desktop.core.records.learning import RunState, RunSummary, SplitKind
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.elided_label import ElidedLabel
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.record_table import RecordTable

_RESUMABLE = {RunState.CANCELLED, RunState.FAILED, RunState.INTERRUPTED}


def _accuracy(run: RunSummary) -> str:
    found = run.accuracy
    if found is None:
        return "–"
    return f"{100 * found.value:.1f} ({100 * found.low:.0f}–{100 * found.high:.0f})"


def _sorted_accuracy(run: RunSummary) -> float:
    return run.accuracy.value if run.accuracy else -1.0


COLUMNS: tuple[Column[RunSummary], ...] = (
    Column("Run", lambda r: r.name, tip=lambda r: f"{r.name} · {r.id}"),
    Column(
        "Split", lambda r: f"{r.split.value} (leaky)" if r.split is SplitKind.RANDOM else r.split
    ),
    Column("Right (%)", _accuracy, _sorted_accuracy, number=True),
    Column(
        "Guessing (%)",
        lambda r: "–" if r.chance is None else f"{100 * r.chance:.1f}",
        lambda r: -1.0 if r.chance is None else r.chance,
        number=True,
    ),
    Column(
        "Recordings",
        lambda r: str(r.recordings),
        lambda r: r.recordings,
        number=True,
    ),
    Column("Units", lambda r: "–" if r.units is None else str(r.units), lambda r: r.units or 0),
    Column("Seed", lambda r: str(r.seed), lambda r: r.seed, number=True),
    Column("State", lambda r: r.state.value, tip=lambda r: r.reason or r.state.value),
    Column(
        "Started",
        lambda r: f"{r.created_at.astimezone():%Y-%m-%d %H:%M}",
        lambda r: r.created_at.timestamp(),
    ),
)


def _why_not(runs: Sequence[RunSummary]) -> str:
    """Why these cannot be compared; "" where they can."""
    if not FEWEST <= len(runs) <= MOST:
        chosen = f"; {len(runs)} are selected" if len(runs) > MOST else ""
        return f"Select {FEWEST} to {MOST} runs to compare them{chosen}."
    without = next((run for run in runs if not run.has_result), None)
    return f"{without.name} has no result, so it cannot be compared." if without else ""


class ExperimentsView(QWidget):
    """The table of runs."""

    seen = Signal()
    run_chosen = Signal(str)
    resume_requested = Signal(str)
    delete_requested = Signal(tuple)
    compare_requested = Signal(tuple)  # ids
    train_requested = Signal()

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Experiments")
        self.message = MessageStrip()
        self.table: RecordTable[RunSummary] = RecordTable("Runs", COLUMNS)
        self.why = ElidedLabel()
        self.why.setAccessibleName("Why the selected runs cannot be compared")
        self.why.setProperty("tone", "muted")
        self.compare = QPushButton(self.tr("Compare…"))
        self.compare.setAccessibleName("Compare the selected runs")
        self.resume = QPushButton(self.tr("Resume"))
        self.resume.setAccessibleName("Resume the chosen run")
        self.delete = QPushButton(self.tr("Delete…"))
        self.delete.setAccessibleName("Delete the selected runs")
        self.empty = EmptyState(
            self.tr("Each training is listed here, with what it found on units never met."),
            self.tr("Train a classifier"),
        )
        self._showing = False
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.table, 1)
        below = QHBoxLayout()
        below.addWidget(self.why, 1)
        below.addWidget(self.compare)
        below.addWidget(self.resume)
        below.addWidget(self.delete)
        layout.addLayout(below)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._choose)
        self.table.selection_changed.connect(self._enable)
        self.compare.clicked.connect(self._ask_compare)
        self.resume.clicked.connect(self._ask_resume)
        self.delete.clicked.connect(self._ask_delete)
        self.empty.button.clicked.connect(self.train_requested)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_runs(self, runs: Sequence[RunSummary], chosen: str) -> None:
        """These, with one of them chosen."""
        self._showing = True
        kept = {run.id for run in self.table.selected()}
        self.table.show_records(runs)
        self.pages.setCurrentIndex(1 if runs else 0)
        self.show_chosen(chosen)
        rows = [row for row, run in enumerate(runs) if run.id in kept]
        if len(rows) > 1:  # runs that begin or end do not undo a choice of several
            self.table.select(rows)
        self._showing = False
        self._enable()

    def show_chosen(self, run_id: str) -> None:
        """Mark the row of the window's run."""
        for row, run in enumerate(self.table.model.records):
            if run.id == run_id:
                self.table.choose(row)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def _choose(self) -> None:
        run = self.table.current()
        if run is not None and not self._showing:
            self.run_chosen.emit(run.id)

    def _enable(self) -> None:
        selected = self.table.selected()
        self.resume.setEnabled(len(selected) == 1 and selected[0].state in _RESUMABLE)
        self.delete.setEnabled(
            bool(selected) and all(run.state is not RunState.RUNNING for run in selected)
        )

        why = _why_not(selected)
        self.compare.setEnabled(not why)
        self.compare.setToolTip(why or self.tr("Whether one of them is better, and how sure"))
        self.why.show_text(why)

    def _ask_compare(self) -> None:
        self.compare_requested.emit(tuple(run.id for run in self.table.selected()))

    def _ask_resume(self) -> None:
        self.resume_requested.emit(self.table.selected()[0].id)

    def _ask_delete(self) -> None:
        runs = self.table.selected()
        names = ", ".join(run.name for run in runs[:3]) + ("…" if len(runs) > 3 else "")
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Delete runs"),
            self.tr("Delete {0} with weights and results? This cannot be undone.").format(names),
            parent=self,
        )
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        delete.clicked.connect(lambda: self.delete_requested.emit(tuple(r.id for r in runs)))
        box.open()
