"""The Jobs panel: widgets only."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.job import JobRecord, JobState
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.record_table import RecordTable


def _took(job: JobRecord) -> float:
    return (job.finished_at - job.started_at).total_seconds() if job.finished_at else 0.0


COLUMNS: tuple[Column[JobRecord], ...] = (
    Column("Job", lambda j: j.title),
    Column("State", lambda j: j.state.value),
    Column(
        "Started",
        lambda j: f"{j.started_at.astimezone():%H:%M:%S}",
        lambda j: j.started_at.timestamp(),
        tip=lambda j: f"{j.started_at.astimezone():%Y-%m-%d %H:%M:%S %Z}",
    ),
    Column("Took (s)", lambda j: f"{_took(j):.1f}" if j.finished_at else "–", _took, number=True),
    Column("Reason", lambda j: j.reason),
)


WAITING: tuple[Column[JobRecord], ...] = (Column("Waiting, the next one first", lambda j: j.title),)


class WaitingJobs(QWidget):
    """Trainings that wait for those before them, to be put in another order or taken off."""

    moved = Signal(str, int)  # id, places later
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: RecordTable[JobRecord] = RecordTable("Trainings that wait", WAITING)
        self.table.filter.hide()
        self.table.view.setSortingEnabled(False)  # the order is theirs
        self.table.view.verticalHeader().show()  # with their places
        self.table.setMaximumHeight(160)
        self.earlier = self._button(self.tr("Earlier"), lambda one: self.moved.emit(one, -1))
        self.later = self._button(self.tr("Later"), lambda one: self.moved.emit(one, 1))
        self.remove = self._button(self.tr("Take off"), self.removed.emit)
        self.buttons = (self.earlier, self.later, self.remove)
        row = QHBoxLayout()
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        layout.addLayout(row)
        self.table.offer(self.buttons)
        self.table.current_changed.connect(self._enable)
        self.show_waiting((), "")

    def show_waiting(self, waiting: Sequence[JobRecord], chosen: str) -> None:
        """These, the next one first; the one whose key is *chosen* is the current one."""
        self.setVisible(bool(waiting))
        self.table.show_records(waiting)
        for place, one in enumerate(waiting):
            if one.id == chosen:
                self.table.choose(place)
        self._enable()

    def _button(self, words: str, tell: Callable[[str], None]) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(f"{words}: the chosen training that waits")
        button.clicked.connect(lambda: self._with_current(tell))
        return button

    def _with_current(self, tell: Callable[[str], None]) -> None:
        chosen = self.table.current()
        if chosen is not None:
            tell(chosen.id)

    def _enable(self) -> None:
        for button in self.buttons:
            button.setEnabled(self.table.current() is not None)


class RunningJob(QWidget):
    """One running job: how far, how long still, Cancel."""

    cancel_requested = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(title)
        self.text = QLabel()
        self.text.setProperty("tone", "muted")
        self.text.setAccessibleName(f"State of {title}")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(f"Progress of {title}")
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(f"Cancel {title}")
        self.cancel.clicked.connect(self.cancel_requested)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title, 0, 0)
        layout.addWidget(self.bar, 1, 0)
        layout.addWidget(self.text, 2, 0)
        layout.addWidget(self.cancel, 1, 1)

    def show_progress(self, fraction: float, text: str) -> None:
        """How far it is."""
        self.bar.setValue(round(100 * fraction))
        self.text.setText(text)


class JobsView(QWidget):
    """What runs, and what ran."""

    seen = Signal()
    again_requested = Signal(object)  # JobRecord

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Jobs")
        self.message = MessageStrip()
        self.nothing = QLabel(self.tr("Nothing is running."))
        self.nothing.setProperty("tone", "muted")
        self.log: RecordTable[JobRecord] = RecordTable("Jobs", COLUMNS)
        self.waiting = WaitingJobs()
        self._running = QVBoxLayout()
        self._running.setSpacing(8)
        self._running.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.message)
        layout.addLayout(self._running)
        layout.addWidget(self.waiting)
        layout.addWidget(self.log, 1)
        self.again = QPushButton(self.tr("Run again"))
        self.again.setAccessibleName("Run the chosen job again")
        self.again.setEnabled(False)
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignRight)
        self.log.current_changed.connect(self._enable)
        self.again.clicked.connect(self._ask_again)

    def _enable(self) -> None:
        chosen = self.log.current()
        self.again.setEnabled(
            chosen is not None and bool(chosen.request) and chosen.state is not JobState.RUNNING
        )

    def _ask_again(self) -> None:
        chosen = self.log.current()
        if chosen is not None:
            self.again_requested.emit(chosen)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def add_running(self, title: str) -> RunningJob:
        """A job has started."""
        shown = RunningJob(title)
        self._running.addWidget(shown)
        self.nothing.hide()
        return shown

    def remove_running(self, shown: RunningJob) -> None:
        """It has ended."""
        self._running.removeWidget(shown)
        shown.deleteLater()
        self.nothing.setVisible(self._running.count() == 1)

    def show_log(self, jobs: Sequence[JobRecord]) -> None:
        """The latest jobs."""
        self.log.show_records(jobs)

    def show_waiting(self, waiting: Sequence[JobRecord], chosen: str) -> None:
        """The queue."""
        self.waiting.show_waiting(waiting, chosen)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)
