"""The tab of differences: two versions, what changed, what is stale then."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pfd_desktop.core.records.datasets import Dataset, VersionChange
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.record_table import RecordTable

_Line = tuple[str, str, str]  # what, which, how
COLUMNS: tuple[Column[_Line], ...] = (
    Column("What", lambda line: line[0]),
    Column("Which", lambda line: line[1]),
    Column("How", lambda line: line[2]),
)


class DifferencesTab(QWidget):
    """From an older version to a newer one."""

    asked = Signal(str, str)  # ids of the versions

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before, self.after = QComboBox(), QComboBox()
        self.before.setAccessibleName("Version before")
        self.after.setAccessibleName("Version after")
        self.summary = QLabel()
        self.summary.setAccessibleName("What differs between the versions")
        self.summary.setWordWrap(True)
        self.lines: RecordTable[_Line] = RecordTable("Differences", COLUMNS)
        above = QHBoxLayout()
        above.addWidget(QLabel(self.tr("From")))
        above.addWidget(self.before, 1)
        above.addWidget(QLabel(self.tr("to")))
        above.addWidget(self.after, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(self.summary)
        layout.addWidget(self.lines, 1)
        for box in (self.before, self.after):
            box.activated.connect(self._ask)

    def show_versions(self, dataset: Dataset | None) -> None:
        """The last two versions of this dataset are compared at first."""
        for box, back in ((self.before, 2), (self.after, 1)):
            box.clear()
            for one in () if dataset is None else dataset.versions:
                box.addItem(f"version {one.number}, {one.recordings} recordings", one.id)
            box.setCurrentIndex(max(0, box.count() - back))
        self.lines.show_records(())
        several = self.before.count() > 1
        self.summary.setText("" if several else self.tr("There is a single version so far."))
        if several:
            self._ask()

    def show_change(self, change: VersionChange) -> None:
        """What differs, and what it makes stale."""
        diff = change.diff
        lines: list[_Line] = [("added", name, "") for name in diff.added]
        lines += [("removed", name, "") for name in diff.removed]
        lines += [("changed", one.name, ", ".join(one.fields)) for one in diff.changed]
        lines += [(f"stale {one.kind}", one.name, one.reason) for one in change.stale]
        self.lines.show_records(lines)
        if diff.is_empty:
            self.summary.setText(self.tr("Both are the same dataset."))
            return
        self.summary.setText(
            self.tr("{0} added, {1} removed, {2} changed; {3} results are stale.").format(
                len(diff.added), len(diff.removed), len(diff.changed), len(change.stale)
            )
        )

    def _ask(self) -> None:
        self.asked.emit(str(self.before.currentData()), str(self.after.currentData()))
