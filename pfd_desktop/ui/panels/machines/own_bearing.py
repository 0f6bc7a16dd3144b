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

from pfd_desktop.core.physics.kinematics import complaint_about, orders
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.ui.widgets.field_error import FieldError
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
        self.balls.setRange(0, 200)
        self.balls.setSpecialValueText("–")
        self.ball = _number("Diameter of a rolling element", "mm", 10_000.0)
        self.pitch = _number("Pitch diameter", "mm", 10_000.0)
        for length in (self.ball, self.pitch):
            length.setSpecialValueText("–")
        self.angle = _number("Contact angle", "°", 90.0)
        self.errors = {
            "balls": FieldError(self.balls),
            "ball_diameter_mm": FieldError(self.ball),
            "pitch_diameter_mm": FieldError(self.pitch),
            "contact_angle_deg": FieldError(self.angle),
        }
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
            (self.tr("Rolling elements"), self.errors["balls"].below()),
            (self.tr("Element diameter"), self.errors["ball_diameter_mm"].below()),
            (self.tr("Pitch diameter"), self.errors["pitch_diameter_mm"].below()),
            (self.tr("Contact angle"), self.errors["contact_angle_deg"].below()),
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
        told = all((bearing.balls, bearing.ball_diameter_mm, bearing.pitch_diameter_mm))
        complaint = complaint_about(bearing)
        for field, error in self.errors.items():
            blamed = told and complaint is not None and complaint.field == field
            error.say(complaint.text if blamed and complaint else "")
        if complaint is None:
            found = orders(bearing)
            self.verdict.setText(
                f"BPFO {found.bpfo:.4f}, BPFI {found.bpfi:.4f}, 2×BSF {found.ball_defect:.4f},"
                f" FTF {found.ftf:.4f} × shaft speed"
            )
        else:
            self.verdict.setText(self.tr("The defect orders follow from the geometry."))
        self.verdict.setProperty("tone", "muted" if complaint else "good")
        self.verdict.style().polish(self.verdict)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(complaint is None and bool(bearing.name))
        self._make_room()

    def _make_room(self) -> None:
        """Higher where words need more lines; a dialog does not see to it by itself."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(max(self.width(), self.minimumWidth()))
            self.resize(self.width(), max(self.height(), needed))


def _text(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    return field


def _number(name: str, unit: str, most: float) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setAccessibleName(name)
    field.setDecimals(4)
    field.setRange(0.0, most)
    field.setSuffix(f" {unit}")
    return field
