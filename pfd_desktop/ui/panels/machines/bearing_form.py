"""The bearing of a unit: of the table, of one's own, or a journal bearing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QPushButton, QWidget

from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.machine import Bearing, BearingKind, Unit


class BearingForm(QWidget):
    """How a unit carries its shaft; shows the defect orders that follow."""

    told = Signal(object, object)  # BearingKind, Bearing or None
    own_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = QComboBox()
        self.kind.setAccessibleName("Kind of bearing")
        self.kind.addItem(self.tr("rolling-element"), BearingKind.ROLLING)
        self.kind.addItem(self.tr("journal (hydrodynamic)"), BearingKind.JOURNAL)
        self.bearing = QComboBox()
        self.bearing.setAccessibleName("Bearing type of the unit")
        self.own = QPushButton(self.tr("Own bearing…"))
        self.own.setAccessibleName("Define a bearing of your own")
        self.orders = QLabel()
        self.orders.setAccessibleName("Defect orders")
        self.source = QLabel()
        self.source.setAccessibleName("Source of the geometry")
        for label in (self.orders, self.source):
            label.setWordWrap(True)
            label.setProperty("tone", "muted")
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.addRow(self.tr("Kind"), self.kind)
        self._form.addRow(self.tr("Bearing"), self.bearing)
        self._form.addRow("", self.own)
        self._form.addRow(self.orders)
        self._form.addRow(self.source)
        self.kind.activated.connect(self._tell)
        self.bearing.activated.connect(self._tell)
        self.own.clicked.connect(self.own_requested)

    def show_unit(self, unit: Unit, bearings: Sequence[Bearing]) -> None:
        """What is in force."""
        self.kind.setCurrentIndex(self.kind.findData(unit.kind))
        self.bearing.clear()
        self.bearing.addItem(self.tr("not told"), None)
        for bearing in bearings:
            words = f"{bearing.manufacturer} {bearing.name}".strip()
            self.bearing.addItem(words, bearing)
        own = unit.bearing
        place = next((i + 1 for i, b in enumerate(bearings) if own and b.name == own.name), 0)
        self.bearing.setCurrentIndex(place)
        rolling = unit.kind is BearingKind.ROLLING
        for row in (1, 2):
            self._form.setRowVisible(row, rolling)
        self._describe(own if rolling else None)

    def _describe(self, bearing: Bearing | None) -> None:
        self.orders.setVisible(bearing is not None)
        self.source.setVisible(bearing is not None)
        if bearing is None:
            return
        found = orders(bearing)
        self.orders.setText(
            f"Orders of shaft speed: BPFO {found.bpfo:.4f}, BPFI {found.bpfi:.4f},"
            f" 2×BSF {found.ball_defect:.4f}, FTF {found.ftf:.4f}"
        )
        self.source.setText(
            f"{bearing.balls} elements of {bearing.ball_diameter_mm:g} mm on"
            f" {bearing.pitch_diameter_mm:g} mm, {bearing.contact_angle_deg:g}°."
            f" Source: {bearing.source}"
        )

    def _tell(self) -> None:
        kind = BearingKind(self.kind.currentData())
        bearing = self.bearing.currentData() if kind is BearingKind.ROLLING else None
        self.told.emit(kind, bearing)
