"""The Experiments panel: widgets only."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.comparison.outcome import FEWEST, MOST
from pfd_desktop.core.evaluation.seeds import OverSeeds
from pfd_desktop.core.records.learning import RunState, RunSummary, SplitKind
from pfd_desktop.core.records.tags import Tag
from pfd_desktop.errors import InvalidQuery
from pfd_desktop.ui.dialogs.tagging import ask_tag
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.elided_label import ElidedLabel
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.field_error import FieldError
from pfd_desktop.ui.widgets.flow_layout import FlowLayout
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.query_field import QueryField
from pfd_desktop.ui.widgets.tagged_table import TaggedTable

_RESUMABLE = {RunState.CANCELLED, RunState.FAILED, RunState.INTERRUPTED}


def _name(run: RunSummary) -> str:
    return f"{'★ ' if run.starred else ''}{run.name}{' (archived)' if run.archived_at else ''}"


def _accuracy(run: RunSummary) -> str:
    found = run.accuracy
    if found is None:
        return "–"
    return f"{100 * found.value:.1f} ({100 * found.low:.0f}–{100 * found.high:.0f})"


def _sorted_accuracy(run: RunSummary) -> float:
    return run.accuracy.value if run.accuracy else -1.0


_TAGS = 1  # the column before which they stand
COLUMNS: tuple[Column[RunSummary], ...] = (
    Column("Run", _name, tip=lambda r: f"{r.name} · {r.id}"),
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
    Column("Note", lambda r: r.note, tip=lambda r: r.note),
)
_OVER_SEEDS = 3  # the place of the column that tells them


def _mean(found: OverSeeds | None) -> str:
    if found is None:
        return "–"
    mean = found.accuracy
    return f"{100 * mean.value:.1f} ({100 * mean.low:.0f}–{100 * mean.high:.0f}), {found.seeds}"


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
    asked = Signal(str, bool)  # query, whether archived ones are shown
    completion_wanted = Signal(str, int)
    star_requested = Signal(tuple, bool)
    archive_requested = Signal(tuple, bool)
    note_requested = Signal(str, str)
    tag_requested = Signal(str, tuple, bool)  # name, ids, whether it is given or taken away
    again_requested = Signal(str)
    train_requested = Signal()

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Experiments")
        self.message = MessageStrip()
        self._seeds: Mapping[str, OverSeeds] = {}
        over: Column[RunSummary] = Column(
            "Over seeds (%)",
            lambda run: _mean(self._seeds.get(run.id)),
            lambda run: self._seeds[run.id].accuracy.value if run.id in self._seeds else -1.0,
            number=True,
            about="Mean of the runs that differ by their seed alone, with its 95 % interval over"
            " the seeds, and how many there are",
        )
        columns = (*COLUMNS[:_OVER_SEEDS], over, *COLUMNS[_OVER_SEEDS:])
        self.table: TaggedTable[RunSummary] = TaggedTable("Runs", columns, _TAGS)
        self.table.filter.hide()  # the search above it can do more
        self.search = QueryField("Search the runs")
        self.search.setPlaceholderText(self.tr("Search: unit accuracy:>0.9 -starred:no"))
        self.error = FieldError(self.search)
        self.archived = QCheckBox(self.tr("Archived"))
        self.archived.setAccessibleName("List archived runs")
        self.note = QLineEdit()
        self.note.setAccessibleName("Note on the chosen run")
        self.note.setPlaceholderText(self.tr("A note on the chosen run"))
        self.star = self._button("Star", "Star the selected runs, or take the star away")
        self.tag = self._button("Tag…", "Tag the selected runs")
        self.archive = self._button("Archive", "Archive the selected runs, or take them back")
        self.again = self._button("Train again…", "Fill the Training panel as for the chosen run")
        self.why = ElidedLabel()
        self.why.setAccessibleName("Why the selected runs cannot be compared")
        self.why.setProperty("tone", "muted")
        self.compare = self._button("Compare…", "Compare the selected runs")
        self.resume = self._button("Resume", "Resume the chosen run")
        self.delete = self._button("Delete…", "Delete the selected runs")
        self.empty = EmptyState(
            self.tr("Each training is listed here, with what it found on units never met."),
            self.tr("Train a classifier"),
        )
        self._showing = False
        self._hidden = 0
        self._noted = ""  # the run whose note is in the field
        self._lay_out()
        self._connect()

    def _button(self, words: str, name: str) -> QPushButton:
        made = QPushButton(self.tr(words))
        made.setAccessibleName(name)
        made.setToolTip(self.tr(name))
        return made

    @property
    def _acting(self) -> tuple[QPushButton, ...]:
        return (
            *(self.compare, self.star, self.tag, self.archive, self.again),
            *(self.resume, self.delete),
        )

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.archived)
        layout.addLayout(above)
        layout.addWidget(self.error)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.note)
        below = FlowLayout(spacing=6)
        for button in self._acting:
            below.addWidget(button)
        layout.addLayout(below)
        layout.addWidget(self.why)
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
        self.search.asked.connect(self._ask)
        self.search.completion_wanted.connect(self.completion_wanted)
        self.archived.toggled.connect(self._ask)
        self.star.clicked.connect(self._ask_star)
        self.tag.clicked.connect(self._ask_tag)
        self.archive.clicked.connect(self._ask_archive)
        self.again.clicked.connect(lambda: self.again_requested.emit(self.table.selected()[0].id))
        self.note.editingFinished.connect(self._ask_note)
        self.table.offer(self._acting)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_runs(
        self, runs: Sequence[RunSummary], seeds: Mapping[str, OverSeeds], chosen: str
    ) -> None:
        """These, with what several seeds reached together, and one of them chosen."""
        self._showing = True
        self.show_query_error(None)
        kept = {run.id for run in self.table.selected()}
        self._seeds = seeds
        self.table.show_records(runs)
        narrowed = bool(self.search.text().strip()) or self.archived.isChecked()
        self.pages.setCurrentIndex(1 if runs or narrowed or self._hidden else 0)
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

    def show_hidden(self, archived: int) -> None:
        """So many are put away and not shown."""
        self._hidden = archived
        words = self.tr("Archived ({0})").format(archived) if archived else self.tr("Archived")
        self.archived.setText(words)

    def show_tags(self, tags: Mapping[str, Sequence[Tag]], known: Sequence[str]) -> None:
        """The tags of each run that has any, and all there are."""
        self.table.show_tags(tags, known)

    def show_query_error(self, error: Exception | None) -> None:
        """What is wrong with the search, and where; None when nothing is."""
        self.error.say("" if error is None else str(error))
        at = (error.start, error.stop) if isinstance(error, InvalidQuery) else (0, 0)
        self.search.mark(*at)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def _choose(self) -> None:
        run = self.table.current()
        if run is not None and not self._showing:
            self.run_chosen.emit(run.id)

    def _enable(self) -> None:
        selected = self.table.selected()
        one = selected[0] if len(selected) == 1 else None
        self.note.setEnabled(one is not None)
        if not self.note.hasFocus() or one is None or one.id != self._noted:
            self._noted = one.id if one else ""
            self.note.setText(one.note if one else "")
        for button in (self.star, self.tag, self.archive):
            button.setEnabled(bool(selected))
        self.again.setEnabled(one is not None)
        starred = bool(selected) and all(run.starred for run in selected)
        self.star.setText(self.tr("Unstar") if starred else self.tr("Star"))
        away = bool(selected) and all(run.archived_at for run in selected)
        self.archive.setText(self.tr("Unarchive") if away else self.tr("Archive"))
        self.resume.setEnabled(len(selected) == 1 and selected[0].state in _RESUMABLE)
        self.delete.setEnabled(
            bool(selected) and all(run.state is not RunState.RUNNING for run in selected)
        )

        why = _why_not(selected)
        self.compare.setEnabled(not why)
        self.compare.setToolTip(why or self.tr("Whether one of them is better, and how sure"))
        self.why.show_text(why)

    def _ask(self, *_changed: object) -> None:
        self.asked.emit(self.search.text().strip(), self.archived.isChecked())

    def _ask_star(self) -> None:
        runs = self.table.selected()
        self.star_requested.emit(self.table.ids(), not all(run.starred for run in runs))

    def _ask_archive(self) -> None:
        runs = self.table.selected()
        self.archive_requested.emit(self.table.ids(), not all(run.archived_at for run in runs))

    def _ask_tag(self) -> None:
        ask_tag(self, "runs", self.table.ids(), self.table.known, self.tag_requested.emit)

    def _ask_note(self) -> None:
        run = next((one for one in self.table.model.records if one.id == self._noted), None)
        if run is not None and self.note.text().strip() != run.note:
            self.note_requested.emit(run.id, self.note.text())

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
