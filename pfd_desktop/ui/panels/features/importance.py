"""The tab that tells how much each feature matters."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.records.measured import Measured
from pfd_desktop.core.training.importance import Importance, Weight, words_of
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.flow_layout import flow
from pfd_desktop.ui.widgets.record_table import RecordTable

_SPLITS = (
    (SplitKind.UNIT, "Units never met"),
    (SplitKind.MACHINE, "Machines never met"),
    (SplitKind.CONDITION, "Operating conditions never met"),
)


class ImportanceTab(QWidget):
    """A button, a sentence and the weights."""

    asked = Signal(object)  # SplitKind
    cancel_requested = Signal()
    split_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: Importance | None = None
        self.split = QComboBox()
        self.split.setAccessibleName("What the features are judged on")
        for kind, words in _SPLITS:
            self.split.addItem(self.tr(words), kind)
        self.measure = QPushButton(self.tr("Measure importance"))
        self.measure.setAccessibleName("Measure the importance of the features")
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName("Cancel measuring the importance")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of measuring the importance")
        self.words = QLabel()
        self.words.setAccessibleName("What the importance says")
        self.words.setWordWrap(True)
        self.table: RecordTable[Weight] = RecordTable("Importance", self._columns())
        self.table.give_second_its_width()
        layout = QVBoxLayout(self)
        layout.addWidget(flow(self.split, self.measure, self.bar, self.cancel))
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        self.measure.clicked.connect(lambda: self.asked.emit(self.chosen_split()))
        self.cancel.clicked.connect(self.cancel_requested)
        self.split.currentIndexChanged.connect(self.split_chosen)
        self.show_rest()
        self.show_importance(None)

    def _columns(self) -> Sequence[Column[Weight]]:
        return (
            Column("Feature", lambda w: w.name, tip=self._alike),
            Column(
                "Lost without it (%)",
                lambda w: (
                    f"{100 * w.lost.value:.1f} ({100 * w.lost.low:.1f}–{100 * w.lost.high:.1f})"
                ),
                lambda w: w.lost.value,
                number=True,
                about="Share of held-out recordings that are no longer named rightly when its"
                " values, and those of features that say the same, are exchanged between"
                " recordings; with its 95 % interval over units",
            ),
            Column("Above chance", lambda w: "yes" if self._above(w) else "no"),
            Column(
                "Forest (%)",
                lambda w: f"{100 * w.forest:.1f}",
                lambda w: w.forest,
                number=True,
                about="Share of all impurity that it takes away in a random forest",
            ),
            Column(
                "Tells (bits)",
                lambda w: f"{w.information_bits:.2f}",
                lambda w: w.information_bits,
                number=True,
                about="Mutual information with the class, of three equally filled bins",
            ),
            Column(
                "Chosen by mRMR",
                lambda w: f"{w.chosen} of {self._found.folds if self._found else 0} folds",
                lambda w: w.chosen,
            ),
            Column("Says the same as", self._alike),
        )

    def chosen_split(self) -> SplitKind:
        """What the features are to be judged on."""
        return SplitKind(self.split.currentData())

    def show_importance(self, measured: Measured[Importance] | None) -> None:
        """The weights and when they were measured; None where they were not."""
        self._found = found = measured.found if measured else None
        self.table.setVisible(found is not None)
        self.table.show_records(found.weights if found else ())
        said = words_of(found) if found else self.tr(_BEFORE)
        self.words.setText(f"{said} {measured.words}" if measured else said)

    def show_possible(self, possible: bool) -> None:
        """Whether there is a set to measure."""
        self.measure.setEnabled(possible)

    def show_working(self, fraction: float, _text: str = "") -> None:
        """How far it is."""
        self.bar.setValue(round(100 * fraction))
        for widget in (self.bar, self.cancel):
            widget.show()
        self.measure.hide()

    def show_rest(self) -> None:
        """Nothing runs."""
        for widget in (self.bar, self.cancel):
            widget.hide()
        self.measure.show()

    def _above(self, weight: Weight) -> bool:
        return self._found is not None and weight.above(self._found.probes)

    def _alike(self, weight: Weight) -> str:
        group = self._found.groups[weight.group] if self._found else ()
        return ", ".join(name for name in group if name != weight.name) or "–"


_BEFORE = (
    "Trains a random forest on the labelled recordings and asks what is lost on held-out ones"
    " without each feature, beside shuffled copies that mean nothing."
)
