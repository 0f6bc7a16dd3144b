"""The tab of classes: counts, balance, a few recordings of each; and the map of speed and load."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from pfd_desktop.core.datasets.balance import ClassCount
from pfd_desktop.core.datasets.coverage import Coverage
from pfd_desktop.ui.panels.datasets.seen import Seen
from pfd_desktop.ui.widgets.count_table import CountTable
from pfd_desktop.ui.widgets.thumbnail import Thumbnail


class ClassesTab(QWidget):
    """One row for each class: what there is of it, and how some of it look."""

    recording_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = QLabel()
        self.summary.setAccessibleName("Balance of the classes")
        self.summary.setWordWrap(True)
        self.area = QScrollArea()
        self.area.setAccessibleName("Classes with examples")
        self.area.setWidgetResizable(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.area, 1)

    def show_seen(self, seen: Seen | None) -> None:
        """The classes of this version."""
        content = QWidget()
        rows = QGridLayout(content)
        rows.setHorizontalSpacing(12)
        rows.setColumnStretch(1, 1)
        if seen is not None:
            for row, one in enumerate(seen.balance.classes):
                self._add_row(rows, row, one, seen)
            rows.setRowStretch(len(seen.balance.classes), 1)
        self.area.setWidget(content)
        self.summary.setText("" if seen is None else self._balance(seen))

    def _add_row(self, rows: QGridLayout, row: int, one: ClassCount, seen: Seen) -> None:
        told = QLabel(_counted(one))
        told.setAccessibleName(f"Class {one.name or 'none told'}")
        told.setTextFormat(told.textFormat().RichText)
        told.setWordWrap(True)
        told.setMinimumWidth(170)
        rows.addWidget(told, row, 0)
        shown = QWidget()
        beside = QGridLayout(shown)
        beside.setContentsMargins(0, 0, 0, 0)
        for column in range(3):
            beside.setColumnStretch(column, 1)
        for column, preview in enumerate(seen.previews[row]):
            small = Thumbnail(preview.name, preview.said, preview.minima, preview.maxima)
            key = preview.recording_id
            small.clicked.connect(lambda _=False, key=key: self.recording_asked.emit(key))
            beside.addWidget(small, 0, column)
        rows.addWidget(shown, row, 1)

    def _balance(self, seen: Seen) -> str:
        words = f"{len(seen.version.members)} recordings. "
        if seen.balance.evenness is None or seen.balance.ratio is None:
            return words + self.tr("There are fewer than two classes: nothing to tell apart.")
        return words + self.tr(
            "Evenness {0} of 1 (1: all classes alike); the largest class has {1} times the"
            " recordings of the smallest."
        ).format(f"{seen.balance.evenness:.2f}", f"{seen.balance.ratio:.3g}")


class CoverageTab(QWidget):
    """Which speeds and loads the recordings have seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = QLabel()
        self.summary.setAccessibleName("Gaps in the coverage")
        self.summary.setWordWrap(True)
        self.table = CountTable("Recordings by speed and condition")
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)

    def show_coverage(self, found: Coverage | None) -> None:
        """Rows are conditions, columns speeds in rpm."""
        if found is None:
            self.table.show_counts((), (), ())
            self.summary.clear()
            return
        steps = [
            f"{low:g}–{high:g}"
            for low, high in zip(found.edges_rpm, found.edges_rpm[1:], strict=False)
        ]
        counts = [
            [*map(int, own), silent]
            for own, silent in zip(found.counts, found.without_speed, strict=True)
        ]
        columns = [*steps, self.tr("not told")]
        self.table.show_counts(found.conditions, columns, counts)
        cells = found.counts.size
        self.summary.setText(
            self.tr(
                "Recordings by load or condition and shaft speed in rpm. {0} of {1} combinations"
                " have none: nothing can be said there from this dataset."
            ).format(found.gaps, cells)
        )


def _counted(one: ClassCount) -> str:
    lines = [
        ", ".join(
            f"{count} {noun}{'' if count == 1 else 's'}"
            for count, noun in (
                (one.recordings, "recording"),
                (one.units, "unit"),
                (one.machines, "machine"),
            )
        ),
        f"{one.duration_s:.4g} s",
    ]
    if one.stretches:
        lines.append(f"{one.stretches} labels on stretches")
    if one.severities:
        lines.append("severity " + ", ".join(_escaped(word) for word in one.severities))
    return f"<b>{_escaped(one.name) or 'no class told'}</b><br>" + "<br>".join(lines)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
