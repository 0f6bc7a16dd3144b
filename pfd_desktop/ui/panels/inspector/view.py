"""The Inspector panel: widgets only."""

from collections.abc import Sequence

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
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.core.records.recording import Recording, RecordingChanges
from pfd_desktop.core.records.tags import Tag
from pfd_desktop.errors import InvalidInput, UserError
from pfd_desktop.ui.panels.inspector.bearing import BearingChoice
from pfd_desktop.ui.panels.inspector.facts import (
    FACTS,
    doubted_rpm,
    facts,
    notes,
    offered_rpm,
    places,
    told_by_file,
)
from pfd_desktop.ui.panels.inspector.place import PlaceDialog
from pfd_desktop.ui.panels.inspector.told import Told
from pfd_desktop.ui.widgets.chips import TagChips
from pfd_desktop.ui.widgets.flow_layout import flow
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.number_field import NumberField
from pfd_desktop.ui.widgets.wrapped_label import WrappedLabel


class InspectorView(QWidget):
    """Facts, flags, and the fields that can be changed; Enter or leaving a field tells it."""

    seen = Signal()
    told = Signal(dict)  # RecordingChanges
    bearing_told = Signal(object, object)  # BearingKind, Bearing or None
    unit_asked = Signal(str, str)
    places_asked = Signal()
    span_asked = Signal(float, float)  # seconds: where a finding is
    place_told = Signal(object, str, str, str)  # Recording; machine, unit and point

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
        self.use_estimate = _button("Use the estimated speed")
        self.keep_speed = _button("Keep the told speed")
        self.condition = _text("Operating condition")
        self.severity = _text("Severity")
        self.tags = TagChips()
        self.place = _fact("Where it was measured")
        self.unit = _button("Unit of the recording", self.tr("Show unit"))
        self.unit.setToolTip(self.tr("Show it in Machines, with its other recordings"))
        self.elsewhere = _button("Tell where it was measured", self.tr("Move…"))
        self.bearing = BearingChoice()
        self.flags = _fact("Notes on the chosen recording")
        self.flags.setProperty("tone", "warning")
        self.places = _fact("Places of the findings")
        self.places.setTextFormat(Qt.TextFormat.RichText)
        self.places.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.facts = {words: _fact(words) for words in FACTS}
        self.in_file = _fact("What the file says beside its samples")
        self.nothing = QLabel(self.tr("Choose a recording to see all that is known of it."))
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.lines: dict[str, Told] = {
            "name": Told(self.name),
            "speed_rpm": Told(self.speed),
            "condition": Told(self.condition),
            "severity": Told(self.severity),
        }
        self._recording: Recording | None = None
        self._dialog: PlaceDialog | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        scroll = self.sheet = QScrollArea()
        scroll.setAccessibleName("Facts of the recording")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._form())
        self.pages = QStackedWidget()
        self.pages.addWidget(self.nothing)
        self.pages.addWidget(scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _form(self) -> QWidget:
        content = QWidget()
        form = QFormLayout(content)
        form.setContentsMargins(12, 8, 12, 8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.flags)
        form.addRow(self.places)
        for words, field in (
            (self.tr("Name"), self.lines["name"].error.below()),
            (self.tr("Label"), self.label),
            (self.tr("Speed (rpm)"), self.lines["speed_rpm"].error.below()),
            (None, self.use_estimate),
            (None, self.keep_speed),
            (self.tr("Condition"), self.lines["condition"].error.below()),
            (self.tr("Severity"), self.lines["severity"].error.below()),
            (self.tr("Tags"), self.tags),
            (self.tr("Measured at"), self.place),
            ("", flow(self.unit, self.elsewhere, one_row=True)),
            (self.tr("Bearing"), self.bearing),
        ):
            if words is None:
                form.addRow(field)
            else:
                form.addRow(words, field)
        for words, fact in self.facts.items():
            form.addRow(self.tr(words), fact)
        form.addRow(self.tr("In the file"), self.in_file)
        self._rows = form
        return content

    def _connect(self) -> None:
        self.label.activated.connect(self._tell_label)
        for name, line in self.lines.items():
            line.told.connect(lambda name=name: self._tell_line(name))
        self.use_estimate.clicked.connect(self._use_estimate)
        self.keep_speed.clicked.connect(self._keep_speed)
        self.bearing.told.connect(self.bearing_told)
        self.unit.clicked.connect(self._ask_unit)
        self.elsewhere.clicked.connect(self.places_asked)
        self.places.linkActivated.connect(self._ask_span)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_recording(self, recording: Recording | None, bearings: Sequence[Bearing] = ()) -> None:
        """All of this one, or nothing."""
        before, self._recording = self._recording, recording
        self.pages.setCurrentIndex(0 if recording is None else 1)
        if recording is None:
            return
        anew = before is None or before.id != recording.id
        self.lines["name"].show(recording.name, anew=anew)
        speed = "" if recording.speed_rpm is None else f"{recording.speed_rpm:g}"
        self.lines["speed_rpm"].show(speed, anew=anew)
        self.lines["condition"].show(recording.condition, anew=anew)
        self.lines["severity"].show(recording.severity, anew=anew)
        self.label.setCurrentIndex(self.label.findData(recording.label))
        self.place.setText(
            f"{recording.machine_name} · {recording.unit_name} · {recording.point_name}"
        )
        self.bearing.show_bearing(recording, bearings)
        self.flags.setText(notes(recording))
        self.flags.setVisible(bool(recording.flags))
        self.places.setText(places(recording))
        self.places.setVisible(bool(self.places.text()))
        self._offer(self.use_estimate, self.tr("Use {0} rpm (estimated)"), offered_rpm(recording))
        self._offer(self.keep_speed, self.tr("Keep {0} rpm (told)"), doubted_rpm(recording))
        for words, text in facts(recording).items():
            self.facts[words].setText(text)

    def show_file_facts(self, found: Sequence[tuple[str, float | str]]) -> None:
        """What the file says beside its samples; no line where it says nothing."""
        self.in_file.setText(told_by_file(found))
        self._rows.setRowVisible(self.in_file, bool(found))

    def show_tags(self, tags: Sequence[Tag], known: Sequence[str]) -> None:
        """What it is tagged with, and what else there is."""
        self.tags.show_tags(tags, known)

    def _ask_span(self, link: str) -> None:
        low, high = map(float, link.split(":"))
        self.span_asked.emit(low, high)

    def tell_pending(self) -> None:
        """What was typed and is not told yet, unless it was refused."""
        for line in self.lines.values():
            if line.pending and not line.error.text():
                line.tell()

    def settle(self, changes: RecordingChanges) -> None:
        """These changes were made."""
        self.message.clear()
        for name in changes:
            if name in self.lines:
                self.lines[name].settle()

    def refuse(self, changes: RecordingChanges, error: Exception) -> None:
        """These changes were not made, and why; the field keeps what was typed."""
        lines = [self.lines[name] for name in changes if name in self.lines]
        at_field = bool(lines) and isinstance(error, UserError)
        for line in lines:
            line.refuse(str(error) if at_field else "")
        if not at_field:
            self.show_error(error)

    def show_error(self, error: Exception) -> None:
        """What went wrong, where no field is to blame."""
        self.message.show_error(error)

    def ask_place(self, recording: Recording, others: Sequence[Recording]) -> None:
        """Where was it measured?"""
        self._dialog = PlaceDialog(recording, others, self)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.told.connect(lambda *words: self.place_told.emit(recording, *words))
        self._dialog.finished.connect(self._forget_dialog)
        self._dialog.open()

    def close_place(self) -> None:
        """It was moved."""
        if self._dialog is not None:
            self._dialog.accept()

    def show_place_error(self, error: Exception) -> None:
        """Why it was not moved."""
        (self._dialog or self).show_error(error)

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _offer(self, button: QPushButton, words: str, rpm: float | None) -> None:
        self._rows.setRowVisible(button, rpm is not None)
        button.setText(words.format(f"{rpm or 0:.1f}"))

    def _tell_label(self) -> None:
        if self._recording is not None and self.label.currentData() != self._recording.label:
            self.told.emit({"label": self.label.currentData()})

    def _tell_line(self, name: str) -> None:
        try:
            text = self._text_of(name)
        except InvalidInput as error:
            self.lines[name].refuse(str(error))
        else:
            self.told.emit({name: text})

    def _text_of(self, name: str) -> str | float | None:
        if name == "speed_rpm":
            return self.speed.number()
        return {"name": self.name, "condition": self.condition, "severity": self.severity}[
            name
        ].text()

    def _use_estimate(self) -> None:
        rpm = None if self._recording is None else offered_rpm(self._recording)
        if rpm is not None:
            self.lines["speed_rpm"].put(f"{rpm:.1f}")

    def _keep_speed(self) -> None:
        """Told again by the user, the speed is no longer in doubt."""
        rpm = None if self._recording is None else doubted_rpm(self._recording)
        if rpm is not None:
            self.lines["speed_rpm"].take_back()
            self.told.emit({"speed_rpm": rpm})

    def _ask_unit(self) -> None:
        if self._recording is not None:
            self.unit_asked.emit(self._recording.unit_id, f"Unit: {self._recording.unit_name}")


def _text(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    return field


def _button(name: str, words: str = "") -> QPushButton:
    button = QPushButton(words)
    button.setAccessibleName(name)
    return button


def _fact(name: str) -> QLabel:
    label = WrappedLabel()
    label.setAccessibleName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)  # much of it comes out of foreign files
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
