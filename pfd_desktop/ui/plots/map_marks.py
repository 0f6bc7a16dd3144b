"""What lies over a map: markers, tracks that follow the speed, the best cell, the cut."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from pfd_desktop.core.figures.map import MapTrack
from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.marker_layer import marker_name
from pfd_desktop.ui.plots.palette import family_dash
from pfd_desktop.ui.plots.primitives import Polyline

Floats = NDArray[np.float64]

# Over any colour of the map a white line with a dark seam is seen, in both themes.
LINE, SEAM = QColor("#ffffff"), QColor(0, 0, 0, 150)
_VEIL = QColor(255, 255, 255, 70)  # over a tolerance band
_NARROW = 4.0  # painter units: a narrower band is hidden by its own line
_PAD = 3.0
_APART = 10.0  # painter units between two tracks
_TICK = 14.0  # painter units: how long the line of a marker is
_ROOM = 24.0  # painter units between the harmonics of a family from which all are drawn


class MapMarks(Layer):
    """Lines and words with a seam, so that they are seen over any colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(10)
        self._markers: tuple[Marker, ...] = ()
        self._tracks: tuple[MapTrack, ...] = ()
        self._best: tuple[QRectF, str] | None = None
        self._cut: tuple[float, float] | None = None
        self._line = Polyline()

    def show_marks(
        self,
        markers: tuple[Marker, ...],
        tracks: tuple[MapTrack, ...],
        best: tuple[QRectF, str] | None,
    ) -> None:
        """Draw these from now on; the best cell is told by its edges and its words."""
        self._markers, self._tracks, self._best = markers, tracks, best
        self.update()

    @property
    def best(self) -> tuple[QRectF, str] | None:
        """The cell that is outlined, and its words."""
        return self._best

    @property
    def cut(self) -> tuple[float, float] | None:
        """Where the map is cut."""
        return self._cut

    def show_cut(self, cut: tuple[float, float] | None) -> None:
        """Draw the lines along which the map is cut."""
        self._cut = cut
        self.update()

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        area, taken = device.rectangle(), list[QRectF]()
        painter.setClipRect(area)
        marked = [(device.crisp(device.x(one.position)), one) for one in self._markers]
        marked = [(x, one) for x, one in marked if self._has_room(device, area, x, one)]
        for x, marker in marked:  # bands and lines first: none crosses a name
            self._veil_marker(painter, device, area, marker)
            top, dash = QPointF(x, area.top()), family_dash(marker.family)
            self._stroke(painter, top, QPointF(x, area.top() + _TICK), dash)
        for x, marker in marked:
            self._write(painter, area, QPointF(x + _PAD, area.top()), marker_name(marker), taken)
        drawn = self._tracks_with_room(device)
        for track in drawn:
            self._veil_track(painter, device, track)
        for track in drawn:
            self._draw_track(painter, device, track)
        for track in drawn:
            self._name_track(painter, device, area, track, taken)
        if self._best is not None:
            self._draw_best(painter, device, area, self._best, taken)
        if self._cut is not None:
            x, y = device.crisp(device.x(self._cut[0])), device.crisp(device.y(self._cut[1]))
            self._stroke(painter, QPointF(x, area.top()), QPointF(x, area.bottom()))
            self._stroke(painter, QPointF(area.left(), y), QPointF(area.right(), y))

    def _stroke(
        self,
        painter: QPainter,
        start: QPointF,
        stop: QPointF,
        dash: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        for pen in (QPen(SEAM, 3.0), QPen(LINE, 1.0, dash)):
            painter.setPen(pen)
            painter.drawLine(start, stop)

    @staticmethod
    def _has_room(device: Device, area: QRectF, x: float, marker: Marker) -> bool:
        step = marker.position / marker.harmonic
        room = abs(device.x(marker.position) - device.x(marker.position - step))
        return area.left() <= x <= area.right() and (marker.harmonic == 1 or room >= _ROOM)

    def _tracks_with_room(self, device: Device) -> list[MapTrack]:
        """Where lines would stand too close, harmonics give way, and the shaft to the bearing."""
        places: list[tuple[float, float]] = []
        chosen = []
        for track in sorted(self._tracks, key=lambda one: _rank(one.name)):
            xs, ys = self._points(device, track)
            if not xs.size:
                continue
            middle = float(xs[xs.size // 2]), float(ys[ys.size // 2])
            if all(max(abs(middle[0] - x), abs(middle[1] - y)) >= _APART for x, y in places):
                places.append(middle)
                chosen.append(track)
        return chosen

    @staticmethod
    def _points(device: Device, track: MapTrack) -> tuple[Floats, Floats]:
        known = np.isfinite(track.x) & np.isfinite(track.y)
        return device.xs(track.x[known]), device.ys(track.y[known])

    def _draw_track(self, painter: QPainter, device: Device, track: MapTrack) -> None:
        xs, ys = self._points(device, track)
        points = self._line.fill(xs.size)
        points[:, 0], points[:, 1] = xs, ys
        dash = family_dash(track.name.split(" ")[-1])
        for pen in (QPen(SEAM, 3.0), QPen(LINE, 1.2, dash)):
            painter.setPen(pen)
            self._line.draw(painter)

    @staticmethod
    def _veil_track(painter: QPainter, device: Device, track: MapTrack) -> None:
        """The band that slip may move the line in, where it is wide enough to be seen."""
        across, up = track.edges()
        known = np.isfinite(across) & np.isfinite(up)
        xs, ys = device.xs(across[known]), device.ys(up[known])
        places = ys if track.upright else xs
        if not (track.slip and known.all()) or np.ptp(places - places[::-1]) / 2 < _NARROW:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_VEIL)
        points = zip(xs.tolist(), ys.tolist(), strict=True)
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))

    @staticmethod
    def _veil_marker(painter: QPainter, device: Device, area: QRectF, marker: Marker) -> None:
        left, right = device.x(marker.low), device.x(marker.high)
        if right - left >= _NARROW:
            painter.fillRect(QRectF(left, area.top(), right - left, _TICK), _VEIL)

    def _name_track(
        self,
        painter: QPainter,
        device: Device,
        area: QRectF,
        track: MapTrack,
        taken: list[QRectF],
    ) -> None:
        xs, ys = self._points(device, track)
        inside = (xs >= area.left()) & (xs <= area.right()) & (ys >= area.top())
        inside &= ys <= area.bottom()
        if inside.any():
            at = int(np.flatnonzero(inside)[np.argmin(ys[inside])])  # its highest point seen
            place = QPointF(float(xs[at]) + _PAD, max(float(ys[at]), area.top()))
            self._write(painter, area, place, track.name, taken)

    def _draw_best(
        self,
        painter: QPainter,
        device: Device,
        area: QRectF,
        best: tuple[QRectF, str],
        taken: list[QRectF],
    ) -> None:
        cell, words = best
        left, right = device.x(cell.left()), device.x(cell.right())
        top, bottom = sorted((device.y(cell.top()), device.y(cell.bottom())))
        box = QRectF(left, top, right - left, bottom - top)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(SEAM, 4.0), QPen(LINE, 2.0)):
            painter.setPen(pen)
            painter.drawRect(box)
        if box.intersects(area):
            height = QFontMetricsF(painter.font()).height()
            below = bottom + 2 + height <= area.bottom()
            place = QPointF(left, bottom + 2 if below else top - height)
            self._write(painter, area, place, words, taken)

    def _write(
        self,
        painter: QPainter,
        area: QRectF,
        at: QPointF,
        words: str,
        taken: list[QRectF],
    ) -> None:
        """Words on a dark ground, moved into the area; left out where others stand already."""
        metrics = QFontMetricsF(painter.font())
        width, height = metrics.horizontalAdvance(words) + 2 * _PAD, metrics.height()
        box = QRectF(at.x(), at.y(), width, height)
        box.moveLeft(min(max(box.left(), area.left()), area.right() - width))
        box.moveTop(min(max(box.top(), area.top()), area.bottom() - height))
        for _ in range(4):
            if not any(box.intersects(other) for other in taken):
                break
            box.translate(0, height)
        else:
            return
        taken.append(box)
        painter.fillRect(box, SEAM)
        painter.setPen(LINE)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _rank(name: str) -> int:
    """First lines of the bearing's families, then 1X, then all harmonics."""
    if name == "1X":
        return 1
    return 2 if name.endswith(("X", "×")) else 0
