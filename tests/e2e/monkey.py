"""A monkey at the window: what a hand could do, at random, repeatable by its seed."""

import random
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QWidget,
)

from pfd_desktop.bootstrap.window import App

REMEMBERED = 20
KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Space,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Plus,
    Qt.Key.Key_Minus,
    Qt.Key.Key_O,
    Qt.Key.Key_F10,
)
WORDS = ("0", "-1", "1e9", "abc", "3300", "½", "", "99999999999999999999", "outer")
SPARED = frozenset({"quit"})  # it ends the run
MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class Monkey:
    """Does one thing after the other and remembers the last ones."""

    def __init__(self, app: App, seed: int) -> None:
        self._app, self._random = app, random.Random(seed)
        self.done: deque[str] = deque(maxlen=REMEMBERED)
        self._ways: tuple[tuple[Callable[[], None], int], ...] = (
            (self._click, 40),
            (self._key, 15),
            (self._type, 8),
            (self._action, 15),
            (self._dock, 8),
            (self._resize, 4),
            (self._wheel, 5),
            (self._wait, 5),
        )

    def play(self, actions: int) -> None:
        """That many."""
        ways, weights = zip(*self._ways, strict=True)
        for _ in range(actions):
            self._random.choices(ways, weights)[0]()
            QTest.qWait(1)
            self._put_away()

    def _note(self, text: str) -> None:
        self.done.append(text)

    def _widgets(self) -> list[QWidget]:
        """Whatever can be reached by a hand, in an order that does not depend on memory."""
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        root: QWidget = top or self._app.window
        everything = [root, *root.findChildren(QWidget)]
        return [w for w in everything if w.isVisible() and w.isEnabled() and not _spared(w)]

    def _click(self) -> None:
        reachable = self._widgets()
        if not reachable:  # a menu is open
            return
        widget = self._random.choice(reachable)
        size = widget.size()
        place = QPoint(
            self._random.randrange(max(1, size.width())),
            self._random.randrange(max(1, size.height())),
        )
        double = self._random.random() < 0.1
        self._note(f"{'double ' if double else ''}click {_called(widget)} at {place.toTuple()}")
        modifier = self._random.choice(MODIFIERS)
        if double:
            QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, modifier, place)
        else:
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifier, place)

    def _key(self) -> None:
        target = QApplication.focusWidget() or self._app.window
        key = self._random.choice(KEYS)
        self._note(f"key {key.name} in {_called(target)}")
        QTest.keyClick(target, key, self._random.choice(MODIFIERS[:3]))

    def _type(self) -> None:
        fields = [w for w in self._widgets() if isinstance(w, QLineEdit | QComboBox)]
        if fields:
            field, words = self._random.choice(fields), self._random.choice(WORDS)
            self._note(f"type {words!r} into {_called(field)}")
            field.setFocus()
            QTest.keyClicks(field, words)
            QTest.keyClick(field, Qt.Key.Key_Return)

    def _action(self) -> None:
        if QApplication.activeModalWidget() or QApplication.activePopupWidget():
            return
        offered = [(s, a) for s, a in self._app.context.actions if s.name not in SPARED]
        spec, action = self._random.choice(offered)
        if action.isEnabled() and action.isVisible():
            self._note(f"action {spec.name}")
            action.trigger()

    def _dock(self) -> None:
        name = self._random.choice(sorted(self._app.window.docks))
        self._note(f"toggle dock {name}")
        self._app.window.docks[name].toggleViewAction().trigger()

    def _resize(self) -> None:
        width, height = self._random.randrange(300, 1900), self._random.randrange(200, 1100)
        self._note(f"resize to {width} x {height}")
        self._app.window.resize(width, height)

    def _wheel(self) -> None:
        reachable = self._widgets()
        if not reachable:
            return
        widget = self._random.choice(reachable)
        self._note(f"wheel over {_called(widget)}")
        QTest.wheelEvent(
            widget.window().windowHandle(),
            widget.mapTo(widget.window(), widget.rect().center()).toPointF(),
            QPoint(0, self._random.choice((-120, 120))),
        )

    def _wait(self) -> None:
        self._note("wait")
        QTest.qWait(self._random.choice((20, 100, 300)))

    def _put_away(self) -> None:
        """Popups that have stayed open for long enough; menus at once, for keys would find Quit."""
        popup = QApplication.activePopupWidget()
        menu = isinstance(popup, QMenu)
        if popup is not None and (menu or self._random.random() < 0.3):
            self._note(f"close {_called(popup)}")
            popup.close()
        dialog = QApplication.activeModalWidget()
        if dialog is not None and self._random.random() < 0.2:
            self._note(f"close {_called(dialog)}")
            dialog.close()


def _called(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName() or widget.objectName()}”"


def _spared(widget: QWidget) -> bool:
    """Where a click could close the window: its menus hold Quit."""
    return isinstance(widget, QMenu | QMenuBar)
