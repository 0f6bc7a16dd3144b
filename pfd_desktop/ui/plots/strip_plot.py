"""One feature by class: a point for each recording, in a strip for each label."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.ui.plots.painted_plot import PaintedPlot
from pfd_desktop.ui.plots.palette import PlotColours
from pfd_desktop.ui.plots.signs import draw_sign
from pfd_desktop.ui.plots.ticks import ticks

_REACH = 9.0  # pixels round a point that mean it
_SIZE = 4.5
_TOP, _BOTTOM, _RIGHT = 8.0, 42.0, 16.0


@dataclass(frozen=True)
class StripPoint:
    """One recording."""

    key: str
    name: str
    group: str
    value: float


class StripPlot(PaintedPlot):
    """Groups down, values across; colour and shape tell the group, a click opens the recording."""

    _pinned: tuple[str, tuple[StripPoint, ...]] | None

    point_clicked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(240, 160))
        self._points: tuple[StripPoint, ...] = ()
        self._groups: tuple[str, ...] = ()
        self._words, self._unit, self._marked = "", "", ""

    @property
    def points(self) -> tuple[StripPoint, ...]:
        """What is drawn."""
        return self._points

    def show_points(self, points: Sequence[StripPoint], words: str, unit: str) -> None:
        """These from now on; *words* and *unit* of the value axis."""
        if (words, unit) != (self._words, self._unit):
            self.reset_view()
        self._points = tuple(points)
        self._groups = tuple(sorted({point.group for point in points}))
        self._words, self._unit = words, unit
        self.setAccessibleDescription(f"{words}: {len(self._points)} recordings")
        self.update()

    def mark(self, key: str) -> None:
        """Ring the point of this recording."""
        self._marked = key
        self.update()

    def place_of(self, point: StripPoint) -> QPointF:
        """Where a point is drawn."""
        return self._place(point, self._points)

    def _place(self, point: StripPoint, among: Sequence[StripPoint]) -> QPointF:
        area, row = self.value_area(), self._groups.index(point.group)
        height = area.height() / max(1, len(self._groups))
        own = [one for one in among if one.group == point.group]
        aside = 0.5 if len(own) < 2 else 0.25 + 0.5 * own.index(point) / (len(own) - 1)
        return QPointF(self.x_of(point.value), area.top() + height * (row + aside))

    def home(self) -> tuple[float, float]:
        """All values with some room."""
        values = [point.value for point in self._points]
        if not values:
            return 0.0, 1.0
        room = 0.05 * (max(values) - min(values)) or 0.5
        return min(values) - room, max(values) + room

    def value_area(self) -> QRectF:
        """Right of the names of the groups."""
        metrics = QFontMetricsF(self.font())
        left = max((metrics.horizontalAdvance(group) for group in self._groups), default=0.0) + 16
        return QRectF(
            left, _TOP, max(40.0, self.width() - left - _RIGHT), self.height() - _TOP - _BOTTOM
        )

    # -- data ------------------------------------------------------------------------------------

    def data_table(self) -> DataTable | None:
        """A row for each recording whose value is seen."""
        if not self._points:
            return None
        low, high = self.value_range()
        seen = [point for point in self._points if low <= point.value <= high]
        values = np.array([point.value for point in seen]).reshape(-1, 1)
        return DataTable(
            header=(
                f"quantity: {self._words}, mean over the windows of a recording",
                f"unit: {self._unit or 'as the recording, or none'}",
                "window: as told when the features were extracted",
                "averages: all windows of a recording",
                "overlap: as told when the features were extracted",
                "band: none",
                "recording hash: none (a row for each recording)",
            ),
            names=(f"{self._words} ({self._unit})" if self._unit else self._words,),
            rows=len(seen),
            pieces=lambda: iter((values,)),
            label_names=("recording", "label"),
            labels=tuple((point.name, point.group) for point in seen),
        )

    def pinnable(self) -> tuple[str, tuple[StripPoint, ...]] | None:
        """The feature and its points: seen while the same feature is shown."""
        return (self._words, self._points) if self._points else None

    # -- events ----------------------------------------------------------------------------------

    def _nearest(self, at: QPointF) -> StripPoint | None:
        def distance(point: StripPoint) -> float:
            away = self.place_of(point) - at
            return float(abs(away.x()) + abs(away.y()))

        near = min(self._points, key=distance, default=None)
        return near if near is not None and distance(near) <= _REACH else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name the point under the pointer, or pan."""
        super().mouseMoveEvent(event)
        point = self._nearest(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if point else Qt.CursorShape.ArrowCursor)
        words = f"{point.name}\n{self._words} {point.value:.4g} {self._unit}" if point else ""
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def clicked_at(self, at: QPointF) -> None:
        """Open the recording under the pointer."""
        point = self._nearest(at)
        if point is not None:
            self.point_clicked.emit(point.key)

    # -- look ------------------------------------------------------------------------------------

    def paint_all(self, painter: QPainter, colours: PlotColours) -> None:
        """Axes, pinned points, points."""
        area = self.value_area()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colours.background)
        self._draw_axes(painter, area, colours)
        painter.save()
        painter.setClipRect(area.adjusted(-_SIZE, -_SIZE, _SIZE, _SIZE))
        words, pinned = self._pinned or ("", ())
        if words == self._words:
            kept = [point for point in pinned if point.group in self._groups]
            painter.setPen(QPen(colours.reference, 1.2))
            for point in kept:
                at = self._place(point, kept)
                draw_sign(painter, self._groups.index(point.group), at, _SIZE)
        for point in self._points:
            self._draw_point(painter, point, colours)
        painter.restore()

    def _draw_axes(self, painter: QPainter, area: QRectF, colours: PlotColours) -> None:
        found = ticks(*self.value_range(), self._unit, max(2, int(area.width() / 90)))
        for value, words in zip(found.values, found.labels, strict=True):
            x = self.x_of(value)
            painter.setPen(QPen(colours.grid, 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(colours.muted)
            place = QRectF(x - 45, area.bottom() + 2, 90, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, words)
        unit = f" ({found.unit})" if found.unit else ""
        below = QRectF(area.left(), area.bottom() + 20, area.width(), 20)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, f"{self._words}{unit}")
        height = area.height() / max(1, len(self._groups))
        painter.setPen(colours.text)
        for row, group in enumerate(self._groups):
            place = QRectF(0, area.top() + height * row, area.left() - 8, height)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, group
            )

    def _draw_point(self, painter: QPainter, point: StripPoint, colours: PlotColours) -> None:
        group = self._groups.index(point.group)
        at = self.place_of(point)
        painter.setPen(QPen(colours.series[group % len(colours.series)], 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_sign(painter, group, at, _SIZE)
        if point.key == self._marked:
            painter.setPen(QPen(colours.text, 1.5))
            painter.drawEllipse(at, 2 * _SIZE, 2 * _SIZE)
