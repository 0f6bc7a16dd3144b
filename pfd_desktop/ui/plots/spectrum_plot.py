"""A spectrum with its fault markers."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.amplitude import (
    ReadableSpectrum,
    amplitude_name,
    amplitude_unit,
    can_be_decibels,
    decibels,
    spectrum_table,
    whole_contract,
)
from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.spectrum import Marker, SpectrumFigure
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.curve_layer import CurveLayer
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.marker_layer import MarkerLayer

_HEADROOM = 0.25  # above the highest line, for the names of the markers
_SHOWN_DB = 80.0
_MARKERS_SHOWN = 3.0  # a cepstrum is first shown to so many times its last marker
_DECADES = 5.0  # below the highest line, on a logarithmic amplitude axis
_AROUND_MARKER = 0.08  # a chosen marker is shown with so much of its frequency to each side


class SpectrumPlot(DataPlot):
    """Draws a SpectrumFigure: amplitudes linear, logarithmic or in decibels, frequencies linear or
    logarithmic."""

    _pinned: SpectrumFigure | None

    orders_toggled = Signal()  # the key O: hertz or multiples of shaft speed

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._figure: SpectrumFigure | None = None
        self._decibels = self._log_x = self._log_y = False
        self._reference_level = 1.0
        self._zoomed_axis: tuple[str, str, str] | None = None
        self.curve, self.reference = CurveLayer(), CurveLayer(reference=True)
        self.markers = MarkerLayer()
        for layer in (self.markers, self.reference, self.curve):
            self.add_layer(layer)
        self.set_axes(AxisText("Frequency", "Hz"), AxisText(""))
        self.add_key(Qt.Key.Key_O, self.orders_toggled.emit)

    @property
    def figure(self) -> SpectrumFigure | None:
        """What is shown."""
        return self._figure

    @property
    def in_decibels(self) -> bool:
        """Whether the amplitude axis is in decibels now."""
        figure = self._figure
        return self._decibels and (figure is None or can_be_decibels(figure))

    def show_figure(self, figure: SpectrumFigure | None) -> None:
        """Show ``figure``, or nothing; a zoom is kept from one recording to the next."""
        self._figure = figure
        self.set_recipe(None)
        self.markers.show_markers(figure.markers if figure else ())
        zoom = self._zoom()
        self._draw()
        if figure is None:
            return
        if zoom is not None and self._zoomed_axis == _axis(figure):
            self.show_x(*zoom)
        elif figure.x_unit == "s" and figure.markers:
            # All of interest lies at the very start of a long axis.
            self.show_x(0.0, _MARKERS_SHOWN * max(m.high for m in figure.markers))
        self._zoomed_axis = _axis(figure)

    @property
    def reference_level(self) -> float:
        """What 0 dB stands for, in the unit of the figure."""
        return self._reference_level

    def show_scales(
        self, decibels: bool, reference: float = 1.0, log_x: bool = False, log_y: bool = False
    ) -> None:
        """Switch the axes; decibels are logarithms already and leave ``log_y`` without effect."""
        wanted = (decibels, reference, log_x, log_y)
        if wanted == (self._decibels, self._reference_level, self._log_x, self._log_y):
            return
        zoom = self._zoom()
        self._decibels, self._reference_level, self._log_x, self._log_y = wanted
        self._draw()
        if zoom is not None:
            self.show_x(*zoom)

    def show_decibels(self, on: bool) -> None:
        """Switch the amplitude axis."""
        self.show_scales(on, self._reference_level, self._log_x, self._log_y)

    def _zoom(self) -> tuple[float, float] | None:
        view = self.view()
        return None if self.shows_all_of_x() else (view.left(), view.right())

    def show_marker(self, marker: Marker) -> None:
        """Move the view to ``marker``."""
        self.markers.choose(marker)
        reach = max(_AROUND_MARKER * marker.position, 4 * (marker.high - marker.low))
        self.show_x(marker.position - reach, marker.position + reach)

    def _draw(self) -> None:
        figure = self._figure
        self.draw_reference()
        if figure is None:
            self.curve.show_points(np.empty(0), np.empty(0))
            self.markers.keep_clear_of(np.empty(0), np.empty(0))
            self.set_source(None)
            self.cursor_tool.source_changed()
            return
        source = ReadableSpectrum(figure, self.in_decibels, self._reference_level)
        y = source.shown
        self.set_logarithmic(
            self._log_x and bool(np.any(figure.x > 0)), self._log_y and self._has_decades(figure)
        )
        self.curve.show_points(figure.x, y)
        self.markers.keep_clear_of(figure.x, y)
        self.set_source(source)
        unit = amplitude_unit(figure, self.in_decibels, self._reference_level)
        self.set_axes(
            AxisText(figure.x_label, figure.x_unit), AxisText(amplitude_name(figure), unit)
        )
        self.set_contract("\n".join(whole_contract(figure)))
        if figure.x.size:
            left = self._lowest_x() if self.logarithmic[0] else float(figure.x[0])
            self.set_home(left, float(figure.x[-1]), *self._heights(y))
        self.cursor_tool.source_changed()

    def _heights(self, y: NDArray[np.float64]) -> tuple[float, float]:
        low, high = float(y.min()), float(y.max())
        if self.in_decibels:
            return high - _SHOWN_DB, high + _HEADROOM * _SHOWN_DB
        if self.logarithmic[1]:
            decades = min(_DECADES, np.log10(high / float(y[y > 0].min())) or 1.0)
            return high / 10**decades, high * 10 ** (_HEADROOM * decades)
        bottom = min(0.0, low)
        return bottom, high + _HEADROOM * (high - bottom or 1.0)

    def _has_decades(self, figure: SpectrumFigure) -> bool:
        return not (self.in_decibels or figure.signed) and bool(np.any(figure.y > 0))

    def _lowest_x(self) -> float:
        """The first line that has a place on a logarithmic axis."""
        x = self._figure.x if self._figure is not None else np.empty(0)
        return float(x[x > 0].min(initial=np.inf))

    # -- reference and data ----------------------------------------------------------------------

    def data_table(self) -> DataTable | None:
        """The lines seen."""
        view = self.view()
        return spectrum_table(self._figure, view.left(), view.right()) if self._figure else None

    def pinnable(self) -> SpectrumFigure | None:
        """The spectrum."""
        return self._figure

    def draw_reference(self) -> None:
        """The pinned spectrum behind the one that is shown."""
        pinned, shown = self._pinned, self._figure
        # Another unit or axis cannot be compared, so it is not drawn over this one.
        if pinned is None or shown is None or _axis(pinned) != _axis(shown):
            self.reference.show_points(np.empty(0), np.empty(0))
            return
        level = self._reference_level
        y = decibels(pinned, level) if self.in_decibels else pinned.y
        self.reference.show_points(pinned.x, y)


def _axis(figure: SpectrumFigure) -> tuple[str, str, str]:
    return figure.x_unit, figure.unit, figure.kind
