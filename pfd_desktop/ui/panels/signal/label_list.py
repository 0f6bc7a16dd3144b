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

from pfd_desktop.core.figures.labels import severity_words
from pfd_desktop.core.records.labels import Label, LabelChange, LabelFacts, LabelKind
from pfd_desktop.ui.panels.signal.label_rows import (
    LABEL_NAMES,
    TRAIL_NAMES,
    LazyRows,
    Said,
    label_row,
    trail_row,
)
from pfd_desktop.ui.plots.text_table import TextTable
from pfd_desktop.ui.widgets.class_box import ClassBox
from pfd_desktop.ui.widgets.flow_layout import FlowLayout

_TABLE_HEIGHT = 106


class LabelList(QWidget):
    """Choose a row to go there; what stands in the form is what the next label says.

    Several rows may be selected: what is changed in the form, and Delete, then hold for all.
    """

    label_chosen = Signal(str)  # id
    facts_told = Signal(object)  # the form was changed: a frozenset of Said
    delete_requested = Signal()
    record_requested = Signal()  # label all of the recording
    trail_chosen = Signal(bool)  # show who changed what instead of the labels
    import_requested = Signal(object)  # a Path
    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[str, ...] = ()  # of the label of each row
        self._selected: tuple[str, ...] = ()  # kept when the rows are listed anew
        self._chosen = False  # one of them, here or in the plot
        self._choosing = False  # a row of this list: its selection is the user's
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
        self.table.row_chosen.connect(self._choose)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._select())
        self.trail.toggled.connect(self.trail_chosen)
        self.classes.activated.connect(lambda _: self._tell(Said.CLASSES))
        for line in (self.classes.line, self.severity, self.note):
            line.editingFinished.connect(self._tell)
        self.record.clicked.connect(lambda _: self.record_requested.emit())
        self.delete.clicked.connect(lambda _: self.delete_requested.emit())

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def selected(self) -> tuple[str, ...]:
        """The ids of the labels whose rows are selected, by time; of the trail none are."""
        return self._selected

    def show_labels(self, labels: tuple[Label, ...]) -> None:
        """List these, which come by time; those that were selected stay so."""
        selected, self._ids = set(self._selected), tuple(one.id for one in labels)
        self.table.show_rows(LABEL_NAMES, LazyRows(labels, label_row))
        self._mark(selected)

    def show_trail(self, changes: tuple[LabelChange, ...]) -> None:
        """List who changed what, the latest first."""
        listed = changes[::-1]
        self._ids = tuple(one.label_id for one in listed)
        self.table.show_rows(TRAIL_NAMES, LazyRows(listed, trail_row))
        self._mark(set())

    def show_chosen(self, label: Label | None) -> None:
        """Put what a label says into the form; None leaves it for the next one."""
        if label is not None and not self._choosing and label.id not in self._selected:
            self._mark({label.id})
        self._chosen = label is not None
        self._show_meant()
        if label is not None:
            facts = label.facts
            self.classes.setEditText(", ".join(facts.classes))
            self.severity.setText(severity_words(facts))
            self.note.setText(facts.note)
        self._shown = self._form()

    def _choose(self, row: int) -> None:
        self._choosing = True
        self.label_chosen.emit(self._ids[row])
        self._choosing = False

    def _mark(self, ids: set[str]) -> None:
        """Select the rows of these labels; the rows of the trail stay as they are."""
        if self.table.names == LABEL_NAMES:
            self.table.choose_rows([row for row, key in enumerate(self._ids) if key in ids])
        self._select()

    def _select(self) -> None:
        trail = self.table.names == TRAIL_NAMES
        self._selected = () if trail else tuple(self._ids[row] for row in self.table.chosen_rows())
        self._show_meant()

    def _show_meant(self) -> None:
        """How many labels the form and Delete speak of."""
        many = len(self._selected)
        self.delete.setText(f"Delete {many}" if many > 1 else "Delete")
        self.delete.setEnabled(self._chosen or many > 0)

    def choose_class(self, number: int) -> None:
        """The class of a key from 1 to 9."""
        if self.classes.choose_digit(number):
            self._tell(Said.CLASSES)

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

    def _tell(self, *picked: Said) -> None:
        """What was picked holds for all selected labels, though the chosen one says it already."""
        form, before = self._form(), self._shown
        changed = {*picked, *(one for one in Said if form[one.value] != before[one.value])}
        if changed:
            self._shown = form
            self.facts_told.emit(frozenset(changed))


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
