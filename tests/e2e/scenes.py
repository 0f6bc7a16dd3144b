"""What each picture of a panel shows: which recording, and what is done before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QPushButton

from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.healthy import GuardRequest
from pfd_desktop.core.records.learning import ExtractRequest
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.progress import Silent
from pfd_desktop.services.catalog import Services
from pfd_desktop.services.healthy import Injection
from pfd_desktop.ui.catalog import PANELS

CHAIN = Chain(
    (
        Step("detrend"),
        Step("bandpass", (("band_hz", (2000.0, 5000.0)),)),
        Step("notch", (("frequency_hz", 50.0),), on=False),
        Step("envelope", (("band_hz", (2000.0, 5000.0)),)),
    )
)
DEFECT, STEADY, RUN_UP, WORN = "(outer race), no load", "3600 rpm, X", "run-up, X", "2025-05-05"
HEALTHY_WEEKS = 10  # of the bearing that wears; later its defect shows
_CLEARANCE_UM = 240.0  # in diameter, of the rig that the sample comes from


def guard(services: Services, recordings: Sequence[Recording]) -> None:
    """What the first weeks of the bearing that wears teach, and what that would find."""
    weeks = tuple(one.id for one in recordings if one.unit_name == "bearing of the drive end")
    asked = ExtractRequest(weeks, 4096, 0.0, "weeks")
    weekly = services.features.extract(asked, Silent())
    wanted = GuardRequest(weekly.id, weeks[:HEALTHY_WEEKS], rate=0.2)
    made = services.healthy.train(wanted, Silent())
    services.healthy.detectability(
        made.id, Injection((Fault.OUTER_RACE, Fault.IMBALANCE)), Silent()
    )


def missed(widget: Any) -> None:
    """The page of what the guard would miss."""
    widget.tabs.setCurrentWidget(widget.misses)


@dataclass(frozen=True)
class Scene:
    """A picture: its name is that of the panel, and of what it shows where there are several."""

    panel: str
    name: str = ""
    recording: str = DEFECT  # the first whose name ends so
    prepare: Callable[[Any], None] | None = None  # told the panel's widget

    @property
    def picture(self) -> str:
        """The name of its file, without the theme."""
        return "_".join(filter(None, (self.panel, self.name)))

    def chosen(self, recordings: tuple[Recording, ...]) -> str:
        """The id of the recording it shows."""
        return next(one.id for one in recordings if one.name.endswith(self.recording))


def press(text: str) -> Callable[[Any], None]:
    """Press the button of that text."""

    def do(widget: Any) -> None:
        next(one for one in widget.findChildren(QPushButton) if one.text() == text).click()

    return do


def analysis(name: str, **values: Any) -> Callable[[Any], None]:
    """Choose an analysis with these settings."""

    def do(widget: Any) -> None:
        second = str(widget.controls.second.currentData() or "")
        widget.controls.show_choice(AnalysisChoice(name, tuple(values.items()), second))
        widget.choice_changed.emit()

    return do


def centreline(widget: Any) -> None:
    """The path of the journal in its bearing."""
    widget.clearance.show_number(_CLEARANCE_UM)
    widget.clearance.number_chosen.emit()
    analysis("shaft-centreline", every=0.5, gap_x=0.0, gap_y=-_CLEARANCE_UM / 2)(widget)


def orbit(widget: Any) -> None:
    """A few turns."""
    widget.clearance.show_number(None)
    widget.clearance.number_chosen.emit()
    analysis("orbit", turns=9.0)(widget)


def tell_chain(services: Services, recordings: tuple[Recording, ...]) -> None:
    """The chain that the picture of Processing shows."""
    services.chains.set_active(Scene("processing", recording=WORN).chosen(recordings), CHAIN)


_OTHER = (
    Scene("solver", prepare=press("Explain the peaks")),
    Scene("orbit", recording=STEADY, prepare=orbit),
    Scene("orbit", "centreline", RUN_UP, centreline),
    Scene("maps", prepare=analysis("waterfall")),
    Scene("maps", "campbell", RUN_UP, analysis("campbell", highest=400.0)),
    Scene("speed", recording=RUN_UP),
    Scene("trend", recording=WORN),
    Scene("processing", recording=WORN),
    Scene("healthy", prepare=missed),
)
SCENES = (
    *(Scene(one.name) for one in PANELS if one.name not in {scene.panel for scene in _OTHER}),
    *_OTHER,
)
