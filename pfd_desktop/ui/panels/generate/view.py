"""The Generate panel: widgets only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.generator.designs import Design, known, place
from pfd_desktop.core.generator.preview import SPECTRA, Preview, PreviewRequest
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.errors import UserError
from pfd_desktop.ui.panels.generate.form import DesignForm
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
from pfd_desktop.ui.widgets.flow_layout import flow
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.muted_label import muted_label
from pfd_desktop.ui.widgets.parameter_fields import combo

_PRESET_LETTERS = 18
_FILTER = "Designs (*.json)"
_SPECTRUM_WORDS = ("Amplitude spectrum", "PSD", "Squared envelope")


FORM = DesignForm
TIME = partial(CurvesPlot, "Synthetic time trace")
SPECTRUM = partial(SpectrumPlot, "Synthetic spectrum")


@dataclass(frozen=True, eq=False)
class GenerateParts:
    """What of the panel takes a moment to make."""

    form: DesignForm = field(default_factory=FORM)
    time: CurvesPlot = field(default_factory=TIME)
    spectrum: SpectrumPlot = field(default_factory=SPECTRUM)


class GenerateView(QWidget):
    """The design, one of its records, what the set takes, and the button that makes it."""

    seen = Signal()
    changed = Signal()
    preset_chosen = Signal(int)
    make_requested = Signal()
    cancel_requested = Signal()
    save_requested = Signal(object)  # Path
    load_requested = Signal(object)

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parts: GenerateParts | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Generate")
        parts = parts or GenerateParts()
        self.message = MessageStrip()
        self.preset = combo("Start from", ())
        self.preset.setMinimumContentsLength(_PRESET_LETTERS)
        self.save, self.load = QPushButton("Save design…"), QPushButton("Open design…")
        self.form, self.time, self.spectrum = parts.form, parts.time, parts.spectrum
        self.shown_class, self.shown_level = combo("Class shown", ()), combo("Severity shown", ())
        self.number = QSpinBox()
        self.number.setAccessibleName("Record shown")
        self.channel = combo("Channel shown", ())
        self.spectrum_kind = combo(
            "Spectrum shown", tuple(zip(SPECTRA, _SPECTRUM_WORDS, strict=True))
        )
        self.words = muted_label("What is true of the record")
        self.weight = muted_label("What the set takes")
        self.make = QPushButton("Make the set")
        self.make.setAccessibleName("Make the set")
        self.make.setProperty("primary", True)
        self.cancel = QPushButton("Cancel")
        self.cancel.setAccessibleName("Cancel making the set")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the set")
        self._lay_out()
        self._connect()
        self.show_rest("")

    def _lay_out(self) -> None:
        head = flow(QLabel("Start from"), self.preset, self.load, self.save)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.form)
        bar = scroll.verticalScrollBar().sizeHint().width()
        scroll.setMinimumWidth(self.form.minimumSizeHint().width() + bar)
        left = _column(head, scroll)
        show = flow(
            QLabel("Look at"),
            self.shown_class,
            self.shown_level,
            self.number,
            self.channel,
            self.spectrum_kind,
        )
        plots = QSplitter(Qt.Orientation.Vertical)
        plots.addWidget(self.time)
        plots.addWidget(self.spectrum)
        foot = flow(self.make, self.cancel, self.bar)
        right = _column(show, plots, self.words, self.weight, foot)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(left)
        sides.addWidget(right)
        sides.setSizes([460, 580])
        sides.setStretchFactor(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(sides, 1)

    def _connect(self) -> None:
        self.preset.activated.connect(self.preset_chosen)
        self.form.changed.connect(self._tell)
        self.form.refused.connect(self.show_error)
        for box in (self.shown_class, self.shown_level, self.channel, self.spectrum_kind):
            box.activated.connect(self.changed)
        self.number.valueChanged.connect(self.changed)
        self.make.clicked.connect(self.make_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.save.clicked.connect(self._ask_where)
        self.load.clicked.connect(self._ask_which)

    def _tell(self) -> None:
        """The form has changed: what can be looked at follows it."""
        try:
            self._offer(self.form.design())
        except UserError as error:
            self.show_error(error)
            return
        self.changed.emit()

    def _offer(self, design: Design) -> None:
        """Classes, levels and records that can be looked at; the present choice stays."""
        classes = [(key, known(design, key).title) for key in design.classes]
        _fill(self.shown_class, classes)
        _fill(self.shown_level, [(level.value, level.value) for level in design.levels])
        self.number.blockSignals(True)
        self.number.setRange(1, design.per_level)
        self.number.blockSignals(False)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def _ask_where(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save design", "design.json", _FILTER)
        if name:
            self.save_requested.emit(Path(name))

    def _ask_which(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Open design", "", _FILTER)
        if name:
            self.load_requested.emit(Path(name))

    # -- what the presenter asks -----------------------------------------------------------------

    def wanted(self) -> PreviewRequest:
        """The record to look at; raises InvalidInput where the design does not fit."""
        design = self.form.design()
        key, level = self.shown_class.currentData(), self.shown_level.currentData()
        index = next(
            (
                index
                for index in range(0, len(design), design.per_level)
                if (place(design, index).class_key, place(design, index).level) == (key, level)
            ),
            0,
        )
        return PreviewRequest(
            design,
            index + self.number.value() - 1,
            str(self.channel.currentData() or ""),
            str(self.spectrum_kind.currentData()),
        )

    # -- what the presenter shows ----------------------------------------------------------------

    def show_presets(self, names: Sequence[str]) -> None:
        """Designs to start from."""
        self.preset.clear()
        self.preset.addItems(list(names))

    def show_bearings(self, bearings: Sequence[Bearing]) -> None:
        """What a rolling bearing can be."""
        self.form.show_bearings(bearings)

    def show_design(self, design: Design) -> None:
        """Begin from this one."""
        self.message.clear()
        self.form.show_design(design)
        self._offer(design)
        self.number.setValue(1)

    def show_preview(self, preview: Preview) -> None:
        """One record of the set."""
        self.message.clear()
        _fill(self.channel, [(name, name) for name in preview.channels])
        self.channel.setVisible(len(preview.channels) > 1)
        self.time.show_figure(preview.time)
        self.spectrum.show_figure(preview.spectrum)
        self.words.setText(preview.words)

    def show_size(self, words: str) -> None:
        """What the set takes; "" where it cannot be made."""
        self.weight.setText(words)
        self.make.setEnabled(bool(words) and not self.cancel.isVisible())

    def show_working(self, fraction: float, text: str) -> None:
        """How far it is."""
        self.message.clear()
        self.bar.setValue(round(100 * fraction))
        self.bar.setFormat(f"%p % {text}")
        for widget in (self.bar, self.cancel):
            widget.show()
        self.make.setEnabled(False)

    def show_rest(self, words: str) -> None:
        """Nothing is being made; *words* say what was."""
        for widget in (self.bar, self.cancel):
            widget.hide()
        self.make.setEnabled(bool(self.weight.text()))
        if words:
            self.message.show_note(words)

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)


def _fill(box: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
    """These entries from now on; the present choice stays where it is one of them."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for value, words in entries:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(6, 4, 6, 4)
    layout.setSpacing(4)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, QSplitter | QScrollArea) else 0)
    return column
