"""Labels of time and frequency over a map: outlined, with what they say."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from pfd_desktop.core.figures.patches import Patch
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer

_SEAM, _WORDS = QColor(0, 0, 0, 150), QColor("#ffffff")  # seen over any colour of the map
_PAD = 3.0
_LEAST = 3.0  # painter units that even the smallest one is wide and high


class PatchLayer(Layer):
    """The chosen one has a thick line and bold words; the one being drawn is dashed."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(15)
        self.patches: tuple[Patch, ...] = ()
        self.chosen = ""  # id
        self._begun: QRectF | None = None
        self._time_up = True
        self.setVisible(False)

    def show_patches(self, patches: tuple[Patch, ...], *, time_up: bool) -> None:
        """Draw these; time is up or across."""
        self.patches, self._time_up = patches, time_up
        self.show_if(bool(patches) or self._begun is not None)

    def choose(self, label_id: str) -> None:
        """Make it stand out."""
        self.chosen = label_id
        self.update()

    def show_begun(self, area: QRectF | None) -> None:
        """One that is being drawn, in the numbers of the axes."""
        self._begun = area
        self.show_if(bool(self.patches) or area is not None)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        area = device.rectangle()
        painter.setClipRect(area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for patch in sorted(self.patches, key=lambda one: one.id == self.chosen):
            box = self._box(device, self.rectangle_of(patch))
            if box.intersects(area):
                self._draw_patch(painter, area, box, patch)
        if self._begun is not None:
            for pen in (QPen(_SEAM, 3.0), QPen(_WORDS, 1.5, Qt.PenStyle.DashLine)):
                painter.setPen(pen)
                painter.drawRect(self._box(device, self._begun))

    def rectangle_of(self, patch: Patch) -> QRectF:
        """Where it lies, in the numbers of the axes."""
        seconds, hertz = patch.stop_s - patch.start_s, patch.high_hz - patch.low_hz
        if self._time_up:
            return QRectF(patch.low_hz, patch.start_s, hertz, seconds)
        return QRectF(patch.start_s, patch.low_hz, seconds, hertz)

    @staticmethod
    def _box(device: Device, place: QRectF) -> QRectF:
        left, right = sorted((device.x(place.left()), device.x(place.right())))
        top, bottom = sorted((device.y(place.top()), device.y(place.bottom())))
        return QRectF(left, top, max(right - left, _LEAST), max(bottom - top, _LEAST))

    def _draw_patch(self, painter: QPainter, area: QRectF, box: QRectF, patch: Patch) -> None:
        chosen = patch.id == self.chosen
        series = self.colours.series
        width = 2.5 if chosen else 1.5
        colour = series[patch.place % len(series)]
        for pen in (QPen(_SEAM, width + 4), QPen(_WORDS, width + 2), QPen(colour, width)):
            painter.setPen(pen)
            painter.drawRect(box)
        self._write(painter, area, box, patch.words, bold=chosen)

    @staticmethod
    def _write(painter: QPainter, area: QRectF, box: QRectF, words: str, *, bold: bool) -> None:
        """On a dark ground above the patch, or in it where there is no room above."""
        font = painter.font()
        font.setBold(bold)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(words) + 2 * _PAD, metrics.height()
        place = QRectF(box.left(), box.top() - height - 2, width, height)
        place.moveLeft(max(area.left(), min(place.left(), area.right() - width)))
        place.moveTop(max(place.top(), area.top()))
        painter.fillRect(place, _SEAM)
        painter.setPen(_WORDS)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        font.setBold(False)
        painter.setFont(font)
