"""Checks of the spectrum: no signal above the noise, a line where none can be."""

import numpy as np

from pfd_desktop.core.doctor.declared import Found
from pfd_desktop.core.doctor.survey import Survey

_LOWEST_SNR_DB = -16.0
_STOPPED = 0.92  # of half the rate: a filter against aliasing lets nothing through from here on
_LINE_DB = 12.0  # above the noise round it


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


def aliased(at: Survey) -> Found | None:
    """A line where a filter against aliasing would have let nothing through."""
    limit = _STOPPED * at.waveform.rate_hz / 2
    top = np.flatnonzero(at.frequency_hz >= limit)[:-1]
    if len(top) < 12 or at.segments < 4:
        return None
    level = float(np.median(at.power[top]))
    place = int(top[at.power[top].argmax()])
    height = 10 * np.log10(at.power[place] / level) if level > 0 else np.inf
    if not np.isfinite(height) or height < _LINE_DB:
        return None
    return Found(
        f"aliasing: a line at {at.frequency_hz[place]:.5g} Hz, {height:.0f} dB above the noise,"
        f" where a filter against aliasing stops everything (from {limit:.5g} Hz on)"
    )
