"""A field for the query language: completion while typing, what is wrong underlined."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from pfd_desktop.core.records.search import Completion

_PAUSE_MS = 150  # of typing, before it is asked
_SPARE = 4  # pixels: the border of the style


class QueryField(QLineEdit):
    """Tells what was typed once typing pauses; Enter tells it at once."""

    asked = Signal(str)
    completion_wanted = Signal(str, int)  # text, place of the cursor

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self._offered: tuple[Completion, ...] = ()
        self._told = ""
        self._words = QStringListModel(self)
        # In the window, not a window of its own: that would take the keyboard from the field.
        self.offers = QListView(self)
        self.offers.setObjectName("offers")
        self.offers.setAccessibleName(f"Completions of: {name}")
        self.offers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offers.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.offers.setModel(self._words)
        self.offers.clicked.connect(self._accept)
        self.offers.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textEdited.connect(self._typed)
        self.textChanged.connect(lambda _: self._pause.start())
        self.returnPressed.connect(self._tell_now)

    def put(self, text: str) -> None:
        """Write this in it and tell it."""
        self.setText(text)
        self._tell_now()

    def show_completions(self, text: str, offered: Sequence[Completion]) -> None:
        """These fit *text*; too late where more was typed or the focus has gone."""
        window = self.window()
        if text != self.text() or window.focusWidget() is not self:
            return
        self.offers.hide()
        if not offered:
            return
        self._offered = tuple(offered)
        self._words.setStringList([_line(one) for one in offered])
        self.offers.setParent(window)
        self.offers.move(self.mapTo(window, self.rect().bottomLeft()))
        frame = 2 * self.offers.frameWidth() + _SPARE
        width = max(self.width(), self.offers.sizeHintForColumn(0) + frame)
        height = self.offers.sizeHintForRow(0) * len(offered) + frame
        room = window.rect().bottomRight() - self.offers.pos()
        self.offers.resize(min(width, room.x()), min(height, room.y()))
        self.offers.show()
        self.offers.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose among the offers, Enter takes the chosen one, Escape closes them."""
        row, key = self.offers.currentIndex().row(), event.key()
        if not self.offers.isVisible():
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            place = max(0, min(len(self._offered) - 1, row + step))
            self.offers.setCurrentIndex(self._words.index(place))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            self._accept(self.offers.currentIndex())
        else:
            self.offers.hide()
            if key != Qt.Key.Key_Escape:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who has gone elsewhere wants no offers."""
        super().focusOutEvent(event)
        self.offers.hide()

    def mark(self, start: int, stop: int) -> None:
        """Underline these characters; none when both are the same."""
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(Qt.GlobalColor.red)
        kind = QInputMethodEvent.AttributeType.TextFormat
        place = start - self.cursorPosition()
        marks = [QInputMethodEvent.Attribute(kind, place, stop - start, wave)] * (stop > start)
        # QLineEdit has no other way to format a part of its text.
        QCoreApplication.sendEvent(self, QInputMethodEvent("", marks))

    def _typed(self, text: str) -> None:
        self.completion_wanted.emit(text, self.cursorPosition())

    def _accept(self, index: QModelIndex) -> None:
        one = self._offered[index.row()]
        self.offers.hide()
        text = self.text()
        self.setText(text[: one.start] + one.text + text[one.stop :])
        self.setCursorPosition(one.start + len(one.text))
        self._typed(self.text())

    def _tell_now(self) -> None:
        self._pause.stop()
        self._tell()

    def _tell(self) -> None:
        if self.text() != self._told:
            self._told = self.text()
            self.asked.emit(self._told)


def _line(one: Completion) -> str:
    return f"{one.text}   {one.about}".rstrip()
