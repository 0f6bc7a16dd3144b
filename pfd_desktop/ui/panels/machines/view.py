"""The Machines panel: widgets only."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from pfd_desktop.core.records.machine import Bearing, BearingKind, Machine, MeasuringPoint, Unit
from pfd_desktop.ui.panels.machines.bearing_form import BearingForm
from pfd_desktop.ui.panels.machines.own_bearing import OwnBearingDialog
from pfd_desktop.ui.panels.machines.plant import Plant
from pfd_desktop.ui.panels.machines.tree import PlantTree, noun_of
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip

_KINDS = {Machine: "Machine", Unit: "Unit", MeasuringPoint: "Measuring point"}


class MachinesView(QWidget):
    """The tree, and below it the bearing of the chosen unit."""

    seen = Signal()
    place_chosen = Signal(str, str)
    machine_renamed = Signal(object, str)
    unit_renamed = Signal(object, str)
    bearing_told = Signal(object, object, object)  # Unit, BearingKind, Bearing or None
    bearing_made = Signal(object)
    import_requested = Signal()

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Machines panel")
        self.message = MessageStrip()
        self.tree = PlantTree()
        self.unit = QLabel()
        self.unit.setAccessibleName("Chosen unit")
        self.unit.setProperty("level", "heading")
        self.form = BearingForm()
        self.empty = EmptyState(
            self.tr("Machines and their bearings are listed here once recordings have arrived."),
            self.tr("Import recordings…"),
        )
        self._bearings: tuple[Bearing, ...] = ()
        self._place = ""
        self._dialog: OwnBearingDialog | None = None
        self._lay_out()
        self._connect()
        self._show_unit(None)

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.unit)
        layout.addWidget(self.form)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.tree.chosen.connect(self._choose)
        self.tree.renamed.connect(self._rename)
        self.form.told.connect(self._tell)
        self.form.own_requested.connect(self._ask_own)
        self.empty.button.clicked.connect(self.import_requested)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_plant(self, plant: Plant) -> None:
        """All machines."""
        self._bearings = plant.bearings
        self.tree.show_plant(plant)
        self.pages.setCurrentIndex(1 if plant.machines else 0)
        self._show_chosen()

    def show_place(self, place_id: str, _words: str) -> None:
        """Follow the window; "" is all places."""
        self._place = place_id
        self._show_chosen()

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def clear_error(self) -> None:
        """The change was made."""
        self.message.clear()

    def show_bearing_error(self, error: Exception) -> None:
        """Why the bearing was not kept; what was typed stays."""
        if self._dialog is not None:
            self._dialog.show_error(error)
        else:
            self.show_error(error)

    def use_bearing(self, bearing: Bearing) -> None:
        """A bearing of the user's was kept: the chosen unit has it now."""
        if self._dialog is not None:
            self._dialog.accept()
        self._tell(BearingKind.ROLLING, bearing)

    def _show_chosen(self) -> None:
        """The row of the chosen place; its machine may have arrived only now."""
        chosen = noun_of(self.tree.currentItem())
        if (chosen.id if chosen else "") != self._place:
            self.tree.choose(self._place)
            chosen = noun_of(self.tree.currentItem())
        self._show_unit(chosen if isinstance(chosen, Unit) else None)

    def _choose(self, noun: Machine | Unit | MeasuringPoint | None) -> None:
        self._show_unit(noun if isinstance(noun, Unit) else None)
        if noun is not None:
            self._place = noun.id
            self.place_chosen.emit(noun.id, f"{_KINDS[type(noun)]}: {noun.name}")

    def _show_unit(self, unit: Unit | None) -> None:
        for widget in (self.unit, self.form):
            widget.setVisible(unit is not None)
        if unit is not None:
            self.unit.setText(f"{unit.machine_name} · {unit.name}")
            self.form.show_unit(unit, self._bearings)

    def _rename(self, noun: Machine | Unit, name: str) -> None:
        told = self.machine_renamed if isinstance(noun, Machine) else self.unit_renamed
        told.emit(noun, name)

    def _tell(self, kind: BearingKind, bearing: Bearing | None) -> None:
        unit = noun_of(self.tree.currentItem())
        if isinstance(unit, Unit):
            self.bearing_told.emit(unit, kind, bearing)

    def _ask_own(self) -> None:
        self._dialog = OwnBearingDialog(self)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.made.connect(self.bearing_made)
        self._dialog.finished.connect(self._forget_dialog)
        self._dialog.open()

    def _forget_dialog(self) -> None:
        self._dialog = None
