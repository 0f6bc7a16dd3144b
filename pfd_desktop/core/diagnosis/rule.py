"""The diagnosis of one recording without training: evidence, verdict, abstention."""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis import housing, journal, verdict
from pfd_desktop.core.diagnosis.combining import with_floor, with_shaft
from pfd_desktop.core.diagnosis.journal import ShaftSignal
from pfd_desktop.core.diagnosis.lubrication import raised_floor
from pfd_desktop.core.diagnosis.rolling import Shaft, gather
from pfd_desktop.core.diagnosis.settling import settle_speed
from pfd_desktop.core.diagnosis.verdict import Judgement
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.speed.single import TOLD
from pfd_desktop.core.trends.bands import BandDifference
from pfd_desktop.progress import Part, Progress

METHOD_VERSION = "7"
FEWEST_TURNS = 30


def diagnose(
    samples: NDArray[np.floating],
    rate_hz: float,
    bearing: Bearing | None,
    kind: BearingKind,
    *,
    speed_rpm: float | None,
    speed_source: str = TOLD,
    progress: Progress,
    shaft_signal: ShaftSignal | None = None,
    against: BandDifference | None = None,
) -> Diagnosis:
    """Evidence of a defect in *samples*, or why none can be named. Deterministic.

    ``shaft_signal`` is what is known beside them; ``against`` compares them with the good state of
    their measuring point.
    """
    waveform = np.asarray(samples, dtype=np.float64)
    refusal = _refusal(waveform) or _too_fast(rate_hz, speed_rpm)
    if refusal:
        return verdict.cannot_say(refusal, None, "", METHOD_VERSION)
    progress.report(0.05, "shaft speed")
    speed = settle_speed(waveform, rate_hz, speed_rpm, speed_source)
    if speed.rpm is None:
        return verdict.cannot_say("no speed known", None, speed.note, METHOD_VERSION)
    turns = len(waveform) / rate_hz * speed.rpm / 60
    signal = shaft_signal or ShaftSignal()
    refusal = _unpaired(waveform, signal) if kind is BearingKind.JOURNAL else None
    if turns < FEWEST_TURNS:
        refusal = f"the recording holds {turns:.0f} shaft turns; {FEWEST_TURNS} are needed"
    if refusal:
        return verdict.cannot_say(refusal, speed.rpm, speed.note, METHOD_VERSION, speed.flags)
    shaft = Shaft(speed.rpm / 60, speed.tolerance)
    if kind is BearingKind.JOURNAL:
        told: Judgement | None = journal.judge(
            journal.gather(waveform, rate_hz, shaft.hertz, signal)
        )
    else:
        part = Part(progress, 0.1, 1.0)
        told = _on_housing(waveform, rate_hz, bearing, shaft, signal=signal, progress=part)
    if told is None:
        told = verdict.no_geometry()
    elif against is not None:
        told = with_floor(told, raised_floor(waveform, rate_hz, shaft.hertz, against))
    return verdict.assemble(told, speed.rpm, speed.note, METHOD_VERSION, speed.flags)


def _on_housing(
    waveform: NDArray[np.float64],
    rate_hz: float,
    bearing: Bearing | None,
    shaft: Shaft,
    *,
    signal: ShaftSignal,
    progress: Progress,
) -> Judgement | None:
    """The rolling bearing and the shaft in it; None where nothing is known and nothing seen."""
    made = None if bearing is None else orders(bearing)
    limit = housing.ZONE_B_MM_S if signal.zone_b_mm_s is None else signal.zone_b_mm_s
    told = housing.Told(signal.unit, limit, made)
    of_shaft = housing.gather(waveform, rate_hz, shaft.hertz, told)
    of_bearing = None
    if made is not None:
        evidence = gather(waveform, rate_hz, made, shaft, progress)
        of_bearing = verdict.judge_rolling(evidence, made)
    return with_shaft(of_bearing, of_shaft)


def _too_fast(rate_hz: float, speed_rpm: float | None) -> str | None:
    if speed_rpm is None or speed_rpm / 60 * 2 <= rate_hz:
        return None
    return f"a turn at {speed_rpm:g} rpm holds fewer than 2 samples at {rate_hz:g} Hz"


def _refusal(waveform: NDArray[np.float64]) -> str | None:
    if len(waveform) < 1024:
        return f"the recording holds {len(waveform)} samples; 1024 are needed"
    if not np.isfinite(waveform).all():
        return "the recording holds values that are not numbers"
    if np.ptp(waveform) == 0:
        return "the recording is constant"
    return None


def _unpaired(waveform: NDArray[np.float64], signal: ShaftSignal) -> str | None:
    if signal.second is None:
        return None
    if len(signal.second) != len(waveform):
        return f"the probes hold {len(waveform)} and {len(signal.second)} samples"
    return _refusal(np.asarray(signal.second, dtype=np.float64))
