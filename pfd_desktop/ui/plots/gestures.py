"""What the pointer does over a plot, as wishes."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

_STILL = 4  # a press and release closer than this is a click, not a drag


class Drag(Protocol):
    """What a press began: a thing of the plot is moved until the button is let go."""

    def move(self, at: QPointF) -> None:
        """The pointer is here now."""

    def drop(self, at: QPointF) -> None:
        """The button was let go here."""


# Told where a press with the left button is and with which modifiers; a Drag takes it.
Claim = Callable[[QPointF, Qt.KeyboardModifier], Drag | None]


class Gestures(QObject):
    """Watches a canvas; left drags pass through to pyqtgraph, which pans."""

    hovered = Signal(QPointF)
    gone = Signal()
    pressed = Signal()
    clicked = Signal(QPointF)
    reset_requested = Signal()
    menu_requested = Signal(QPoint)
    zoom_requested = Signal(QPointF, float, bool)  # where, factor, vertically
    region_dragged = Signal(QPointF, QPointF)  # with Shift held
    region_chosen = Signal(QPointF, QPointF)

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._pressed_at: QPointF | None = None
        self._region_from: QPointF | None = None
        self._drag: Drag | None = None
        self.claims: list[Claim] = []  # asked in turn, before anything else a press may mean
        viewport.setMouseTracking(True)
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True keeps the event from pyqtgraph."""
        del watched
        if isinstance(event, QContextMenuEvent):
            self.menu_requested.emit(event.globalPos())
            return True
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if event.type() == QEvent.Type.Leave:
            self.gone.emit()
        return False

    def _wheel(self, event: QWheelEvent) -> bool:
        turned = event.angleDelta().y() or event.angleDelta().x()
        vertically = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if turned:
            self.zoom_requested.emit(event.position(), 0.8 ** (turned / 120), vertically)
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove:
            return self._move(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return event.button() == Qt.MouseButton.RightButton
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._pressed_at = None
            self.reset_requested.emit()
            return True
        if event.type() == QEvent.Type.MouseButtonPress:
            return self._press(event)
        if event.type() == QEvent.Type.MouseButtonRelease:
            return self._release(event.position())
        return False

    def _move(self, event: QMouseEvent) -> bool:
        if self._drag is not None:
            self._drag.move(event.position())
            return True
        if self._region_from is not None:
            self.region_dragged.emit(self._region_from, event.position())
            return True
        self.hovered.emit(event.position())
        return bool(event.buttons() & Qt.MouseButton.RightButton)

    def _press(self, event: QMouseEvent) -> bool:
        self.pressed.emit()
        for claim in self.claims:
            self._drag = claim(event.position(), event.modifiers())
            if self._drag is not None:
                return True
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._region_from = event.position()
            return True
        self._pressed_at = event.position()
        return False

    def _release(self, at: QPointF) -> bool:
        drag, self._drag = self._drag, None
        if drag is not None:
            drag.drop(at)
            return True
        if self._region_from is not None:
            self.region_chosen.emit(self._region_from, at)
            self._region_from = None
            return True
        start, self._pressed_at = self._pressed_at, None
        if start is not None and (at - start).manhattanLength() < _STILL:
            self.clicked.emit(at)
        return False
