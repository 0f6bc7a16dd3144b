"""The Recordings panel: widgets only."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.doctor.grade import GRADES
from pfd_desktop.core.records.recording import NOT_EXAMINED, Recording
from pfd_desktop.core.records.tags import Tag
from pfd_desktop.ui.dialogs.tagging import ask_tag
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.panels.recordings.search_bar import SearchBar
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.flow_layout import flow
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.tagged_table import TaggedTable

COLUMNS: tuple[Column[Recording], ...] = (
    Column("Name", lambda r: r.name),
    Column("Unit", lambda r: r.unit_name, tip=lambda r: f"{r.machine_name}, {r.unit_name}"),
    Column("Label", lambda r: r.label or "–"),
    Column(
        "Speed (rpm)",
        lambda r: "–" if r.speed_rpm is None else f"{r.speed_rpm:.0f}",
        lambda r: r.speed_rpm or 0.0,
        number=True,
    ),
    Column("Condition", lambda r: r.condition or "–"),
    Column("Rate (Hz)", lambda r: f"{r.rate_hz:g}", lambda r: r.rate_hz, number=True),
    Column("Length (s)", lambda r: f"{r.duration_s:.2f}", lambda r: r.duration_s, number=True),
    Column(
        "Grade",
        lambda r: r.grade or ("not yet" if r.waits_for_doctor else "–"),
        tip=lambda r: "Of the measurement: A good to D unusable" if r.grade else "Not examined yet",
    ),
    Column(
        "Notes",
        lambda r: "; ".join(flag.text for flag in r.flags),
        tip=lambda r: "\n".join(flag.text for flag in r.flags),
    ),
)
_TAGS = 3  # place of that column


class RecordingsView(QWidget):
    """The table, and what can be done with its rows."""

    seen = Signal()
    recording_chosen = Signal(str)
    recordings_selected = Signal(tuple)
    import_requested = Signal()
    sample_requested = Signal()
    delete_requested = Signal(tuple)
    restore_requested = Signal()
    grade_wanted = Signal(str)  # "" is any
    whole_requested = Signal()  # list all again, not those of one place
    tag_requested = Signal(str, tuple, bool)  # name, ids, whether it is given or taken away

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Recordings")
        self.message = MessageStrip()
        self.search = SearchBar()
        self.table: TaggedTable[Recording] = TaggedTable("Recordings", COLUMNS, _TAGS)
        self.table.filter.hide()  # the search above it can do more
        self.table.give_second_its_width()
        self.count = QLabel()
        self.count.setAccessibleName("Number of recordings")
        self.count.setProperty("tone", "muted")
        self.delete = QPushButton(self.tr("Move to trash"))
        self.delete.setAccessibleName("Move the selected recordings to the trash")
        self.tag = QPushButton(self.tr("Tag…"))
        self.tag.setAccessibleName("Tag the selected recordings")
        self.restore = QPushButton(self.tr("Undo"))
        self.restore.setAccessibleName("Bring the recordings last deleted back")
        self.restore.hide()
        self.place = QPushButton()
        self.place.setAccessibleName("List the recordings of all places again")
        self.place.hide()
        self.grades = QComboBox()
        self.grades.setAccessibleName("Only recordings of this grade")
        self.grades.addItem(self.tr("All grades"), "")
        for grade in GRADES:
            self.grades.addItem(self.tr("Grade {0}").format(grade), grade)
        self.grades.addItem(self.tr("Ungraded"), NOT_EXAMINED)
        self.empty = EmptyState(
            self.tr("The recordings of this project are listed here. Import some, or drop files."),
            self.tr("Import recordings…"),
        )
        self._lay_out()
        self._connect()
        self._showing = False

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addWidget(self.place)
        layout.addWidget(self.table, 1)
        layout.addWidget(flow(self.count, self.grades, self.restore, self.tag, self.delete))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._tell_current)
        self.table.selection_changed.connect(self._tell_selected)
        self.empty.button.clicked.connect(self.import_requested)
        self.delete.clicked.connect(self._ask_delete)
        self.restore.clicked.connect(self._ask_restore)
        self.place.clicked.connect(self.whole_requested)
        self.tag.clicked.connect(self._ask_tag)
        self.grades.activated.connect(lambda _: self.grade_wanted.emit(self.grades.currentData()))
        self.table.offer((self.tag, self.delete))
        QShortcut(QKeySequence("Shift+Down"), self, lambda: self.table.step(1))
        QShortcut(QKeySequence("Shift+Up"), self, lambda: self.table.step(-1))

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_recordings(self, recordings: Sequence[Recording], chosen: str) -> None:
        """These, with one of them chosen."""
        self._showing = True
        self.table.show_records(recordings)
        asked = bool(self.search.field.text().strip()) or self.grades.currentIndex() > 0
        narrowed = self.place.isVisibleTo(self) or asked
        self.pages.setCurrentIndex(1 if recordings or narrowed else 0)
        number = len(recordings)
        self.count.setText(f"{number} recording{'' if number == 1 else 's'}")
        self._showing = False
        self.show_chosen(chosen)
        self._offer()

    def _offer(self) -> None:
        """What needs a selection can be done only with one."""
        for button in (self.tag, self.delete):
            button.setEnabled(bool(self.table.ids()))

    def show_tags(self, tags: Mapping[str, Sequence[Tag]], known: Sequence[str]) -> None:
        """The tags of each recording that has any, and all there are; before the recordings."""
        self.table.show_tags(tags, known)

    def show_chosen(self, recording_id: str) -> None:
        """Mark the row of the window's selection."""
        for row, recording in enumerate(self.table.model.records):
            if recording.id == recording_id:
                self.table.choose(row)
                return

    def show_selected(self, ids: tuple[str, ...]) -> None:
        """Mark the rows that work on many acts on."""
        if ids == self.table.ids():
            return
        self._showing = True
        wanted = set(ids)
        self.table.select([i for i, r in enumerate(self.table.model.records) if r.id in wanted])
        self._showing = False

    def show_deleted(self, words: str) -> None:
        """Offer to bring back what was deleted."""
        self.restore.setText(self.tr("Bring {0} back").format(words))
        self.restore.show()

    def show_place(self, words: str) -> None:
        """Say that only the recordings of one place are listed; "" when all are."""
        self.place.setText(f"{words}  ×")
        self.place.setVisible(bool(words))

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def _tell_current(self) -> None:
        recording = self.table.current()
        if recording is not None and not self._showing:
            self.recording_chosen.emit(recording.id)

    def _tell_selected(self) -> None:
        self._offer()
        if not self._showing:
            self.recordings_selected.emit(self.table.ids())

    def _ask_restore(self) -> None:
        self.restore.hide()
        self.restore_requested.emit()

    def _ask_delete(self) -> None:
        if ids := self.table.ids():
            self.delete_requested.emit(ids)

    def _ask_tag(self) -> None:
        ask_tag(self, "recordings", self.table.ids(), self.table.known, self.tag_requested.emit)
