"""Files outside the project that recordings were left in."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.sources import OutsideFile
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.record_table import RecordTable

COLUMNS: tuple[Column[OutsideFile], ...] = (
    Column("File", lambda one: one.path.name, tip=lambda one: str(one.path)),
    Column("State", lambda one: "cannot be read" if one.trouble else "as it was"),
    Column("Size", lambda one: f"{one.size / 1e6:.1f} MB", lambda one: one.size),
    Column("Recordings", lambda one: ", ".join(one.recordings)),
)


class SourcesDialog(QDialog):
    """A row a file; below, why the chosen one cannot be read, and the way to find it again."""

    search_told = Signal(object)  # Path: the folder to look below

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Files left in place"))
        self.setAccessibleName("Files left in place")
        self.resize(680, 440)
        self.message = MessageStrip()
        about = QLabel(
            self.tr(
                "The samples of these recordings lie in files outside the project. One that was"
                " moved or renamed is found again by its size and content; one that was changed is"
                " not read."
            )
        )
        about.setWordWrap(True)
        about.setProperty("tone", "muted")
        self.table: RecordTable[OutsideFile] = RecordTable("Files left in place", COLUMNS)
        self.trouble = QLabel()
        self.trouble.setAccessibleName("Why the file cannot be read")
        self.trouble.setWordWrap(True)
        self.trouble.setProperty("tone", "warning")
        self.search = QPushButton(self.tr("Find the file…"))
        self.search.setAccessibleName("Find the file")
        self.search.setToolTip(self.tr("Look for all that cannot be read below a folder"))
        self.search.setAutoDefault(False)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        row = QHBoxLayout()
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.message)
        layout.addWidget(about)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.trouble)
        layout.addLayout(row)
        close.rejected.connect(self.reject)
        self.search.clicked.connect(self._ask_folder)
        self.table.current_changed.connect(self._follow)
        self.show_files(())

    def show_files(self, files: Sequence[OutsideFile]) -> None:
        """These there are; what cannot be read comes first."""
        ordered = sorted(files, key=lambda one: (not one.trouble, str(one.path)))
        self.table.show_records(ordered)
        self.search.setEnabled(any(one.trouble for one in files))
        if ordered:
            self.table.choose(0)
        self._follow()

    def show_note(self, words: str) -> None:
        """What came of a search."""
        self.message.show_note(words)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def _follow(self) -> None:
        chosen = self.table.current()
        self.trouble.setText("" if chosen is None else chosen.trouble)

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Find the file: the folder it lies in, or one above")
        )
        if name:
            self.search_told.emit(Path(name))
