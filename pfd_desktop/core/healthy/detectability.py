"""The smallest fault that a guard finds: faults of rising amplitude in its own held-out recordings.

A part of each held-out recording's own strangeness is among the guard's healthy cases, so at
amplitude 0 up to one case fewer alarms than the rate allows. Runs in children.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.intervals import accuracy, cluster_interval
from pfd_desktop.core.healthy.injecting import fault_term, place_of, with_fault
from pfd_desktop.core.healthy.judging import Asking, judged, read, values_of
from pfd_desktop.core.healthy.keeping import kept_detector
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.healthy import Detection, Level, Said
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

# Of the median RMS; with 0, which is what false alarms cost.
RATIOS_DB = tuple(float(ratio) for ratio in range(-40, 21, 5))


@dataclass(frozen=True)
class Injecting:
    """A held-out recording, and what is to be injected into it."""

    asking: Asking
    unit_id: str
    bearing: Bearing | None
    content: str  # SHA-256 of the samples
    faults: tuple[Fault, ...]
    amplitudes: tuple[float, ...]  # in the unit of the samples
    resonance_hz: float
    seed: int


@dataclass(frozen=True)
class Heard:
    """Of one recording and fault: what the guard says at each amplitude."""

    unit_id: str
    rms: float
    alarms: tuple[bool, ...]  # () where it could not be injected
    reason: str = ""


def rms_of(asking: Asking, progress: Progress) -> float:
    """Of the whole recording, without its mean."""
    progress.report(0.0, asking.cut.name)
    return float(np.std(read(asking.cut.path)[0], dtype=np.float64))


def amplitudes_for(rms: Sequence[float]) -> tuple[float, ...]:
    """0, and from −40 to 20 dB of the median RMS, each in two digits."""
    middle = float(np.median(rms))
    if not middle > 0:
        raise InvalidInput("The held-out recordings are silent: nothing can be told of them.")
    return (0.0, *(float(f"{middle * 10 ** (ratio / 20):.2g}") for ratio in RATIOS_DB))


def hear(asked: Injecting, progress: Progress) -> tuple[Heard, ...]:
    """What the guard says of the recording with each fault, at each amplitude."""
    samples, rate_hz = read(asked.asking.cut.path)
    fitted = kept_detector(asked.asking.folder, asked.asking.place)
    rms = float(np.std(samples, dtype=np.float64))
    steps = len(asked.faults) * len(asked.amplitudes)
    found = []
    for number, fault in enumerate(asked.faults):
        try:
            term = _term(asked, fault, len(samples), rate_hz)
        except InvalidInput as error:
            found.append(Heard(asked.unit_id, rms, (), str(error)))
            continue
        said = []
        for level, amplitude in enumerate(asked.amplitudes):
            done = (number * len(asked.amplitudes) + level) / steps
            progress.report(done, f"{asked.asking.cut.name}: {fault.value}")
            values = values_of(with_fault(samples, term, amplitude), rate_hz, asked.asking.cut)
            said.append(judged(asked.asking, fitted, values).said is Said.ALARM)
        found.append(Heard(asked.unit_id, rms, tuple(said)))
    return tuple(found)


def detection(
    fault: Fault, amplitudes: Sequence[float], heard: Sequence[Heard], seed: int
) -> Detection:
    """The share that alarms at each amplitude, with its interval by unit."""
    used = [one for one in heard if one.alarms]
    failed = [one for one in heard if not one.alarms]
    units = [one.unit_id for one in used]
    levels = []
    for place, amplitude in enumerate(amplitudes if used else ()):
        said = np.array([one.alarms[place] for one in used], dtype=np.int64)
        share = cluster_interval(accuracy, np.ones_like(said), said, units, seed)
        levels.append(Level(amplitude, _ratio_db(amplitude, used), share, len(used)))
    return Detection(fault, tuple(levels), len(failed), failed[0].reason if failed else "")


def _term(asked: Injecting, fault: Fault, samples: int, rate_hz: float) -> NDArray[np.float64]:
    at = place_of(
        samples, rate_hz, asked.asking.cut.known.shaft_hz, asked.bearing, asked.resonance_hz
    )
    return fault_term(fault, at, asked.seed, asked.content)


def _ratio_db(amplitude: float, used: Sequence[Heard]) -> float:
    if not amplitude:
        return float("-inf")
    return float(np.median([20 * np.log10(amplitude / one.rms) for one in used if one.rms > 0]))
