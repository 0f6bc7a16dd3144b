"""Named curves with a legend."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.counted_layer import CountedLayer
from pfd_desktop.ui.plots.curve_layer import CurveLayer
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.legend_strip import SIGN, LegendStrip
from pfd_desktop.ui.plots.palette import PlotColours

_HEADROOM = 0.08
_SIDE = 0.03
_BAND_ALPHA = 48


class CurvesPlot(DataPlot):
    """Draws a CurvesFigure; cross hair and cursors read the curve that is nearest."""

    _pinned: CurvesFigure | None

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._curves: list[CurveLayer | CountedLayer] = []
        self._bands: list[_BandLayer] = []
        self._references: list[CurveLayer | CountedLayer] = []
        self._figure: CurvesFigure | None = None
        self.legend = LegendStrip(_draw_line)
        self.add_legend(self.legend)

    @property
    def figure(self) -> CurvesFigure | None:
        """What is shown."""
        return self._figure

    def show_figure(self, figure: CurvesFigure) -> None:
        """Show these curves whole."""
        self._figure = figure if figure.curves else None
        self.set_contract("\n".join(figure.header()))
        self.set_recipe(None)
        for layer in (*self._curves, *self._bands):
            self.remove_layer(layer)
        self._curves, self._bands = [], []
        for series, curve in enumerate(figure.curves):
            layer = _layer_of(series, curve)
            self.add_layer(layer)
            self._curves.append(layer)
            self._add_band(series, curve)
        several = len(figure.curves) > 1
        self.legend.show_names(tuple(c.name for c in figure.curves) if several else ())
        self.set_axes(
            AxisText(figure.x_label, figure.x_unit), AxisText(figure.y_label, figure.y_unit)
        )
        self.set_source(figure.curves[0] if figure.curves else None)
        self._set_home(figure)
        self.cursor_tool.source_changed()

    def _add_band(self, series: int, curve: Curve) -> None:
        if curve.behind is None and curve.low is not None and curve.high is not None:
            band = _BandLayer(series, curve.x, curve.low, curve.high)
            self.add_layer(band)
            self._bands.append(band)

    # -- what is read ----------------------------------------------------------------------------

    def _nearest(self, x: float, y: float) -> Curve | None:
        """The curve that passes nearest above or below a point."""
        if self._figure is None:
            return None

        def distance(curve: Curve) -> float:
            point = curve.value_at(x)
            return abs(point.y - y) if point is not None and np.isfinite(point.y) else np.inf

        return min(self._figure.curves, key=distance)

    def reading_at(self, x: float, y: float) -> tuple[Reading | None, str]:
        """The nearest curve's point, with its name where there are several."""
        curve = self._nearest(x, y)
        point = curve.value_at(x) if curve is not None else None
        if curve is None or point is None or self._figure is None:
            return None, ""
        name = f"{curve.name}   " if len(self._figure.curves) > 1 else ""
        cases = curve.cases_at(point.x)
        return point, name + self.point_text(point) + (f"   {cases}" if cases else "")

    def aim(self, x: float, y: float) -> None:
        """A click reads the nearest curve from now on."""
        curve = self._nearest(x, y)
        if curve is not None and curve is not self.source:
            self.set_source(curve)

    # -- data ------------------------------------------------------------------------------------

    def data_table(self) -> DataTable | None:
        """The points seen."""
        view = self.view()
        return self._figure.table(view.left(), view.right()) if self._figure else None

    def pinnable(self) -> CurvesFigure | None:
        """The curves."""
        return self._figure

    def draw_reference(self) -> None:
        """The pinned curves, faint."""
        for layer in self._references:
            self.remove_layer(layer)
        self._references = []
        for curve in self._pinned.curves if self._pinned is not None else ():
            layer = _layer_of(None, curve)
            self.add_layer(layer)
            self._references.append(layer)

    def _set_home(self, figure: CurvesFigure) -> None:
        filled = [curve for curve in figure.curves if curve.x.size]
        if not filled:
            return
        xs = np.concatenate([curve.x for curve in filled])
        ys = np.concatenate([y for curve in filled for _, _, y in curve.lines()])
        ys = ys[np.isfinite(ys)] if np.isfinite(ys).any() else np.zeros(1)
        room = _HEADROOM * float(np.ptp(ys)) or 0.5
        right = float(xs.max()) if np.ptp(xs) else float(xs.max()) + 1.0
        counted = any(curve.behind is not None for curve in filled)
        side = _SIDE * float(np.ptp(xs)) if counted else 0.0  # points are not cut in halves
        left = float(xs.min())
        self.set_home(left - side, right + side, float(ys.min()) - room, float(ys.max()) + room)


def _layer_of(series: int | None, curve: Curve) -> CurveLayer | CountedLayer:
    """What draws the curve; None is a pinned one."""
    if curve.behind is not None:
        return CountedLayer(series or 0, curve, curve.behind, reference=series is None)
    layer = CurveLayer(series, reference=series is None)
    layer.show_points(curve.x, curve.y)
    return layer


class _BandLayer(Layer):
    """The band round a curve, so thin that others shine through."""

    def __init__(
        self,
        series: int,
        x: NDArray[np.float64],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
    ) -> None:
        super().__init__()
        self.setZValue(-2)
        self._series = series
        self._x, self._y = np.concatenate((x, x[::-1])), np.concatenate((high, low[::-1]))

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        colour = QColor(self.colours.series[self._series % len(self.colours.series)])
        colour.setAlpha(_BAND_ALPHA)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        points = zip(device.xs(self._x).tolist(), device.ys(self._y).tolist(), strict=True)
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))


def _draw_line(painter: QPainter, colours: PlotColours, series: int, at: QPointF) -> None:
    painter.setPen(QPen(colours.series[series % len(colours.series)], 2.0))
    half = QPointF(SIGN / 2, 0)
    painter.drawLine(at - half, at + half)
