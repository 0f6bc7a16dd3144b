"""The tab that designs splits: the key, the overlap matrix, the certificate."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.datasets.splitting import KEYS, overlap
from pfd_desktop.core.networks.table import NETWORKS
from pfd_desktop.core.records.datasets import DesignedSplit
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.ui.panels.datasets.seen import Seen
from pfd_desktop.ui.widgets.count_table import CountTable
from pfd_desktop.ui.widgets.flow_layout import FlowLayout

_NAMES = {
    SplitKind.UNIT: "Unit",
    SplitKind.MACHINE: "Machine",
    SplitKind.RECORD: "Recording",
    SplitKind.CONDITION: "Condition",
}


class SplitsTab(QWidget):
    """What no two parts may share is chosen; what they do share is shown."""

    design_requested = Signal(object, int, int)  # key, parts, seed
    train_requested = Signal(str, str)  # a classifier, id of a split

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seen: Seen | None = None
        self._make()
        self._lay_out()
        self.design.clicked.connect(self._ask)
        self.train.clicked.connect(
            lambda: self.train_requested.emit(
                str(self.classifier.currentData()), str(self.splits.currentData())
            )
        )
        self.splits.currentIndexChanged.connect(self._show)
        self.look.currentIndexChanged.connect(self._show)

    def _make(self) -> None:
        self.key, self.look, self.splits = QComboBox(), QComboBox(), QComboBox()
        self.key.setAccessibleName("Group key of the split")
        self.look.setAccessibleName("Groups of the overlap matrix")
        self.splits.setAccessibleName("Designed split")
        for key in KEYS:
            self.key.addItem(_NAMES[key], key)
            self.look.addItem(_NAMES[key], key)
        self.parts, self.seed = QSpinBox(), QSpinBox()
        self.parts.setAccessibleName("Parts at most")
        self.parts.setRange(2, 50)
        self.parts.setValue(5)
        self.seed.setAccessibleName("Seed of the split")
        self.seed.setRange(0, 2**31 - 1)
        self.design = QPushButton(self.tr("Design split"))
        self.design.setAccessibleName("Design split")
        self.design.setProperty("primary", True)
        self.classifier = QComboBox()
        self.classifier.setAccessibleName("Classifier to train on the split")
        self.train = QPushButton(self.tr("Train on it"))
        self.train.setAccessibleName("Train on the designed split")
        self.certificate, self.shared = QLabel(), QLabel()
        self.certificate.setAccessibleName("Certificate of the split")
        self.certificate.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.certificate.setWordWrap(True)
        self.shared.setAccessibleName("What the parts share")
        self.shared.setWordWrap(True)
        self.matrix = CountTable("Overlap matrix: groups by parts")

    def _lay_out(self) -> None:
        above, chosen = FlowLayout(), FlowLayout()
        for words, widget in (
            (self.tr("No part shares a"), self.key),
            (self.tr("Parts at most"), self.parts),
            (self.tr("Seed"), self.seed),
        ):
            above.addWidget(QLabel(words))
            above.addWidget(widget)
        above.addWidget(self.design)
        chosen.addWidget(QLabel(self.tr("Split")))
        chosen.addWidget(self.splits)
        chosen.addWidget(QLabel(self.tr("Overlap by")))
        chosen.addWidget(self.look)
        chosen.addWidget(self.classifier)
        chosen.addWidget(self.train)
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addLayout(chosen)
        layout.addWidget(self.certificate)
        layout.addWidget(self.shared)
        layout.addWidget(self.matrix, 1)

    def show_classifiers(self, classifiers: Mapping[str, str], missing: str) -> None:
        """All that can be trained here; *missing* says what networks want, "" when nothing."""
        self.classifier.setToolTip(missing)
        for name, words in classifiers.items():
            if name in NETWORKS and missing:
                continue
            self.classifier.addItem(words, name)

    def show_seen(self, seen: Seen | None, chosen: str = "") -> None:
        """The designed splits of this version, *chosen* or the newest on top."""
        self._seen = seen
        self.design.setEnabled(seen is not None)
        self.splits.blockSignals(True)
        self.splits.clear()
        for one in () if seen is None else seen.splits:
            self.splits.addItem(_words(one), one.id)
        place = self.splits.findData(chosen)
        self.splits.setCurrentIndex(place if place >= 0 else self.splits.count() - 1)
        self.splits.blockSignals(False)
        self._show()

    def _show(self) -> None:
        place, seen = self.splits.currentIndex(), self._seen
        self.train.setEnabled(seen is not None and 0 <= place < len(seen.splits))
        if seen is None or not 0 <= place < len(seen.splits):
            self.certificate.setText(self.tr("No split of this version has been designed yet."))
            self.shared.clear()
            self.matrix.show_counts((), (), ())
            return
        split = seen.splits[place]
        facts = [one.facts for one in seen.version.members]
        self.certificate.setText(self.tr("Certificate {0}").format(split.certificate))
        found = {key: overlap(facts, split.part_of, key) for key in KEYS}
        shared = [
            f"{_NAMES[key].lower()}: {len(own.shared)} of {len(own.groups)}"
            for key, own in found.items()
        ]
        self.shared.setText(self.tr("In more than one part — {0}").format("; ".join(shared)))
        own = found[SplitKind(self.look.currentData())]
        marked = frozenset(i for i, name in enumerate(own.groups) if name in own.shared)
        columns = [self.tr("Part {0}").format(k + 1) for k in range(split.parts)]
        self.matrix.show_counts(own.groups, columns, own.counts.tolist(), marked)

    def _ask(self) -> None:
        key = SplitKind(self.key.currentData())
        self.design_requested.emit(key, self.parts.value(), self.seed.value())


def _words(split: DesignedSplit) -> str:
    return (
        f"by {split.key.value}, {split.parts} parts, seed {split.seed} · {split.certificate[:12]}"
    )
