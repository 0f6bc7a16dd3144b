"""A strip above a panel's content: what went wrong, or a short note."""

from PySide6.QtCore import QMetaMethod, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from pfd_desktop.errors import EnvironmentFault


class MessageStrip(QWidget):
    """There only while it has something to say.

    Retry is there where the same request may work later and somebody hears the button.
    """

    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setAccessibleName("Message")
        self.retry = QPushButton("Retry")
        self.retry.setAccessibleName("Retry")
        self.retry.clicked.connect(self.retry_requested)
        self.dismiss = QToolButton()
        self.dismiss.setText("×")
        self.dismiss.setAccessibleName("Dismiss the message")
        self.dismiss.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.retry)
        layout.addWidget(self.dismiss)
        self.hide()

    def show_error(self, error: Exception, *, retry: bool = True) -> None:
        """Say what happened and what to do; *retry*: whether Retry asks for the same again."""
        self._say(str(error), "bad")
        heard = self.isSignalConnected(QMetaMethod.fromSignal(self.retry_requested))
        self.retry.setVisible(retry and heard and isinstance(error, EnvironmentFault))
        self.show()

    def show_note(self, text: str) -> None:
        """Say that something was done."""
        self._say(text, "good")
        self.retry.hide()
        self.show()

    def _say(self, text: str, tone: str) -> None:
        self.label.setText(text)
        self.label.setProperty("tone", tone)
        self.label.style().polish(self.label)

    def clear(self) -> None:
        """Nothing to say."""
        self.label.clear()
        self.hide()
