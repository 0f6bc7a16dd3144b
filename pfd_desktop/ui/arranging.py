"""Workspaces: arrangements of docks that the user may change and bring back."""

from itertools import pairwise

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtWidgets import QMainWindow, QTabBar

from pfd_desktop.ui.catalog import ARRANGEMENTS, Arrangement
from pfd_desktop.ui.dock import PanelDock

VERSION = 3  # a layout of another version, which knows other panels, is not restored but made anew


class Arranger:
    """Switches the whole arrangement and remembers what the user made of each."""

    def __init__(
        self, window: QMainWindow, docks: dict[str, PanelDock], settings: QSettings
    ) -> None:
        self._window, self._docks, self._settings = window, docks, settings
        self.current: Arrangement | None = None

    def show(self, name: str) -> None:
        """Go to a workspace; the one that is left is remembered as it stands."""
        chosen = next(a for a in ARRANGEMENTS if a.name == name)
        if chosen is self.current:
            return
        self.keep()
        self.current = chosen
        # Arranging and painting are two turns of the event loop, so neither holds up the other.
        self._window.setUpdatesEnabled(False)
        QTimer.singleShot(0, self._window, self._settle)
        size = self._window.size()
        kept = self._settings.value(self._key(chosen))
        if not isinstance(kept, QByteArray) or not self._window.restoreState(kept, VERSION):
            self._lay_out(chosen)
        if self._window.windowState() == Qt.WindowState.WindowNoState:
            self._window.resize(size)  # Qt makes it higher as it restores a state
        self._bring_on_screen()
        for bar in self._bars():
            bar.setAccessibleName("Panels of one place")
            bar.setElideMode(Qt.TextElideMode.ElideNone)  # arrows lead to what has no room
            bar.setUsesScrollButtons(True)

    def _settle(self) -> None:
        self._hide_left_over()
        self._window.setUpdatesEnabled(True)

    def _bars(self) -> list[QTabBar]:
        """The tabs of docks, the newest last."""
        found = self._window.findChildren(QTabBar)
        return [bar for bar in found if bar.parent() is self._window]

    def _hide_left_over(self) -> None:
        """Qt 6.11 makes new tabs for each state and leaves the old ones standing over panels."""
        if not self._window.isVisible():
            return  # the tabs are filled when it is shown
        places = self._tabbed()
        for bar in reversed(self._bars()):
            names = frozenset(bar.tabText(place) for place in range(bar.count()))
            if names in places:
                places.remove(names)
            else:
                bar.hide()

    def _tabbed(self) -> set[frozenset[str]]:
        """The titles of the panels that share a place, for each such place."""
        found = set()
        for dock in self._docks.values():
            if not dock.isHidden() and not dock.isFloating():
                others = self._window.tabifiedDockWidgets(dock)
                shown = [other for other in others if not other.isHidden()]
                found.add(frozenset(one.windowTitle() for one in (dock, *shown)))
        return {names for names in found if len(names) > 1}

    def reset(self) -> None:
        """The workspace as it was at first."""
        if self.current is not None:
            self._settings.remove(self._key(self.current))
            self._lay_out(self.current)
            QTimer.singleShot(0, self._window, self._hide_left_over)

    def keep(self) -> None:
        """Remember the workspace as it stands."""
        if self.current is not None:
            self._settings.setValue(self._key(self.current), self._window.saveState(VERSION))

    def _key(self, arrangement: Arrangement) -> str:
        return f"layout/{VERSION}/{arrangement.name}"

    def _lay_out(self, arrangement: Arrangement) -> None:
        for dock in self._docks.values():
            dock.setFloating(False)
            dock.hide()
        columns = (arrangement.left, arrangement.centre, arrangement.right)
        heads = [self._column(places) for places in columns]
        # Columns side by side in one area: Qt then shares the width as told below.
        for left, right in pairwise(heads):
            self._window.splitDockWidget(left, right, Qt.Orientation.Horizontal)
        self._stack(columns)
        self._window.resizeDocks(heads, list(arrangement.widths), Qt.Orientation.Horizontal)
        if arrangement.centre_heights:
            middle = [self._docks[place[0]] for place in arrangement.centre]
            heights = list(arrangement.centre_heights)
            self._window.resizeDocks(middle, heights, Qt.Orientation.Vertical)

    def _column(self, places: tuple[tuple[str, ...], ...]) -> PanelDock:
        head = self._docks[places[0][0]]
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, head)
        head.show()
        return head

    def _stack(self, columns: tuple[tuple[tuple[str, ...], ...], ...]) -> None:
        for places in columns:
            above = self._docks[places[0][0]]
            for place in places[1:]:
                below = self._docks[place[0]]
                self._window.splitDockWidget(above, below, Qt.Orientation.Vertical)
                below.show()
                above = below
            for place in places:
                front = self._docks[place[0]]
                for name in place[1:]:
                    self._window.tabifyDockWidget(front, self._docks[name])
                    self._docks[name].show()
                front.raise_()

    def _bring_on_screen(self) -> None:
        """A floating panel of a screen that is gone comes back into the window."""
        screen = self._window.screen()
        if screen is None:
            return
        whole = screen.virtualGeometry()
        for dock in self._docks.values():
            if dock.isFloating() and not whole.intersects(dock.frameGeometry()):
                dock.setFloating(False)
