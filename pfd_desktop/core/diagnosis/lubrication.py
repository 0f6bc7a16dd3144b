"""Poor lubrication: the floor of the high frequencies above the baseline's, and no lines in it.

Surfaces that touch through a thin film rub at random: they raise noise, not lines. One
recording has no measure for that, so a baseline of the same measuring point is needed. What speaks
for another sensor, gain or operating condition does not count: then low frequencies rise too.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.spectra import psd
from pfd_desktop.core.trends.bands import BandDifference

Floats = NDArray[np.float64]

SAME_SPEED = 0.05  # a baseline at another speed than within this share tells nothing
_LOWEST_HZ, _ORDERS = 2000.0, 40  # bands above both: the shaft's lines are not there
_RISE_DB = 6.0  # twice the amplitude
_TIMES_SPREAD = 3.0  # of the baseline's own levels
_FEWEST = 4  # bands, a third of an octave each
_NOISE = 0.5  # least median over mean of a band's density: ln 2 for one average, 1 for many
_SEGMENT_S = 0.5


@dataclass(frozen=True)
class RaisedFloor:
    """From where to where the floor stands above the baseline, and by how much."""

    low_hz: float
    high_hz: float
    rise_db: float  # median of the bands
    count: int  # recordings in the baseline

    @property
    def words(self) -> str:
        """What was seen."""
        return (
            f"the floor from {self.low_hz:.0f} to {self.high_hz:.0f} Hz stands"
            f" {self.rise_db:.0f} dB above the baseline, no family of lines"
        )


def raised_floor(
    samples: NDArray[np.floating], rate_hz: float, shaft_hz: float, against: BandDifference
) -> RaisedFloor | None:
    """The floor where the bands up to the highest all rise over the baseline and hold noise.

    Every band from the lowest of the run to the highest there is must stand 6 dB, and three times
    the baseline's own spread, above the baseline and above what the bands below the run rose by.
    A band whose power is in lines breaks the run.
    """
    high = against.low_hz >= max(_LOWEST_HZ, _ORDERS * shaft_hz)
    low = against.high_hz <= _LOWEST_HZ / 2
    if high.sum() < _FEWEST or not low.any():
        return None
    common = max(0.0, float(np.median(against.difference_db[low])))
    spread = np.nan_to_num(against.spread_db, nan=0.0)
    rise = against.difference_db - common
    raised = high & (rise >= np.maximum(_RISE_DB, _TIMES_SPREAD * spread))
    raised &= _noise(samples, rate_hz, against)
    first = len(raised) - int(np.argmin(raised[::-1])) if not raised.all() else 0
    if len(raised) - first < _FEWEST:
        return None
    return RaisedFloor(
        low_hz=float(against.low_hz[first]),
        high_hz=float(against.high_hz[-1]),
        rise_db=float(np.median(against.difference_db[first:])),
        count=against.count,
    )


def _noise(
    samples: NDArray[np.floating], rate_hz: float, against: BandDifference
) -> NDArray[np.bool_]:
    """Which bands hold noise: there the median of the density is nearly its mean."""
    found = psd(samples, rate_hz, segment=max(256, round(_SEGMENT_S * rate_hz)))
    share = []
    for low, high in zip(against.low_hz, against.high_hz, strict=True):
        inside = found.values[(found.frequency_hz >= low) & (found.frequency_hz <= high)]
        mean = float(inside.mean()) if len(inside) else 0.0
        share.append(float(np.median(inside)) / mean if mean > 0 else 0.0)
    return np.asarray(share) >= _NOISE
