"""The labels of a recording as a list, and the form of the one that is chosen."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.figures.labels import label_words, severity_words
from pfd_desktop.core.records.labels import Label, LabelChange, LabelFacts, LabelKind
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.text_table import TextTable
from pfd_desktop.ui.widgets.class_box import ClassBox
from pfd_desktop.ui.widgets.flow_layout import FlowLayout

_TRAIL = ("When", "Who", "What", "Before", "After")
_NAMES = ("Class", "Severity", "From (s)", "Length", "Note", "By")
_TABLE_HEIGHT = 106


class LabelList(QWidget):
    """Choose a row to go there; what stands in the form is what the next label says."""

    label_chosen = Signal(str)  # id
    facts_told = Signal()  # the form was changed while a label was chosen
    delete_requested = Signal()
    record_requested = Signal()  # label all of the recording
    trail_chosen = Signal(bool)  # show who changed what instead of the labels
    import_requested = Signal(object)  # a Path
    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[str, ...] = ()  # of the label of each row
        self._shown = ("", "", "")  # the form as last shown
        self.table = TextTable("Labels")
        self.table.setMaximumHeight(_TABLE_HEIGHT)
        self.classes = ClassBox()
        self.severity = _field("Severity", "severity", "How bad: from 0 to 1, or in words", 90)
        self.note = _field("Note", "note", "What else is to be said", 110)
        self.record = QPushButton("Label all")
        self.record.setAccessibleName("Label all of the recording")
        self.record.setToolTip("Label all of the recording with this class")
        self.delete = QPushButton("Delete")
        self.delete.setAccessibleName("Delete the label")
        self.delete.setToolTip("Delete the chosen label (Delete)")
        self.delete.setEnabled(False)
        self.more = QPushButton("More")
        self.more.setAccessibleName("More about labels")
        self.more.setMenu(self._menu())
        form = QWidget()
        row = FlowLayout(form, 4)
        buttons = (self.record, self.delete, self.more)
        for widget in (self.classes, self.severity, self.note, *buttons):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(form)
        layout.addWidget(self.table)
        self._connect()
        self.show_labels(())

    def _menu(self) -> QMenu:
        menu = QMenu(self.more)
        menu.setAccessibleName("More about labels menu")
        self.trail = menu.addAction("Who changed what")
        self.trail.setCheckable(True)
        menu.addSeparator()
        menu.addAction("Import labels…").triggered.connect(lambda _: self._ask_file())
        menu.addAction("Export labels…").triggered.connect(lambda _: self._ask_target())
        return menu

    def _connect(self) -> None:
        self.table.row_chosen.connect(lambda row: self.label_chosen.emit(self._ids[row]))
        self.trail.toggled.connect(self.trail_chosen)
        self.classes.activated.connect(lambda _: self._tell())
        for line in (self.classes.line, self.severity, self.note):
            line.editingFinished.connect(self._tell)
        self.record.clicked.connect(lambda _: self.record_requested.emit())
        self.delete.clicked.connect(lambda _: self.delete_requested.emit())

    # -- what is shown ---------------------------------------------------------------------------

    def show_labels(self, labels: tuple[Label, ...]) -> None:
        """List these, by time."""
        listed = sorted(labels, key=lambda one: one.facts.start_s or 0.0)
        self._ids = tuple(one.id for one in listed)
        self.table.show_rows(_NAMES, tuple(_row(one) for one in listed))

    def show_trail(self, changes: tuple[LabelChange, ...]) -> None:
        """List who changed what, the latest first."""
        listed = changes[::-1]
        self._ids = tuple(one.label_id for one in listed)
        self.table.show_rows(_TRAIL, tuple(_change(one) for one in listed))

    def show_chosen(self, label: Label | None) -> None:
        """Put what a label says into the form; None leaves it for the next one."""
        self.delete.setEnabled(label is not None)
        if label is not None:
            facts = label.facts
            self.classes.setEditText(", ".join(facts.classes))
            self.severity.setText(severity_words(facts))
            self.note.setText(facts.note)
        self._shown = self._form()

    def choose_class(self, number: int) -> None:
        """The class of a key from 1 to 9."""
        if self.classes.choose_digit(number):
            self._tell()

    def edit(self) -> None:
        """Let the class be typed."""
        self.classes.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.classes.line.selectAll()

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Import labels", "", "CSV (*.csv)")
        if name:
            self.import_requested.emit(Path(name))

    def _ask_target(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export labels", "", "CSV (*.csv)")
        if name:
            path = Path(name)
            self.export_requested.emit(path if path.suffix else path.with_suffix(".csv"))

    # -- what it says ----------------------------------------------------------------------------

    def facts(self, kind: LabelKind, start_s: float | None, stop_s: float | None) -> LabelFacts:
        """What a label of this stretch would say."""
        number = _share(self.severity.text())
        words = "" if number is not None else self.severity.text().strip()
        return LabelFacts(
            kind,
            self.classes.classes(),
            start_s,
            stop_s,
            severity=number,
            severity_words=words,
            note=self.note.text().strip(),
        )

    def _form(self) -> tuple[str, str, str]:
        return self.classes.currentText(), self.severity.text(), self.note.text()

    def _tell(self) -> None:
        form = self._form()
        if form != self._shown:
            self._shown = form
            self.facts_told.emit()


def _change(change: LabelChange) -> tuple[str, ...]:
    when = change.changed_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    sides = (change.before, change.after)
    said = ("" if facts is None else _said(facts) for facts in sides)
    return (when, change.author, change.act.value, *said)


def _said(facts: LabelFacts) -> str:
    words = label_words(facts)
    if facts.start_s is None:
        return words
    stop = "" if facts.stop_s is None else f" to {facts.stop_s:.6g}"
    return f"{words}, {facts.start_s:.6g}{stop} s"


def _field(name: str, empty: str, purpose: str, width: int) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(f"{name} of the label")
    field.setToolTip(purpose)
    field.setPlaceholderText(empty)
    field.setFixedWidth(width)
    return field


def _share(text: str) -> float | None:
    """A severity told as a number from 0 to 1; None for words."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _row(label: Label) -> tuple[str, ...]:
    facts = label.facts
    start, length = "all", "all"
    if facts.start_s is not None:
        start = reading_text(facts.start_s, "", 6)
        length = (
            "point" if facts.stop_s is None else reading_text(facts.stop_s - facts.start_s, "s")
        )
    return (
        ", ".join(facts.classes) or "–",
        severity_words(facts) or "–",
        start,
        length,
        facts.note,
        label.author,
    )
