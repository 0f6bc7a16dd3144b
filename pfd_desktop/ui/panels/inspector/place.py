"""Where a recording was measured: chosen from what is there, or made."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from pfd_desktop.core.records.recording import Recording
from pfd_desktop.ui.widgets.message_strip import MessageStrip


class PlaceDialog(QDialog):
    """Machine, unit and measuring point of one recording."""

    told = Signal(str, str, str)

    def __init__(self, recording: Recording, others: Iterable[Recording], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Where {0} was measured").format(recording.name))
        self.setAccessibleName("Where it was measured")
        self.setMinimumWidth(420)
        self.message = MessageStrip()
        known = tuple(others)
        self.machine = _choice("Machine", recording.machine_name, (r.machine_name for r in known))
        self.unit = _choice(
            "Unit (physical bearing)", recording.unit_name, (r.unit_name for r in known)
        )
        self.point = _choice("Measuring point", recording.point_name, (r.point_name for r in known))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        about = QLabel(
            self.tr(
                "Only this recording moves. A unit that is not there yet is made, with the present"
                " bearing. To rename a unit with all its recordings, use the panel Machines."
            )
        )
        about.setWordWrap(True)
        about.setProperty("tone", "muted")
        form = QFormLayout(self)
        for row in (self.message, about):
            form.addRow(row)
        form.addRow(self.tr("Machine"), self.machine)
        form.addRow(self.tr("Unit"), self.unit)
        form.addRow(self.tr("Measuring point"), self.point)
        form.addRow(self.buttons)
        self.buttons.accepted.connect(self._tell)
        self.buttons.rejected.connect(self.reject)

    def show_error(self, error: Exception) -> None:
        """Why it was not moved; what was typed stays."""
        self.message.show_error(error)

    def _tell(self) -> None:
        self.told.emit(
            self.machine.currentText(), self.unit.currentText(), self.point.currentText()
        )


def _choice(name: str, now: str, known: Iterable[str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItems(sorted({*known, now}, key=str.casefold))
    box.setCurrentText(now)
    return box
