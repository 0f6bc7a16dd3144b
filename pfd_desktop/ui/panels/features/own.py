"""The menu of a user's own features: which are extracted, a file to begin with, adding one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from pfd_desktop.core.features.spec import FeatureSpec

Offered = tuple[str, tuple[FeatureSpec, ...], bool]  # file, what it declares, whether it may run


class OwnMenu(QPushButton):
    """A button that opens the menu, and says how many files are chosen."""

    changed = Signal()
    template_asked = Signal(object)  # Path
    add_asked = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Own features")
        self.setToolTip(self.tr("Features that you wrote in Python, beside those of the set"))
        self._offered: tuple[Offered, ...] = ()
        self._chosen: set[str] = set()
        self.menu_shown = QMenu(self)
        self.setMenu(self.menu_shown)
        self.show_files(())

    def show_files(self, offered: Sequence[Offered]) -> None:
        """The project's files; those that were chosen stay so."""
        self._offered = tuple(offered)
        self._chosen &= {name for name, _, may_run in offered if may_run}
        self.menu_shown.clear()
        for name, specs, may_run in offered:
            shown = ", ".join(spec.name for spec in specs)
            words = f"{name}: {shown}" if may_run else self.tr("{0} (not tested here)").format(name)
            action = self.menu_shown.addAction(words)
            action.setCheckable(True)
            action.setChecked(name in self._chosen)
            action.setEnabled(may_run)
            action.toggled.connect(lambda on, name=name: self._choose(name, on=on))
        if offered:
            self.menu_shown.addSeparator()
        self.menu_shown.addAction(self.tr("Write a template…"), self._ask_template)
        self.menu_shown.addAction(self.tr("Add a file…"), self._ask_file)
        self._name()

    def choose(self, name: str) -> None:
        """Take this file's features along from now on."""
        self._chosen.add(name)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The files whose features are wanted."""
        return tuple(name for name, _, _ in self._offered if name in self._chosen)

    @property
    def specs(self) -> tuple[FeatureSpec, ...]:
        """What they declare."""
        return tuple(s for name, specs, _ in self._offered if name in self._chosen for s in specs)

    def _choose(self, name: str, *, on: bool) -> None:
        (self._chosen.add if on else self._chosen.discard)(name)
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        count = len(self.chosen)
        self.setText(
            self.tr("Own features ({0})").format(count) if count else self.tr("Own features")
        )

    def _ask_template(self) -> None:
        title = self.tr("Write a file to begin with")
        name, _ = QFileDialog.getSaveFileName(self, title, "own_features.py", "Python (*.py)")
        if name:
            self.template_asked.emit(Path(name).with_suffix(".py"))

    def _ask_file(self) -> None:
        title = self.tr("Add a file of own features")
        name, _ = QFileDialog.getOpenFileName(self, title, "", "Python (*.py)")
        if name:
            self.add_asked.emit(Path(name))
