"""The page of what a run withstands: what to try, a table of levels, the curve of a kind."""

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from pfd_desktop.core.evaluation.perturbations import KINDS
from pfd_desktop.core.evaluation.robustness import Robustness, Withstood
from pfd_desktop.core.figures import robustness
from pfd_desktop.core.records.learning import RunSummary
from pfd_desktop.core.records.measured import Measured
from pfd_desktop.ui.panels.evaluation.columns import WITHSTOOD
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.widgets.measuring import Measuring
from pfd_desktop.ui.widgets.muted_label import muted_label
from pfd_desktop.ui.widgets.record_table import RecordTable

ABOUT = (
    "The run's classifiers are asked of the same held-out recordings, made worse before windows are"
    " cut. Nothing is trained anew."
)


class RobustnessPage(QWidget):
    """Shows a sweep; the row that is chosen says of which kind the curve is."""

    def __init__(self, plot: CurvesPlot) -> None:
        super().__init__()
        self.plot = plot
        self.kind = QComboBox()
        self.kind.setAccessibleName("What is done to the recordings")
        self.kind.addItem(self.tr("Everything"), "")
        for key, row in KINDS.items():
            self.kind.addItem(row.title, key)
        self.measuring = Measuring("robustness", self.kind)
        self.about = muted_label("Robustness in words")
        self.table: RecordTable[Withstood] = RecordTable("Robustness", WITHSTOOD)
        self.table.filter.hide()
        self.table.give_second_its_width(lines=2)
        self._found: Robustness | None = None
        self._run: RunSummary | None = None
        self._when = ""  # it was measured
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self.about)
        layout.addWidget(self.measuring)
        layout.addWidget(self.table, 1)
        layout.addWidget(plot, 1)
        layout.addStretch(0)
        self.table.current_changed.connect(self._draw)
        self.kind.currentIndexChanged.connect(self._tell)
        self._tell()
        for part in (self.table, plot):
            part.hide()

    def kinds(self) -> tuple[str, ...]:
        """What is to be done to the recordings; () is everything."""
        chosen = str(self.kind.currentData())
        return (chosen,) if chosen else ()

    def show_measured(self, run: RunSummary, measured: Measured[Robustness] | None) -> None:
        """What was measured of a run, and when; None where it was not."""
        self._found = measured.found if measured else None
        self._run, self._when = run, measured.words if measured else ""
        self._tell()
        levels = self._found.levels if self._found else ()
        self.table.show_records((self._found.undisturbed, *levels) if self._found else ())
        self.table.setVisible(self._found is not None)
        wanted = str(self.kind.currentData())
        self.table.choose(1 + next((k for k, one in enumerate(levels) if one.kind == wanted), 0))
        self._draw()

    def _draw(self) -> None:
        chosen = self.table.current()
        kind = chosen.kind if chosen else ""
        self.plot.setVisible(self._found is not None and bool(kind))
        if self._found is not None and self._run is not None and kind:
            self.plot.show_figure(robustness.robustness_figure(self._found, kind, self._run.name))

    def _tell(self) -> None:
        """The reading; what the chosen kind does, until something is measured."""
        if self._found is not None and self._run is not None:
            said = robustness.robustness_words(self._found, self._run.accuracy)
        else:
            one = KINDS.get(str(self.kind.currentData()))
            said = self.tr(ABOUT) + (f" {one.title}: {one.about}." if one else "")
        self.about.setText(f"{said} {self._when}".rstrip())
