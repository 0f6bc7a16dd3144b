"""The Inspector panel: widgets only."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.number_field import NumberField


class InspectorView(QWidget):
    """Facts, flags, and the fields that can be changed; Enter or leaving a field tells it."""

    seen = Signal()
    told = Signal(dict)  # the facts to change
    unit_asked = Signal(str, str)

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Inspector")
        self.message = MessageStrip()
        self.name = _text("Name of the recording")
        self.label = QComboBox()
        self.label.setAccessibleName("Label of the recording")
        self.label.addItem(self.tr("no label"), None)
        for fault in Fault:
            self.label.addItem(fault.value, fault.value)
        self.speed = NumberField("Shaft speed of the recording", "rpm", self.tr("unknown"))
        self.use_estimate = QPushButton()
        self.use_estimate.setAccessibleName("Use the estimated speed")
        self.condition = _text("Operating condition")
        self.severity = _text("Severity")
        self.unit = QPushButton()
        self.unit.setAccessibleName("Unit of the recording")
        self.unit.setToolTip(self.tr("Show it in Machines, with its other recordings"))
        self.flags = _fact("Notes on the chosen recording")
        self.flags.setProperty("tone", "warning")
        self.facts = {
            words: _fact(words)
            for words in (
                "Machine",
                "Measuring point",
                "Bearing",
                "Quantity",
                "Sampling rate",
                "Length",
                "Speed comes from",
                "Speed estimate",
                "Source file",
                "Samples (SHA-256)",
                "Imported",
            )
        }
        self.nothing = QLabel(self.tr("Choose a recording to see all that is known of it."))
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self._recording: Recording | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        content = QWidget()
        form = QFormLayout(content)
        form.setContentsMargins(12, 8, 12, 8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.flags)
        for words, field in (
            (self.tr("Name"), self.name),
            (self.tr("Label"), self.label),
            (self.tr("Speed (rpm)"), self.speed),
            ("", self.use_estimate),
            (self.tr("Condition"), self.condition),
            (self.tr("Severity"), self.severity),
            (self.tr("Unit"), self.unit),
        ):
            form.addRow(words, field)
        for words, fact in self.facts.items():
            form.addRow(self.tr(words), fact)
        self._form = form
        scroll = QScrollArea()
        scroll.setAccessibleName("Facts of the recording")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.nothing)
        self.pages.addWidget(scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.name.editingFinished.connect(lambda: self.told.emit({"name": self.name.text()}))
        self.label.activated.connect(lambda _: self.told.emit({"label": self.label.currentData()}))
        self.speed.number_chosen.connect(self._tell_speed)
        self.use_estimate.clicked.connect(self._use_estimate)
        self.condition.editingFinished.connect(
            lambda: self.told.emit({"condition": self.condition.text()})
        )
        self.severity.editingFinished.connect(
            lambda: self.told.emit({"severity": self.severity.text()})
        )
        self.unit.clicked.connect(self._ask_unit)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_recording(self, recording: Recording | None) -> None:
        """All of this one, or nothing."""
        self._recording = recording
        self.pages.setCurrentIndex(0 if recording is None else 1)
        if recording is None:
            return
        self.name.setText(recording.name)
        self.label.setCurrentIndex(self.label.findData(recording.label))
        self.speed.show_number(recording.speed_rpm)
        self.condition.setText(recording.condition)
        self.severity.setText(recording.severity)
        self.unit.setText(recording.unit_name)
        self.flags.setText("\n".join(f"⚠ {flag.text}" for flag in recording.flags))
        self.flags.setVisible(bool(recording.flags))
        estimate = recording.speed_estimate_rpm
        offered = estimate is not None and estimate != recording.speed_rpm
        self._form.setRowVisible(self.use_estimate, offered)
        self.use_estimate.setText(f"Use the estimate, {estimate or 0:.1f} rpm")
        for words, text in _facts(recording).items():
            self.facts[words].setText(text)

    def show_error(self, error: Exception) -> None:
        """What went wrong; the field keeps what was typed."""
        self.message.show_error(error)

    def clear_error(self) -> None:
        """The change was made."""
        self.message.clear()

    def _tell_speed(self) -> None:
        try:
            self.told.emit({"speed_rpm": self.speed.number()})
        except InvalidInput as error:
            self.show_error(error)

    def _use_estimate(self) -> None:
        if self._recording is not None:
            self.told.emit({"speed_rpm": round(self._recording.speed_estimate_rpm or 0.0, 1)})

    def _ask_unit(self) -> None:
        if self._recording is not None:
            self.unit_asked.emit(self._recording.unit_id, self._recording.unit_name)


def _facts(recording: Recording) -> dict[str, str]:
    journal = recording.kind is BearingKind.JOURNAL
    bearing = recording.bearing.name if recording.bearing else "not told"
    estimate = "–"
    if recording.speed_estimate_rpm is not None:
        confidence = recording.speed_confidence or 0.0
        estimate = f"{recording.speed_estimate_rpm:.1f} rpm, confidence {confidence:.2f}"
    channel = f", {recording.channel}" if recording.channel else ""
    imported = recording.imported_at.astimezone()
    return {
        "Machine": recording.machine_name,
        "Measuring point": recording.point_name,
        "Bearing": "journal bearing" if journal else bearing,
        "Quantity": f"{recording.quantity} in {recording.unit}",
        "Sampling rate": f"{recording.rate_hz:,.6g} Hz",
        "Length": f"{recording.duration_s:.3f} s, {recording.samples:,} samples",
        "Speed comes from": recording.speed_source.value,
        "Speed estimate": estimate,
        "Source file": f"{recording.source_name}{channel}",
        "Samples (SHA-256)": f"{recording.blob[:16]}…",
        "Imported": f"{imported:%Y-%m-%d %H:%M}",
    }


def _text(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    return field


def _fact(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
