"""What is wrong with one field, said below it."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget


class FieldError(QLabel):
    """There only while there is something to say."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self._field = field
        self.setAccessibleName(f"What is wrong with: {field.accessibleName()}")
        self.setWordWrap(True)
        self.setProperty("tone", "bad")
        self.hide()

    def say(self, text: str) -> None:
        """This is wrong; "" when nothing is."""
        self.setText(text)
        self.setVisible(bool(text))
        self._field.setAccessibleDescription(text)

    def below(self) -> QWidget:
        """The field with this below it, for a row of a form."""
        both = QWidget()
        layout = QVBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._field)
        layout.addWidget(self)
        return both
