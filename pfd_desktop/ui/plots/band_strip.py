"""The thin spectrum of a whole recording with the band that is demodulated."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pfd_desktop.core.figures.amplitude import (
    ReadableSpectrum,
    amplitude_name,
    amplitude_unit,
    decibels,
    spectrum_table,
)
from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.curve_layer import CurveLayer
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.palette import see_through

_GRIP = 6.0  # painter units: how near to an edge one has to be to drag it
_HEIGHT = 76
_SHOWN_DB = 70.0
_HEADROOM_DB = 6.0
_STEP = 0.05  # of the band's width, for the arrow keys
_NARROWEST = 0.002  # of the whole axis

Band = tuple[float, float]


class BandStrip(DataPlot):
    """Drag the band to move it, its edges to widen it; drag beside it draws another one.

    A double click is the full band. While it is dragged ``is_dragging`` is true, so that only quick
    looks are computed.
    """

    _pinned: SpectrumFigure | None

    band_changed = Signal(object)  # (low, high) in Hz, or None for the full band
    band_settled = Signal()  # the button was let go

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._figure: SpectrumFigure | None = None
        self._dragged: _BandDrag | None = None
        self.curve, self._shade = CurveLayer(), _BandLayer()
        self.reference = CurveLayer(reference=True)
        for layer in (self._shade, self.reference, self.curve):
            self.add_layer(layer)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("Drag the band or its edges; a double click takes the full band")
        self._axes.make_slim()
        self.add_claim(self._claim)
        self._gestures.reset_requested.connect(self.take_full_band)

    def sizeHint(self) -> QSize:
        """A few lines high."""
        return QSize(240, _HEIGHT)

    @property
    def figure(self) -> SpectrumFigure | None:
        """What is shown."""
        return self._figure

    def show_figure(self, figure: SpectrumFigure | None) -> None:
        """Show the density of this recording, in decibels."""
        self._figure = figure
        self.draw_reference()
        if figure is None or figure.x.size < 2:
            self.curve.show_points(np.empty(0), np.empty(0))
            self.set_source(None)
            return
        levels = decibels(figure)
        self.curve.show_points(figure.x, levels)
        self.set_source(ReadableSpectrum(figure, in_decibels=True))
        unit = AxisText(amplitude_name(figure), amplitude_unit(figure, decibels=True))
        self.set_axes(AxisText("", figure.x_unit), AxisText("dB"))
        self.set_contract(unit.with_unit(unit.unit))
        top = float(levels.max())
        bottom = max(float(np.percentile(levels, 1)), top - _SHOWN_DB) - _HEADROOM_DB
        self.set_home(float(figure.x[0]), float(figure.x[-1]), bottom, top + _HEADROOM_DB)

    def point_text(self, point: Reading) -> str:
        """Frequency and level."""
        unit = self._figure.x_unit if self._figure is not None else ""
        return f"{reading_text(point.x, unit, 5)}   {reading_text(point.y, 'dB')}"

    def data_table(self) -> DataTable | None:
        """The lines seen."""
        view = self.view()
        return spectrum_table(self._figure, view.left(), view.right()) if self._figure else None

    def pinnable(self) -> SpectrumFigure | None:
        """The density."""
        return self._figure

    def draw_reference(self) -> None:
        """The pinned density behind one in the same unit."""
        pinned, shown = self._pinned, self._figure
        if pinned is None or shown is None or pinned.unit != shown.unit:
            self.reference.show_points(np.empty(0), np.empty(0))
        else:
            self.reference.show_points(pinned.x, decibels(pinned))

    # -- the band --------------------------------------------------------------------------------

    @property
    def band(self) -> Band | None:
        """The band marked; None is the full one."""
        return self._shade.band

    def is_dragging(self) -> bool:
        """Whether the band is being dragged."""
        return self._dragged is not None

    def show_band(self, band: Band | None) -> None:
        """Mark this band without telling anybody."""
        self._shade.show_band(band)

    def _choose(self, low: float, high: float) -> None:
        if self._figure is None:
            return
        first, last = float(self._figure.x[0]), float(self._figure.x[-1])
        width = min(max(high - low, _NARROWEST * (last - first)), last - first)
        low = min(max(low, first), last - width)
        self._shade.show_band((_rounded(low, width), _rounded(low + width, width)))
        self.band_changed.emit(self._shade.band)

    def take_full_band(self) -> None:
        """What a double click does."""
        if self.band is not None:
            self._shade.show_band(None)
            self.band_changed.emit(None)
            self.band_settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the band, with Alt they widen and narrow it."""
        steps = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}
        share, band = steps.get(Qt.Key(event.key())), self.band
        widen = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if share is None or band is None or not (widen or not event.modifiers()):
            super().keyPressEvent(event)
            return
        low, high = band
        shift = share * (high - low)
        self._choose(low if widen else low + shift, high + shift)
        self.band_settled.emit()

    # -- the pointer -----------------------------------------------------------------------------

    def _claim(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> "_BandDrag | None":
        if self._figure is None or modifiers:
            return None
        self._dragged = _BandDrag(self, self._grip(at), self.view_at(at).x(), self.band)
        return self._dragged

    def _grip(self, at: QPointF) -> str:
        if self.band is None:
            return "new"
        left, right = (self.canvas_at(edge, 0.0).x() for edge in self.band)
        if abs(at.x() - left) <= _GRIP:
            return "low"
        if abs(at.x() - right) <= _GRIP:
            return "high"
        return "whole" if left < at.x() < right else "new"

    def drag_to(self, grip: str, start: float, now: float, band: Band | None) -> None:
        """The pointer went from ``start`` to ``now``, in Hz."""
        low, high = band if band is not None and grip != "new" else (start, start)
        shift = now - start
        if grip == "new":
            low, high = sorted((start, now))
        elif grip == "low":
            low, high = sorted((low + shift, high))
        elif grip == "high":
            low, high = sorted((low, high + shift))
        else:
            low, high = low + shift, high + shift
        self._choose(low, high)

    def drag_ended(self, at: QPointF, moved: bool) -> None:
        """The button was let go; where nothing moved it was a click, which sets a cursor."""
        self._dragged = None
        if moved:
            self.band_settled.emit()
        else:
            place = self.view_at(at)
            self.clicked.emit(place.x(), place.y())


class _BandDrag:
    """One drag of the band."""

    def __init__(self, strip: BandStrip, grip: str, start: float, band: Band | None) -> None:
        self._strip, self._grip, self._start, self._band = strip, grip, start, band
        self._moved = False

    def move(self, at: QPointF) -> None:
        """The pointer is here now."""
        now = self._strip.view_at(at).x()
        if not self._moved and abs(now - self._start) < self._strip.pixels_to_x(3.0):
            return
        self._moved = True
        self._strip.drag_to(self._grip, self._start, now, self._band)

    def drop(self, at: QPointF) -> None:
        """The button was let go here."""
        self.move(at)
        self._strip.drag_ended(at, self._moved)


class _BandLayer(Layer):
    """The band, shaded, with its edges."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-20)
        self.band: Band | None = None

    def show_band(self, band: Band | None) -> None:
        """Draw this band from now on."""
        self.band = band
        self.update()

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        if self.band is None:
            return
        area = device.rectangle()
        left, right = (device.crisp(device.x(edge)) for edge in self.band)
        shaded = QRectF(area)
        shaded.setLeft(max(area.left(), left))
        shaded.setRight(min(area.right(), right))
        if shaded.width() <= 0:
            return
        painter.fillRect(shaded, see_through(self.colours.accent))
        painter.setPen(QPen(self.colours.accent, 1.5))
        for edge in (left, right):
            if area.left() <= edge <= area.right():
                painter.drawLine(QPointF(edge, area.top()), QPointF(edge, area.bottom()))


def _rounded(frequency: float, width: float) -> float:
    """To a thousandth of the band's width: fields show round numbers."""
    step = 10.0 ** np.floor(np.log10(max(width, 1e-9)) - 2.5)
    return float(max(0.0, round(frequency / step) * step))
