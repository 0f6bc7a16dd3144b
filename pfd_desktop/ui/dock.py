"""Docks that build their panel when it is first shown."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.theme.theme import Theme


@dataclass(frozen=True)
class PanelSpec:
    """A panel: who it is, where it goes at first, how it is made."""

    name: str
    title: str
    icon: str
    area: Qt.DockWidgetArea
    build: Callable[[Context], QWidget]
    purpose: str


class PanelDock(QDockWidget):
    """The frame of one panel."""

    def __init__(self, spec: PanelSpec, context: Context) -> None:
        super().__init__(spec.title)
        self.spec, self._context = spec, context
        self.setObjectName(spec.name)  # saveState() finds it by this
        self.setAccessibleName(spec.title)
        self.setAccessibleDescription(spec.purpose)
        self.setTitleBarWidget(_Title(self, context.theme))

    def showEvent(self, event: QShowEvent) -> None:
        """Build the panel the first time it is seen."""
        if self.widget() is None:
            self.setWidget(self.spec.build(self._context))
        super().showEvent(event)


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
