"""The controls above a spectrum: the analysis with its parameters, and the scales of the axes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.analyses.analysis import Shape
from pfd_desktop.core.analyses.table import of_shape
from pfd_desktop.core.parameters import Band
from pfd_desktop.ui.analysing.controls import AnalysisControls
from pfd_desktop.ui.analysing.level_scale import LevelScale
from pfd_desktop.ui.panels.spectrum.advised import AdvisedBands
from pfd_desktop.ui.widgets.parameter_fields import toggle

FIRST = "envelope"


class SpectrumControls(AnalysisControls):
    """The analyses that give lines or curves."""

    scales_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Spectrum", of_shape(Shape.LINES, Shape.CURVES), FIRST, parent)
        self.levels = LevelScale()
        self.decibels = self.levels.decibels
        self.log_x = toggle("Log x", "Show the frequency on a logarithmic axis")
        self.log_y = toggle("Log y", "Show the amplitude on a logarithmic axis")
        self.advised = AdvisedBands(self)
        for widget in (self.log_x, self.log_y, self.levels, *self.advised.widgets):
            self.add_aside(widget)
        self.log_x.toggled.connect(lambda _: self.scales_chosen.emit())
        self.log_y.toggled.connect(self._choose_log_y)
        self.levels.changed.connect(self._choose_levels)

    def _choose_log_y(self, on: bool) -> None:
        if on and self.levels.in_decibels():
            self.decibels.setChecked(False)  # decibels are a logarithm already
        self.scales_chosen.emit()

    def _choose_levels(self) -> None:
        if self.levels.in_decibels() and self.log_y.isChecked():
            self.log_y.setChecked(False)
        self.scales_chosen.emit()

    def toggle_orders(self) -> None:
        """Hertz to multiples of the shaft speed, and back; nothing where there is no such axis."""
        axis = self.fields.control("axis")
        if axis is not None:
            axis.show_value("hz" if axis.value() == "orders" else "orders")
            self.choice_changed.emit()

    # -- the band of demodulating analyses -------------------------------------------------------

    def band_parameter(self) -> Band | None:
        """The band that the chosen analysis demodulates; None where it demodulates nothing."""
        named = (p for p in self.analysis.parameters if p.name == "band")
        return next((p for p in named if isinstance(p, Band)), None)

    def band(self) -> tuple[float, float] | None:
        """The band that is set; None is the full band. Raises InvalidInput."""
        control = self.fields.control("band")
        value = control.value() if control is not None else None
        return value if isinstance(value, tuple) else None

    def finds_band(self) -> bool:
        """Whether the analysis looks for its band itself."""
        itself = self.fields.control("advised")
        return itself is not None and bool(itself.value())

    def show_band(self, band: tuple[float, float] | None) -> None:
        """Set the band without telling anybody; an analysis without one gives way to the first."""
        if self.band_parameter() is None:
            self.show_analysis(FIRST)
        control = self.fields.control("band")
        if control is not None:
            control.show_value(band)
        itself = self.fields.control("advised")
        if itself is not None:
            itself.show_value(False)  # the band is told now
