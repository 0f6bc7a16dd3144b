"""Fault markers: a line with its name at the top and the band that slip allows."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.palette import PlotColours, family_dash, mixed

_ROWS = 4  # of names
_GAP = 3.0
_ROOM = 30.0  # painter units between the harmonics of a family from which all are drawn in full
_TICK = 7.0  # those without room


def marker_name(marker: Marker) -> str:
    """ "BPFO", "BPFO 3×", "3X" of the shaft; "≈" where it cannot be told from another line."""
    if marker.family == "1X":
        name = f"{marker.harmonic}X"
    else:
        name = marker.family if marker.harmonic == 1 else f"{marker.family} {marker.harmonic}×"
    return f"{name} ≈" if _ambiguous(marker) else name


def _ambiguous(marker: Marker) -> bool:
    """Whether its note says that it cannot be told from another line."""
    if marker.family in ("whirl", "½X", "BSF"):  # their notes say what they are
        return marker.note.startswith("cannot")
    return bool(marker.note)


def line_colour(colours: PlotColours, family: str) -> QColor:
    """Fainter than its name: the curve comes first."""
    return mixed(colours.family(family), colours.background, 0.65)


class MarkerLayer(Layer):
    """Draws the markers of a spectrum behind its curve."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-10)
        self._markers: tuple[Marker, ...] = ()
        self._chosen: Marker | None = None
        self._x = self._y = np.empty(0)
        self._boxes: tuple[tuple[str, QRectF], ...] = ()

    @property
    def markers(self) -> tuple[Marker, ...]:
        """What is drawn."""
        return self._markers

    @property
    def names(self) -> tuple[tuple[str, QRectF], ...]:
        """The names last drawn, and where."""
        return self._boxes

    def keep_clear_of(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """The curve that no name may cover: *x* rising, *y* in the units of the axes."""
        self._x, self._y = x, y
        self.update()

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
        room = [self._has_room(m, device) for m in seen]
        full = [m for m, has_room in zip(seen, room, strict=True) if has_room]
        for marker in full:
            self._draw_band(painter, device, area, marker)
        for marker, has_room in zip(seen, room, strict=True):
            self._draw_line(painter, device, area, marker, has_room)
        rows = _NameRows(QFontMetricsF(painter.font()), area)
        self._boxes = ()
        for marker in sorted(full, key=self._first):
            self._draw_name(painter, device, marker, rows)

    def _has_room(self, marker: Marker, device: Device) -> bool:
        """The first of a family always; the others, else ticks, once they have room."""
        step = marker.apart or marker.position / marker.harmonic
        spacing = abs(device.x(marker.position) - device.x(marker.position - step))
        leads = marker.harmonic == 1 and not marker.apart
        return leads or spacing >= _ROOM or marker == self._chosen

    def _first(self, marker: Marker) -> tuple[bool, bool, bool, float]:
        """Which names get a place first."""
        chosen = marker == self._chosen
        return not chosen, marker.apart > 0, marker.harmonic > 1, marker.position

    def _draw_band(self, painter: QPainter, device: Device, area: QRectF, marker: Marker) -> None:
        left, right = device.x(marker.low), device.x(marker.high)
        band = QRectF(left, area.top(), max(1.0, right - left), area.height())
        colour = mixed(self.colours.family(marker.family), self.colours.background, 0.13)
        painter.fillRect(band.intersected(area), colour)

    def _draw_line(
        self, painter: QPainter, device: Device, area: QRectF, marker: Marker, full: bool
    ) -> None:
        x = device.crisp(device.x(marker.position))
        if not area.left() <= x <= area.right():
            return
        width = 2.0 if marker == self._chosen else 1.0
        dash = family_dash(marker.family) if full else Qt.PenStyle.SolidLine
        painter.setPen(QPen(line_colour(self.colours, marker.family), width, dash))
        bottom = area.bottom() if full else area.top() + _TICK
        painter.drawLine(QPointF(x, area.top()), QPointF(x, bottom))

    def _draw_name(
        self, painter: QPainter, device: Device, marker: Marker, rows: "_NameRows"
    ) -> None:
        name = marker_name(marker)
        width, x = rows.width(name), device.x(marker.position)
        for left in (x + _GAP, x - _GAP - width):  # where one side has no room, the other may
            floor = self._top_of_curve(device, left, left + width)
            box = rows.place(left, width, rows.bottom if marker == self._chosen else floor)
            if box is not None:
                break
        else:
            return
        self._boxes += ((name, box),)
        painter.fillRect(box, self.colours.background)
        painter.setPen(self.colours.family(marker.family))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)

    def _top_of_curve(self, device: Device, left: float, right: float) -> float:
        """The highest place of the curve between two places across, in painter units."""
        edges = (device.view_x(left), device.view_x(right))
        first, last = np.searchsorted(self._x, edges)
        seen = self._y[max(0, first - 1) : last + 1]
        if not seen.size:
            return device.rectangle().bottom()
        return float(device.ys(np.array([seen.max()]))[0])


class _NameRows:
    """Rows of names below the top, none over another; what a row holds is looked at as numbers."""

    def __init__(self, metrics: QFontMetricsF, area: QRectF) -> None:
        self._metrics, self._area, self._height = metrics, area, metrics.height()
        self._taken: list[list[tuple[float, float]]] = [[] for _ in range(_ROWS)]

    @property
    def bottom(self) -> float:
        """Of all rows."""
        return self._area.bottom()

    def width(self, name: str) -> float:
        """Of a name."""
        return self._metrics.horizontalAdvance(name) + 1

    def place(self, left: float, width: float, floor: float) -> QRectF | None:
        """Where a name has room from ``left`` and above ``floor``; None where it has none."""
        right = left + width
        if left < self._area.left() or right > self._area.right():
            return None
        for row, taken in enumerate(self._taken):
            top = self._area.top() + _TICK + row * self._height
            if top + self._height > floor:
                return None
            if all(right <= low or left >= high for low, high in taken):
                taken.append((left - _GAP, right + _GAP))
                return QRectF(left, top, right - left, self._height)
        return None
