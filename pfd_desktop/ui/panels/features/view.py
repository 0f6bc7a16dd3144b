"""The Features panel: widgets only."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import isnan
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.features.catalogue import Catalogue
from pfd_desktop.core.features.means import RecordFeatures
from pfd_desktop.core.features.relative import relative_specs
from pfd_desktop.core.features.spec import FeatureSpec
from pfd_desktop.core.records.learning import ExtractRequest, FeatureSet
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.panels.features.importance import ImportanceTab
from pfd_desktop.ui.panels.features.own import Offered, OwnMenu
from pfd_desktop.ui.plots.strip_plot import StripPlot, StripPoint
from pfd_desktop.ui.widgets.flow_layout import flow
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.parameter_fields import combo
from pfd_desktop.ui.widgets.record_table import RecordTable

DEFINITIONS: tuple[Column[FeatureSpec], ...] = (
    Column("Feature", lambda s: s.name),
    Column("Unit", lambda s: _unit(s) or "–"),
    Column("Domain", lambda s: s.domain.value),
    Column("Needs", lambda s: ", ".join(s.needs) or "–"),
    Column("Formula", lambda s: f"{s.formula}. {s.note}" if s.note else s.formula),
    Column("Source", lambda s: s.source),
)


RECORDING: tuple[Column[RecordFeatures], ...] = (
    Column("Recording", lambda r: r.name),
    Column("Unit", lambda r: r.unit_name),
    Column("Label", lambda r: r.label or "–"),
    Column("Windows", lambda r: str(r.windows), lambda r: r.windows, number=True),
)


def _unit(spec: FeatureSpec) -> str:
    return "" if spec.unit == "1" else spec.unit.replace("recording", "unit of the recording")


def _axis_unit(spec: FeatureSpec, shared: str) -> str:
    """*shared* is the unit of all recordings; "" where they differ or it is not known."""
    if not spec.unit.startswith("recording"):
        return _unit(spec)
    return spec.unit.replace("recording", shared) if shared else ""


def _shared_unit(records: Sequence[RecordFeatures]) -> str:
    units = {record.sample_unit for record in records}
    return units.pop() if len(units) == 1 and "unknown" not in units else ""


class FeaturesView(QWidget):
    """What to extract, and what came of it: values, distribution, definitions."""

    seen = Signal()
    extract_requested = Signal(bool, object)  # selected only; an ExtractRequest without any
    cancel_requested = Signal()
    set_chosen = Signal(str)
    recording_asked = Signal(str)
    train_asked = Signal()
    export_requested = Signal(object)  # Path

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, sets: Mapping[str, Catalogue], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Features")
        self._offered = dict(sets)
        self._specs: tuple[FeatureSpec, ...] = ()
        self._records: tuple[RecordFeatures, ...] = ()
        self._shared = ""  # the recordings' unit where it is one
        self._sets: tuple[FeatureSet, ...] = ()
        self.message = MessageStrip()
        self._make_controls()
        self._make_content()
        self._lay_out()
        self._connect()
        self.show_rest()

    def _make_controls(self) -> None:
        self.which = QComboBox()
        self.which.setAccessibleName("Recordings to extract features of")
        self.which.addItems([self.tr("All recordings"), self.tr("Selected recordings")])
        self.offered = QComboBox()
        self.offered.setAccessibleName("Features to extract")
        for name, one in self._offered.items():
            self.offered.addItem(f"{name} ({len(one.specs)})", name)
            self.offered.setItemData(
                self.offered.count() - 1, one.about, Qt.ItemDataRole.ToolTipRole
            )
        self.window_samples = QSpinBox()
        self.window_samples.setAccessibleName("Window in samples")
        self.window_samples.setRange(256, 1_048_576)
        self.window_samples.setValue(8192)
        self.window_samples.setSingleStep(1024)
        self.overlap = QSpinBox()
        self.overlap.setAccessibleName("Overlap in percent")
        self.overlap.setRange(0, 90)
        self.overlap.setSuffix(" %")
        self.own = OwnMenu()
        self.baseline = QCheckBox(self.tr("Against baseline"))
        self.baseline.setAccessibleName("Features against the baseline of each measuring point")
        self.baseline.setToolTip(
            self.tr("Amplitudes in dB above what the Trend panel has as the point's good state")
        )
        self.extract = QPushButton(self.tr("Extract features"))
        self.extract.setAccessibleName("Extract features")
        self.extract.setProperty("primary", True)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName("Cancel the extraction")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Extraction progress")
        self.sets = combo("Feature set", ())
        self.sets.setMinimumContentsLength(16)
        self.train = QPushButton(self.tr("Train on it"))
        self.train.setAccessibleName("Train on this feature set")
        self.export = QPushButton(self.tr("Export…"))
        self.export.setAccessibleName("Export how this feature set is made")
        self.export.setToolTip(
            self.tr("As a Python script that runs, or as a recipe that can be read back")
        )
        self.notes = QLabel()
        self.notes.setAccessibleName("Notes on the feature set")
        self.notes.setProperty("tone", "warning")
        self.notes.setWordWrap(True)

    def _make_content(self) -> None:
        self.values: RecordTable[RecordFeatures] = RecordTable("Feature values", RECORDING)
        self.feature = QComboBox()
        self.feature.setAccessibleName("Feature to draw")
        self.feature.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.strip = StripPlot("Feature by label")
        self.formula = QLabel()
        self.formula.setAccessibleName("Formula of the feature")
        self.formula.setProperty("tone", "muted")
        self.formula.setWordWrap(True)
        self.importance = ImportanceTab()
        self.definitions: RecordTable[FeatureSpec] = RecordTable("Definitions", DEFINITIONS)
        self._define()

    def _lay_out(self) -> None:
        above = flow(
            self.which,
            _named(self.tr("Features"), self.offered),
            _named(self.tr("Window (samples)"), self.window_samples),
            _named(self.tr("Overlap"), self.overlap),
            self.own,
            self.baseline,
            self.extract,
            self.cancel,
            self.bar,
        )
        chosen = flow(_named(self.tr("Feature set"), self.sets), self.train, self.export)
        drawn = QWidget()
        drawing = QVBoxLayout(drawn)
        drawing.addWidget(self.feature, 0, Qt.AlignmentFlag.AlignLeft)
        self.none = QLabel(self.tr("Values by label are drawn here once features are extracted."))
        self.none.setAccessibleName("No feature set")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.setWordWrap(True)
        drawing.addWidget(self.strip, 1)
        drawing.addWidget(self.none, 1)
        drawing.addWidget(self.formula)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Views of the feature set")
        self.tabs.tabBar().setAccessibleName("Views of the feature set")
        self.tabs.addTab(drawn, self.tr("By label"))
        self.tabs.addTab(self.values, self.tr("Values, mean over windows"))
        self.tabs.addTab(self.importance, self.tr("Importance"))
        self.tabs.addTab(self.definitions, self.tr("Definitions"))
        layout = QVBoxLayout()
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(above)
        layout.addWidget(chosen)
        layout.addWidget(self.notes)
        layout.addWidget(self.tabs, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addLayout(layout, 1)

    def _connect(self) -> None:
        self.extract.clicked.connect(self._ask_extract)
        self.offered.currentIndexChanged.connect(self._define)
        self.own.changed.connect(self._define)
        self.baseline.toggled.connect(self._define)
        self.cancel.clicked.connect(self.cancel_requested)
        self.sets.activated.connect(lambda _: self.set_chosen.emit(str(self.sets.currentData())))
        self.train.clicked.connect(self.train_asked)
        self.export.clicked.connect(self._ask_target)
        self.feature.currentIndexChanged.connect(self._draw)
        self.strip.point_clicked.connect(self.recording_asked)
        self.values.current_changed.connect(self._tell_current)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_selected(self, count: int) -> None:
        """How many recordings are selected."""
        self.which.setItemText(1, self.tr("Selected recordings ({0})").format(count))

    def show_own(self, offered: Sequence[Offered]) -> None:
        """The project's files of own features."""
        self.own.show_files(offered)
        self._define()

    def show_sets(self, sets: Sequence[FeatureSet], chosen: str) -> None:
        """The newest first."""
        self._sets = tuple(sets)
        self.sets.clear()
        for one in sets:
            made = one.created_at.astimezone()
            cut = self.tr("windows") if one.window_samples else self.tr("recordings")
            self.sets.addItem(f"{one.name} · {one.rows} {cut} · {made:%Y-%m-%d %H:%M}", one.id)
        self.sets.setCurrentIndex(self.sets.findData(chosen))
        for widget in (self.sets, self.train, self.export):
            widget.setEnabled(bool(sets))
        self.importance.show_possible(bool(sets))
        self._show_notes(chosen)
        if not sets:
            self.show_values((), ())

    def _show_notes(self, chosen: str) -> None:
        warnings = next((one.warnings for one in self._sets if one.id == chosen), ())
        self.notes.setText("\n".join(f"⚠ {warning}" for warning in warnings))
        self.notes.setVisible(bool(warnings))

    def _define(self) -> None:
        """The formulas of what would be extracted, and whether it is cut into windows."""
        offered = self._offered[str(self.offered.currentData())]
        specs = (*offered.specs, *self.own.specs)
        self.definitions.show_records(relative_specs(specs) if self.baseline.isChecked() else specs)
        for widget in (self.window_samples, self.overlap):
            widget.setEnabled(not offered.whole)
            widget.setToolTip(self.tr("These are of whole recordings.") if offered.whole else "")

    def show_values(self, specs: Sequence[FeatureSpec], records: Sequence[RecordFeatures]) -> None:
        """The columns of the chosen set, and its recordings."""
        self._records = tuple(records)
        shared = _shared_unit(records)
        if (self._specs, self._shared) != (tuple(specs), shared):
            self._specs, self._shared = tuple(specs), shared
            chosen = self.feature.currentText()
            self.values.model.show_columns(
                (*RECORDING, *(_column(place, spec, shared) for place, spec in enumerate(specs)))
            )
            self.feature.clear()
            self.feature.addItems([spec.name for spec in specs])
            self.feature.setCurrentIndex(max(0, self.feature.findText(chosen)))
        self.values.show_records(self._records)
        self._show_notes(str(self.sets.currentData()))
        self._draw()

    def mark_recording(self, recording_id: str) -> None:
        """Follow the window's selection."""
        self.strip.mark(recording_id)

    def show_working(self, fraction: float, _text: str = "") -> None:
        """How far the extraction is."""
        self.message.clear()
        self.bar.setValue(round(100 * fraction))
        for widget in (self.bar, self.cancel):
            widget.show()
        self.extract.setEnabled(False)

    def show_rest(self) -> None:
        """Nothing runs."""
        for widget in (self.bar, self.cancel):
            widget.hide()
        self.extract.setEnabled(True)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def _draw(self) -> None:
        place = self.feature.currentIndex()
        if not 0 <= place < len(self._specs):
            self.strip.hide()
            self.none.show()
            self.formula.clear()
            return
        spec = self._specs[place]
        points = [
            StripPoint(r.recording_id, r.name, r.label or "no label", r.values[place])
            for r in self._records
            if not isnan(r.values[place])
        ]
        self.strip.setVisible(bool(points))  # without points its axis says nothing
        self.none.setVisible(not points)
        self.strip.show_points(points, spec.name, _axis_unit(spec, self._shared))
        self.formula.setText(f"{spec.name} = {spec.formula}. {spec.source}")

    def _ask_extract(self) -> None:
        wanted = ExtractRequest(
            (),
            self.window_samples.value(),
            self.overlap.value() / 100,
            features=str(self.offered.currentData()),
            own=self.own.chosen,
            baseline=self.baseline.isChecked(),
        )
        self.extract_requested.emit(self.which.currentIndex() == 1, wanted)

    def _ask_target(self) -> None:
        title, kinds = self.tr("Export how the features are made"), "Python (*.py);;Recipe (*.json)"
        name, kind = QFileDialog.getSaveFileName(self, title, "", kinds)
        if name:
            ending = ".py" if "*.py" in kind else ".json"
            path = Path(name)
            self.export_requested.emit(path if path.suffix else path.with_suffix(ending))

    def _tell_current(self) -> None:
        chosen = self.values.current()
        if chosen is not None:
            self.recording_asked.emit(chosen.recording_id)


def _named(words: str, widget: QWidget) -> QWidget:
    """A control with its words before it, which never stand on another row."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(QLabel(words))
    row.addWidget(widget)
    return pair


def _column(place: int, spec: FeatureSpec, shared: str) -> Column[RecordFeatures]:
    def value(place: int, record: RecordFeatures) -> float:
        return record.values[place]

    unit = _axis_unit(spec, shared)
    heading = f"{spec.name} ({unit})" if unit else spec.name
    return Column(
        heading,
        lambda r: "–" if isnan(r.values[place]) else f"{r.values[place]:.4g}",
        partial(value, place),
        number=True,
        about=f"{spec.name}: {spec.formula}\n{spec.source}",
    )
