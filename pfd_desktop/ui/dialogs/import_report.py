"""What became of every file of an import; where something is missing, the way to tell it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.importing import ImportedFile, ImportReport
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.record_table import RecordTable


@dataclass(frozen=True)
class Outcome:
    """One file and what became of it."""

    name: str
    state: str
    text: str
    recording_id: str = ""  # of what arrived


def outcomes(report: ImportReport) -> tuple[Outcome, ...]:
    """All files of a report; what was refused or left out first."""
    refused = (Outcome(r.path.name, "refused", r.reason) for r in report.refused)
    told = {(one.path, one.recording_id): f"as {one.text}" for one in report.differing}
    there = (
        Outcome(one[0].name, "already there", told.get(one, "nothing is told otherwise"))
        for one in report.duplicates
    )
    updated = (Outcome(o.path.name, "brought up to date", f"was {o.text}") for o in report.updated)
    arrived = (
        Outcome(i.path.name, "imported", _arrived(i, i.flags), i.recording_id)
        for i in report.imported
    )
    left_out = (Outcome(one.path.name, "left out", one.text) for one in report.left_out)
    return (*refused, *left_out, *there, *updated, *arrived)


def _arrived(item: ImportedFile, flags: Iterable[Flag], grade: str = "") -> str:
    """The grade comes with the examination, which follows the import."""
    words = f"grade {grade}" if grade else "not examined yet"
    told = [words, *(flag.text for flag in flags)]
    return "; ".join([*told, item.copied] if item.copied else told)


class ImportReportDialog(QDialog):
    """The report; with a button to tell what files lack."""

    mapping_wanted = Signal(tuple)  # of RefusedFile
    update_wanted = Signal(tuple)  # of Path: files that are told otherwise now

    def __init__(self, report: ImportReport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import"))
        self.setAccessibleName("Import report")
        self.resize(720, 460)
        fresh = f"{len(report.updated)} brought up to date, " if report.updated else ""
        left = f", {report.left_out_words}" if report.left_out else ""
        summary = QLabel(
            f"{len(report.imported)} imported, {len(report.duplicates)} already there, "
            f"{fresh}{len(report.refused)} refused{left}"
            + (f": {report.rate_words}" if report.rate_words else "")
        )
        summary.setAccessibleName("Import summary")
        summary.setProperty("level", "title")
        self._table: RecordTable[Outcome] = RecordTable(
            "Files",
            (
                Column("File", lambda o: o.name),
                Column("Outcome", lambda o: o.state),
                Column("What to know", lambda o: o.text),
            ),
        )
        self.files = outcomes(report)
        self._table.show_records(self.files)
        self._items = {item.recording_id: item for item in report.imported}
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAccessibleName("Close the report")
        layout = QVBoxLayout(self)
        layout.addWidget(summary)
        layout.addWidget(self._table, 1)
        self._lacking = tuple(r for r in report.refused if r.needs_mapping)
        if self._lacking:
            tell = QPushButton(self.tr("Tell what is missing…"))
            tell.setAccessibleName("Tell what is missing")
            tell.setProperty("primary", "true")
            tell.clicked.connect(self._tell)
            buttons.addButton(tell, QDialogButtonBox.ButtonRole.ActionRole)
        self._otherwise = tuple(dict.fromkeys(one.path for one in report.differing))
        if self._otherwise:
            update = QPushButton(self.tr("Bring up to date"))
            update.setAccessibleName("Bring up to date")
            update.setToolTip(self.tr("Let what was there already be as this import says"))
            update.clicked.connect(self._update)
            buttons.addButton(update, QDialogButtonBox.ButtonRole.ActionRole)
        layout.addWidget(buttons)

    @Slot(tuple)
    def show_graded(self, recordings: tuple[Recording, ...]) -> None:
        """What examining these showed, where they are of this import."""
        seen = {one.id: one for one in recordings if one.id in self._items}
        if seen:
            self.files = tuple(
                replace(file, text=_arrived(self._items[one.id], one.flags, one.grade))
                if (one := seen.get(file.recording_id))
                else file
                for file in self.files
            )
            self._table.show_records(self.files)

    def _update(self) -> None:
        self.accept()
        self.update_wanted.emit(self._otherwise)

    def _tell(self) -> None:
        self.accept()
        self.mapping_wanted.emit(self._lacking)
