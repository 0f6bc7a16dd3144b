"""Where the sound is now."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer

_WIDTH = 2.0


class PlayheadLayer(Layer):
    """One line over everything."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(60)
        self._at: float | None = None
        self.setVisible(False)

    @property
    def at(self) -> float | None:
        """The second that is heard; None when nothing is."""
        return self._at

    def show_at(self, seconds: float | None) -> None:
        """Move there, or go away."""
        if seconds != self._at:
            self._at = seconds
            self.show_if(seconds is not None)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        if self._at is None or not device.view.left() <= self._at <= device.view.right():
            return
        area, x = device.rectangle(), device.crisp(device.x(self._at))
        painter.setPen(QPen(self.colours.series[0], _WIDTH))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
