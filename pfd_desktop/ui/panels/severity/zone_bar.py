"""The zones A to D side by side, and where the value stands."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from pfd_desktop.core.severity.zones import ZoneVerdict
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.palette import from_palette, mixed

_LETTERS = "ABCD"
# Okabe and Ito (2008): told apart with any common colour blindness; the letters say it anyway.
_TINTS = ("#009e73", "#56b4e9", "#e69f00", "#d55e00")
_BEYOND = 1.35  # zone D ends so many times its beginning, or a little above the value
_ROOM = 34.0


class ZoneBar(QWidget):
    """Drawn to scale in the unit of the value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Zones")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._verdict: ZoneVerdict | None = None

    def sizeHint(self) -> QSize:
        """As high as a bar with numbers below needs."""
        return QSize(260, 74)

    def show_verdict(self, verdict: ZoneVerdict | None) -> None:
        """Draw this one; nothing where there are no limits."""
        self._verdict = verdict
        self.setVisible(verdict is not None and verdict.limits is not None)
        self.setAccessibleDescription("" if verdict is None else verdict.words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all."""
        del event
        verdict = self._verdict
        if verdict is None or verdict.limits is None or verdict.value is None:
            return
        end = max(_BEYOND * verdict.limits[-1], 1.08 * verdict.value)
        edges = (0.0, *verdict.limits, end)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number, letter in enumerate(_LETTERS):
                self._draw_zone(painter, number, letter, edges)
            self._draw_value(painter, verdict.value, end)

    def _x(self, value: float, end: float) -> float:
        return _ROOM + (self.width() - 2 * _ROOM) * value / end

    def _draw_zone(
        self, painter: QPainter, number: int, letter: str, edges: tuple[float, ...]
    ) -> None:
        colours = from_palette(self.palette())
        left, right = self._x(edges[number], edges[-1]), self._x(edges[number + 1], edges[-1])
        area = QRectF(left, 24, right - left, 24)
        inside = self._verdict is not None and self._verdict.zone == letter
        share = 0.85 if inside else 0.35
        painter.setPen(colours.background)
        painter.setBrush(mixed(QColor(_TINTS[number]), colours.background, share))
        painter.drawRect(area)
        painter.setPen(colours.text)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)
        if number < len(_LETTERS) - 1:
            place = QRectF(right - 40, 50, 80, 18)
            painter.setPen(colours.muted)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, f"{edges[number + 1]:.3g}")

    def _draw_value(self, painter: QPainter, value: float, end: float) -> None:
        colours = from_palette(self.palette())
        x = self._x(value, end)
        painter.setPen(colours.text)
        painter.setBrush(colours.text)
        painter.drawPolygon(QPolygonF([QPointF(x - 5, 16), QPointF(x + 5, 16), QPointF(x, 24)]))
        unit = "" if self._verdict is None else self._verdict.unit
        place = QRectF(min(max(0.0, x - 60), self.width() - 120.0), 0, 120, 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, reading_text(value, unit, 3))
