"""Giving many recordings, datasets … a tag, or taking it away."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.search.subjects import counted


class TagDialog(QDialog):
    """A field for the tag, and what to do with it."""

    told = Signal(str, bool)  # name, whether it is given or taken away

    def __init__(self, of: str, number: int, known: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        title = self.tr("Tag {0}").format(of)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.field = QLineEdit()
        self.field.setAccessibleName("Tag")
        self.field.setPlaceholderText(self.tr("Such as checked or bearing/outer"))
        offer = QCompleter(list(known), self.field)
        offer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(offer)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        add = self.buttons.addButton(self.tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        away = self.buttons.addButton(
            self.tr("Take away"), QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self.add, self.away = add, away
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(counted(of, number)))
        layout.addWidget(self.field)
        layout.addWidget(self.buttons)
        add.setDefault(True)
        add.clicked.connect(lambda: self._tell(give=True))
        away.clicked.connect(lambda: self._tell(give=False))
        self.buttons.rejected.connect(self.reject)
        self.field.textChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        for button in (self.add, self.away):
            button.setEnabled(bool(self.field.text().strip()))

    def _tell(self, *, give: bool) -> None:
        self.told.emit(self.field.text().strip(), give)
        self.accept()


def ask_tag(
    parent: QWidget,
    of: str,
    ids: tuple[str, ...],
    known: Sequence[str],
    told: Callable[[str, tuple[str, ...], bool], object],
) -> None:
    """Ask which tag these "recordings", "datasets" … get or lose; nothing where there are none."""
    if not ids:
        return
    dialog = TagDialog(of, len(ids), known, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.told.connect(lambda name, give: told(name, ids, give))
    dialog.open()
