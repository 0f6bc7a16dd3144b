"""Every panel, in menu order, and the workspaces they are arranged in."""

from dataclasses import dataclass

from pfd_desktop.ui.dock import PanelSpec
from pfd_desktop.ui.panels.comparison import panel as comparison
from pfd_desktop.ui.panels.datasets import panel as datasets
from pfd_desktop.ui.panels.diagnosis import panel as diagnosis
from pfd_desktop.ui.panels.evaluation import panel as evaluation
from pfd_desktop.ui.panels.experiments import panel as experiments
from pfd_desktop.ui.panels.explorer import panel as explorer
from pfd_desktop.ui.panels.features import panel as features
from pfd_desktop.ui.panels.generate import panel as generate
from pfd_desktop.ui.panels.healthy import panel as healthy
from pfd_desktop.ui.panels.inspector import panel as inspector
from pfd_desktop.ui.panels.jobs import panel as jobs
from pfd_desktop.ui.panels.machines import panel as machines
from pfd_desktop.ui.panels.maps import panel as maps
from pfd_desktop.ui.panels.orbit import panel as orbit
from pfd_desktop.ui.panels.processing import panel as processing
from pfd_desktop.ui.panels.recordings import panel as recordings
from pfd_desktop.ui.panels.results import panel as results
from pfd_desktop.ui.panels.severity import panel as severity
from pfd_desktop.ui.panels.signal import panel as signal
from pfd_desktop.ui.panels.solver import panel as solver
from pfd_desktop.ui.panels.spectrum import panel as spectrum
from pfd_desktop.ui.panels.speed import panel as speed
from pfd_desktop.ui.panels.training import panel as training
from pfd_desktop.ui.panels.trend import panel as trend

PANELS: tuple[PanelSpec, ...] = (
    machines.SPEC,
    recordings.SPEC,
    signal.SPEC,
    processing.SPEC,
    speed.SPEC,
    spectrum.SPEC,
    maps.SPEC,
    orbit.SPEC,
    trend.SPEC,
    inspector.SPEC,
    diagnosis.SPEC,
    solver.SPEC,
    severity.SPEC,
    datasets.SPEC,
    generate.SPEC,
    explorer.SPEC,
    features.SPEC,
    training.SPEC,
    experiments.SPEC,
    results.SPEC,
    evaluation.SPEC,
    healthy.SPEC,
    comparison.SPEC,
    jobs.SPEC,
)


@dataclass(frozen=True)
class Arrangement:
    """Which panels a workspace shows, by place; panels of one place are tabs."""

    name: str
    title: str
    icon: str
    left: tuple[tuple[str, ...], ...]
    centre: tuple[tuple[str, ...], ...]
    right: tuple[tuple[str, ...], ...]
    widths: tuple[int, int, int]  # in pixels, at first
    centre_heights: tuple[int, ...] = ()  # of the centre's places; () shares them evenly


ARRANGEMENTS: tuple[Arrangement, ...] = (
    Arrangement(
        "measure",
        "Measure",
        "waveform",
        left=(("machines",), ("recordings",)),
        centre=(("signal",), ("spectrum", "maps", "orbit", "trend")),
        right=(("inspector", "processing", "speed"), ("jobs",)),
        widths=(330, 880, 360),
        centre_heights=(350, 570),
    ),
    Arrangement(
        "diagnose",
        "Diagnose",
        "stethoscope",
        left=(("recordings",),),
        centre=(("signal",), ("spectrum", "maps", "orbit", "trend")),
        right=(("diagnosis", "solver", "severity", "inspector", "jobs"),),
        widths=(300, 780, 470),
        centre_heights=(350, 570),
    ),
    Arrangement(
        "learn",
        "Learn",
        "brain",
        left=(("recordings",),),
        centre=(("features", "training"), ("experiments",)),
        right=(("results", "evaluation", "healthy", "comparison", "jobs"),),
        widths=(260, 720, 620),
        centre_heights=(600, 260),
    ),
    Arrangement(
        "data",
        "Data",
        "database",
        left=(("recordings",),),
        centre=(("datasets", "generate", "explorer"),),
        right=(("inspector", "jobs"),),
        widths=(300, 940, 320),
    ),
)
