"""Fault markers: a line with its name at the top and the band that slip allows."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.palette import family_dash, mixed

_ROWS = 4
_GAP = 3.0


def marker_name(marker: Marker) -> str:
    """ "BPFO", "BPFO 3×", "3X" of the shaft; "≈" where it cannot be told from another line."""
    if marker.family == "1X":
        name = f"{marker.harmonic}X"
    else:
        name = marker.family if marker.harmonic == 1 else f"{marker.family} {marker.harmonic}×"
    return f"{name} ≈" if marker.note and marker.family != "whirl" else name


class MarkerLayer(Layer):
    """Draws the markers of a spectrum behind its curve."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-10)
        self._markers: tuple[Marker, ...] = ()
        self._chosen: Marker | None = None

    @property
    def markers(self) -> tuple[Marker, ...]:
        """What is drawn."""
        return self._markers

    def show_markers(self, markers: tuple[Marker, ...]) -> None:
        """Draw these from now on."""
        self._markers, self._chosen = markers, None
        self.update()

    def choose(self, marker: Marker) -> None:
        """Draw one of them stronger."""
        self._chosen = marker
        self.update()

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        area = device.rectangle()
        seen = [m for m in self._markers if device.view.left() <= m.high]
        seen = [m for m in seen if m.low <= device.view.right()]
        for marker in seen:
            self._draw_band(painter, device, area, marker)
        free_from = [area.left()] * _ROWS
        for marker in sorted(seen, key=lambda m: m.position):
            self._draw_line(painter, device, area, marker)
            self._draw_name(painter, device, area, marker, free_from)

    def _draw_band(self, painter: QPainter, device: Device, area: QRectF, marker: Marker) -> None:
        left, right = device.x(marker.low), device.x(marker.high)
        band = QRectF(left, area.top(), max(1.0, right - left), area.height())
        colour = mixed(self.colours.family(marker.family), self.colours.background, 0.13)
        painter.fillRect(band.intersected(area), colour)

    def _draw_line(self, painter: QPainter, device: Device, area: QRectF, marker: Marker) -> None:
        width = 2.0 if marker == self._chosen else 1.0
        dash = family_dash(marker.family)
        painter.setPen(QPen(self.colours.family(marker.family), width, dash))
        x = device.crisp(device.x(marker.position))
        if area.left() <= x <= area.right():
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _draw_name(
        self,
        painter: QPainter,
        device: Device,
        area: QRectF,
        marker: Marker,
        free_from: list[float],
    ) -> None:
        metrics = QFontMetricsF(painter.font())
        name, left = marker_name(marker), device.x(marker.position) + _GAP
        right = left + metrics.horizontalAdvance(name)
        row = next((n for n, free in enumerate(free_from) if left >= free), None)
        if row is None or left < area.left() or right > area.right():
            return
        free_from[row] = right + 2 * _GAP
        box = QRectF(left, area.top() + _GAP + row * metrics.height(), right - left + 1, 0)
        box.setHeight(metrics.height())
        painter.fillRect(box, self.colours.background)
        painter.setPen(self.colours.family(marker.family))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
