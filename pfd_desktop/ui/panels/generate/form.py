"""The design: what is chosen and what is set."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.generator.declared import (
    Chosen,
    chosen_of,
    design_of,
    parameters,
    switches,
    values_of,
)
from pfd_desktop.core.generator.designs import Design, Mode, classes_of, known, per_level_for
from pfd_desktop.core.generator.legacy.conditions import Severity
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.widgets.flow_layout import FlowLayout
from pfd_desktop.ui.widgets.number_field import NumberField
from pfd_desktop.ui.widgets.parameter_fields import combo, toggle
from pfd_desktop.ui.widgets.slider_fields import SliderFields

_MODES = ((Mode.RIG.value, "A rig"), (Mode.LEGACY.value, "The older benchmark"))
_KINDS = (
    (BearingKind.JOURNAL.value, "Journal bearing"),
    (BearingKind.ROLLING.value, "Rolling bearing"),
)


class DesignForm(QWidget):
    """Shows a design and gives it back as it was changed."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bearings: dict[str, Bearing] = {}
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the set")
        self.mode = combo("By which physics", _MODES)
        self.kind = combo("Kind of bearing", _KINDS)
        self.bearing = combo("Bearing", ())
        self.classes: dict[str, QPushButton] = {}
        self.mixture = QLineEdit()
        self.mixture.setAccessibleName("Mixture of faults")
        self.mixture.setPlaceholderText("rub + imbalance")
        self.add_mixture = QPushButton("Add mixture")
        self.levels = {
            level: toggle(level.value, f"Records of {level.value} faults") for level in Severity
        }
        self.total = NumberField("Records in all, at least", "", "")
        self.fields = SliderFields()
        self.switches = {
            name: toggle(name, f"{heading}: {name}")
            for heading, names in switches()
            for name in names
        }
        self._groups = [
            _group(heading, [self.switches[n] for n in names]) for heading, names in switches()
        ]
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow("Name", self.name)
        form.addRow("Physics", self.mode)
        form.addRow("Bearing", _row(self.kind, self.bearing))
        self._class_row = QWidget()
        self._class_flow = FlowLayout(self._class_row)
        form.addRow("Classes", self._class_row)
        self._mixing = _row(self.mixture, self.add_mixture)
        form.addRow("", self._mixing)
        form.addRow("Severity", _row(*self.levels.values()))
        form.addRow("In all, at least", self.total)
        self._form = form
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addLayout(form)
        layout.addWidget(self.fields)
        for group in self._groups:
            layout.addWidget(group)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.name.editingFinished.connect(self.changed)
        self.mode.activated.connect(self._choose_mode)
        self.kind.activated.connect(self._choose_mode)
        self.bearing.activated.connect(self.changed)
        self.add_mixture.clicked.connect(self._add_mixture)
        self.mixture.returnPressed.connect(self._add_mixture)
        self.total.number_chosen.connect(self._balance)
        self.fields.changed.connect(self.changed)
        for button in (*self.levels.values(), *self.switches.values()):
            button.clicked.connect(self.changed)

    # -- what is shown ---------------------------------------------------------------------------

    def show_bearings(self, bearings: Sequence[Bearing]) -> None:
        """All that a rolling bearing can be."""
        chosen = self.bearing.currentText()
        self._bearings = {one.name: one for one in bearings}
        self.bearing.clear()
        self.bearing.addItems(list(self._bearings))
        self.bearing.setCurrentIndex(max(0, self.bearing.findText(chosen)))

    def show_design(self, design: Design) -> None:
        """All of a design, without telling anybody."""
        chosen = chosen_of(design)
        self.name.setText(chosen.name)
        self.mode.setCurrentIndex(self.mode.findData(chosen.mode.value))
        self.kind.setCurrentIndex(self.kind.findData(chosen.kind.value))
        if chosen.bearing is not None:
            self._bearings.setdefault(chosen.bearing.name, chosen.bearing)
            if self.bearing.findText(chosen.bearing.name) < 0:
                self.bearing.addItem(chosen.bearing.name)
            self.bearing.setCurrentIndex(self.bearing.findText(chosen.bearing.name))
        for level, button in self.levels.items():
            button.setChecked(level in chosen.levels)
        for name, button in self.switches.items():
            button.setChecked(name in chosen.layers or name in chosen.effects)
        self._show_mode(chosen.classes)
        self.fields.show_values(values_of(design))

    def _show_mode(self, checked: Sequence[str]) -> None:
        mode, kind = self._mode(), self._kind()
        rig = mode is Mode.RIG
        self._form.setRowVisible(2, rig)
        self._form.setRowVisible(self._mixing, rig)
        self.bearing.setVisible(kind is BearingKind.ROLLING)
        for group in self._groups:
            group.setVisible(not rig)
        self.fields.show_parameters(parameters(mode))
        for button in self.classes.values():
            self._class_flow.removeWidget(button)
            button.deleteLater()
        self.classes = {}
        possible = classes_of(mode, kind)
        for key in (*possible, *(one for one in checked if one not in possible)):
            self._add_class(key, checked=key in checked)

    def _add_class(self, key: str, *, checked: bool) -> None:
        """Offer a class; raises InvalidInput where there is no such class."""
        title = known(Design("", self._mode(), (), kind=self._kind()), key).title
        if key in self.classes:
            self.classes[key].setChecked(checked)
            return
        self.classes[key] = button = toggle(title, f"Records of class {title}")
        button.setChecked(checked)
        button.clicked.connect(self.changed)
        self._class_flow.addWidget(button)
        button.show()

    # -- what is chosen --------------------------------------------------------------------------

    def design(self) -> Design:
        """The design as it stands; raises InvalidInput for what does not fit."""
        rig = self._mode() is Mode.RIG
        rolling = rig and self._kind() is BearingKind.ROLLING
        on = [name for name, button in self.switches.items() if button.isChecked()]
        layers, effects = (tuple(n for n in names if n in on) for _, names in switches())
        chosen = Chosen(
            name=self.name.text().strip(),
            mode=self._mode(),
            classes=self._checked(),
            levels=tuple(level for level, button in self.levels.items() if button.isChecked()),
            kind=self._kind() if rig else BearingKind.JOURNAL,
            bearing=self._bearings.get(self.bearing.currentText()) if rolling else None,
            layers=layers,
            effects=effects,
        )
        return design_of(chosen, self.fields.values())

    def _mode(self) -> Mode:
        return Mode(self.mode.currentData())

    def _kind(self) -> BearingKind:
        return BearingKind(self.kind.currentData())

    def _checked(self) -> tuple[str, ...]:
        return tuple(key for key, button in self.classes.items() if button.isChecked())

    def _choose_mode(self) -> None:
        self._show_mode(classes_of(self._mode(), self._kind()))
        self.changed.emit()

    def _add_mixture(self) -> None:
        key = " + ".join(part.strip() for part in self.mixture.text().split("+"))
        try:
            self._add_class(key, checked=True)
        except InvalidInput as error:
            self.refused.emit(error)
            return
        self.mixture.clear()
        self.changed.emit()

    def _balance(self) -> None:
        """As many of each class at each level as make so many in all."""
        try:
            wanted = self.total.number()
        except InvalidInput as error:
            self.refused.emit(error)
            return
        levels = sum(button.isChecked() for button in self.levels.values())
        if wanted:
            each = per_level_for(round(wanted), len(self._checked()), levels)
            self.fields.show_values({"per_level": each})
            self.changed.emit()


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return row


def _group(heading: str, widgets: Sequence[QWidget]) -> QGroupBox:
    group = QGroupBox(heading)
    flow = FlowLayout(group)
    for widget in widgets:
        flow.addWidget(widget)
    return group
