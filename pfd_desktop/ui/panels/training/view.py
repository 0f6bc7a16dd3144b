"""The Training panel: widgets only."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.classical.physics import PHYSICS
from pfd_desktop.core.evaluation.pooling import ABOUT, POOLING
from pfd_desktop.core.features.selection import CHOOSING
from pfd_desktop.core.figures.training import TrainingFigure
from pfd_desktop.core.networks.table import NETWORKS
from pfd_desktop.core.parameters import Parameter, Value
from pfd_desktop.core.records.learning import Estimate, FeatureSet, Run, SplitKind, TrainRequest
from pfd_desktop.core.training.options import as_asked, parameters_of
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.panels.training.epoch_plots import EpochPlots
from pfd_desktop.ui.panels.training.material import WITHOUT_FEATURES, Choice, Material
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.parameter_fields import ParameterFields

_SPLITS = (
    (SplitKind.UNIT, "By unit: units never met"),
    (SplitKind.MACHINE, "By machine: machines never met"),
    (SplitKind.CONDITION, "By operating condition"),
    (SplitKind.RECORD, "By recording"),
    (SplitKind.RANDOM, "Windows at random (leaky)"),
)


class TrainingView(QWidget):
    """The form, what it means, and the curves."""

    seen = Signal()
    choice_changed = Signal(object)
    train_requested = Signal(object)
    queue_requested = Signal(object)
    estimate_requested = Signal(object)
    cancel_requested = Signal()
    extract_requested = Signal()

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Training")
        self.message = MessageStrip()
        self.classifier = _combo("Classifier")
        self.features = _combo("Feature set to train on")
        self.split = _combo("Split")
        for kind, words in _SPLITS:
            self.split.addItem(self.tr(words), kind)
        self.select = _spin("Features chosen in each fold", 0, 9_999, 0)
        self.select.setSpecialValueText(self.tr("All"))
        self.select_by = _combo("Rule by which features are chosen")
        self.select_by.setEnabled(False)
        for rule, words in CHOOSING.items():
            self.select_by.addItem(self.tr(words), rule.value)
        self.pool = _combo("How the windows of a recording answer together")
        for pooling, words in POOLING.items():
            self.pool.addItem(self.tr(words), pooling.value)
            self.pool.setItemData(
                self.pool.count() - 1, self.tr(ABOUT[pooling]), Qt.ItemDataRole.ToolTipRole
            )
        self.seed, self.epochs = _spin("Seed", 0, 999_999, 0), _spin("Epochs", 1, 500, 12)
        self.window_samples = _spin("Samples of a window", 64, 1_048_576, 2048)
        self.window_samples.setSuffix(self.tr(" samples"))
        self.options = ParameterFields()
        self._parameters: tuple[Parameter, ...] = ()
        self.counts = _label("What is trained on", "muted")
        self.meaning = _label("What the split means", None)
        self.about = _label("What the network is", "muted")
        self.problem = _label("Why it cannot be trained", "warning")
        self.missing = _label("What is missing for networks", "muted")
        self.train = _button(self.tr("Train"), "Train")
        self.train.setProperty("primary", True)
        self.queue = _button(self.tr("Queue"), "Train after those asked before")
        self.queue.setToolTip(self.tr("Train once all that was asked before is done; see Jobs"))
        self.estimate = _button(self.tr("Estimate"), "Estimate what the training takes")
        self.estimate.setToolTip(self.tr("Time and memory, measured on one batch"))
        self.extract = _button(self.tr("Extract features…"), "Go to the Features panel")
        self.cancel = _button(self.tr("Cancel"), "Cancel the training")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Training progress")
        self.state = _label("State of the training", "muted")
        self.plots: EpochPlots | None = None  # made with the first epoch
        self._words: dict[QSpinBox, QLabel] = {}  # before each of the numbers
        self._lay_out()
        self._connect()
        self.show_rest()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow(self.tr("Classifier"), self.classifier)
        form.addRow(self.tr("Feature set"), self.features)
        self.chosen = QHBoxLayout()
        self.chosen.addWidget(self.select)
        self.chosen.addWidget(self.select_by)
        self.chosen.addStretch(1)
        form.addRow(self.tr("Features used"), self.chosen)
        form.addRow(self.tr("Split"), self.split)
        form.addRow(self.tr("Recording"), self.pool)
        self._form = form
        form.addRow(self.tr("Seed"), self._numbers())
        buttons = QHBoxLayout()
        for button in (self.train, self.queue, self.estimate, self.cancel, self.extract):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout()
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(form)
        layout.addWidget(self.options)
        for widget in (self.counts, self.about, self.meaning, self.problem, self.missing):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addWidget(self.bar)
        layout.addWidget(self.state)
        layout.addStretch(1)
        self._content = layout
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addLayout(layout, 1)

    def _numbers(self) -> QHBoxLayout:
        """Seed, and beside it what waveforms and networks ask for, each with its word before it."""
        row = QHBoxLayout()
        row.addWidget(self.seed)
        for words, box in (
            (self.tr("Window"), self.window_samples),
            (self.tr("Epochs"), self.epochs),
        ):
            word = QLabel(words)
            word.setBuddy(box)
            self._words[box] = word
            row.addWidget(word)
            row.addWidget(box)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.classifier.currentIndexChanged.connect(self._show_options)
        for box in (self.classifier, self.features, self.split, self.pool):
            box.currentIndexChanged.connect(self._tell_choice)
        self.window_samples.valueChanged.connect(self._tell_choice)
        self.select.valueChanged.connect(lambda count: self.select_by.setEnabled(count > 0))
        self.options.changed.connect(self._tell_choice)
        self.train.clicked.connect(lambda: self.train_requested.emit(self.choice()))
        self.queue.clicked.connect(lambda: self.queue_requested.emit(self.choice()))
        self.estimate.clicked.connect(lambda: self.estimate_requested.emit(self.choice()))
        self.cancel.clicked.connect(self.cancel_requested)
        self.extract.clicked.connect(self.extract_requested)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def show_classifiers(self, known: Mapping[str, str], missing: str) -> None:
        """All that can be trained here; *missing* says what networks want, "" when nothing."""
        for name, title in known.items():
            if name not in NETWORKS or not missing:
                self.classifier.addItem(title, name)
        self.missing.setText(missing)
        self.missing.setVisible(bool(missing))

    def show_feature_sets(self, sets: Sequence[FeatureSet], preferred: str) -> None:
        """The newest first."""
        chosen = self.features.currentData() or preferred
        self.features.blockSignals(True)
        self.features.clear()
        for one in sets:
            self.features.addItem(f"{one.name} · {one.rows} windows", one.id)
        self.features.blockSignals(False)
        self.choose_feature_set(chosen)
        self.features.setEnabled(bool(sets))

    def choose_feature_set(self, feature_set_id: str) -> None:
        """Make it the chosen one, where it is known."""
        place = self.features.findData(feature_set_id)
        if place >= 0:
            self.features.setCurrentIndex(place)

    def fill(self, request: TrainRequest) -> None:
        """Set the form as for this request."""
        self.state.clear()
        for box, value in ((self.classifier, request.classifier), (self.split, request.split)):
            place = box.findData(value)
            if place >= 0:
                box.setCurrentIndex(place)
        self.choose_feature_set(request.feature_set_id or "")
        self.window_samples.setValue(request.window_samples)
        self.epochs.setValue(request.epochs)
        self.seed.setValue(request.seed)
        self.select.setValue(request.select)
        self.select_by.setCurrentIndex(max(0, self.select_by.findData(request.select_by)))
        self.pool.setCurrentIndex(max(0, self.pool.findData(request.pool)))
        network = request.classifier in NETWORKS  # for others, what is not said is not done
        self.options.show_values(
            {one.name: one.default if network else None for one in self._parameters}
        )
        self.options.show_values(dict(request.options))
        self._tell_choice()

    def show_remark(self, text: str) -> None:
        """What is to be known of what the form was filled with."""
        self.state.setText(text)

    def choice(self) -> Choice:
        """What the form says."""
        classifier = str(self.classifier.currentData())
        features = "" if classifier in WITHOUT_FEATURES else str(self.features.currentData() or "")
        set_, trouble = self._set(classifier)
        return Choice(
            classifier,
            SplitKind(self.split.currentData()),
            features,
            self.seed.value(),
            self.epochs.value(),
            self.window_samples.value(),
            set_,
            trouble,
            self.select.value() if _chooses(classifier) else 0,
            str(self.select_by.currentData()),
            str(self.pool.currentData()),
        )

    def _set(self, classifier: str) -> tuple[tuple[tuple[str, Value], ...], str]:
        """What is set otherwise than usual, and what of it cannot be used."""
        try:
            return as_asked(classifier, self.options.values()), ""
        except InvalidInput as error:
            return (), str(error)

    def show_material(self, material: Material) -> None:
        """What the choice means."""
        chosen = self.classifier.currentData()
        bare = chosen in WITHOUT_FEATURES
        for box, asked in ((self.epochs, chosen in NETWORKS), (self.window_samples, bare)):
            box.setVisible(asked)
            self._words[box].setVisible(asked)
        self.options.setVisible(bool(self._parameters))
        self.estimate.setVisible(chosen in NETWORKS)
        self._form.setRowVisible(self.features, not bare)
        self._form.setRowVisible(self.chosen, _chooses(chosen))
        self.counts.setText(material.counts if material.recordings else "")
        self.counts.setVisible(bool(material.recordings))
        self.about.setText(material.about)
        self.about.setVisible(bool(material.about))
        self.meaning.setText(material.meaning)
        self.problem.setText(f"⚠ {material.problem}")
        self.problem.setVisible(bool(material.problem))
        self.extract.setVisible(not bare and not material.recordings)
        self._possible = not material.problem
        self.queue.setEnabled(self._possible)
        for button in (self.train, self.estimate):
            button.setEnabled(self._possible and not self.cancel.isVisible())

    def show_working(self, fraction: float, text: str) -> None:
        """How far it is."""
        self.message.clear()
        self.bar.setValue(round(100 * fraction))
        self.state.setText(text or self.tr("Starting…"))
        for widget in (self.bar, self.cancel):
            widget.show()
        self.train.setEnabled(False)
        self.estimate.setEnabled(False)

    def show_estimate(self, estimate: Estimate) -> None:
        """What the training would take."""
        self.state.setText(estimate.words)

    def show_epochs(self, figure: TrainingFigure) -> None:
        """The curves so far."""
        if self.plots is None:
            self.plots = EpochPlots()
            last = self._content.count() - 1
            self._content.setStretch(last, 0)
            self._content.insertWidget(last, self.plots, 1)
        self.plots.show_figure(figure)

    def show_trained(self, run: Run) -> None:
        """What came out, in one line; Results has the rest."""
        if run.result is not None:
            found = run.result.accuracy
            self.state.setText(
                self.tr(
                    "Done: {0:.1f} % of the recordings named rightly. Results has the rest."
                ).format(100 * found.value)
            )

    def show_cancelled(self) -> None:
        """Stopped on request."""
        self.state.setText(self.tr("Cancelled. Experiments can resume it."))

    def show_rest(self) -> None:
        """Nothing runs."""
        self.bar.hide()
        self.cancel.hide()
        for button in (self.train, self.estimate):
            button.setEnabled(getattr(self, "_possible", False))

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.state.clear()
        self.message.show_error(error)

    def _show_options(self) -> None:
        """What can be set of the chosen classifier; what was set of its like stays."""
        parameters = parameters_of(str(self.classifier.currentData()))
        if parameters != self._parameters:
            self._parameters = parameters
            self.options.show_parameters(parameters)

    def _tell_choice(self) -> None:
        if self.classifier.count():
            self.choice_changed.emit(self.choice())


def _chooses(classifier: object) -> bool:
    """Whether it learns from features among which can be chosen."""
    return classifier not in WITHOUT_FEATURES and classifier not in PHYSICS


def _button(words: str, name: str) -> QPushButton:
    button = QPushButton(words)
    button.setAccessibleName(name)
    return button


def _combo(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setMinimumWidth(240)
    return box


def _spin(name: str, low: int, high: int, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(name)
    box.setRange(low, high)
    box.setValue(value)
    return box


def _label(name: str, tone: str | None) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    if tone:
        label.setProperty("tone", tone)
    return label
