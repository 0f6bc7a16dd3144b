"""Files, what they lack, and what they look like with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.records.importing import FilePreview, ImportRequest, Mapping
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.core.waveforms.importers.endings import RAW_ENDINGS
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.dialogs.mapping.form import MappingForm
from pfd_desktop.ui.dialogs.mapping.in_place import InPlace
from pfd_desktop.ui.dialogs.mapping.preview import Preview
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.record_table import RecordTable

_SETTLED_MS = 150  # after the last keystroke a new picture is asked for


@dataclass(frozen=True)
class Listed:
    """A file and why it is in the list."""

    path: Path
    why: str = ""


class MappingDialog(QDialog):
    """One mapping for all files of the list; the file chosen is shown as the mapping reads it."""

    seen = Signal()  # it stands on the screen: now it may be filled
    file_chosen = Signal(object, object)  # Path, RawLayout or None: show what it holds
    beginning_wanted = Signal(object, object, int)  # Path, Variable, column
    mapping_told = Signal(object)  # ImportRequest

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, files: Sequence[Listed], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import with a mapping"))
        self.setAccessibleName("Import with a mapping")
        self.resize(1180, 760)
        self._files = tuple(files)
        self._shown: tuple[Path, str, int] | None = None
        self.message = MessageStrip()
        self.remembered = QLabel()
        self.remembered.setAccessibleName("Remembered mapping")
        self.remembered.setProperty("tone", "muted")
        self.remembered.hide()
        self.table: RecordTable[Listed] = RecordTable(
            "Files to import",
            (Column("File", lambda f: f.path.name, tip=lambda f: f"{f.path}\n{f.why}"),),
        )
        self.form = MappingForm()
        if any(one.path.suffix.lower() in RAW_ENDINGS for one in self._files):
            self.form.ask_raw()
        self.in_place = InPlace()
        self.notes = QLabel()
        self.notes.setAccessibleName("Notes on the file")
        self.notes.setProperty("tone", "muted")
        self.notes.setWordWrap(True)
        self.preview = Preview()
        self.problem = QLabel()
        self.problem.setAccessibleName("What is missing")
        self.problem.setProperty("tone", "warning")
        self.problem.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        number = len(self._files)
        self.go = self.buttons.addButton(
            self.tr("Import {0} files").format(number) if number > 1 else self.tr("Import"),
            QDialogButtonBox.ButtonRole.AcceptRole,
        )
        self.go.setAccessibleName("Import with this mapping")
        self.go.setProperty("primary", True)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._reread = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._lay_out()
        self._connect()
        self.table.show_records(self._files)

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.form)
        right = QWidget()
        drawn = QVBoxLayout(right)
        drawn.setContentsMargins(0, 0, 0, 0)
        drawn.addWidget(self.notes)
        drawn.addWidget(self.preview, 1)
        split = QSplitter()
        for widget, width in ((self.table, 240), (scroll, 420), (right, 520)):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, width)
        split.setSizes([240, 420, 520])
        split.setChildrenCollapsible(False)
        below = QHBoxLayout()
        below.addWidget(self.problem, 1)
        below.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.message)
        layout.addWidget(self.remembered)
        layout.addWidget(split, 1)
        layout.addWidget(self.in_place)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._choose)
        self.form.changed.connect(self._follow)
        self._settle.timeout.connect(self._want_beginning)
        self.form.raw.changed.connect(self._reread.start)
        self._reread.timeout.connect(self._choose)
        self.buttons.accepted.connect(self._tell)
        self.buttons.rejected.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks, once it has been painted."""
        super().showEvent(event)
        QTimer.singleShot(0, self.seen.emit)

    def start(self, bearings: Sequence[Bearing], mapping: Mapping | None) -> None:
        """Show the first file; *mapping*: what was told of this folder the last time."""
        self.form.show_bearings(bearings)
        if mapping is not None:
            self.form.show_mapping(mapping)
            folder = self._files[0].path.parent.name
            self.remembered.setText(
                self.tr("As the last import of the folder {0} was told.").format(folder)
            )
        self.remembered.setVisible(mapping is not None)
        self._mapping = mapping
        self.table.choose(0)

    def show_file(self, preview: FilePreview) -> None:
        """What the chosen file holds."""
        self.message.clear()
        self.notes.setText(" · ".join((preview.format, *preview.notes)))
        self.form.show_file(preview)
        if self._mapping is not None:
            remembered, self._mapping = self._mapping, None
            self.form.show_mapping(remembered)

    def show_beginning(self, trace: CurvesFigure, spectrum: CurvesFigure | None) -> None:
        """What it looks like."""
        self.preview.show_figures(trace, spectrum)

    def show_error(self, error: Exception) -> None:
        """Why the samples of the chosen file cannot be shown."""
        self.message.show_error(error)

    def show_unread(self, error: Exception) -> None:
        """Why the chosen file cannot be read; bytes told wrongly hold nothing to import."""
        self.message.show_error(error)
        if self.form.raw.isVisible():
            self.form.forget_file()

    def mapping(self) -> Mapping:
        """As the file is read now: with the file's own rate where none was told."""
        told = self.form.mapping()
        return replace(told, rate_hz=self.form.rate_in_force())

    def _choose(self) -> None:
        chosen = self.table.current()
        if chosen is not None:
            raw = None if self.form.raw.isHidden() else self.form.raw.layout_told()
            self.file_chosen.emit(chosen.path, raw)

    def _follow(self) -> None:
        problem = self.form.problem()
        self.problem.setText(problem)
        self.go.setEnabled(not problem)
        self._settle.start()

    def _want_beginning(self) -> None:
        chosen, variable = self.table.current(), self.form.shown()
        if chosen is None or variable is None:
            return
        try:
            self.form.mapping()
        except InvalidInput:
            return  # the line below says so
        self.beginning_wanted.emit(chosen.path, variable, self.form.column.value() - 1)

    def _tell(self) -> None:
        paths = tuple(one.path for one in self._files)
        told = ImportRequest(paths, mapping=self.form.mapping(), every=self.form.every())
        self.mapping_told.emit(replace(told, in_place=self.in_place.chosen()))
        self.accept()
