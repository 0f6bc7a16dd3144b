"""A field for an optional number with its unit; a decimal comma is understood."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from pfd_desktop.errors import InvalidInput

_WIDTH, _WIDEST = 72, 150
_MARGINS = 24  # left and right of the words


class NumberField(QLineEdit):
    """Empty means "as it comes"; tells its value when the user is done with it."""

    number_chosen = Signal()

    def __init__(
        self,
        name: str,
        unit: str,
        empty: str,
        parent: QWidget | None = None,
        *,
        low: float = 0.0,
    ) -> None:
        super().__init__(parent)
        self._unit, self._low = unit, low
        self._told = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(empty)
        self.setToolTip(_purpose(name, unit, empty))
        words = self.fontMetrics().horizontalAdvance(empty) + _MARGINS
        self.setFixedWidth(min(max(_WIDTH, words), _WIDEST))
        self.editingFinished.connect(self._finish)

    def number(self) -> float | None:
        """The number; None when the field is empty. Raises InvalidInput for anything else."""
        text = self.text().strip().replace("\u2212", "-").replace(",", ".")
        text = text.removesuffix(self._unit).strip()
        if not text:
            return None
        try:
            value = float(text)
        except ValueError as error:
            raise InvalidInput(
                f"{self.accessibleName()}: “{self.text()}” is not a number. Write one"
                f"{f' in {self._unit}' if self._unit else ''}, such as 1200 or 12,5."
            ) from error
        if not self._low <= value < float("inf"):
            least = f"{self._low:g} or more" if self._low > float("-inf") else "a finite number"
            raise InvalidInput(f"{self.accessibleName()}: {self.text()} must be {least}.")
        return value

    def show_number(self, value: float | None) -> None:
        """Put a number into the field without telling anybody."""
        self.setText("" if value is None else f"{value:g}")
        self._told = self.text()

    def _finish(self) -> None:
        if self.text() != self._told:
            self._told = self.text()
            self.number_chosen.emit()


def _purpose(name: str, unit: str, empty: str) -> str:
    words = f"{name} in {unit}" if unit else name
    return f"{words}; empty: {empty}" if empty else words
