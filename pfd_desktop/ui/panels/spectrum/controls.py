"""The controls above a spectrum: the analysis with its parameters, and decibels."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.analyses.analysis import Shape
from pfd_desktop.core.analyses.table import of_shape
from pfd_desktop.ui.analysing.controls import AnalysisControls
from pfd_desktop.ui.widgets.parameter_fields import toggle

FIRST = "envelope"


class SpectrumControls(AnalysisControls):
    """The analyses that give lines."""

    decibels_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Spectrum", of_shape(Shape.LINES), FIRST, parent)
        self.decibels = toggle("dB", "Show the amplitude in decibels")
        self.decibels.toggled.connect(self.decibels_chosen)
        self.aside.addWidget(self.decibels)

    def toggle_orders(self) -> None:
        """Hertz to multiples of the shaft speed, and back; nothing where there is no such axis."""
        axis = self.fields.control("axis")
        if axis is not None:
            axis.show_value("hz" if axis.value() == "orders" else "orders")
            self.choice_changed.emit()
