"""A plot of data: with cursors, keys, a menu, export and a pinned reference."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.cursors import CursorMode
from pfd_desktop.ui.plots.cursor_tool import CursorTool
from pfd_desktop.ui.plots.menu import PlotMenu
from pfd_desktop.ui.plots.plot import Plot

_PLAIN = Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_Key = tuple[Qt.Key, Qt.KeyboardModifier]


class DataPlot(Plot):
    """What every plot of recordings can do; what it shows is up to its kind."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.cursor_tool = self.make_cursor_tool()
        self.menu = PlotMenu(self, self.cursor_tool)
        self.menu_requested.connect(self.menu.popup)
        self._keys: dict[_Key, Callable[[], object]] = self._key_table()

    def make_cursor_tool(self) -> CursorTool:
        """What places its cursors."""
        return CursorTool(self)

    # -- keys ------------------------------------------------------------------------------------

    def _key_table(self) -> dict[_Key, Callable[[], object]]:
        tool = self.cursor_tool
        return {
            (Qt.Key.Key_Left, _PLAIN): lambda: tool.step(-1),
            (Qt.Key.Key_Right, _PLAIN): lambda: tool.step(1),
            (Qt.Key.Key_D, _PLAIN): lambda: tool.toggle(CursorMode.DELTA),
            (Qt.Key.Key_H, _PLAIN): lambda: tool.toggle(CursorMode.HARMONIC),
            (Qt.Key.Key_B, _PLAIN): lambda: tool.toggle(CursorMode.SIDEBAND),
            (Qt.Key.Key_R, _PLAIN): lambda: tool.toggle(CursorMode.BAND),
            (Qt.Key.Key_Z, _PLAIN): lambda: tool.toggle(CursorMode.DAMPING),
            (Qt.Key.Key_Escape, _PLAIN): tool.escape,
            (Qt.Key.Key_F, _PLAIN): self.reset_view,
            (Qt.Key.Key_0, _CONTROL): self.reset_view,
            (Qt.Key.Key_Up, _PLAIN): lambda: self.zoom(0.8),
            (Qt.Key.Key_Down, _PLAIN): lambda: self.zoom(1.25),
            (Qt.Key.Key_Left, _CONTROL): lambda: self.pan(-0.1),
            (Qt.Key.Key_Right, _CONTROL): lambda: self.pan(0.1),
        }

    def add_key(self, key: Qt.Key, do: Callable[[], object]) -> None:
        """One more key of this kind of plot."""
        self._keys[key, _PLAIN] = do

    def _action_for(self, event: QKeyEvent) -> Callable[[], object] | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return self._keys.get((Qt.Key(event.key()), modifiers))

    def event(self, event: QEvent) -> bool:
        """A plot with the focus takes its keys before any shortcut of the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._action_for(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key asks."""
        action = self._action_for(event)
        if action is not None:
            action()
        elif event.key() == Qt.Key.Key_Menu:
            self.menu.popup(self.mapToGlobal(QPoint(80, 20)))
        else:
            super().keyPressEvent(event)
