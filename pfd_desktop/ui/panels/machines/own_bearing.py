"""A bearing of the user's own, with its orders as he types."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from pfd_desktop.core.physics.kinematics import implausibility, orders
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.ui.widgets.message_strip import MessageStrip


class OwnBearingDialog(QDialog):
    """Geometry in, orders out; what cannot be built cannot be kept."""

    made = Signal(object)  # Bearing

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("A bearing of your own"))
        self.setAccessibleName("A bearing of your own")
        self.setMinimumWidth(440)
        self.message = MessageStrip()
        self.name, self.manufacturer = _text("Designation"), _text("Manufacturer")
        self.source = _text("Source of the geometry")
        self.source.setPlaceholderText(self.tr("drawing, catalogue page, measured"))
        self.balls = QSpinBox()
        self.balls.setAccessibleName("Number of rolling elements")
        self.balls.setRange(1, 200)
        self.balls.setValue(9)
        self.ball = _millimetres("Diameter of a rolling element", 7.94)
        self.pitch = _millimetres("Pitch diameter", 39.04)
        self.angle = _millimetres("Contact angle", 0.0)
        self.angle.setSuffix(" °")
        self.verdict = QLabel()
        self.verdict.setAccessibleName("Orders of this bearing")
        self.verdict.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._lay_out()
        self._connect()
        self._describe()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.addRow(self.message)
        for words, field in (
            (self.tr("Designation"), self.name),
            (self.tr("Manufacturer"), self.manufacturer),
            (self.tr("Rolling elements"), self.balls),
            (self.tr("Element diameter"), self.ball),
            (self.tr("Pitch diameter"), self.pitch),
            (self.tr("Contact angle"), self.angle),
            (self.tr("Source"), self.source),
        ):
            form.addRow(words, field)
        form.addRow(self.verdict)
        form.addRow(self.buttons)

    def _connect(self) -> None:
        for field in (self.balls, self.ball, self.pitch, self.angle):
            field.valueChanged.connect(self._describe)
        self.name.textChanged.connect(self._describe)
        self.buttons.accepted.connect(lambda: self.made.emit(self.bearing()))
        self.buttons.rejected.connect(self.reject)

    def bearing(self) -> Bearing:
        """What the fields say."""
        return Bearing(
            id="",
            name=self.name.text().strip(),
            manufacturer=self.manufacturer.text().strip(),
            balls=self.balls.value(),
            ball_diameter_mm=self.ball.value(),
            pitch_diameter_mm=self.pitch.value(),
            contact_angle_deg=self.angle.value(),
            source=self.source.text().strip() or "told by the user",
        )

    def show_error(self, error: Exception) -> None:
        """Why it was not kept."""
        self.message.show_error(error)

    def _describe(self) -> None:
        bearing = self.bearing()
        complaint = implausibility(bearing)
        if complaint is None:
            found = orders(bearing)
            words = (
                f"BPFO {found.bpfo:.4f}, BPFI {found.bpfi:.4f}, 2×BSF {found.ball_defect:.4f},"
                f" FTF {found.ftf:.4f} × shaft speed"
            )
        self.verdict.setText(complaint or words)
        self.verdict.setProperty("tone", "bad" if complaint else "good")
        self.verdict.style().polish(self.verdict)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(complaint is None and bool(bearing.name))


def _text(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    return field


def _millimetres(name: str, value: float) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setAccessibleName(name)
    field.setDecimals(4)
    field.setRange(0.0, 10_000.0)
    field.setSuffix(" mm")
    field.setValue(value)
    return field
