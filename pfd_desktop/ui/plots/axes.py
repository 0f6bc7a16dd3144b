"""The two axes of a plot: our ticks and words, pyqtgraph's drawing."""

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from pfd_desktop.ui.plots.palette import PlotColours
from pfd_desktop.ui.plots.scales import LINEAR, Scale
from pfd_desktop.ui.plots.ticks import Ticks, decade_ticks, ticks

_BOTTOM, _BOTTOM_BARE = 40, 5  # height of the bottom axis, with and without words
_LEFT = 64
_SLIM = 20
_TICK_EVERY_X, _TICK_EVERY_Y = 96, 52  # painter units
_TWO_TICKS = 60  # painter units of height from which there is room for two ticks, or three


@dataclass(frozen=True)
class AxisText:
    """What an axis shows: "Frequency" in "Hz"."""

    name: str
    unit: str = ""
    whole: bool = False  # what is counted has no ticks between whole numbers

    def with_unit(self, unit: str) -> str:
        """The words beside the axis; an axis without name has none."""
        if not self.name:
            return ""
        return f"{self.name} ({unit})" if unit else self.name


def _fitting(axis: pg.AxisItem, words: str, unit: str, side: str) -> str:
    """The words, or as much of them as the axis is long: what stands before the comma, the unit."""
    length = axis.height() if side == "left" else axis.width()
    metrics = QFontMetricsF(axis.label.font())
    shorter = f"{words.split(',', maxsplit=1)[0]} ({unit})" if unit and "," in words else words
    for text in (words, shorter):
        if length <= 0 or metrics.horizontalAdvance(text) <= length:
            return text
    return unit or metrics.elidedText(words, Qt.TextElideMode.ElideRight, length)


class Axes:
    """Bottom and left axis."""

    def __init__(self, item: pg.PlotItem) -> None:
        self._bottom, self._left = item.getAxis("bottom"), item.getAxis("left")
        self._words = {"bottom": AxisText(""), "left": AxisText("")}
        self._shown = {"bottom": "", "left": ""}
        self._scales = {"bottom": LINEAR, "left": LINEAR}
        for axis in (self._bottom, self._left):
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickLength=-4, tickTextOffset=4, hideOverlappingLabels=False)
        self._left.setWidth(_LEFT)
        self._bottom.setHeight(_BOTTOM)

    def set_words(self, bottom: AxisText, left: AxisText) -> None:
        """Name and unit of both."""
        self._words = {"bottom": bottom, "left": left}

    def set_scales(self, bottom: Scale, left: Scale) -> None:
        """Linear or logarithmic."""
        self._scales = {"bottom": bottom, "left": left}

    def make_slim(self) -> None:
        """Room for the numbers of the x axis only, for a plot of a few lines' height."""
        self._bottom.setHeight(_SLIM)

    def text(self, side: str) -> str:
        """The words now beside the axis "bottom" or "left"."""
        return self._shown[side]

    def update(
        self, x: tuple[float, float], y: tuple[float, float], width: float, height: float
    ) -> tuple[Ticks, Ticks]:
        """Set the ticks for the view; returns them, for the grid."""
        across = self._found("bottom", x, max(2, int(width / _TICK_EVERY_X)), 2)
        fewest = 2 if height >= _TWO_TICKS else 1  # one alone gives no scale
        up = self._found("left", y, max(2, int(height / _TICK_EVERY_Y)), fewest)
        self._put("bottom", self._bottom, across)
        self._put("left", self._left, up)
        return across, up

    def _found(self, side: str, span: tuple[float, float], wanted: int, fewest: int) -> Ticks:
        words = self._words[side]
        if self._scales[side].logarithmic:
            return decade_ticks(*span, words.unit, wanted)
        return ticks(*span, words.unit, wanted, whole=words.whole, fewest=fewest)

    def _put(self, side: str, axis: pg.AxisItem, found: Ticks) -> None:
        places = [self._scales[side].place(value) for value in found.values]
        axis.setTicks([list(zip(places, found.labels, strict=True))])
        words = self._words[side].with_unit(found.unit)
        self._shown[side] = words
        fitting = _fitting(axis, words, found.unit, side)
        if axis.labelText != fitting:
            axis.setLabel(fitting)
            axis.resizeEvent()  # pyqtgraph puts words into the middle only then

    def show_bottom(self, on: bool) -> None:
        """Show the words and numbers of the bottom axis, or only its line."""
        self._bottom.setStyle(showValues=on)
        self._bottom.showLabel(on)
        self._bottom.setHeight(_BOTTOM if on else _BOTTOM_BARE)

    def show_left_words(self, on: bool) -> None:
        """Show the words of the left axis, or leave them out where the plot is too low."""
        self._left.showLabel(on)
        self._left.setWidth(_LEFT)  # the same for all, so that time axes stand below each other

    def set_tool_tip(self, text: str) -> None:
        """What hovering over the left axis tells: the whole amplitude contract."""
        self._left.setToolTip(text)

    def restyle(self, colours: PlotColours, font: QFont) -> None:
        """Colours and font of the theme."""
        for axis in (self._bottom, self._left):
            axis.setPen(colours.frame)
            axis.setTextPen(colours.muted)
            axis.setTickFont(font)
            axis.label.setFont(font)
