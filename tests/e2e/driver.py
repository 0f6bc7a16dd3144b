"""Drives the window as its user does: finds what is on the screen by its accessible name."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.e2e.stalls import StallWatch

W = TypeVar("W", bound=QWidget)
JOB_MS = 45_000
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def accessible_name(widget: QWidget) -> str:
    """What a screen reader says; on X11 Qt hands a combo box on by its entry, not by its name."""
    if isinstance(widget, QComboBox):
        return widget.accessibleName()
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found is not None else ""


class Driver:
    """The user's eyes and hands; the watch counts only what the program does in between."""

    def __init__(self, qtbot: QtBot, window: QWidget, watch: StallWatch) -> None:
        self._qtbot, self._window, self._watch = qtbot, window, watch

    def see(self, kind: type[W], name: str) -> W:
        """The one widget of this name on the screen; waits until it is there."""
        self.wait(lambda: bool(_visible(kind, name)), f"“{name}” is not on the screen")
        (found,) = _visible(kind, name)
        return found

    def wait(self, condition: Callable[[], bool], otherwise: str = "") -> None:
        """Let the program go on until it is so."""
        for _ in range(JOB_MS // 20):
            if condition():  # the test's own doing, so not measured
                return
            with self._watch.measuring():
                self._qtbot.wait(20)  # QTest.qWait would keep other threads from running
        told = "; ".join(label.text() for label in _on_screen(QLabel) if label.text())
        wanted = otherwise or "it never came to that"
        raise AssertionError(f"{self._watch.step}: {wanted}. On the screen: {told}")

    def text(self, name: str) -> str:
        """What a label says."""
        return self.see(QLabel, name).text()

    def says(self, name: str, words: str) -> bool:
        """Whether a label on the screen says this by now."""
        return any(words in label.text() for label in _visible(QLabel, name))

    def click(self, kind: type[W], name: str) -> None:
        """A click in the middle of an enabled widget."""
        widget = self.see(kind, name)
        self.wait(widget.isEnabled, f"“{name}” cannot be pressed")
        with self._watch.measuring():
            QTest.mouseClick(widget, LEFT, NONE)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """A key to whatever has the focus in the window."""
        self._window.activateWindow()
        self.wait(self._window.isActiveWindow, "the window is not the active one")
        with self._watch.measuring():
            QTest.keyClick(self._window, key, modifier)

    def choose(self, name: str, words: str) -> None:
        """An entry of a combo box, by the arrow keys."""
        box = self.see(QComboBox, name)
        box.setFocus()
        wanted = box.findText(words, Qt.MatchFlag.MatchStartsWith)
        assert wanted >= 0, f"“{name}” offers no {words}"
        for _ in range(box.count()):
            steps = wanted - box.currentIndex()
            if steps:
                with self._watch.measuring():
                    QTest.keyClick(box, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
        assert box.currentIndex() == wanted, box.currentText()

    def write(self, name: str, words: str, *, spin: bool = False) -> None:
        """Text into a field, and Tab."""
        field = self.see(QAbstractSpinBox if spin else QLineEdit, name)
        field.setFocus()
        with self._watch.measuring():
            QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(field, words)
            QTest.keyClick(field, Qt.Key.Key_Tab)

    def rows(self, table: str) -> list[tuple[str, ...]]:
        """All that a table shows."""
        model = self.see(QAbstractItemView, table).model()
        return [
            tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
            for row in range(model.rowCount())
        ]

    def click_row(self, table: str, first: str) -> None:
        """The row whose first cell says this."""
        view = self.see(QAbstractItemView, table)
        row = next(i for i, cells in enumerate(self.rows(table)) if cells[0] == first)
        index = view.model().index(row, 0)
        view.scrollTo(index)
        with self._watch.measuring():
            QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(index).center())

    def drop(self, *paths: Path) -> None:
        """Files and folders onto the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, middle = Qt.DropAction.CopyAction, self._window.rect().center()
        with self._watch.measuring():
            enter = QDragEnterEvent(QPoint(middle), copy, data, LEFT, NONE)
            QApplication.sendEvent(self._window, enter)
            assert enter.isAccepted()
            drop = QDropEvent(QPointF(middle), copy, data, LEFT, NONE)
            QApplication.sendEvent(self._window, drop)
            assert drop.isAccepted()


def _on_screen(kind: type[W]) -> list[W]:
    every = QApplication.allWidgets()
    return [w for w in every if isinstance(w, kind) and w.isVisible()]


def _visible(kind: type[W], name: str) -> list[W]:
    return [widget for widget in _on_screen(kind) if accessible_name(widget) == name]
