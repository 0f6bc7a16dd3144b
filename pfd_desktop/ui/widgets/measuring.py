"""A button that has something measured, how far that is, and a way to leave it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from pfd_desktop.ui.widgets.flow_layout import flow


class Measuring(QWidget):
    """*what* is measured, for those who hear the window; *beside* stands before the button."""

    requested = Signal()
    cancel_requested = Signal()

    def __init__(self, what: str, *beside: QWidget) -> None:
        super().__init__()
        self.measure = QPushButton(self.tr("Measure"))
        self.measure.setAccessibleName(f"Measure {what}")
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(f"Cancel measuring {what}")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(f"Progress of {what}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(flow(*beside, self.measure, self.cancel))
        layout.addWidget(self.bar)
        self.measure.clicked.connect(self.requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.show_rest()

    def show_working(self, fraction: float, _text: str = "") -> None:
        """How far the measuring is."""
        self.bar.setValue(round(100 * fraction))
        self.bar.show()
        self.cancel.show()
        self.measure.setEnabled(False)

    def show_rest(self) -> None:
        """Nothing is measured."""
        self.bar.hide()
        self.cancel.hide()
        self.measure.setEnabled(True)
