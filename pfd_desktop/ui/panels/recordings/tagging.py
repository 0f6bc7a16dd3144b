"""Giving many recordings a tag, or taking it away."""

from collections.abc import Sequence

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


class TagDialog(QDialog):
    """A field for the tag, and what to do with it."""

    told = Signal(str, bool)  # name, whether it is given or taken away

    def __init__(self, number: int, known: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tag recordings"))
        self.setAccessibleName("Tag recordings")
        words = self.tr("1 recording") if number == 1 else self.tr("{0} recordings")
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
        layout.addWidget(QLabel(words.format(number)))
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
