"""Labels over a time trace: bars with their names at the top, a tint below, flags for points."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from pfd_desktop.core.figures.labels import LANES, SEVERAL, LabelSheet, Run, TraceLabel
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.palette import mixed
from pfd_desktop.ui.plots.primitives import LineBatch

LANE = 18.0  # painter units
_NAMED = 26.0  # painter units from which a label has a name and a tint of its own
_PAD = 4.0
_MOST = 0.4  # of the height of the plot: more rows lie over each other in the last one
_TINT, _BAR = 0.12, 0.30


class LabelLayer(Layer):
    """Draws what is seen of a sheet; what is narrower than a name is merged by pixel."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(30)
        self._sheet, self._chosen = LabelSheet(), ""
        self._runs = LineBatch()
        self._rows = LANES  # that have room, the last time
        self.tint = _TintLayer()
        self.operations = 0  # drawing calls, the last time
        self.setVisible(False)

    @property
    def sheet(self) -> LabelSheet:
        """What is drawn."""
        return self._sheet

    @property
    def chosen(self) -> TraceLabel | None:
        """The one that is drawn stronger."""
        return self._sheet.find(self._chosen)

    def show_sheet(self, sheet: LabelSheet) -> None:
        """Draw these from now on."""
        self._sheet = self.tint.sheet = sheet
        self.tint.show_if(bool(sheet.labels))
        self.show_if(bool(sheet.labels))

    def choose(self, label_id: str) -> None:
        """Draw one of them stronger; "" none."""
        self._chosen = label_id
        self.update()

    def row_at(self, below_top: float) -> int | None:
        """The row of bars so many painter units below the upper edge of the view; None below."""
        row = int(below_top // LANE)
        return row if 0 <= row < min(self._rows, self._sheet.lane_count) else None

    def in_row(self, row: int, seconds: float, reach_s: float) -> TraceLabel | None:
        """The label under the pointer in a row; the last row may hold those of several lanes."""
        several = row == self._rows - 1 < self._sheet.lane_count - 1
        return self._sheet.at(seconds, reach_s, None if several else row)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        self.operations = 0
        if not self._sheet.labels:
            return
        room = int(_MOST * device.rectangle().height() // LANE)
        self._rows = min(max(1, room), LANES)
        named, narrow = _parted(self._sheet, device, self._chosen)
        self._draw_runs(painter, device, narrow)
        for index in named:
            self._draw_bar(painter, device, int(index))

    def _row(self, lane: int) -> int:
        return min(lane, self._rows - 1)

    # -- what is too narrow for a name -----------------------------------------------------------

    def _draw_runs(self, painter: QPainter, device: Device, narrow: NDArray[np.intp]) -> None:
        if not narrow.size:
            return
        view, area = device.view, device.rectangle()
        columns = max(1, round(area.width()))
        runs = self._sheet.runs(narrow, view.left(), view.right(), columns)
        for place in sorted({run.place for run in runs}):
            self._draw_batch(painter, area, [run for run in runs if run.place == place])

    def _draw_batch(self, painter: QPainter, area: QRectF, runs: list[Run]) -> None:
        rows = self._runs.fill(len(runs))
        rows[:, 0] = [area.left() + run.first for run in runs]
        rows[:, 2] = [area.left() + run.last for run in runs]
        rows[:, 1] = [area.top() + (self._row(run.lane) + 0.5) * LANE for run in runs]
        rows[:, 3] = rows[:, 1]
        colour = self.colours.muted if runs[0].place == SEVERAL else self._strong(runs[0].place)
        pen = QPen(colour, LANE - 4)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        self._runs.draw(painter)
        self.operations += 1

    # -- what has a name -------------------------------------------------------------------------

    def _draw_bar(self, painter: QPainter, device: Device, index: int) -> None:
        label, area = self._sheet.labels[index], device.rectangle()
        top = area.top() + LANE * self._row(int(self._sheet.lanes[index]))
        left, right = _reach(label, device, area)
        strong, chosen = self._strong(label.place), label.id == self._chosen
        width = max(1.0, right - left)
        if label.high_s == label.low_s:  # a point has no width: its name stands beside it
            width = QFontMetricsF(painter.font()).horizontalAdvance(label.words) + 3 * _PAD
        box = QRectF(left, top + 1, width, LANE - 2)
        painter.fillRect(box, mixed(strong, self.colours.background, _BAR))
        painter.setPen(QPen(strong, 2.0 if chosen else 1.0))
        if not label.whole:
            self._draw_edges(painter, device, area, label)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._draw_words(painter, box, label, chosen)
        self.operations += 4

    def _draw_edges(
        self, painter: QPainter, device: Device, area: QRectF, label: TraceLabel
    ) -> None:
        for seconds in {label.low_s, label.high_s}:
            x = device.crisp(device.x(seconds))
            if area.left() <= x <= area.right():
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _draw_words(self, painter: QPainter, box: QRectF, label: TraceLabel, chosen: bool) -> None:
        """Inside of what is seen of the bar, so that a long label is named wherever one looks."""
        font = painter.font()
        font.setBold(chosen)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        room = box.width() - 2 * _PAD
        words = metrics.elidedText(label.words, Qt.TextElideMode.ElideRight, room)
        painter.setPen(self.colours.text)
        place = QRectF(box.left() + _PAD, box.top(), room, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        font.setBold(False)
        painter.setFont(font)

    def _strong(self, place: int) -> QColor:
        series = self.colours.series
        return series[place % len(series)]


class _TintLayer(Layer):
    """A faint colour behind the trace under each label that has a name."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-40)
        self.sheet = LabelSheet()
        self.setVisible(False)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        if not self.sheet.labels:
            return
        area, series = device.rectangle(), self.colours.series
        for index in _parted(self.sheet, device, "")[0]:
            label = self.sheet.labels[int(index)]
            if label.whole:
                continue
            left, right = _reach(label, device, area)
            colour = mixed(series[label.place % len(series)], self.colours.background, _TINT)
            painter.fillRect(QRectF(left, area.top(), right - left, area.height()), colour)


def _parted(
    sheet: LabelSheet, device: Device, chosen: str
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The labels that are seen: those with room for a name, and the others."""
    view = device.view
    seen = sheet.seen(view.left(), view.right())
    widths = (sheet.highs[seen] - sheet.lows[seen]) * device.x_scale
    points = widths == 0
    wide = widths >= _NAMED
    if np.count_nonzero(points) * _NAMED <= device.rectangle().width():
        wide |= points  # a few points have room for their names
    wide |= seen == sheet.number_of(chosen)
    return seen[wide], seen[~wide]


def _reach(label: TraceLabel, device: Device, area: QRectF) -> tuple[float, float]:
    """From where to where its bar is seen."""
    if label.whole:
        return area.left(), area.right()
    left = min(max(device.x(label.low_s), area.left()), area.right())
    return left, max(left, min(device.x(label.high_s), area.right()))
