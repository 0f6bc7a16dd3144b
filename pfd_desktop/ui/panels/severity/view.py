"""The Severity panel: widgets only."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.parameters import Parameter, Value, Values
from pfd_desktop.core.severity.zones import ZoneVerdict
from pfd_desktop.errors import UserError
from pfd_desktop.ui.panels.severity.zone_bar import ZoneBar
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.parameter_fields import ParameterFields

_TONES = {"A": "good", "B": "good", "C": "warning", "D": "bad", "": "muted"}


class SeverityView(QWidget):
    """The zone, what it rests on, and what is told of the machine."""

    seen = Signal()
    import_requested = Signal()
    retry_requested = Signal()
    facts_told = Signal(object)  # Values
    tables_requested = Signal()

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Severity")
        self.message = MessageStrip()
        self.verdict = _label("Zone verdict")
        self.verdict.setProperty("level", "title")
        self.value = _label("Overall value")
        self.bar = ZoneBar()
        self.machine = _label("Machine")
        self.machine.setProperty("level", "heading")
        self.facts = ParameterFields()
        self.tables = QPushButton("Tables of zones…")
        self.notes = _label("Notes on the zone")
        self.source = _label("Source of the zones", "muted")
        self._lay_out()
        self.facts.changed.connect(self._tell)
        self.tables.clicked.connect(self.tables_requested)
        self.empty.button.clicked.connect(self.import_requested)
        self.message.retry_requested.connect(self.retry_requested)

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "How severe the vibration of a machine is by the zones of a standard stands here."
            " Choose a recording, or import some.",
            "Import recordings…",
        )
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget in (self.verdict, self.value, self.bar, self.machine, self.facts):
            layout.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.tables)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self.notes)
        layout.addWidget(self.source)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _tell(self) -> None:
        try:
            values = self.facts.values()
        except UserError as error:
            self.message.show_error(error)
            return
        self.message.clear()
        self.facts_told.emit(values)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    # -- what the presenter shows ----------------------------------------------------------------

    def show_nothing(self) -> None:
        """No recording is chosen."""
        self.message.clear()
        self.pages.setCurrentIndex(0)

    def show_facts(self, machine: str, parameters: Sequence[Parameter], values: Values) -> None:
        """What is told of the machine."""
        self.machine.setText(machine)
        self.facts.show_parameters(parameters)
        told: dict[str, Value] = dict(values)
        self.facts.show_values(told)
        self.pages.setCurrentIndex(1)

    def show_waiting(self) -> None:
        """The value is being computed."""
        self._say("…", "")
        self.value.setText("")
        self.bar.show_verdict(None)

    def show_verdict(self, found: ZoneVerdict) -> None:
        """The zone, or why there is none."""
        self.message.clear()
        self._say(found.words, found.zone)
        band = found.band_hz
        if found.value is None:
            self.value.setText("")
        else:
            within = f", {band[0]:g} to {band[1]:g} Hz" if band else ""
            self.value.setText(f"Overall value: {found.value:.4g} {found.unit}{within}")
        self.bar.show_verdict(found)
        self.notes.setText("\n\n".join(found.notes))
        self.source.setText(f"{found.table}: {found.citation}")

    def _say(self, words: str, zone: str) -> None:
        self.verdict.setText(words)
        self.verdict.setProperty("tone", _TONES[zone])
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)


def _label(name: str, tone: str = "") -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    if tone:
        label.setProperty("tone", tone)
    return label
