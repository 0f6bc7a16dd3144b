"""The bar under a trace: the whole recording, and the part of it that is seen."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pfd_desktop.core.figures.trace import OUT_OF_REACH, TraceFigure
from pfd_desktop.ui.plots.palette import from_palette, mixed, see_through
from pfd_desktop.ui.plots.plot import LEFT_MARGIN, RIGHT_MARGIN
from pfd_desktop.ui.plots.primitives import LineBatch

_GRIP = 5.0  # how near to an edge of the region one has to be to drag it
_NARROWEST = 8.0  # the region is drawn and gripped at least so wide


class Overview(QWidget):
    """Drag the region to move, its edges to widen; click beside it to go there."""

    region_chosen = Signal(float, float)  # seconds

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._figure: TraceFigure | None = None
        self._region = (0.0, 0.0)
        self._picture: QPixmap | None = None
        self._drag: tuple[str, float, tuple[float, float]] | None = None
        self._lines = LineBatch()

    def sizeHint(self) -> QSize:
        """One line high."""
        return QSize(200, 44)

    def minimumSizeHint(self) -> QSize:
        """Still to be gripped where height is short."""
        return QSize(60, 24)

    def show_figure(self, figure: TraceFigure | None) -> None:
        """Show this recording from now on."""
        self._figure, self._picture = figure, None
        self._region = (0.0, figure.duration_s) if figure else (0.0, 0.0)
        self.update()

    @property
    def region(self) -> tuple[float, float]:
        """The part shown as seen, in seconds."""
        return self._region

    def show_region(self, low: float, high: float) -> None:
        """Mark what is seen."""
        self._region = (low, high)
        self.update()

    # -- drawing ---------------------------------------------------------------------------------

    def _bar(self) -> QRectF:
        width = self.width() - LEFT_MARGIN - RIGHT_MARGIN - 1
        return QRectF(LEFT_MARGIN, 1, max(1, width), self.height() - 2)

    def _x(self, seconds: float) -> float:
        bar, figure = self._bar(), self._figure
        return bar.left() + (bar.width() * seconds / figure.duration_s if figure else 0.0)

    def _seconds(self, x: float) -> float:
        bar = self._bar()
        return self._figure.duration_s * (x - bar.left()) / bar.width() if self._figure else 0.0

    def _region_box(self) -> QRectF:
        bar = self._bar()
        left, right = (min(max(self._x(s), bar.left()), bar.right()) for s in self._region)
        if right - left < _NARROWEST:
            middle = (left + right) / 2
            left = min(max(middle - _NARROWEST / 2, bar.left()), bar.right() - _NARROWEST)
            right = left + _NARROWEST
        return QRectF(left, bar.top(), right - left, bar.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Called by Qt."""
        del event
        colours = from_palette(self.palette())
        with QPainter(self) as painter:
            painter.fillRect(self._bar(), colours.background)
            if self._figure is None:
                return
            if self._picture is None:
                self._picture = self._drawn(self._figure, colours.reference)
            painter.drawPixmap(QPointF(self._bar().left(), self._bar().top()), self._picture)
            box = self._region_box()
            painter.fillRect(box, see_through(colours.accent))
            strong = colours.accent if self.hasFocus() else mixed(colours.accent, colours.text, 0.6)
            painter.setPen(QPen(strong, 2.0 if self.hasFocus() else 1.0))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _pen(self, colour: QColor, columns: int) -> QPen:
        """Wide enough that the columns of a short recording touch."""
        width = self._bar().width() / columns
        return QPen(colour, width if width > 1 else 0)

    def _drawn(self, figure: TraceFigure, colour: QColor) -> QPixmap:
        ratio = self.devicePixelRatioF()
        bar = self._bar()
        columns = min(figure.count, max(1, int(bar.width() * ratio)))
        picture = QPixmap(QSize(int(bar.width() * ratio), int(bar.height() * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        try:
            found = figure.columns(0, figure.count, columns)
        except OUT_OF_REACH:
            return picture  # the trace says why
        reach = max(float(np.abs(found.minima).max()), float(np.abs(found.maxima).max())) or 1.0
        rows = self._lines.fill(columns)
        rows[:, 0] = rows[:, 2] = (np.arange(columns) + 0.5) * bar.width() / columns
        middle, scale = bar.height() / 2, (bar.height() / 2 - 3) / reach
        rows[:, 1], rows[:, 3] = middle - found.maxima * scale, middle - found.minima * scale
        np.maximum(rows[:, 3], rows[:, 1] + 1.0 / ratio, out=rows[:, 3])
        with QPainter(picture) as painter:
            painter.setPen(self._pen(colour, columns))
            self._lines.draw(painter)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew."""
        super().resizeEvent(event)
        self._picture = None

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._picture = None
            self.update()

    # -- the pointer and the keys ----------------------------------------------------------------

    def _grip(self, x: float) -> str:
        box = self._region_box()
        if abs(x - box.left()) <= _GRIP and box.width() > _NARROWEST:
            return "left"
        if abs(x - box.right()) <= _GRIP and box.width() > _NARROWEST:
            return "right"
        return "whole" if box.left() <= x <= box.right() else "beside"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.button() != Qt.MouseButton.LeftButton or self._figure is None:
            return
        x, grip = event.position().x(), self._grip(event.position().x())
        if grip == "beside":
            low, high = self._region
            shift = self._seconds(x) - (low + high) / 2
            self._choose(low + shift, high + shift)
            grip = "whole"
        self._drag = (grip, x, self._region)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        x = event.position().x()
        if self._drag is None:
            edge = self._grip(x) in ("left", "right")
            shape = Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            return
        grip, start, (low, high) = self._drag
        shift = self._seconds(x) - self._seconds(start)
        if grip != "right":
            low += shift
        if grip != "left":
            high += shift
        self._choose(min(low, high), max(low, high))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        del event
        self._drag = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move by a tenth of the region."""
        steps = {Qt.Key.Key_Left: -0.1, Qt.Key.Key_Right: 0.1}
        share = steps.get(Qt.Key(event.key()))
        if share is None or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        low, high = self._region
        self._choose(low + share * (high - low), high + share * (high - low))

    def _choose(self, low: float, high: float) -> None:
        if self._figure is None:
            return
        width = min(max(high - low, 2 * self._figure.step), self._figure.duration_s)
        low = min(max(low, 0.0), self._figure.duration_s - width)
        self._region = (low, low + width)
        self.update()
        self.region_chosen.emit(*self._region)
