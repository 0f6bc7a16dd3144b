"""Controls for decibels and what 0 dB stands for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.widgets.number_field import NumberField
from pfd_desktop.ui.widgets.parameter_fields import toggle

_LEAST = 1e-15


class LevelScale(QWidget):
    """A button "dB" and, while it is down, the reference."""

    changed = Signal()
    refused = Signal(object)  # what was typed cannot be used

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.decibels = toggle("dB", "Show the amplitude in decibels")
        self.reference = NumberField("dB reference", "", "re 1", low=_LEAST)
        self.reference.setToolTip("What 0 dB stands for, in the unit of the amplitude; empty: 1")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.decibels)
        layout.addWidget(self.reference)
        self.reference.hide()
        self._value = 1.0
        self.decibels.toggled.connect(self.reference.setVisible)
        self.decibels.toggled.connect(lambda _: self.changed.emit())
        self.reference.number_chosen.connect(self._take)

    def in_decibels(self) -> bool:
        """Whether levels are wanted."""
        return self.decibels.isChecked()

    def level(self) -> float:
        """What 0 dB stands for, in the unit of the figure."""
        return self._value

    def _take(self) -> None:
        try:
            value = self.reference.number()
        except InvalidInput as error:
            self.refused.emit(error)
            return
        self._value = 1.0 if value is None else value
        self.changed.emit()
