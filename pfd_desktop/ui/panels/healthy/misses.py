"""The page of what a guard would miss: what to inject, the curve, a table of amplitudes."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pfd_desktop.core.figures import healthy
from pfd_desktop.core.healthy.injecting import INJECTED
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.healthy import Detectability, Detection, Level
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.widgets.measuring import Measuring
from pfd_desktop.ui.widgets.muted_label import muted_label
from pfd_desktop.ui.widgets.parameter_fields import combo
from pfd_desktop.ui.widgets.record_table import RecordTable

ABOUT = (
    "Faults of rising amplitude are added to the samples of the recordings that this guard was"
    " calibrated on; features are extracted anew, and it is asked. Injected, not real."
)
ALL = ""


@dataclass(frozen=True)
class _Row:
    fault: Fault
    level: Level
    unit: str


def _told(place: int) -> Callable[[_Row], str]:
    return lambda one: healthy.level_row(one.fault, one.level, one.unit)[place]


_KEYS: dict[int, Callable[[_Row], float]] = {
    1: lambda one: one.level.amplitude,
    2: lambda one: one.level.ratio_db,
    3: lambda one: one.level.alarms.value,
}
LEVELS: tuple[Column[_Row], ...] = tuple(
    Column(
        heading[0].upper() + heading[1:],
        _told(place),
        _KEYS.get(place),
        number=place in {1, 2, 3, 5},
        about="Bootstrap over units" if place == 4 else "",
    )
    for place, heading in enumerate(healthy.LEVELS)
)


@dataclass(frozen=True)
class _Fault:
    found: Detection
    unit: str


def _summed_up(place: int) -> Callable[[_Fault], str]:
    return lambda one: healthy.smallest_row(one.found, one.unit)[place]


def _smallest(one: _Fault) -> float:
    found = one.found.smallest(healthy.FOUND_IN)
    return float("inf") if found is None else found.ratio_db


FAULTS: tuple[Column[_Fault], ...] = tuple(
    Column(
        heading[0].upper() + heading[1:],
        _summed_up(place),
        _smallest if place in {1, 2} else None,
        number=place == 4,
        about="From this amplitude on 90 % of the recordings alarm" if place == 1 else "",
    )
    for place, heading in enumerate(healthy.SMALLEST)
)


class MissesPage(QWidget):
    """Shows what was found of the chosen fault, or the smallest found of each."""

    def __init__(self, plot: CurvesPlot) -> None:
        super().__init__()
        self.plot = plot
        names = [(one.value, one.value.capitalize()) for one in INJECTED]
        self.fault = combo("Fault to inject", ((ALL, self.tr("All faults")), *names))
        self.measuring = Measuring("what would be missed", self.fault)
        self.measuring.measure.setText(self.tr("Inject"))
        self.about = muted_label("Detectability in words")
        self.smallest: RecordTable[_Fault] = RecordTable("Smallest faults found", FAULTS)
        self.levels: RecordTable[_Row] = RecordTable("Amplitudes", LEVELS)
        self._found: Detectability | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self.measuring)
        layout.addWidget(self.about)
        layout.addWidget(plot, 3)
        for table in (self.smallest, self.levels):
            table.filter.hide()
            layout.addWidget(table, 2)
        layout.addStretch(0)
        self.fault.currentIndexChanged.connect(self._draw)
        self.show_found(None)

    def faults(self) -> tuple[Fault, ...]:
        """What is to be injected; () is everything."""
        chosen = str(self.fault.currentData() or ALL)
        return (Fault(chosen),) if chosen else ()

    def show_found(self, found: Detectability | None) -> None:
        """What was found of a guard; None where nothing was injected yet."""
        self._found = found
        self._draw()

    def _draw(self) -> None:
        found, chosen = self._found, self.faults()
        known = () if found is None else tuple(one for one in found.found if one.levels)
        drawn = [one for one in known if one.fault in chosen] or (known if not chosen else [])
        self.plot.setVisible(bool(drawn))
        self.levels.setVisible(bool(chosen and drawn))
        self.smallest.setVisible(found is not None and not chosen)
        if found is None:
            self.about.setText(self.tr(ABOUT))
            return
        told = [one for one in found.found if one.fault in chosen]
        if chosen and not told:
            self.about.setText(self.tr("This fault was not injected yet."))
        else:
            self.about.setText(healthy.detectability_words(found, chosen))
        self.smallest.show_records([_Fault(one, found.unit) for one in found.found])
        if drawn:
            fault = chosen[0] if chosen else None
            self.plot.show_figure(healthy.detectability_figure(found, fault))
            self.levels.show_records(
                [_Row(one.fault, level, found.unit) for one in drawn for level in one.levels]
            )
