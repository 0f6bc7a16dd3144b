"""A line that is told when its user is done with it, and that loses nothing he typed."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from pfd_desktop.ui.widgets.field_error import FieldError


class Told(QObject):
    """Enter or leaving the line tells what changed; Escape brings back what is in force."""

    told = Signal()

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self.error = FieldError(line)
        self._shown = ""  # what is in force
        self._told: str | None = None  # on its way to the project
        line.editingFinished.connect(self.tell)
        line.textEdited.connect(lambda _: self.error.say(""))
        line.installEventFilter(self)

    @property
    def pending(self) -> bool:
        """Whether the line says something else than is in force."""
        return self._line.text() != self._shown

    def show(self, text: str, *, anew: bool) -> None:
        """What is in force; what was typed stays, unless it is *anew*: of another recording."""
        keep = self.pending and not anew
        self._shown = text
        if anew:
            self._told = None
            self.error.say("")
        if not keep and self._line.text() != text:
            self._line.setText(text)
            self._line.setCursorPosition(0)  # a long one shows its beginning

    def tell(self) -> None:
        """What is not told yet."""
        text = self._line.text()
        if text != (self._shown if self._told is None else self._told):
            self._told = text
            self.told.emit()

    def put(self, text: str) -> None:
        """Write this and tell it."""
        self._line.setText(text)
        self.error.say("")
        self.tell()

    def take_back(self) -> None:
        """Write again what is in force."""
        self._line.setText(self._shown)
        self.error.say("")

    def settle(self) -> None:
        """What was told is in force; how it is written follows."""
        if self._line.text() == self._told:
            self._shown = self._told
        self._told = None
        self.error.say("")

    def refuse(self, reason: str) -> None:
        """What was told is not in force; the line keeps it. Without a reason it may be retried."""
        self._told = None
        self.error.say(reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape takes back what was typed."""
        escape = (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        )
        if watched is self._line and escape and self.pending:
            self.take_back()
            return True
        return super().eventFilter(watched, event)
