"""Every check, in the order in which findings are shown."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.doctor import spectrum_checks, wave_checks
from pfd_desktop.core.doctor.look import Look, look_at
from pfd_desktop.core.records.recording import Flag

Check = Callable[[Look], Flag | None]

CHECKS: tuple[Check, ...] = (
    wave_checks.flat,
    wave_checks.dropouts,
    wave_checks.spikes,
    wave_checks.coarse,
    wave_checks.drift,
    wave_checks.offset,
    spectrum_checks.white,
    spectrum_checks.aliasing,
    spectrum_checks.rate,
)
_LEAST = 512  # samples; fewer have neither blocks nor a spectrum to judge


def examine(
    samples: NDArray[np.float32], rate_hz: float, quantity: str, speed_rpm: float | None
) -> list[Flag]:
    """All that is wrong with a waveform; *samples* may be a memory map. Clipping is looked for as
    the samples are kept (core/waveforms/checks.py)."""
    if len(samples) < _LEAST:
        return []
    look = look_at(samples, rate_hz, quantity, speed_rpm)
    return [flag for check in CHECKS if (flag := check(look)) is not None]
