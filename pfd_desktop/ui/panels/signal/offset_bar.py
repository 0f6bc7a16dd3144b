"""By how much the recording drawn over the first one is moved in time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.widgets.number_field import NumberField

_MS = 1e3
_FARTHEST_MS = 1e9


class OffsetBar(QWidget):
    """There only while recordings lie over each other; it moves the last of them."""

    offset_chosen = Signal(float)  # seconds
    find_requested = Signal()
    refused = Signal(object)  # an error to show

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setAccessibleName("Recording that is moved")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.field = NumberField("Time offset", "ms", "0", low=-_FARTHEST_MS)
        self.field.setToolTip("Time offset in ms; or hold Alt and drag it over the plot")
        self.seek = QPushButton("Find offset")
        self.seek.setAccessibleName("Find offset")
        self.seek.setToolTip("The offset at which both agree best (cross-correlation)")
        self.found = QLabel()
        self.found.setAccessibleName("Agreement at the offset")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.words, 1)
        for widget in (self.field, QLabel("ms"), self.seek, self.found):
            layout.addWidget(widget)
        self.field.number_chosen.connect(self._choose)
        self.seek.clicked.connect(lambda _: self.find_requested.emit())
        self.hide()

    def show_offset(self, name: str, offset_s: float) -> None:
        """The recording *name* is drawn so much later."""
        self.words.setText(f"Offset of {name}")
        self.words.setToolTip(name)
        self.field.show_number(offset_s * _MS if offset_s else None)
        self.found.setText("")
        self.show()

    def show_found(self, correlation: float) -> None:
        """How well both agree there: Pearson's coefficient."""
        self.found.setText(f"r = {correlation:.3f}")

    def _choose(self) -> None:
        try:
            offset_ms = self.field.number() or 0.0
        except InvalidInput as error:
            self.refused.emit(error)
            return
        self.offset_chosen.emit(offset_ms / _MS)
