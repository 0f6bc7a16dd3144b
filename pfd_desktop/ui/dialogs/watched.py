"""Folders whose new files are imported by themselves."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.watching import WatchedFolder
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.record_table import RecordTable

COLUMNS: tuple[Column[WatchedFolder], ...] = (
    Column("Folder", lambda one: one.folder.name, tip=lambda one: str(one.folder)),
    Column("State", lambda one: "not there now" if one.missing else "watched"),
    Column("Arrived", lambda one: str(one.arrived), lambda one: one.arrived),
    Column(
        "Refused",
        lambda one: str(len(one.refused)),
        lambda one: len(one.refused),
        tip=lambda one: "\n".join(reason for _, reason in one.refused[:20]),
    ),
)


class WatchedDialog(QDialog):
    """A row a folder; below, why files of the chosen one were refused."""

    folder_told = Signal(object, bool)  # Path, whether each waveform of its files is meant
    stop_requested = Signal(str)  # id
    missing_told = Signal(object)  # WatchedFolder: what its refused files lack is to be asked

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Watched folders"))
        self.setAccessibleName("Watched folders")
        self.resize(620, 480)
        self.message = MessageStrip()
        about = QLabel(
            self.tr(
                "New files are imported once they have not changed for 5 s, as the last import"
                " from the folder was told. Files that lie there already are taken too."
            )
        )
        about.setWordWrap(True)
        about.setProperty("tone", "muted")
        self.table: RecordTable[WatchedFolder] = RecordTable("Watched folders", COLUMNS)
        self.reasons = QLabel()
        self.reasons.setAccessibleName("Why files were refused")
        self.reasons.setWordWrap(True)
        self.every = QCheckBox(self.tr("Each waveform of files that hold several"))
        self.every.setAccessibleName("Each waveform of watched files")
        self.add = _button("Watch a folder", self.tr("Watch a folder…"))
        self.tell = _button("Tell what watched files lack", self.tr("Tell what is missing…"))
        self.stop = _button("Stop watching", self.tr("Stop watching"))
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.stop)
        row.addWidget(self.tell)
        row.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        for widget in (self.message, about):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.reasons)
        layout.addWidget(self.every)
        layout.addLayout(row)
        close.rejected.connect(self.reject)
        self.add.clicked.connect(self._ask_folder)
        self.stop.clicked.connect(self._stop)
        self.tell.clicked.connect(self._tell)
        self.table.current_changed.connect(self._follow)
        self._follow()

    def show_folders(self, folders: Sequence[WatchedFolder]) -> None:
        """These there are."""
        self.message.clear()
        chosen = self.table.current()
        self.table.show_records(folders)
        for row, one in enumerate(folders):
            if chosen is None or one.id == chosen.id:
                self.table.choose(row)
                break
        self._follow()

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def _follow(self) -> None:
        chosen = self.table.current()
        refused = () if chosen is None else chosen.refused
        self.stop.setEnabled(chosen is not None)
        self.tell.setEnabled(bool(refused))
        shown = [reason for _, reason in refused[:4]]
        if len(refused) > len(shown):
            shown.append(self.tr("and {0} more").format(len(refused) - len(shown)))
        self.reasons.setText("\n".join(shown))
        self.reasons.setVisible(bool(shown))

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Watch a folder"))
        if name:
            self.folder_told.emit(Path(name), self.every.isChecked())

    def _stop(self) -> None:
        if (chosen := self.table.current()) is not None:
            self.stop_requested.emit(chosen.id)

    def _tell(self) -> None:
        if (chosen := self.table.current()) is not None:
            self.missing_told.emit(chosen)


def _button(name: str, words: str) -> QPushButton:
    button = QPushButton(words)
    button.setAccessibleName(name)
    button.setAutoDefault(False)
    return button
