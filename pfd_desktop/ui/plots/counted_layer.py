"""Points that count cases: their size, an interval each, lines only where enough stand behind."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from pfd_desktop.core.figures.curves import Behind, Curve
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer

_LEAST, _MOST = 2.0, 9.0  # radius in painter units, of no case and of very many


class CountedLayer(Layer):
    """Draws a curve whose points count cases; a hollow point has few."""

    def __init__(self, series: int, curve: Curve, behind: Behind, reference: bool = False) -> None:
        super().__init__()
        self.setZValue(-1 if reference else 0)
        self._series, self._reference = series, reference
        self._curve, self._behind = curve, behind

    @property
    def radii(self) -> NDArray[np.float64]:
        """Of the points, in painter units: their areas grow with the cases."""
        return np.minimum(_MOST, _LEAST + np.sqrt(self._behind.cases))

    @property
    def hollow(self) -> NDArray[np.bool_]:
        """Which points have few cases."""
        return np.asarray(self._behind.cases < self._behind.fewest)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        colour = self._colour()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # upright lines stay sharp
        painter.setPen(QPen(colour, 1.0))
        xs = device.xs(self._curve.x).tolist()
        if self._curve.low is not None and self._curve.high is not None:
            ends = zip(device.ys(self._curve.low), device.ys(self._curve.high), strict=True)
            for x, (low, high) in zip(xs, ends, strict=True):
                painter.drawLine(QPointF(x, low), QPointF(x, high))
        points = [QPointF(*at) for at in zip(xs, device.ys(self._curve.y).tolist(), strict=True)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 2.0))
        for place in np.flatnonzero(self._behind.joined).tolist():
            painter.drawLine(points[place], points[place + 1])
        painter.setPen(QPen(colour, 1.5))
        for at, radius, hollow in zip(points, self.radii.tolist(), self.hollow, strict=True):
            painter.setBrush(self.colours.background if hollow else colour)
            painter.drawEllipse(at, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _colour(self) -> QColor:
        if self._reference:
            return self.colours.reference
        return self.colours.series[self._series % len(self.colours.series)]
