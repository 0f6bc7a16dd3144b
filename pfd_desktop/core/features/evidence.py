"""What a whole recording says of its bearing, as features: the diagnosis' own combs in numbers.

A window holds too few turns for it: lines of one bearing stand out of seconds, not of a fraction.
"""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.combs import CombScore
from pfd_desktop.core.diagnosis.rolling import FamilyEvidence, Shaft, gather
from pfd_desktop.core.diagnosis.rule import FEWEST_TURNS
from pfd_desktop.core.diagnosis.settling import settle_speed
from pfd_desktop.core.features.evidence_specs import EVIDENCE, NAME_OF
from pfd_desktop.core.features.spec import Known
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]


def evidence_features(
    samples: NDArray[np.floating], rate_hz: float, known: Known, progress: Progress
) -> Floats:
    """One row: per family the mean over all spectra, the most, and that of the deciding one.

    NaN where speed or bearing are not known, or the recording is shorter than the turns that a
    diagnosis needs. A told speed that the signal contradicts is not used, as in the diagnosis.
    """
    row = np.full((1, len(EVIDENCE)), np.nan)
    waveform = np.asarray(samples, dtype=np.float64)
    if known.orders is None or not known.shaft_hz or not _usable(waveform):
        return row
    speed = settle_speed(waveform, rate_hz, 60 * known.shaft_hz)
    if speed.rpm is None or len(waveform) / rate_hz * speed.rpm / 60 < FEWEST_TURNS:
        return row
    shaft = Shaft(speed.rpm / 60, speed.tolerance)
    column = {spec.name: place for place, spec in enumerate(EVIDENCE)}
    for found in gather(waveform, rate_hz, known.orders, shaft, progress):
        for which, value in _summed_up(found).items():
            row[0, column[NAME_OF[which].format(found.family.name)]] = value
    return row


def _usable(waveform: Floats) -> bool:
    return len(waveform) > 0 and bool(np.isfinite(waveform).all()) and float(np.ptp(waveform)) > 0


def _summed_up(found: FamilyEvidence) -> dict[str, float]:
    deciding = _decades(found.deciding)
    every = [deciding, *(_decades(score) for score in found.elsewhere)]
    return {"mean": float(np.mean(every)), "most": max(every), "deciding": deciding}


def _decades(score: CombScore) -> float:
    return max(0.0, -score.log_probability)
