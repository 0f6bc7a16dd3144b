"""The fields of a mapping."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.importing import FilePreview, Mapping, Variable
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.dialogs.mapping.raw_form import RawForm
from pfd_desktop.ui.widgets.number_field import NumberField

QUANTITIES = {
    "acceleration": ("unknown", "g", "m/s²", "V"),
    "velocity": ("unknown", "mm/s", "m/s", "V"),
    "displacement": ("unknown", "µm", "mm", "V"),
    "voltage": ("V", "mV"),
    "unknown": ("unknown",),
}
SHORTEST = 64  # samples; shorter vectors are no waveforms
_EVERY = "every"  # the choice of all vectors


class MappingForm(QWidget):
    """Two groups: how the numbers are to be read, and where they were measured."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.variable, self.quantity = _combo("Variable"), _combo("Quantity")
        self.unit, self.kind = _combo("Unit of the samples"), _combo("Kind of unit")
        self.column = QSpinBox()
        self.column.setAccessibleName("Column")
        self.column.setMinimum(1)
        self.rate = NumberField("Sampling rate", "Hz", "?")
        self.sensitivity = NumberField("Sensitivity", "per unit", "1")
        self.speed = NumberField("Shaft speed", "rpm", self.tr("unknown"))
        self.machine, self.place = _text("Machine"), _text("Unit (physical bearing)")
        self.point, self.condition = _text("Measuring point"), _text("Operating condition")
        self.severity = _text("Severity")
        self.bearing, self.label = _combo("Bearing type"), _combo("Label")
        self.raw = RawForm()
        self.raw.hide()
        self.rate_note = QLabel()
        self.rate_note.setAccessibleName("Note on the sampling rate")
        self.rate_note.setWordWrap(True)
        self._file_rate: float | None = None
        self._fill()
        self._lay_out()
        self._connect()

    def _fill(self) -> None:
        self.quantity.addItems(list(QUANTITIES))
        self._show_units()
        self.kind.addItem(self.tr("rolling-element bearing"), "rolling")
        self.kind.addItem(self.tr("journal bearing"), "journal")
        self.label.addItem(self.tr("no label"), None)
        for fault in Fault:
            self.label.addItem(fault.value, fault.value)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.raw)
        layout.addWidget(
            _group(
                self.tr("The numbers"),
                (
                    (self.tr("Variable"), self.variable),
                    (self.tr("Column"), self.column),
                    (self.tr("Sampling rate (Hz)"), self.rate),
                    ("", self.rate_note),
                    (self.tr("Quantity"), self.quantity),
                    (self.tr("Unit"), self.unit),
                    (self.tr("Sensitivity: divide by"), self.sensitivity),
                ),
            )
        )
        layout.addWidget(
            _group(
                self.tr("Where and when"),
                (
                    (self.tr("Machine"), self.machine),
                    (self.tr("Unit (physical bearing)"), self.place),
                    (self.tr("Kind"), self.kind),
                    (self.tr("Bearing type"), self.bearing),
                    (self.tr("Measuring point"), self.point),
                    (self.tr("Shaft speed (rpm)"), self.speed),
                    (self.tr("Condition"), self.condition),
                    (self.tr("Label"), self.label),
                    (self.tr("Severity"), self.severity),
                ),
            )
        )
        layout.addStretch(1)

    def _connect(self) -> None:
        self.quantity.currentIndexChanged.connect(self._show_units)
        self.variable.currentIndexChanged.connect(self._show_variable)
        for box in (self.variable, self.quantity, self.unit):
            box.currentIndexChanged.connect(self.changed)
        for field in (self.rate, self.sensitivity, self.speed):
            field.textChanged.connect(self.changed)
        self.column.valueChanged.connect(self.changed)

    def ask_raw(self) -> None:
        """Some of the files hold bare samples: ask how they lie."""
        self.raw.show()

    def show_bearings(self, bearings: Sequence[Bearing]) -> None:
        """What can be chosen."""
        self.bearing.clear()
        self.bearing.addItem(self.tr("not told"), "")
        for bearing in bearings:
            self.bearing.addItem(f"{bearing.manufacturer} {bearing.name}".strip(), bearing.name)

    def show_file(self, preview: FilePreview) -> None:
        """The variables of this file; the chosen one stays where the file has it too."""
        chosen = self.variable.currentData()
        long = [v for v in preview.variables if v.samples >= SHORTEST]
        self.variable.blockSignals(True)
        self.variable.clear()
        for variable in long:
            self.variable.addItem(_words(variable), variable)
        number = sum(v.columns for v in long)
        if number > 1 and not preview.recognised:
            self.variable.addItem(self.tr("Each of the {0} waveforms").format(number), _EVERY)
        names = [v.name for v in long]
        if isinstance(chosen, Variable) and chosen.name in names:
            self.variable.setCurrentIndex(names.index(chosen.name))
        self.variable.blockSignals(False)
        self._file_rate = preview.rate_hz
        self._show_variable()
        self.changed.emit()

    def forget_file(self) -> None:
        """Nothing is known of the file as it is told now."""
        self.variable.clear()
        self.changed.emit()

    def show_mapping(self, mapping: Mapping) -> None:
        """What was told the last time."""
        if mapping.raw is not None:
            self.raw.show_layout(mapping.raw)
        names = [variable.name for variable in self._variables()]
        if mapping.variable in names:
            self.variable.setCurrentIndex(names.index(mapping.variable))
        self.column.setValue(mapping.column + 1)
        self.rate.show_number(mapping.rate_hz)
        self.quantity.setCurrentText(mapping.quantity)
        self.unit.setCurrentText(mapping.unit)
        self.sensitivity.show_number(None if mapping.sensitivity == 1 else mapping.sensitivity)
        self.speed.show_number(mapping.speed_rpm)
        for field, text in (
            (self.machine, mapping.machine),
            (self.place, mapping.unit_name),
            (self.point, mapping.point),
            (self.condition, mapping.condition),
            (self.severity, mapping.severity),
        ):
            field.setText(text)
        for box, value in (
            (self.kind, mapping.kind),
            (self.bearing, mapping.bearing),
            (self.label, mapping.label),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self.changed.emit()

    def mapping(self) -> Mapping:
        """What the fields say; raises InvalidInput."""
        chosen = self.variable.currentData()
        variable = chosen if isinstance(chosen, Variable) else None
        sensitivity = self.sensitivity.number()
        if sensitivity == 0:
            raise InvalidInput("Sensitivity: 0 cannot be used. Leave it empty for 1.")
        alone = self.variable.count() == 1 and variable is not None and variable.columns == 1
        return Mapping(
            variable=None if alone or variable is None else variable.name,
            column=self.column.value() - 1,
            rate_hz=self.rate.number(),
            quantity=self.quantity.currentText(),
            unit=self.unit.currentText(),
            sensitivity=1.0 if sensitivity is None else sensitivity,
            machine=self.machine.text().strip(),
            unit_name=self.place.text().strip(),
            point=self.point.text().strip(),
            bearing=str(self.bearing.currentData() or ""),
            kind=str(self.kind.currentData()),
            speed_rpm=self.speed.number(),
            condition=self.condition.text().strip(),
            label=self.label.currentData(),
            severity=self.severity.text().strip(),
            raw=None if self.raw.isHidden() else self.raw.layout_told(),
        )

    def every(self) -> bool:
        """Whether each vector is to become a recording."""
        return bool(self.variable.currentData() == _EVERY)

    def shown(self) -> Variable | None:
        """The vector to look at: the one chosen, the first of all, None where there is none."""
        chosen = self.variable.currentData()
        return chosen if isinstance(chosen, Variable) else next(iter(self._variables()), None)

    def _variables(self) -> list[Variable]:
        every = (self.variable.itemData(i) for i in range(self.variable.count()))
        return [one for one in every if isinstance(one, Variable)]

    def problem(self) -> str:
        """What is missing before the file can be imported; "" when nothing is."""
        try:
            mapping = self.mapping()
        except InvalidInput as error:
            return str(error)
        if self.variable.count() == 0:
            return self.tr("This file holds no vector that could be a waveform.")
        if mapping.rate_hz is None and self._rate_said() is None:
            return self.tr("The file does not say its sampling rate: tell it. It is never guessed.")
        return ""

    def rate_in_force(self) -> float | None:
        """The rate told, else the file's own."""
        told = self.mapping().rate_hz
        return self._rate_said() if told is None else told

    def _rate_said(self) -> float | None:
        """By the file: of what is chosen, else of all."""
        if self.every() and any(variable.rate_hz is None for variable in self._variables()):
            return self._file_rate
        shown = self.shown()
        own = shown.rate_hz if shown is not None else None
        return self._file_rate if own is None else own

    def _show_units(self) -> None:
        chosen = self.unit.currentText()
        self.unit.clear()
        self.unit.addItems(list(QUANTITIES[self.quantity.currentText()]))
        self.unit.setCurrentText(chosen)

    def _show_variable(self) -> None:
        variable = self.shown()
        columns = 1 if variable is None or self.every() else variable.columns
        if self.every():  # unknown: each has its own as the file says
            self.quantity.setCurrentText(Mapping().quantity)
            self.unit.setCurrentText(Mapping().unit)
        elif variable is not None:
            self._use_unit(variable.unit)
        self.column.setMaximum(max(1, columns))
        self.column.setEnabled(columns > 1)
        said = self._rate_said()
        rates = {one.rate_hz for one in self._variables()} if self.every() else {said}
        if said is None:
            note = self.tr("The file does not say it.")
        elif len(rates) > 1:
            note = self.tr("The file says each one's own.")
        else:
            note = self.tr("The file says {0:g} Hz.").format(said)
        self.rate_note.setText(note)
        self.rate_note.setProperty("tone", "warning" if said is None else "muted")
        self.rate_note.style().polish(self.rate_note)

    def _use_unit(self, unit: str) -> None:
        """The unit that the file names, with the quantity that it implies."""
        for quantity, units in QUANTITIES.items():
            if unit != "unknown" and unit in units:
                self.quantity.setCurrentText(quantity)
                self.unit.setCurrentText(unit)
                return


def _words(variable: Variable) -> str:
    columns = f" × {variable.columns}" if variable.columns > 1 else ""
    return f"{variable.name}: {variable.samples:,}{columns} samples"


def _group(title: str, rows: Sequence[tuple[str, QWidget]]) -> QGroupBox:
    box = QGroupBox(title)
    form = QFormLayout(box)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for words, field in rows:
        form.addRow(words, field)
    return box


def _combo(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    return box


def _text(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    return field
