"""Machines, units and measuring points as a tree."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from pfd_desktop.core.records.machine import BearingKind, Machine, MeasuringPoint, Unit
from pfd_desktop.ui.panels.machines.plant import Plant

_NOUN = Qt.ItemDataRole.UserRole
_EDITABLE = Qt.ItemFlag.ItemIsEditable


class PlantTree(QTreeWidget):
    """One row each; names of machines and units can be edited in place."""

    chosen = Signal(object)  # a Machine, Unit or MeasuringPoint; None when nothing is
    renamed = Signal(object, str)  # a Machine or Unit, and its new name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Machines")
        self.setHeaderLabels([self.tr("Machine, unit, point"), self.tr("Recordings")])
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setUniformRowHeights(True)
        self.currentItemChanged.connect(lambda item, _: self.chosen.emit(noun_of(item)))
        self.itemChanged.connect(self._edited)

    def show_plant(self, plant: Plant) -> None:
        """This plant, with the same row chosen and the same rows open."""
        chosen = noun_of(self.currentItem())
        closed, opened = self._folded(expanded=False), self._folded(expanded=True)
        self.blockSignals(True)
        self.clear()
        for machine in plant.machines:
            top = self._row(self, machine, plant, editable=True)
            for unit in (u for u in plant.units if u.machine_id == machine.id):
                own = self._row(top, unit, plant, editable=True)
                for point in (p for p in plant.points if p.unit_id == unit.id):
                    self._row(own, point, plant, editable=False)
                own.setExpanded(unit.id in opened)
            top.setExpanded(machine.id not in closed)
        self.blockSignals(False)
        if chosen is not None:
            self.choose(chosen.id)

    def choose(self, place_id: str) -> None:
        """Make the row of this machine, unit or point the current one; "" none."""
        self.blockSignals(True)
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()
        for item in self._items():
            noun = noun_of(item)
            if noun is not None and noun.id == place_id:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def _items(self) -> list[QTreeWidgetItem]:
        return self.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)

    def _folded(self, *, expanded: bool) -> set[str]:
        return {
            noun.id
            for item in self._items()
            if item.isExpanded() is expanded and (noun := noun_of(item)) is not None
        }

    def _row(
        self,
        above: QTreeWidget | QTreeWidgetItem,
        noun: Machine | Unit | MeasuringPoint,
        plant: Plant,
        *,
        editable: bool,
    ) -> QTreeWidgetItem:
        row = QTreeWidgetItem(above, [noun.name, str(plant.counts[noun.id])])
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setData(0, _NOUN, noun)
        if isinstance(noun, Unit):
            row.setToolTip(0, _bearing_words(noun))
        row.setFlags(row.flags() | _EDITABLE if editable else row.flags() & ~_EDITABLE)
        return row

    def _edited(self, item: QTreeWidgetItem, column: int) -> None:
        noun = noun_of(item)
        if column == 0 and noun is not None and item.text(0) != noun.name:
            self.renamed.emit(noun, item.text(0))


def noun_of(item: QTreeWidgetItem | None) -> Machine | Unit | MeasuringPoint | None:
    """What a row stands for."""
    noun = item.data(0, _NOUN) if item is not None else None
    return noun if isinstance(noun, Machine | Unit | MeasuringPoint) else None


def _bearing_words(unit: Unit) -> str:
    if unit.kind is BearingKind.JOURNAL:
        return "journal bearing"
    return unit.bearing.name if unit.bearing else "bearing not told"
