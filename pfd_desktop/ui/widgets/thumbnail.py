"""A recording, small: its extremes from left to right, to be clicked."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

_HEIGHT, _WIDTH, _MARGIN = 46, 120, 3


class Thumbnail(QAbstractButton):
    """Minima and maxima by column; its own scale, for the shape only."""

    def __init__(
        self,
        name: str,
        said: str,
        minima: NDArray[np.float32] | None,
        maxima: NDArray[np.float32] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._high, self._said = minima, maxima, said
        self.setAccessibleName(f"Show {name}")
        self.setToolTip(f"{name}, {said}")
        self.setText(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A line of text and the shape below it."""
        return QSize(_WIDTH, _HEIGHT + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The name, the shape."""
        del event
        painter = QPainter(self)
        palette, line = self.palette(), self.fontMetrics().height()
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        wide = self.width() - 2 * _MARGIN
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, wide)
        painter.drawText(self.rect().adjusted(_MARGIN, 0, 0, 0), flags, shown)
        if self._low is None or self._high is None:
            below = self.rect().adjusted(_MARGIN, line, -_MARGIN, 0)
            painter.drawText(below, flags | Qt.TextFlag.TextWordWrap, self._said)
        else:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1.0))
            painter.drawLines(self._lines(self._low, self._high, float(line)))
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1.0))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _lines(
        self, low: NDArray[np.float32], high: NDArray[np.float32], top: float
    ) -> list[QLineF]:
        finite = float(max(np.abs(low).max(), np.abs(high).max())) or 1.0
        x = np.linspace(_MARGIN, self.width() - _MARGIN, len(low))
        middle = top + (self.height() - top) / 2
        scale = ((self.height() - top) / 2 - _MARGIN) / finite
        return [
            QLineF(float(a), middle - float(h) * scale, float(a), middle - float(b) * scale + 0.5)
            for a, b, h in zip(x, low, high, strict=True)
        ]
