"""A quiet line of text that wraps, for what panels say aside."""

from PySide6.QtWidgets import QLabel


def muted_label(name: str) -> QLabel:
    """An empty one, with its accessible name."""
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    label.setProperty("tone", "muted")
    return label
