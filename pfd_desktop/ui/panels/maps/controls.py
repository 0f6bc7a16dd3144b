"""The controls above a map: the analysis with its parameters, how it is coloured, the band."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from pfd_desktop.core.analyses.analysis import Shape
from pfd_desktop.core.analyses.table import of_shape
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.analysing.controls import AnalysisControls
from pfd_desktop.ui.analysing.level_scale import LevelScale
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.widgets.class_box import ClassBox
from pfd_desktop.ui.widgets.number_field import NumberField
from pfd_desktop.ui.widgets.parameter_fields import toggle

FIRST = "waterfall"


class MapControls(AnalysisControls):
    """The analyses that give maps."""

    scales_chosen = Signal()
    range_chosen = Signal(object, object)  # from and to; None is found from the values
    lines_chosen = Signal(bool)
    smooth_chosen = Signal(bool)
    refused = Signal(object)
    class_told = Signal()  # another class of labels was chosen or typed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Map", of_shape(Shape.MAP), FIRST, parent)
        self.levels = LevelScale()
        self.levels.decibels.setChecked(True)
        self.low = NumberField("Colours from", "", "auto", low=float("-inf"))
        self.high = NumberField("Colours to", "", "auto", low=float("-inf"))
        self.lines = toggle("Lines", "Draw the rows as a waterfall of lines instead of colours")
        self.smooth = toggle("Smooth", "Blend neighbouring cells; off, each is drawn as it is")
        self.band = QPushButton()
        self.band.hide()
        self.classes = ClassBox()
        self.label = self._labels()
        self.label.hide()
        asides = (self.levels, self._range(), self.lines, self.smooth, self.band, self.label)
        for widget in asides:
            self.add_aside(widget)
        self.levels.changed.connect(self._forget_range)
        self.levels.refused.connect(self.refused)
        self.lines.toggled.connect(self.lines_chosen)
        self.smooth.toggled.connect(self.smooth_chosen)
        for field in (self.low, self.high):
            field.number_chosen.connect(self._choose_range)

    def _range(self) -> QWidget:
        group = QWidget()
        layout = QHBoxLayout(group)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (QLabel("Colours"), self.low, QLabel("to"), self.high):
            layout.addWidget(part)
        return group

    def _labels(self) -> QWidget:
        group = QWidget()
        layout = QHBoxLayout(group)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(QLabel("Label"))
        layout.addWidget(self.classes)
        keys = self.classes.toolTip()
        self.classes.setToolTip(
            f"Shift and drag over the map labels a patch of time and frequency so. {keys}"
        )
        self.classes.activated.connect(lambda _: self.class_told.emit())
        self.classes.line.editingFinished.connect(self.class_told)
        return group

    def _forget_range(self) -> None:
        """Another scale has other numbers."""
        self.low.show_number(None)
        self.high.show_number(None)
        self.range_chosen.emit(None, None)
        self.scales_chosen.emit()

    def _choose_range(self) -> None:
        try:
            low, high = self.low.number(), self.high.number()
        except InvalidInput as error:
            self.refused.emit(error)
            return
        if low is not None and high is not None and low >= high:
            self.refused.emit(
                InvalidInput(f"Colours from {low:g} to {high:g} do not rise; swap them.")
            )
            return
        self.range_chosen.emit(low, high)

    def offer_band(self, band: tuple[float, float] | None) -> None:
        """A button that demodulates this band, where the map tells bands apart."""
        self.band.setVisible(band is not None)
        if band is None:
            return
        low, high = reading_text(band[0], "", 4), reading_text(band[1], "Hz", 4)
        self.band.setText(f"Use {low}–{high}")
        self.band.setAccessibleName(f"Use the band {low} to {high}")
        self.band.setToolTip("Demodulate this band in the Spectrum panel")
