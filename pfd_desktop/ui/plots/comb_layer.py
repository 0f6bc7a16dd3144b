"""Periodic markers of a time trace: one line for each strike of a defect."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from pfd_desktop.core.figures.comb import PeriodicComb
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.palette import family_dash
from pfd_desktop.ui.plots.primitives import LineBatch

_CLOSEST = 5.0  # painter units between lines; closer ones would be a grey veil
_TURN = 12.0  # length of the mark of a turn at either edge
_GAP = 4.0


class CombLayer(Layer):
    """Draws the lines of a comb that are seen, or says that one must come closer."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(20)
        self._comb: PeriodicComb | None = None
        self._lines, self._turns = LineBatch(), LineBatch()
        self.drawn = 0  # lines, the last time
        self.note = ""
        self.setVisible(False)

    @property
    def comb(self) -> PeriodicComb | None:
        """What is drawn."""
        return self._comb

    def show_comb(self, comb: PeriodicComb | None) -> None:
        """Draw this from now on."""
        self._comb, self.drawn, self.note = comb, 0, ""
        self.show_if(comb is not None)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        comb = self._comb
        if comb is None:
            return
        area = device.rectangle()
        self.note = _name(comb)
        if comb.period_s * device.x_scale < _CLOSEST:
            self.drawn, self.note = 0, f"{self.note}: zoom in to see its lines"
        else:
            self._draw_lines(painter, device, area, comb)
        self._draw_turns(painter, device, area, comb)
        self._draw_note(painter, area, comb)

    def _draw_lines(
        self, painter: QPainter, device: Device, area: QRectF, comb: PeriodicComb
    ) -> None:
        times = comb.times(device.view.left(), device.view.right())
        self.drawn = len(times)
        rows = self._lines.fill(len(times))
        rows[:, 0] = rows[:, 2] = device.xs(times)
        rows[:, 1], rows[:, 3] = area.top(), area.bottom()
        painter.setPen(QPen(self.colours.family(comb.family), 1.0, family_dash(comb.family)))
        self._lines.draw(painter)

    def _draw_turns(
        self, painter: QPainter, device: Device, area: QRectF, comb: PeriodicComb
    ) -> None:
        if comb.shaft_hz is None or device.x_scale / comb.shaft_hz < _CLOSEST:
            return
        times = comb.turns(device.view.left(), device.view.right())
        rows = self._turns.fill(2 * len(times))
        rows[:, 0] = rows[:, 2] = device.xs(times).repeat(2)
        rows[0::2, 1], rows[0::2, 3] = area.top(), area.top() + _TURN
        rows[1::2, 1], rows[1::2, 3] = area.bottom() - _TURN, area.bottom()
        painter.setPen(QPen(self.colours.family("1X"), 3.0))
        self._turns.draw(painter)

    def _draw_note(self, painter: QPainter, area: QRectF, comb: PeriodicComb) -> None:
        metrics = QFontMetricsF(painter.font())
        room = area.width() - 4 * _GAP
        words = metrics.elidedText(self.note, Qt.TextElideMode.ElideRight, room)
        box = QRectF(0, 0, metrics.horizontalAdvance(words) + 2 * _GAP, metrics.height())
        box.moveBottomLeft(area.bottomLeft() + QPointF(_GAP, -_GAP - metrics.height()))
        painter.fillRect(box, self.colours.background)
        painter.setPen(self.colours.family(comb.family))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _name(comb: PeriodicComb) -> str:
    words = f"{comb.family}: every {reading_text(comb.period_s, 's')}"
    if comb.shaft_hz is not None:
        words += f", turns every {reading_text(1 / comb.shaft_hz, 's')}"
    return f"{words} ({reading_text(comb.frequency_hz, 'Hz')})"
