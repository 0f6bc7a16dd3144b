"""Controls for declared parameters: a field, a list or a button for each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from pfd_desktop.core.parameters import Band, Choice, Number, Parameter, Toggle, Value, Values
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.widgets.flow_layout import FlowLayout
from pfd_desktop.ui.widgets.number_field import NumberField

_SHORTEST, _LONGEST = 5, 14  # letters of a combo box
_SHOWN = 6  # parameters; more are behind a button
_LIST_WIDTH = 150


class _NumberControl(QWidget):
    """A labelled field."""

    changed = Signal()

    def __init__(self, declared: Number) -> None:
        super().__init__()
        self._declared = declared
        self.field = NumberField(declared.title, declared.unit, declared.blank, low=declared.low)
        if declared.tip:
            self.field.setToolTip(f"{declared.tip} ({self.field.toolTip()})")
        _row(self, declared.title, self.field)
        self.field.number_chosen.connect(self.changed)
        self.show_value(declared.default)

    def value(self) -> Value:
        """What was typed; raises InvalidInput."""
        return self._declared.checked(self.field.number())

    def show_value(self, value: Value) -> None:
        """Put a value in without telling anybody."""
        assert value is None or isinstance(value, int | float)
        self.field.show_number(value)


class _ChoiceControl(QWidget):
    """A labelled list."""

    changed = Signal()

    def __init__(self, declared: Choice) -> None:
        super().__init__()
        self.box = combo(declared.title, declared.options)
        if declared.tip:
            self.box.setToolTip(declared.tip)
        _row(self, declared.title, self.box)
        self.box.activated.connect(self.changed)
        self.show_value(declared.default)

    def value(self) -> Value:
        """What was chosen."""
        return str(self.box.currentData())

    def show_value(self, value: Value) -> None:
        """Choose without telling anybody."""
        self.box.setCurrentIndex(self.box.findData(value))


class _ToggleControl(QWidget):
    """A button that stays down."""

    changed = Signal()

    def __init__(self, declared: Toggle) -> None:
        super().__init__()
        self.button = toggle(declared.title, declared.tip or declared.title)
        _row(self, "", self.button)
        self.button.clicked.connect(self.changed)
        self.show_value(declared.default)

    def value(self) -> Value:
        """Whether it is down."""
        return self.button.isChecked()

    def show_value(self, value: Value) -> None:
        """Press or release it without telling anybody."""
        self.button.setChecked(bool(value))


class _BandControl(QWidget):
    """Two fields for a lower and an upper frequency."""

    changed = Signal()

    def __init__(self, declared: Band) -> None:
        super().__init__()
        self._declared = declared
        empty = "full" if declared.blank else ""
        self.low = NumberField(f"{declared.title} from", "Hz", empty)
        self.high = NumberField(f"{declared.title} to", "Hz", empty)
        _row(self, declared.title, self.low, "to", self.high)
        for field in (self.low, self.high):
            field.number_chosen.connect(self.changed)
        self.show_value(declared.default)

    def value(self) -> Value:
        """The band; raises InvalidInput where only one edge is told."""
        low, high = self.low.number(), self.high.number()
        if low is None and high is None:
            return self._declared.checked(None)
        if low is None or high is None:
            raise InvalidInput(
                f"{self._declared.title} needs both its lower and its upper frequency, or neither."
            )
        return self._declared.checked((low, high))

    def show_value(self, value: Value) -> None:
        """Put a band in without telling anybody."""
        low, high = value if isinstance(value, tuple) else (None, None)
        self.low.show_number(low)
        self.high.show_number(high)


Control = _NumberControl | _ChoiceControl | _ToggleControl | _BandControl


class ParameterFields(QWidget):
    """A control for each declared parameter, in a row that breaks where the width ends."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = FlowLayout(self)
        self._controls: dict[str, Control] = {}
        self._defaults: dict[str, Value] = {}
        self.more = toggle("More", "Show the other parameters as well")
        self.more.setParent(self)
        self.more.toggled.connect(self._show_rest)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_parameters(self, parameters: Sequence[Parameter]) -> None:
        """These controls from now on, with their defaults."""
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.more:
                widget.hide()
                widget.deleteLater()
        self._controls = {parameter.name: _control(parameter) for parameter in parameters}
        for control in self._controls.values():
            self._layout.addWidget(control)
            control.changed.connect(self.changed)
            control.show()
        self._defaults = {parameter.name: parameter.default for parameter in parameters}
        self._layout.addWidget(self.more)
        self.more.setVisible(len(self._controls) > _SHOWN + 1)
        self._show_rest()
        self.setVisible(bool(self._controls))

    def _show_rest(self) -> None:
        """Those behind the button; one that is set to something stays seen."""
        rest = list(self._controls)[_SHOWN:] if not self.more.isHidden() else []
        for name in rest:
            self._controls[name].setVisible(self.more.isChecked() or self._is_set(name))
        self._layout.invalidate()
        self.updateGeometry()

    def _is_set(self, name: str) -> bool:
        try:
            return self._controls[name].value() != self._defaults[name]
        except InvalidInput:
            return True

    def control(self, name: str) -> Control | None:
        """The control of a parameter; None where the analysis has none of that name."""
        return self._controls.get(name)

    def values(self) -> dict[str, Value]:
        """What is set; raises InvalidInput for what cannot be used."""
        return {name: control.value() for name, control in self._controls.items()}

    def show_values(self, values: Values) -> None:
        """Set what is known here, without telling anybody."""
        for name, value in values.items():
            if name in self._controls:
                self._controls[name].show_value(value)
        self._show_rest()


def combo(name: str, entries: Sequence[tuple[str, str]]) -> QComboBox:
    """A list of words with their values, as narrow as the panel needs."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    for value, text in entries:
        box.addItem(text, value)
    # The opened list is as wide as its words.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    longest = max((len(text) for _, text in entries), default=0)
    box.setMinimumContentsLength(min(max(longest, _SHORTEST), _LONGEST))
    box.view().setMinimumWidth(_LIST_WIDTH)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return box


def toggle(text: str, purpose: str) -> QPushButton:
    """A button that stays down."""
    button = QPushButton(text)
    button.setCheckable(True)
    button.setToolTip(purpose)
    button.setAccessibleName(text)
    return button


def _control(parameter: Parameter) -> Control:
    if isinstance(parameter, Number):
        return _NumberControl(parameter)
    if isinstance(parameter, Choice):
        return _ChoiceControl(parameter)
    if isinstance(parameter, Toggle):
        return _ToggleControl(parameter)
    return _BandControl(parameter)


def _row(owner: QWidget, title: str, *parts: QWidget | str) -> None:
    layout = QHBoxLayout(owner)
    layout.setContentsMargins(0, 0, 4, 0)
    layout.setSpacing(4)
    for part in (title, *parts):
        if isinstance(part, QWidget):
            layout.addWidget(part)
        elif part:
            label = QLabel(part)
            layout.addWidget(label)
