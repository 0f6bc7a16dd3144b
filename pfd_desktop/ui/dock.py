"""Docks that build their panel when it is first shown."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMoveEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.exports import serve
from pfd_desktop.ui.theme.theme import Theme

# A panel with several plots is made in steps, each of which lets the window answer.
Steps = Generator[None, None, QWidget]


@dataclass(frozen=True)
class PanelSpec:
    """A panel: who it is, where it goes at first, how it is made."""

    name: str
    title: str
    icon: str
    area: Qt.DockWidgetArea
    build: Callable[[Context], QWidget | Steps]
    purpose: str


class PanelDock(QDockWidget):
    """The frame of one panel."""

    wanted = Signal()  # it is seen for the first time and has no panel yet

    def __init__(self, spec: PanelSpec, theme: Theme) -> None:
        super().__init__(spec.title)
        self.spec = spec
        self.setObjectName(spec.name)  # saveState() finds it by this
        self.setAccessibleName(spec.title)
        self.setAccessibleDescription(spec.purpose)
        self.setTitleBarWidget(_Title(self, theme))

    def is_seen(self) -> bool:
        """Whether it is in the window and no tab lies over it.

        Docks behind a tab are visible to Qt, which puts them beyond the window's upper left corner.
        """
        place = self.geometry()
        return self.isVisible() and (self.isFloating() or min(place.right(), place.bottom()) >= 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the panel the first time the dock is seen."""
        super().showEvent(event)
        self._ask()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Ask for it when its tab is first chosen, which brings the dock into the window."""
        super().moveEvent(event)
        self._ask()

    def _ask(self) -> None:
        if self.widget() is None and self.is_seen():
            self.wanted.emit()


class Builder(QObject):
    """Builds the panels that are seen, in small steps between which the window answers.

    A workspace with many new panels would hold the window up for the sum of them. A panel is made
    in one turn of the event loop, or in as many as it has steps, and shown, which styles all its
    widgets, in the next.
    """

    made = Signal(QWidget)  # a panel, before it is shown
    idle = Signal()  # every panel that is seen has been made

    def __init__(self, docks: Iterable[PanelDock], context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._docks, self._context = tuple(docks), context
        self._making: tuple[PanelDock, Steps] | None = None
        self._made: tuple[PanelDock, QWidget] | None = None
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._step)

    def begin(self) -> None:
        """From now on panels can be built: what they are given is there."""
        for dock in self._docks:
            dock.wanted.connect(self._turn.start)
        self._turn.start()

    def finish(self) -> None:
        """All that are seen, now."""
        while self._step():
            pass

    def _step(self) -> bool:
        if self._made is not None:
            seen, panel = self._made
            self._made = None
            serve(panel, self._context.jobs)
            self.made.emit(panel)
            seen.setWidget(panel)
            return True
        if self._making is not None:
            self._go_on(*self._making)
            return True
        dock = next((d for d in self._docks if d.is_seen() and d.widget() is None), None)
        if dock is None:
            self._turn.stop()
            self.idle.emit()
            return False
        built = dock.spec.build(self._context)
        if isinstance(built, QWidget):
            self._made = dock, built
        else:
            self._making = dock, built
        return True

    def _go_on(self, dock: PanelDock, steps: Steps) -> None:
        try:
            next(steps)
        except StopIteration as end:
            self._making = None
            self._made = dock, end.value


class _Title(QWidget):
    """Icon, title, float and close."""

    def __init__(self, dock: PanelDock, theme: Theme) -> None:
        super().__init__(dock)
        self.setObjectName("dockTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._dock, self._theme = dock, theme
        self._icon = QLabel()
        title = QLabel(dock.windowTitle())
        self._float, self._close = QToolButton(), QToolButton()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 4, 3)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(title, 1)
        for button, name, act in (
            (self._float, "Float", lambda: dock.setFloating(not dock.isFloating())),
            (self._close, "Close", dock.close),
        ):
            button.setAccessibleName(f"{name} {dock.windowTitle()}")
            button.setToolTip(f"{name} this panel")
            button.setIconSize(QSize(12, 12))
            button.setAutoRaise(True)
            button.clicked.connect(act)
            layout.addWidget(button)
        theme.changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self._icon.setPixmap(self._theme.icon(self._dock.spec.icon).pixmap(16, 16))
        self._float.setIcon(self._theme.icon("layout"))
        self._close.setIcon(self._theme.icon("x"))
