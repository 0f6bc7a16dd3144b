"""A drawing of few strokes along one axis of values, painted at once: bars, strips."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.plots.exportable import Exportable
from pfd_desktop.ui.plots.menu import PlotMenu
from pfd_desktop.ui.plots.palette import PlotColours, from_palette

_CLOSEST = 1e-6  # the view never gets narrower than this share of its home
_STILL = 4  # a press and release closer than this is a click, not a drag
_Span = tuple[float, float]


class Painted(Exportable):
    """Has the menu, the keys and the focus frame of every drawing."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu = PlotMenu(self)

    def paint_all(self, painter: QPainter, colours: PlotColours) -> None:
        """Draw everything in painter coordinates of this widget."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+0 and F show everything, the menu key opens the menu."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == (Qt.Key.Key_0 if control else Qt.Key.Key_F):
            self.reset_view()
        elif event.key() == Qt.Key.Key_Menu:
            self.menu.popup(self.mapToGlobal(self.rect().center()))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of every plot."""
        self.menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all, and the focus."""
        del event
        colours = from_palette(self.palette())
        with QPainter(self) as painter:
            self.paint_all(painter, colours)
            if self.hasFocus():
                painter.setPen(QPen(colours.accent, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def draw_picture(self, painter: QPainter, target: QRectF, colours: PlotColours) -> None:
        """Draw all of it in these colours."""
        del target
        painter.setFont(self.font())
        self.paint_all(painter, colours)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()


class PaintedPlot(Painted):
    """Values run across: drag pans, the wheel zooms at the pointer, a double click shows all."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._view: _Span | None = None
        self._grabbed: tuple[float, _Span] | None = None

    # -- what a kind provides --------------------------------------------------------------------

    def home(self) -> _Span:
        """All values there are."""
        raise NotImplementedError

    def value_area(self) -> QRectF:
        """Where values are drawn."""
        raise NotImplementedError

    # -- the view --------------------------------------------------------------------------------

    def value_range(self) -> _Span:
        """The values seen."""
        return self._view or self.home()

    def show_range(self, low: float, high: float) -> None:
        """Show these values; not narrower than what can be told apart, nor far beyond all."""
        first, last = self.home()
        width = last - first
        low, high = max(low, first - width / 2), min(high, last + width / 2)
        if high - low >= _CLOSEST * width:
            self._view = low, high
            self.update()

    def reset_view(self) -> None:
        """Show everything."""
        self._view = None
        self.update()

    def x_of(self, value: float) -> float:
        """Where a value is drawn."""
        area, (low, high) = self.value_area(), self.value_range()
        return area.left() + area.width() * (value - low) / (high - low)

    def value_at(self, x: float) -> float:
        """The value drawn there."""
        area, (low, high) = self.value_area(), self.value_range()
        return low + (high - low) * (x - area.left()) / area.width()

    # -- events ----------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        at, factor = self.value_at(event.position().x()), 0.8 ** (turned / 120)
        low, high = self.value_range()
        self.show_range(at - factor * (at - low), at + factor * (high - at))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position().x(), self.value_range()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan."""
        if self._grabbed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        start, (low, high) = self._grabbed
        if self._view is None and abs(event.position().x() - start) < _STILL:
            return
        shift = (event.position().x() - start) * (high - low) / self.value_area().width()
        self._view = low - shift, high - shift
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a press that did not move is a click."""
        grabbed, self._grabbed = self._grabbed, None
        if grabbed is not None and abs(event.position().x() - grabbed[0]) < _STILL:
            self.clicked_at(event.position())

    def clicked_at(self, at: QPointF) -> None:
        """A click; drawings with something to open do so."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything."""
        del event
        self.reset_view()
