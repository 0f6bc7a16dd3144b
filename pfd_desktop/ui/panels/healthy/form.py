"""What a guard is to learn from, and how often it may alarm in vain."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QSpinBox, QVBoxLayout, QWidget

from pfd_desktop.core.healthy.detectors import DETECTORS
from pfd_desktop.core.records.healthy import GuardRequest
from pfd_desktop.core.records.learning import FeatureSet
from pfd_desktop.ui.widgets.measuring import Measuring
from pfd_desktop.ui.widgets.parameter_fields import combo

RAREST = 10_000  # false alarms, 1 in as many
LABELLED, SELECTED = "labelled", "selected"


class GuardForm(QWidget):
    """The settings of a guard, the button that makes it, and how far that is."""

    def __init__(self) -> None:
        super().__init__()
        self.features = combo("Feature set to learn from", ())
        self.features.setMinimumContentsLength(24)
        self.features.setPlaceholderText(self.tr("No feature set yet"))
        self.which = combo(
            "Healthy recordings",
            ((LABELLED, self.tr("Labelled healthy")), (SELECTED, self.tr("Selected recordings"))),
        )
        self.detector = combo("Detector", tuple((key, row.title) for key, row in DETECTORS.items()))
        self.rarity = QSpinBox()
        self.rarity.setAccessibleName("False alarms, 1 in")
        self.rarity.setPrefix(self.tr("False alarms 1 in "))
        self.rarity.setRange(2, RAREST)
        self.rarity.setValue(20)
        self.rarity.setToolTip(self.tr("As many healthy units less one are needed to calibrate on"))
        self.known_units = QCheckBox(self.tr("Guard only these units"))
        self.known_units.setAccessibleName("Guard only these units")
        self.known_units.setToolTip(
            self.tr("Calibrated on other recordings of the units that are learned from")
        )
        self.together = QCheckBox(self.tr("Operating points together"))
        self.together.setAccessibleName("Operating points together")
        self.together.setToolTip(self.tr("One limit for all conditions and speeds"))
        self.learning = Measuring("the guard", self.features, self.which, self.detector,
                                  self.rarity, self.known_units, self.together)  # fmt: skip
        self.learning.measure.setText(self.tr("Learn"))
        self.learning.measure.setAccessibleName("Learn a guard")
        self.learning.measure.setProperty("primary", True)
        self.learning.cancel.setAccessibleName("Cancel learning a guard")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.learning)

    def show_sets(self, sets: Sequence[FeatureSet], chosen: str) -> None:
        """The feature sets, the newest first, and which to learn from."""
        self.features.clear()
        for one in sets:
            self.features.addItem(one.name, one.id)
        self.choose_features(chosen)

    def choose_features(self, feature_set_id: str) -> None:
        """Learn from this set, where it is listed."""
        place = self.features.findData(feature_set_id)
        if place >= 0:
            self.features.setCurrentIndex(place)

    @property
    def of_selected(self) -> bool:
        """Whether the selected recordings are known to be healthy."""
        return str(self.which.currentData()) == SELECTED

    def show_selected(self, count: int) -> None:
        """How many recordings "selected" means."""
        self.which.setItemText(1, self.tr("Selected recordings ({0})").format(count))

    def request(self, selected: tuple[str, ...]) -> GuardRequest:
        """What is asked for; *selected* are the recordings selected in the window."""
        return GuardRequest(
            feature_set_id=str(self.features.currentData() or ""),
            recording_ids=selected if self.of_selected else (),
            detector=str(self.detector.currentData()),
            rate=1 / self.rarity.value(),
            known_units=self.known_units.isChecked(),
            together=self.together.isChecked(),
        )
