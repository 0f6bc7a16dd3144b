"""Which speed the lines of a recording are computed from: told, refined, contradicted or found."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.speed import (
    TRUSTED,
    SpeedEstimate,
    disagreement,
    estimate_speed,
)
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.speed.single import TOLD

_SURE_TOLERANCE, _UNSURE_TOLERANCE = 0.0006, 0.002  # of the shaft harmonics to mask


@dataclass(frozen=True)
class SettledSpeed:
    """The speed the lines are computed from."""

    rpm: float | None
    note: str
    tolerance: float
    flags: tuple[Flag, ...] = ()


def settle_speed(
    waveform: NDArray[np.float64], rate_hz: float, told: float | None, source: str = TOLD
) -> SettledSpeed:
    """The told speed, refined or contradicted by the signal; or the signal's own.

    *source* is where *told* is from: "told", "from the tacho".
    """
    estimate = estimate_speed(waveform, rate_hz, told)
    if told is None:
        return _unknown_speed(estimate, "not told")
    if told <= 0:
        return _unknown_speed(estimate, f"told {told:g} rpm, at which nothing turns")
    if estimate.confidence < TRUSTED:
        said = "as told" if source == TOLD else source
        note = f"{said}; too few shaft harmonics to confirm it"
        return SettledSpeed(told, note, _UNSURE_TOLERANCE)
    flag = disagreement(told, estimate, source)
    if flag is None:
        note = f"{source} {told:.5g}, refined by the shaft's harmonics in the signal"
        return SettledSpeed(estimate.rpm, note, _SURE_TOLERANCE)
    note = f"{source} {told:.0f}, the signal says {estimate.rpm:.0f}: used what the signal says"
    return SettledSpeed(estimate.rpm, note, _SURE_TOLERANCE, (flag,))


def _unknown_speed(estimate: SpeedEstimate, said: str) -> SettledSpeed:
    if estimate.confidence < TRUSTED:
        return SettledSpeed(
            None,
            f"{said}; the signal suggests {estimate.rpm:.0f} rpm with too little confidence"
            f" ({estimate.confidence:.2f})",
            _UNSURE_TOLERANCE,
        )
    note = f"{said}; the signal says {estimate.rpm:.0f} (confidence {estimate.confidence:.2f})"
    flag = Flag("speed-estimated", f"No speed was told: {estimate.rpm:.0f} rpm is an estimate.")
    return SettledSpeed(estimate.rpm, note, _SURE_TOLERANCE, (flag,))
