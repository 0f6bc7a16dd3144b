"""The stretch of x being chosen with Shift and the pointer."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.palette import mixed


class RegionLayer(Layer):
    """A band over the whole height, behind the curve."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-50)
        self._span: tuple[float, float] | None = None
        self.setVisible(False)

    def show_span(self, span: tuple[float, float] | None) -> None:
        """Mark this stretch, or none."""
        self._span = span
        self.show_if(span is not None)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        if self._span is None:
            return
        area = device.rectangle()
        left, right = sorted(device.x(value) for value in self._span)
        band = QRectF(left, area.top(), right - left, area.height())
        colour = mixed(self.colours.accent, self.colours.background, 0.2)
        painter.fillRect(band.intersected(area), colour)
