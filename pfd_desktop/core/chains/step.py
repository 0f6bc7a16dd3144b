"""What a processing step is, and what a chain of them is."""

from collections.abc import Callable
from dataclasses import dataclass

from pfd_desktop.core.chains.source import Source
from pfd_desktop.core.parameters import Parameter, Value, Values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class StepKind:
    """One row of the table of steps."""

    name: str  # stable: "bandpass"
    title: str  # "Band-pass"
    purpose: str  # one sentence with the source; a tool tip and a line of the manual
    parameters: tuple[Parameter, ...]
    apply: Callable[[Waveform, Values, SpeedProfile | None, Progress], Waveform]
    words: Callable[[Values], str]  # "band-pass 500 to 2000 Hz, zero phase"
    needs_speed: bool = False
    # Puts what was left to the speed into the values, where it is known and where it is not.
    at_speed: Callable[[Values, SpeedProfile | None], Values] | None = None
    # How it is done to a recording that is too long to be held; None where these values forbid it.
    stream: Callable[[Source, Values, SpeedProfile | None], Source | None] | None = None


@dataclass(frozen=True)
class Step:
    """A step as the user set it; ``on`` lets it be bypassed without losing its settings."""

    kind: str
    values: tuple[tuple[str, Value], ...] = ()
    on: bool = True


@dataclass(frozen=True)
class Chain:
    """Steps in the order in which they act; an empty chain is the recording as it is."""

    steps: tuple[Step, ...] = ()
