"""Controls that give way: where height is short they show their first row and scroll."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

_SPACING = 4


class Folding(QScrollArea):
    """Its parts below each other, as high as they are where there is room, else a row of them.

    What stands below it is then seen first: give that a least height and the layout's stretch.
    """

    def __init__(self, name: str, *parts: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._parts = parts
        self._content = QWidget()
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        for part in parts:
            layout.addWidget(part)
        self.setWidget(self._content)
        self._content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """As high as the parts are in the width there is."""
        width = max(self.width(), self.minimumSizeHint().width())
        layout = self._content.layout()
        high = layout.heightForWidth(width) if layout is not None else 0
        return QSize(width, high if high >= 0 else self._content.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """One row."""
        shown = [part for part in self._parts if not part.isHidden()]
        width = max((part.minimumSizeHint().width() for part in shown), default=0)
        rows = [child.sizeHint().height() for child in _controls(self._parts[0])]
        return QSize(width, max(rows, default=24))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has other rows."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the parts show has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def _controls(part: QWidget) -> list[QWidget]:
    """What has no controls inside: it says how high a row is."""
    inside = part.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    rows = [w for w in inside if not w.isHidden() and w.layout() is None and not w.isWindow()]
    return rows or [child for inner in inside if not inner.isHidden() for child in _controls(inner)]
