"""One plain line under the toolbar: what the program must tell that no panel can."""

from PySide6.QtWidgets import QLabel, QSizePolicy, QToolBar, QToolButton, QWidget

from pfd_desktop.ui.workspace import Workspace


class Banner(QToolBar):
    """There only while it has something to say."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setMovable(False)
        self.label = QLabel()
        self.label.setAccessibleName("Notice")
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = QToolButton()
        close.setText("×")
        close.setAccessibleName("Dismiss the notice")
        close.clicked.connect(lambda: self.say(""))
        self.addWidget(self.label)
        self.addWidget(close)
        self.hide()
        workspace.message.connect(self.say)

    def say(self, text: str) -> None:
        """Show a line; "" takes it away."""
        self.label.setText(text)
        self.setVisible(bool(text))

    def setVisible(self, visible: bool) -> None:
        """There while it says something, whatever a restored layout knew of another time."""
        del visible
        super().setVisible(bool(self.label.text()))
