"""Text that wraps and is as high as its lines, also in a form."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget


class WrappedLabel(QLabel):
    """A form asks texts that wrap for the height of a width they had before, so that lines are cut
    once rows come and go. This one tells the height that its width needs, whenever either changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Other words may need more lines."""
        super().setText(text)
        self._need()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has other lines."""
        super().resizeEvent(event)
        self._need()

    def _need(self) -> None:
        self.setMinimumHeight(0)  # else the height for the width is at least the old one
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))
