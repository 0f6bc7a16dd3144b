"""What became of every file of an import; what is missing can be told here."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.importing import ImportReport, ImportRequest, Mapping
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.number_field import NumberField
from pfd_desktop.ui.widgets.record_table import RecordTable


@dataclass(frozen=True)
class Outcome:
    """One file and what became of it."""

    name: str
    state: str
    text: str


def outcomes(report: ImportReport) -> tuple[Outcome, ...]:
    """All files of a report; what was refused first."""
    refused = (Outcome(r.path.name, "refused", r.reason) for r in report.refused)
    there = (Outcome(p.name, "already there", "the same samples") for p, _ in report.duplicates)
    arrived = (
        Outcome(i.path.name, "imported", "; ".join(f.text for f in i.flags))
        for i in report.imported
    )
    return (*refused, *there, *arrived)


class ImportReportDialog(QDialog):
    """The report; below it, when files lack something, the fields to tell it."""

    mapping_told = Signal(object)  # ImportRequest

    def __init__(self, report: ImportReport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import"))
        self.setAccessibleName("Import report")
        self.resize(720, 460)
        self._report = report
        summary = QLabel(
            f"{len(report.imported)} imported, {len(report.duplicates)} already there, "
            f"{len(report.refused)} refused"
        )
        summary.setAccessibleName("Import summary")
        summary.setProperty("level", "title")
        table: RecordTable[Outcome] = RecordTable(
            "Files",
            (
                Column("File", lambda o: o.name),
                Column("Outcome", lambda o: o.state),
                Column("What to know", lambda o: o.text),
            ),
        )
        table.show_records(outcomes(report))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAccessibleName("Close the report")
        layout = QVBoxLayout(self)
        layout.addWidget(summary)
        layout.addWidget(table, 1)
        self._lacking = tuple(r.path for r in report.refused if r.needs_mapping)
        if self._lacking:
            self._form = _MappingForm()
            layout.addWidget(self._form)
            again = QPushButton(self.tr("Import %n file(s) with this", "", len(self._lacking)))
            again.setAccessibleName("Import with this")
            again.setProperty("primary", "true")
            again.clicked.connect(self._tell)
            buttons.addButton(again, QDialogButtonBox.ButtonRole.ActionRole)
        layout.addWidget(buttons)

    def _tell(self) -> None:
        self.mapping_told.emit(ImportRequest(self._lacking, "auto", self._form.mapping()))
        self.accept()


class _MappingForm(QWidget):
    """What a file does not say."""

    def __init__(self) -> None:
        super().__init__()
        self._variable = _text("Variable", self.tr("the only one"))
        self._rate = NumberField("Sampling rate", "Hz", self.tr("as the file says"))
        self._speed = NumberField("Shaft speed", "rpm", self.tr("unknown"))
        self._unit = QComboBox()
        self._unit.setAccessibleName("Unit of the samples")
        self._unit.addItems(("unknown", "g", "m/s²", "mm/s", "µm", "V"))
        self._sensitivity = NumberField("Sensitivity", "", "1")
        self._machine = _text("Machine", "")
        self._bearing_unit = _text("Physical bearing", "")
        self._bearing = _text("Bearing type", "6205-2RS")
        form = QFormLayout(self)
        for title, field in (
            (self.tr("Variable"), self._variable),
            (self.tr("Sampling rate (Hz)"), self._rate),
            (self.tr("Shaft speed (rpm)"), self._speed),
            (self.tr("Unit of the samples"), self._unit),
            (self.tr("Sensitivity"), self._sensitivity),
            (self.tr("Machine"), self._machine),
            (self.tr("Physical bearing"), self._bearing_unit),
            (self.tr("Bearing type"), self._bearing),
        ):
            form.addRow(title, field)

    def mapping(self) -> Mapping:
        """What was told."""
        told = Mapping(
            variable=self._variable.text().strip() or None,
            rate_hz=self._rate.number(),
            speed_rpm=self._speed.number(),
            unit=self._unit.currentText(),
            machine=self._machine.text().strip(),
            unit_name=self._bearing_unit.text().strip(),
            bearing=self._bearing.text().strip(),
        )
        sensitivity = self._sensitivity.number()
        return told if sensitivity is None else replace(told, sensitivity=sensitivity)


def _text(name: str, empty: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(empty)
    return field
