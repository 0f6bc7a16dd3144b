"""All the user can do, registered once: menu, toolbar, palette and shortcut sheet read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from pfd_desktop.ui.theme.theme import Theme


@dataclass(frozen=True)
class ActionSpec:
    """One thing the user can do."""

    name: str  # stable: "import"
    title: str
    group: str  # its menu: "File", "Edit", "Analyse", "View", "Help"
    run: Callable[[], None]
    icon: str = ""
    shortcut: str = ""
    checkable: bool = False
    short: str = ""  # on the toolbar, where there is little room


class Actions(QObject):
    """The register."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._specs: dict[str, ActionSpec] = {}
        self._actions: dict[str, QAction] = {}
        theme.changed.connect(self._tint)

    def add(self, spec: ActionSpec) -> QAction:
        """Register it; a name is taken once."""
        if spec.name in self._specs:
            raise ValueError(f"the action {spec.name} is registered twice")
        action = QAction(spec.title, self)
        action.setObjectName(f"action_{spec.name}")
        action.setCheckable(spec.checkable)
        if spec.short:
            action.setIconText(spec.short)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
            action.setToolTip(f"{spec.title} ({spec.shortcut})")
        if spec.icon:
            action.setIcon(self._theme.icon(spec.icon))
        action.triggered.connect(lambda _checked: spec.run())
        self._specs[spec.name], self._actions[spec.name] = spec, action
        return action

    def __iter__(self) -> Iterator[tuple[ActionSpec, QAction]]:
        for name, spec in self._specs.items():
            yield spec, self._actions[name]

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def _tint(self) -> None:
        for spec, action in self:
            if spec.icon:
                action.setIcon(self._theme.icon(spec.icon))
