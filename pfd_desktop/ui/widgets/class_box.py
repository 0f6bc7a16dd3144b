"""The class of a label: chosen from the known faults or typed."""

from PySide6.QtWidgets import QComboBox, QLineEdit

from pfd_desktop.core.records.faults import Fault

DIGITS = tuple(fault.value for fault in Fault)[:9]  # the classes of the keys 1 to 9


class ClassBox(QComboBox):
    """Several classes are parted by commas."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        for widget in (self, self.line):
            widget.setAccessibleName("Class of the label")
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems([fault.value for fault in Fault])
        self.setCurrentText(Fault.OUTER_RACE.value)
        self.setMinimumContentsLength(12)
        keys = ", ".join(f"{number} {name}" for number, name in enumerate(DIGITS, 1))
        self.setToolTip(f"Several are parted by commas. Keys over the plot: {keys}")

    def classes(self) -> tuple[str, ...]:
        """What is chosen."""
        words = (word.strip() for word in self.currentText().split(","))
        return tuple(word for word in words if word)

    def choose_digit(self, number: int) -> bool:
        """The class of a key from 1 to 9; whether there is one."""
        if number > len(DIGITS):
            return False
        self.setEditText(DIGITS[number - 1])
        return True
