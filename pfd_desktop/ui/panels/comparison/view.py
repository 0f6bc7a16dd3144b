"""The Compare panel: widgets only."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.comparison import words
from pfd_desktop.core.comparison.outcome import Comparison, Overlaid
from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.figures.ranks import RanksFigure, ranks_figure
from pfd_desktop.ui.plots.bars_plot import Bar, BarsPlot
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.plots.ranks_plot import RanksPlot
from pfd_desktop.ui.plots.text_table import TextTable
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.flow_layout import flow
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.muted_label import muted_label
from pfd_desktop.ui.widgets.parameter_fields import combo

_KINDS = "PDF document (*.pdf);;Web page (*.html)"
_EMPTY, _WORKING, _FOUND = range(3)
_TABLES = 260  # height of the tables in pixels: some rows are seen at once
_LETTERS = 36  # of names in the legend of the curves
_CURVES = 260  # height of the curves with their names below
CURVES = partial(CurvesPlot, "Curves of the runs")  # takes a moment to make


class ComparisonView(QWidget):
    """Verdict, intervals, ranks, and the tables behind them."""

    seen = Signal()
    runs_requested = Signal()
    cancel_requested = Signal()
    report_requested = Signal(object)  # Path

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, curves: CurvesPlot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Compare")
        self.curves = curves
        self.curves.setMinimumHeight(_CURVES)
        self.curves_shown = combo("Curves shown", ())
        self.curves_shown.setMinimumContentsLength(20)
        self._curves: tuple[Overlaid, ...] = ()
        self.message = MessageStrip()
        self.verdict = _label("Verdict", "title")
        self.warnings = _label("What makes the comparison unfair or weak")
        self.more = _label("What would settle it")
        self.facts = muted_label("What was compared")
        self.bars = BarsPlot("Accuracy of the runs", "run")
        self.ranks_heading = _label("Heading of the ranks", "heading")
        self.ranks_heading.setText(self.tr("Critical-difference diagram"))
        self.ranks = RanksPlot("Critical-difference diagram")
        self.ranks_note = muted_label("Note on the ranks")
        self.key = muted_label("What the letters in the tables stand for")
        self.sides = TextTable("Runs compared")
        self.tests = TextTable("Tests of the comparison")
        self.pairs = TextTable("Comparison in pairs")
        self.chances = TextTable("How probable it is")
        self.left_out = TextTable("Tests left out")
        self.settings = TextTable("What the runs were told differently")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the comparison")
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName("Cancel the comparison")
        self.report = QPushButton(self.tr("Report…"))
        self.report.setAccessibleName("Report of the comparison")
        self.report.setToolTip(self.tr("Write all of this as PDF or HTML"))
        self.empty = EmptyState(
            self.tr(
                "No runs are compared. Select 2 to 10 finished runs in Experiments and press"
                " Compare…: whether one is better, how sure that is, and what would settle it"
                " stands here then."
            ),
            self.tr("Choose runs"),
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        for page in (self.empty, self._working(), self._result()):
            self.pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _working(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 12, 24, 12)
        layout.addStretch(1)
        layout.addWidget(QLabel(self.tr("The runs are being compared.")))
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        return page

    def _result(self) -> QWidget:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        above = (self.verdict, self.warnings, self.more, self.facts, self.bars)
        for widget in (*above, self.ranks_heading, self.ranks, self.ranks_note):
            layout.addWidget(widget)
        layout.addWidget(self.key)
        layout.addWidget(self._tables(), 1)
        self.curves_head = flow(QLabel(self.tr("Curves")), self.curves_shown)
        layout.addWidget(self.curves_head)
        layout.addWidget(self.curves)
        scroll = QScrollArea()
        scroll.setAccessibleName("What the comparison found")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll, 1)
        below = QHBoxLayout()
        below.setContentsMargins(12, 0, 12, 8)
        below.addStretch(1)
        below.addWidget(self.report)
        outer.addLayout(below)
        return page

    def _tables(self) -> QTabWidget:
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Tables of the comparison")
        self.tabs.setMinimumHeight(_TABLES)
        for title, table in (
            (self.tr("Tests"), self.tests),
            (self.tr("Runs"), self.sides),
            (self.tr("Pairs"), self.pairs),
            (self.tr("Chances"), self.chances),
            (self.tr("Setup"), self.settings),
            (self.tr("Left out"), self.left_out),
        ):
            if table is self.tests:
                table.show_first(3)  # between which two, and p
            else:
                table.wrap_words()
            self.tabs.addTab(table, title)
        return self.tabs

    def _connect(self) -> None:
        self.empty.button.clicked.connect(self.runs_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.report.clicked.connect(self._ask_report)
        self.curves_shown.currentIndexChanged.connect(self._draw_curves)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def _ask_report(self) -> None:
        name, kind = QFileDialog.getSaveFileName(
            self, self.tr("Report of the comparison"), "comparison.pdf", _KINDS
        )
        if name:
            path = Path(name)
            suffix = ".html" if "html" in kind else ".pdf"
            self.report_requested.emit(path if path.suffix else path.with_suffix(suffix))

    # -- what the presenter shows ----------------------------------------------------------------

    def show_nothing(self) -> None:
        """Nothing is compared."""
        self.pages.setCurrentIndex(_EMPTY)

    def show_working(self, share: float) -> None:
        """How far it is."""
        self.message.clear()
        self.bar.setValue(round(100 * share))
        self.pages.setCurrentIndex(_WORKING)

    def show_cancelled(self) -> None:
        """It was left."""
        self.message.show_note(self.tr("The comparison was cancelled. Nothing was changed."))

    def show_gone(self, names: Sequence[str]) -> None:
        """Runs that were compared are no longer there."""
        self.show_nothing()
        told = self.tr("Deleted since they were compared: {0}. Choose runs to compare anew.")
        self.message.show_note(told.format(", ".join(names)))

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)

    def show_written(self, path: Path) -> None:
        """Where the report lies."""
        self.message.show_note(self.tr("The report was written to {0}.").format(path))

    def show_comparison(self, found: Comparison) -> None:
        """All of it."""
        self.message.clear()
        self.verdict.setText(found.verdict)
        self.warnings.setProperty("tone", "warning" if found.equal_terms else "bad")
        self.warnings.style().polish(self.warnings)
        _say(self.warnings, "\n".join(f"⚠ {warning}" for warning in found.warnings))
        _say(self.more, words.open_words(found))
        self.facts.setText(f"{words.facts_words(found)}. Bars: 95 % interval, units being drawn.")
        self.bars.show_bars(
            [Bar(one.name, one.accuracy, not found.equal_terms) for one in found.sides],
            found.chance,
        )
        self._show_ranks(ranks_figure(found))
        self._show_tables(found)
        self._show_curves(found.curves)
        self.pages.setCurrentIndex(_FOUND)

    def _show_ranks(self, figure: RanksFigure | None) -> None:
        self.ranks.show_figure(figure)
        for widget in (self.ranks_heading, self.ranks, self.ranks_note):
            widget.setVisible(figure is not None)
        if figure is not None:
            self.ranks_note.setText(
                self.tr(
                    "Bars join those that Nemenyi's test does not tell apart at {0} %: their ranks"
                    " lie within the critical difference."
                ).format(f"{100 * figure.alpha:g}")
            )

    def _show_curves(self, curves: tuple[Overlaid, ...]) -> None:
        """The first of these; one of the same title as before stays."""
        before = self.curves_shown.currentText()
        self._curves = curves
        self.curves_shown.clear()
        self.curves_shown.addItems([one.title for one in curves])
        self.curves_shown.setCurrentIndex(max(0, self.curves_shown.findText(before)))
        for widget in (self.curves_head, self.curves):
            widget.setVisible(bool(curves))

    def _draw_curves(self, place: int) -> None:
        if 0 <= place < len(self._curves):
            self.curves.show_figure(_with_short_names(self._curves[place].figure))

    def _show_tables(self, found: Comparison) -> None:
        letters = words.lettered(found)
        self.key.setText(words.key_words(found))
        self.sides.show_rows(words.SIDES, [words.side_row(one) for one in found.sides])
        told = zip(words.rows_of_tests(found), found.tests, strict=True)
        noted = [(*row, one.note) for row, one in told]
        for table, names, rows in (
            (self.tests, (*words.headings_of_tests(found), "Note"), noted),
            (self.pairs, words.PAIRS, [words.pair_row(found, one) for one in found.pairs]),
            (self.chances, words.CHANCES, [words.chance_row(one) for one in found.chances]),
        ):
            short = [tuple(letters.get(cell, cell) for cell in row) for row in rows]
            table.show_rows(names, short, rows)
        self.left_out.show_rows(
            ("Test", "Reason"), [(one.test, one.reason) for one in found.not_applied]
        )
        self.settings.show_rows(
            ("Setting", *found.run_names), [(one.name, *one.values) for one in found.settings]
        )


def _with_short_names(figure: CurvesFigure) -> CurvesFigure:
    """Long ones without their middle, so that the legend has room in a narrow panel."""
    return replace(
        figure, curves=tuple(replace(one, name=_short(one.name)) for one in figure.curves)
    )


def _short(name: str) -> str:
    """The beginning, and the end, which tells the area and what numbers runs of one name."""
    half = _LETTERS // 2
    return name if len(name) <= _LETTERS else f"{name[: half - 4]}…{name[-half - 3 :]}"


def _label(name: str, level: str = "") -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)  # names are what somebody typed
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if level:
        label.setProperty("level", level)
    return label


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
