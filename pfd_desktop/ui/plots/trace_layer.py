"""A trace: the exact envelope of the samples, one line per pixel column."""

from math import floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from pfd_desktop.core.figures.trace import OUT_OF_REACH, Columns, TraceFigure
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.primitives import LineBatch, Polyline

_DOTS_FROM = 8.0  # painter units between samples from which each gets a dot
_SEE_THROUGH = 0.72  # of a trace over others


class TraceLayer(Layer):
    """Draws a TraceFigure of any length, moved in time where it is told to be.

    ``place`` is its colour among the palette's series, for a trace over others.
    """

    def __init__(self, reference: bool = False, place: int | None = None) -> None:
        super().__init__()
        self.setZValue(-1 if reference else 0)
        self._reference, self._place = reference, place
        self._offset_s = 0.0
        self._figure: TraceFigure | None = None
        self._lines, self._polyline = LineBatch(), Polyline()
        self._asked: tuple[int, int, int] | None = None
        self.setVisible(False)
        self._answer: Columns | None = None

    def show_figure(self, figure: TraceFigure | None) -> None:
        """Draw ``figure`` from now on."""
        self._figure, self._asked = figure, None
        self.show_if(figure is not None)

    def move_to(self, offset_s: float) -> None:
        """Draw every sample so many seconds later than it was measured."""
        self._offset_s = offset_s
        self.update()

    @property
    def offset_s(self) -> float:
        """How many seconds later it is drawn."""
        return self._offset_s

    @property
    def figure(self) -> TraceFigure | None:
        """What is drawn."""
        return self._figure

    @property
    def drawn(self) -> Columns | None:
        """The columns last drawn; None while single samples are."""
        return self._answer

    def colour(self) -> QColor:
        """The colour of the trace."""
        if self._place is None:
            return self.colours.reference if self._reference else self.colours.curve
        series = self.colours.series
        colour = QColor(series[self._place % len(series)])
        colour.setAlphaF(_SEE_THROUGH)
        return colour

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        figure = self._figure
        if figure is None:
            return
        if self._offset_s:
            device = device.moved(self._offset_s)
        per_pixel = figure.rate_hz / (device.x_scale * device.ratio)
        draw = self._draw_samples if per_pixel < 1 else self._draw_columns
        try:
            draw(painter, device, figure)
        except OUT_OF_REACH as error:
            self._say(painter, device, str(error))

    def _say(self, painter: QPainter, device: Device, words: str) -> None:
        """In the place of the trace."""
        painter.setPen(self.colours.text)
        area = device.rectangle().adjusted(12, 12, -12, -12)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, flags, words)

    def _draw_samples(self, painter: QPainter, device: Device, figure: TraceFigure) -> None:
        start, stop = figure.span(
            device.view.left() - figure.step, device.view.right() + figure.step
        )
        points = self._polyline.fill(stop - start)
        points[:, 0] = device.xs(np.arange(start, stop) / figure.rate_hz)
        points[:, 1] = device.ys(figure.waveform.samples[start:stop])
        painter.setPen(QPen(self.colour(), 1.0))
        self._polyline.draw(painter)
        if device.x_scale * figure.step >= _DOTS_FROM:
            painter.setPen(QPen(self.colour(), 4.0))
            self._polyline.draw_points(painter)

    def _draw_columns(self, painter: QPainter, device: Device, figure: TraceFigure) -> None:
        first, count = device.pixel_columns()
        edges = device.view_x(first / device.ratio), device.view_x((first + count) / device.ratio)
        low, high = edges[0] * figure.rate_hz, edges[1] * figure.rate_hz
        skipped = max(0, floor(-low * count / (high - low)))
        surplus = max(0, floor((high - figure.count) * count / (high - low)))
        width = (high - low) / count
        start, stop = round(low + skipped * width), round(high - surplus * width)
        drawn = count - skipped - surplus
        start, stop = max(0, start), min(figure.count, stop)
        if drawn < 1 or stop - start < drawn:
            return
        columns = self._columns(figure, start, stop, drawn)
        if columns is None:
            return
        x = (np.arange(drawn, dtype=np.float64) + (first + skipped + 0.5)) / device.ratio
        painter.setPen(QPen(self.colour(), self.colours.column_pen))
        self._fill(columns, x, device)
        self._lines.draw(painter)

    def _columns(self, figure: TraceFigure, start: int, stop: int, count: int) -> Columns | None:
        asked = (start, stop, count)
        if self._asked != asked or self._answer is None:
            self._answer, self._asked = self._found(figure, start, stop, count), asked
        return self._answer

    def _found(self, figure: TraceFigure, start: int, stop: int, count: int) -> Columns | None:
        return figure.columns(start, stop, count)

    def _fill(self, columns: Columns, x: NDArray[np.float64], device: Device) -> None:
        low, high = columns.minima.copy(), columns.maxima.copy()
        # The line from one column's samples to the next crosses the gap between them.
        np.minimum(low[1:], columns.maxima[:-1], out=low[1:])
        np.maximum(high[1:], columns.minima[:-1], out=high[1:])
        rows = self._lines.fill(len(x))
        rows[:, 0] = rows[:, 2] = x
        rows[:, 1], rows[:, 3] = device.ys(high), device.ys(low)
        # A column of one value would have no length and so no pixel.
        np.maximum(rows[:, 3], rows[:, 1] + 1.0 / device.ratio, out=rows[:, 3])
