"""One question in a small dialog; the window goes on while it is open."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QWidget


def ask_text(
    parent: QWidget, title: str, words: str, told: Callable[[str], object], text: str = ""
) -> None:
    """Ask for a text; *told* hears it where it is accepted and says something."""
    dialog = _dialog(parent, title, words)
    dialog.setTextValue(text)
    dialog.textValueSelected.connect(lambda value: told(value) if value.strip() else None)
    dialog.open()


def ask_one(
    parent: QWidget, title: str, words: str, told: Callable[[str], object], options: Sequence[str]
) -> None:
    """Ask for one of several."""
    dialog = _dialog(parent, title, words)
    dialog.setComboBoxItems(list(options))
    dialog.textValueSelected.connect(told)
    dialog.open()


def _dialog(parent: QWidget, title: str, words: str) -> QInputDialog:
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setAccessibleName(title)
    dialog.setLabelText(words)
    return dialog
