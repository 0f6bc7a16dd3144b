"""The Explorer panel: widgets only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.exploring.collection import Collection
from pfd_desktop.core.exploring.distributions import Distribution
from pfd_desktop.core.exploring.findings import Finding
from pfd_desktop.core.features.catalogue import REGISTRY
from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.figures.scatter import ScatterFigure
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.plots.scatter_plot import ScatterPlot
from pfd_desktop.ui.plots.strip_plot import StripPlot, StripPoint
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.flow_layout import flow
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.muted_label import muted_label
from pfd_desktop.ui.widgets.parameter_fields import combo
from pfd_desktop.ui.widgets.record_table import RecordTable

_METHODS = (("pca", "PCA"), ("t-sne", "t-SNE"), ("umap", "UMAP"))
_PAGES = ("projection", "distributions", "spectra", "findings")
_TITLES = ("Projection", "Distributions", "Spectra of classes", "Findings")
_UNITS = {spec.name: spec.unit for spec in REGISTRY.values()}

COLUMNS: tuple[Column[Finding], ...] = (
    Column("Finding", lambda one: one.kind.value),
    Column("Recording", lambda one: " and ".join(one.titles)),
    Column("Why", lambda one: one.words),
)


SCATTER = partial(ScatterPlot, "Projection plot")
SPECTRA = partial(CurvesPlot, "Spectra of classes")


@dataclass(frozen=True, eq=False)
class ExplorerPlots:
    """The plots of the panel; each takes a moment to make."""

    scatter: ScatterPlot = field(default_factory=SCATTER)
    spectra: CurvesPlot = field(default_factory=SPECTRA)


class ExplorerView(QWidget):
    """A feature set from four sides; every point and every row leads to its recording."""

    seen = Signal()
    set_chosen = Signal(str)
    page_opened = Signal(str)
    method_chosen = Signal()
    recording_clicked = Signal(str)
    recordings_chosen = Signal(object)  # ids
    extract_requested = Signal()

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, plots: ExplorerPlots | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Explorer")
        plots = plots or ExplorerPlots()
        self.scatter, self.spectra = plots.scatter, plots.spectra
        self.message = MessageStrip()
        self.sets = combo("Feature set to explore", ())
        self.sets.setMinimumContentsLength(24)
        self.summary = muted_label("What is explored")
        self.methods = combo("Projection", _METHODS)
        self.projection_note = muted_label("Note on the projection")
        self.features = QListWidget()
        self.features.setAccessibleName("Features")
        self.strip = StripPlot("Distribution of a feature")
        self.spectra_note = muted_label("Note on the spectra")
        self.findings: RecordTable[Finding] = RecordTable("Findings", COLUMNS)
        self.nothing_odd = muted_label("No findings")
        self.nothing_odd.setText(
            "Nothing odd was found: no recording lies far from its class, none is there twice, and"
            " none is labelled unlike its neighbours."
        )
        self._distributions: tuple[Distribution, ...] = ()
        self._collection: Collection | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "A collection of recordings is looked at here by its features. Extract features first.",
            "Extract features…",
        )
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Pages of the explorer")
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(self.features)
        sides.addWidget(self.strip)
        sides.setSizes([240, 560])
        pages = (
            _column(flow(self.methods), self.scatter, self.projection_note),
            sides,
            _column(self.spectra, self.spectra_note),
            _column(self.nothing_odd, self.findings),
        )
        for title, page in zip(_TITLES, pages, strict=True):
            self.tabs.addTab(page, title)
        head = flow(QLabel("Feature set"), self.sets)
        content = _column(head, self.summary, self.tabs)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.empty.button.clicked.connect(self.extract_requested)
        self.sets.activated.connect(lambda _: self.set_chosen.emit(self.chosen_set()))
        self.tabs.currentChanged.connect(lambda _: self.page_opened.emit(self.page()))
        self.methods.activated.connect(lambda _: self.method_chosen.emit())
        self.features.currentRowChanged.connect(self._show_feature)
        self.scatter.recording_clicked.connect(self.recording_clicked)
        self.scatter.recordings_chosen.connect(self.recordings_chosen)
        self.strip.point_clicked.connect(self.recording_clicked)
        self.findings.current_changed.connect(self._tell_finding)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def _tell_finding(self) -> None:
        finding = self.findings.current()
        if finding is not None:
            self.recordings_chosen.emit(finding.ids)
            self.recording_clicked.emit(finding.ids[0])

    # -- what the presenter asks -----------------------------------------------------------------

    def chosen_set(self) -> str:
        """The feature set to explore; "" is none."""
        return str(self.sets.currentData() or "")

    def page(self) -> str:
        """The page that is seen."""
        return _PAGES[self.tabs.currentIndex()]

    def method(self) -> str:
        """The projection that is wanted."""
        return str(self.methods.currentData())

    # -- what the presenter shows ----------------------------------------------------------------

    def show_sets(self, sets: Sequence[tuple[str, str]], preferred: str) -> None:
        """The newest first; one that was chosen stays."""
        chosen = self.chosen_set() or preferred
        self.sets.clear()
        for key, name in sets:
            self.sets.addItem(name, key)
        self.sets.setCurrentIndex(max(0, self.sets.findData(chosen)))
        self.set_chosen.emit(self.chosen_set())

    def choose_set(self, feature_set_id: str) -> None:
        """Make it the chosen one, where it is known."""
        place = self.sets.findData(feature_set_id)
        if place >= 0 and place != self.sets.currentIndex():
            self.sets.setCurrentIndex(place)
            self.set_chosen.emit(feature_set_id)

    def show_nothing(self) -> None:
        """There is no feature set."""
        self.message.clear()
        self.pages.setCurrentIndex(0)

    def show_waiting(self) -> None:
        """The set is being read."""
        self.message.clear()
        self.pages.setCurrentIndex(1)
        self.summary.setText("…")

    def show_explored(
        self,
        distributions: tuple[Distribution, ...],
        findings: Sequence[Finding],
        collection: Collection,
    ) -> None:
        """All that is known at once; projection and spectra come when they are looked at."""
        self._distributions, self._collection = distributions, collection
        counts = [f"{len(collection.of_class(label))} {label}" for label in collection.classes]
        units = len(set(collection.units))
        self.summary.setText(
            f"{len(collection.ids)} recordings of {units} unit{'' if units == 1 else 's'}:"
            f" {', '.join(counts)}"
        )
        self.findings.show_records(findings)
        self.findings.setVisible(bool(findings))
        self.nothing_odd.setVisible(not findings)
        self.tabs.setTabText(_PAGES.index("findings"), f"Findings ({len(findings)})")
        self.features.clear()
        for one in distributions:
            item = QListWidgetItem(f"{one.feature}   {100 * one.apart:.0f} %")
            item.setToolTip("Share of the variance that lies between the classes (eta squared)")
            self.features.addItem(item)
        self.features.setCurrentRow(0)

    def _show_feature(self, row: int) -> None:
        if not 0 <= row < len(self._distributions) or self._collection is None:
            return
        name, known = self._distributions[row].feature, self._collection
        column = known.values[:, known.names.index(name)].tolist()
        rows = zip(known.ids, known.titles, known.labels, column, strict=True)
        self.strip.show_points(
            [StripPoint(*one) for one in rows if one[3] == one[3]], name, _UNITS.get(name, "")
        )

    def show_projection(self, figure: ScatterFigure) -> None:
        """The recordings in a plane."""
        self.message.clear()
        self.scatter.show_figure(figure)
        words = "Shift and drag chooses recordings, a click opens one."
        self.projection_note.setText(" · ".join((words, *figure.notes)))

    def show_no_projection(self, error: Exception) -> None:
        """Why it cannot be drawn."""
        self.scatter.show_figure(None)
        self.projection_note.setText("")
        self.show_error(error)

    def show_spectra(self, figure: CurvesFigure) -> None:
        """The spectra of the classes."""
        self.spectra.show_figure(figure)
        self.spectra_note.setText(" · ".join(figure.notes))

    def mark(self, ids: Iterable[str]) -> None:
        """Ring what is selected in the window."""
        chosen = frozenset(ids)
        self.scatter.mark(chosen)
        self.strip.mark(next(iter(chosen)) if len(chosen) == 1 else "")

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(6, 4, 6, 4)
    layout.setSpacing(4)
    for widget in widgets:
        stretches = isinstance(widget, QTabWidget | ScatterPlot | CurvesPlot | RecordTable)
        layout.addWidget(widget, 1 if stretches else 0)
    return column
