"""The Speed panel: widgets only."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.parameters import Parameter, Values
from pfd_desktop.core.speed.comb import SpeedHypothesis
from pfd_desktop.core.speed.told import SOURCES
from pfd_desktop.errors import UserError
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.parameter_fields import ParameterFields, combo
from pfd_desktop.ui.widgets.record_table import RecordTable

COLUMNS: tuple[Column[SpeedHypothesis], ...] = (
    Column("Speed (rpm)", lambda h: f"{h.rpm:.1f}", lambda h: h.rpm, number=True),
    Column("Confidence", lambda h: f"{h.confidence:.2f}", lambda h: h.confidence, number=True),
    Column("Why", lambda h: h.why, tip=lambda h: h.why),
)
_PLOT_HEIGHT, _TABLE_HEIGHT = 110, 136


class SpeedView(QWidget):
    """The source, the speed over time, and the constant speeds that the lines allow."""

    seen = Signal()
    import_requested = Signal()
    retry_requested = Signal()
    source_chosen = Signal(str)
    told = Signal(str, object)  # the source and its Values
    share_requested = Signal()
    hypotheses_requested = Signal()
    hypothesis_chosen = Signal(float)  # rpm

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Speed")
        self.message = MessageStrip()
        self.source = combo("Speed from", SOURCES)
        self.fields = ParameterFields()
        self.words = QLabel()
        self.words.setAccessibleName("Speed in words")
        self.words.setWordWrap(True)
        self.share = QPushButton()
        self.share.setToolTip("The other channels of this measurement turn with the same shaft")
        self.share.hide()
        self.plot = CurvesPlot("Speed plot")
        self.plot.setMinimumHeight(_PLOT_HEIGHT)
        self.read = QPushButton("Which speeds do the lines allow?")
        self.use = QPushButton("Use this speed")
        self.hypotheses: RecordTable[SpeedHypothesis] = RecordTable("Possible speeds", COLUMNS)
        self.hypotheses.filter.hide()  # a handful of rows
        self.hypotheses.setFixedHeight(_TABLE_HEIGHT)
        self._found: tuple[SpeedHypothesis, ...] = ()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "Where the speed of the shaft is taken from is told here: a number, a tacho channel or"
            " the signal itself. Choose a recording, or import some.",
            "Import recordings…",
        )
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        for widget in (self.source, self.fields, self.words):
            layout.addWidget(widget)
        layout.addWidget(self.share, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.plot, 1)
        row = QHBoxLayout()
        row.addWidget(self.read)
        row.addStretch(1)
        row.addWidget(self.use)
        layout.addLayout(row)
        layout.addWidget(self.hypotheses)
        self.hypotheses.hide()
        self.use.hide()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.empty.button.clicked.connect(self.import_requested)
        self.message.retry_requested.connect(self.retry_requested)
        self.source.activated.connect(
            lambda _: self.source_chosen.emit(str(self.source.currentData()))
        )
        self.fields.changed.connect(self._tell)
        self.share.clicked.connect(self.share_requested)
        self.read.clicked.connect(self.hypotheses_requested)
        self.use.clicked.connect(self._use)

    def _tell(self) -> None:
        try:
            values = self.fields.values()
        except UserError as error:
            self.message.show_error(error)
            return
        self.message.clear()
        self.told.emit(str(self.source.currentData()), values)

    def _use(self) -> None:
        chosen = self.hypotheses.selected()
        if chosen:
            self.hypothesis_chosen.emit(chosen[0].rpm)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    # -- what the presenter shows ----------------------------------------------------------------

    def show_nothing(self) -> None:
        """No recording is chosen."""
        self.message.clear()
        self.pages.setCurrentIndex(0)

    def show_source(self, kind: str, parameters: Sequence[Parameter], values: Values) -> None:
        """Where the speed is taken from."""
        self.source.setCurrentIndex(self.source.findData(kind))
        self.fields.show_parameters(parameters)
        self.fields.show_values(values)
        self.pages.setCurrentIndex(1)

    def show_others(self, count: int) -> None:
        """How many channels of the measurement take their speed from elsewhere."""
        others = "the other channel" if count == 1 else f"the other {count} channels"
        self.share.setText(f"Use it for {others} as well")
        self.share.setVisible(count > 0)

    def show_speed(self, figure: CurvesFigure) -> None:
        """The speed over time."""
        self.message.clear()
        curve = figure.curves[0]
        low, high = float(curve.y.min()), float(curve.y.max())
        span = f"{low:.1f} rpm" if high - low < 0.05 else f"{low:.1f} to {high:.1f} rpm"
        self.words.setText("\n".join((f"{span}: {curve.name}", *figure.notes)))
        self.plot.show_figure(figure)
        self.plot.show()

    def show_no_speed(self, error: Exception) -> None:
        """Why there is none."""
        self.words.setText("")
        self.plot.hide()
        self.message.show_error(error)

    def show_hypotheses(self, found: tuple[SpeedHypothesis, ...]) -> None:
        """The constant speeds that the lines allow; nothing hides the table."""
        self._found = found
        self.hypotheses.show_records(found)
        self.hypotheses.setVisible(bool(found))
        self.use.setVisible(bool(found))

    def show_error(self, error: Exception) -> None:
        """What went wrong."""
        self.message.show_error(error)
