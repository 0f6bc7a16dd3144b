"""Checks of the spectrum: no signal above the noise, a line where none can be."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pfd_desktop.core.doctor.declared import Found
from pfd_desktop.core.doctor.survey import Floats, Survey

_LOWEST_SNR_DB = -16.0
_STOPPED = 0.92  # of half the rate: a filter against aliasing lets nothing through from here on
_LINE_DB = 12.0  # above the noise beside it
_BESIDE = (3, 12)  # bins to either side, from and to


def noisy(at: Survey) -> Found | None:
    """Hardly anything stands above an even noise floor: the median of the density is its level."""
    power = at.power[2:-1]
    if len(power) < 16:
        return None
    # The median of an average of n chi-square values with 2 degrees lies below their mean.
    level = float(np.median(power)) / (1 - 1 / (9 * at.segments)) ** 3
    above = float(power.mean()) / level - 1 if level > 0 else np.inf
    if above > 10 ** (_LOWEST_SNR_DB / 10):
        return None
    found = f"{10 * np.log10(above):.0f} dB" if above > 1e-4 else "below −40 dB"
    return Found(f"noise: what stands above the noise floor has {found} of its power")


def _beside(power: Floats, places: NDArray[np.intp]) -> Floats:
    """The noise beside lines: of both sides the higher, so that a filter's slope is no line."""
    near, far = _BESIDE
    around = sliding_window_view(power, far - near + 1)
    left, right = around[places - far], around[places + near]
    return np.maximum(np.median(left, axis=1), np.median(right, axis=1))


def aliased(at: Survey) -> Found | None:
    """A line where a filter against aliasing would have let nothing through."""
    limit = _STOPPED * at.waveform.rate_hz / 2
    top = np.flatnonzero(at.frequency_hz >= limit)[:-1]
    if len(top) < 12 or at.segments < 4:
        return None
    top = top[top < len(at.power) - _BESIDE[1]]
    levels = _beside(at.power, top)
    if levels.min() <= 0:
        return None
    heights = 10 * np.log10(at.power[top] / levels)
    place, height = int(top[heights.argmax()]), float(heights.max())
    if height < _LINE_DB:
        return None
    return Found(
        f"aliasing: a line at {at.frequency_hz[place]:.5g} Hz, {height:.0f} dB above the noise,"
        f" where a filter against aliasing stops everything (from {limit:.5g} Hz on)"
    )
