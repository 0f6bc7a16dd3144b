"""What an analysis is, and what it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.orbit import OrbitFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Parameter, Values
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.progress import Progress

Figure = SpectrumFigure | MapFigure | OrbitFigure | CurvesFigure


class Shape(StrEnum):
    """Which kind of plot draws the figure."""

    LINES = "lines"  # SpectrumFigure
    MAP = "map"  # MapFigure
    ORBIT = "orbit"  # OrbitFigure
    CURVES = "curves"  # CurvesFigure


class Needs(StrEnum):
    """What an analysis cannot do without; refused with the reason where it is absent."""

    SPEED = "speed"
    SECOND = "second channel"


@dataclass(frozen=True)
class Material:
    """A waveform with all that is known of it."""

    waveform: Waveform
    recording: str  # its name
    blob: str  # SHA-256 of the recording's samples
    speed: SpeedProfile | None = None
    bearing: Bearing | None = None
    kind: BearingKind = BearingKind.ROLLING
    second: Waveform | None = None  # measured at the same time, at the same rate
    second_recording: str = ""
    processed: str = ""  # the chain in words; "" is raw


@dataclass(frozen=True)
class Analysis:
    """One row of the table."""

    name: str  # stable: "psd"
    title: str  # in lists: "PSD"
    group: str  # heading in lists: "Spectra", "Demodulation", "Rotation", "Two channels" …
    purpose: str  # one sentence with the source of the formula; a tool tip and a line of the manual
    shape: Shape
    parameters: tuple[Parameter, ...]
    compute: Callable[[Material, Values, Progress], Figure]
    needs: frozenset[Needs] = frozenset()
    takes_constant: bool = False  # whether constant samples give a figure too, such as zeros
