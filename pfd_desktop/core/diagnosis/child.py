"""Diagnosis and joint solver as a compute process runs them: from waveform files."""

from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.hypotheses import Solution, SolverRequest
from pfd_desktop.core.diagnosis.journal import ShaftSignal
from pfd_desktop.core.diagnosis.rule import diagnose
from pfd_desktop.core.diagnosis.solver import peaks_of, solve
from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.envelope import envelope_spectrum
from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.speed.single import TOLD
from pfd_desktop.core.trends.bands import BandDifference
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Part, Progress


@dataclass(frozen=True)
class DiagnoseRequest:
    """A waveform file and what is known of the machine it was measured on."""

    path: Path
    bearing: Bearing | None
    kind: BearingKind
    speed_rpm: float | None
    second: Path | None = None  # the probe at a right angle to it, measured at the same time
    quantity: str = "unknown"
    critical_rpm: float | None = None  # first critical speed of the shaft
    turns_to_second: bool = True  # from the first probe to the second; False where nobody knows
    unit: str = "unknown"
    zone_b_mm_s: float | None = None  # limit of the machine's zone B, where that is known
    against: BandDifference | None = None  # to the baseline of its measuring point
    speed_source: str = TOLD  # in words: "from the tacho"


def diagnose_blob(request: DiagnoseRequest, progress: Progress) -> Diagnosis:
    """Diagnose the waveform at ``request.path``."""
    with ExitStack() as opened:
        blob = opened.enter_context(closing(open_blob(request.path)))
        second = None
        if request.second is not None:
            other = opened.enter_context(closing(open_blob(request.second)))
            if other.rate_hz != blob.rate_hz:
                raise InvalidInput(
                    f"The probes were sampled at {blob.rate_hz:g} and {other.rate_hz:g} Hz; an"
                    " orbit needs one rate. Choose channels of one measurement."
                )
            second = other.samples
        return diagnose(
            blob.samples,
            blob.rate_hz,
            request.bearing,
            request.kind,
            speed_rpm=request.speed_rpm,
            speed_source=request.speed_source,
            progress=progress,
            shaft_signal=ShaftSignal(
                second=second,
                quantity=request.quantity,
                critical_hz=None if request.critical_rpm is None else request.critical_rpm / 60,
                turns_to_second=request.turns_to_second,
                unit=request.unit,
                zone_b_mm_s=request.zone_b_mm_s,
            ),
            against=request.against,
        )


@dataclass(frozen=True)
class SolveRequest:
    """A waveform file whose peaks are to be explained; ``highest_hz`` bounds the spectrum."""

    path: Path
    bearings: tuple[Bearing, ...]
    journal: bool = False
    speed_rpm: float | None = None
    speed_range_rpm: tuple[float, float] = (240.0, 7200.0)  # searched where no speed is told
    envelope: bool = True  # peaks of the squared envelope's spectrum, else of the waveform's
    band_hz: tuple[float, float] | None = None
    highest_hz: float = 1000.0
    above_db: float = 13.0


def solve_blob(request: SolveRequest, progress: Progress) -> Solution:
    """Pick the peaks of the waveform at ``request.path`` and say what may explain them."""
    with closing(open_blob(request.path)) as blob:
        power, step_hz = _power(blob.samples, blob.rate_hz, request)
    progress.report(0.2, "peaks")
    size = min(len(power), int(request.highest_hz / step_hz) + 1)
    peaks = peaks_of(power[:size], step_hz, above_db=request.above_db)
    if not peaks:
        which = "envelope's" if request.envelope else "waveform's"
        raise InvalidInput(
            f"No line of the {which} spectrum up to {request.highest_hz:g} Hz stands"
            f" {request.above_db:g} dB above its surroundings, so there is nothing to explain. Try"
            " the other spectrum, another band or a higher limit."
        )
    asked = SolverRequest(
        peaks=peaks,
        bearings=request.bearings,
        resolution_hz=step_hz,
        journal=request.journal,
        speed_rpm=request.speed_rpm,
        speed_range_rpm=request.speed_range_rpm,
    )
    return solve(asked, Part(progress, 0.2, 1.0))


def _power(
    samples: NDArray[np.floating], rate_hz: float, request: SolveRequest
) -> tuple[NDArray[np.float64], float]:
    """Squared lines of the spectrum asked for, and their step in Hz."""
    if request.envelope:
        shown = envelope_spectrum(samples, rate_hz, request.band_hz)
        return shown.amplitude**2, float(shown.frequency_hz[1])
    waveform = np.array(samples, dtype=np.float64)
    lines = fourier.rfft((waveform - waveform.mean()) * np.hanning(len(waveform)))
    return np.abs(lines) ** 2, rate_hz / len(waveform)
