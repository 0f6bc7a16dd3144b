"""Declared numbers as sliders with fields: what is dragged is told at once."""

import math
from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QSlider, QWidget

from pfd_desktop.core.parameters import Number, Parameter, Toggle, Value, Values
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.widgets.number_field import NumberField
from pfd_desktop.ui.widgets.parameter_fields import toggle

_STEPS = 400
_GEOMETRIC = 100.0  # times the lower bound: from there on steps grow with the value


class _SliderRow(QWidget):
    """A slider and a field of one number."""

    changed = Signal()

    def __init__(self, declared: Number) -> None:
        super().__init__()
        self.declared = declared
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setAccessibleName(f"{declared.title}, slider")
        self.slider.setMinimumWidth(80)
        self.field = NumberField(declared.title, declared.unit, declared.blank, low=declared.low)
        if declared.tip:
            self.setToolTip(declared.tip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        unit = QLabel(declared.unit)
        unit.setMinimumWidth(34)
        row.addWidget(unit)
        self.slider.valueChanged.connect(self._slide)
        self.field.number_chosen.connect(self._type)
        self.show_value(declared.default)

    def value(self) -> Value:
        """What the field says; raises InvalidInput."""
        return self.declared.checked(self.field.number())

    def show_value(self, value: Value) -> None:
        """Put a value in without telling anybody."""
        assert isinstance(value, int | float)
        self.field.show_number(value)
        self.slider.blockSignals(True)
        self.slider.setValue(round(_STEPS * _place(self.declared, float(value))))
        self.slider.blockSignals(False)

    def _slide(self, step: int) -> None:
        value = _at(self.declared, step / _STEPS)
        self.field.show_number(round(value) if self.declared.whole else float(f"{value:.3g}"))
        self.changed.emit()

    def _type(self) -> None:
        with suppress(InvalidInput):  # whoever hears of the change asks for the value, and is told
            self.show_value(self.value())
        self.changed.emit()


class _SwitchRow(QWidget):
    """A button that stays down."""

    changed = Signal()

    def __init__(self, declared: Toggle) -> None:
        super().__init__()
        self.button = toggle(declared.title, declared.tip or declared.title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        self.button.clicked.connect(self.changed)
        self.show_value(declared.default)

    def value(self) -> Value:
        """Whether it is down."""
        return self.button.isChecked()

    def show_value(self, value: Value) -> None:
        """Press or release it without telling anybody."""
        self.button.setChecked(bool(value))


class SliderFields(QWidget):
    """A row for each declared number and switch."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._rows: dict[str, _SliderRow | _SwitchRow] = {}

    def show_parameters(self, parameters: Sequence[Parameter]) -> None:
        """These rows from now on, with their defaults."""
        while self._form.rowCount():
            self._form.removeRow(0)
        self._rows = {}
        for declared in parameters:
            if isinstance(declared, Number):
                self._add(declared.name, declared.title, _SliderRow(declared))
            elif isinstance(declared, Toggle):
                self._add(declared.name, "", _SwitchRow(declared))

    def _add(self, name: str, title: str, row: _SliderRow | _SwitchRow) -> None:
        self._rows[name] = row
        self._form.addRow(title, row)
        row.changed.connect(self.changed)

    def values(self) -> dict[str, Value]:
        """What is set; raises InvalidInput for what cannot be used."""
        return {name: row.value() for name, row in self._rows.items()}

    def show_values(self, values: Values) -> None:
        """Set what is known here, without telling anybody."""
        for name, value in values.items():
            if name in self._rows:
                self._rows[name].show_value(value)


def _geometric(declared: Number) -> bool:
    return declared.low > 0 and declared.high / declared.low >= _GEOMETRIC


def _at(declared: Number, place: float) -> float:
    """The value at a place from 0 to 1."""
    if _geometric(declared):
        return float(declared.low * (declared.high / declared.low) ** place)
    return declared.low + place * (declared.high - declared.low)


def _place(declared: Number, value: float) -> float:
    """Where a value lies, 0 to 1."""
    inside = min(max(value, declared.low), declared.high)
    if _geometric(declared):
        return math.log(inside / declared.low) / math.log(declared.high / declared.low)
    return (inside - declared.low) / (declared.high - declared.low)
