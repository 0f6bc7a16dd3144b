"""Levels in bands of constant relative width, and how they differ from a baseline."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.spectra import psd
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]

RATIO = 10 ** (3 / 10)  # an octave, by tens (IEC 61260-1:2014, 5.2)
REFERENCE_HZ = 1000.0
PER_OCTAVE = 3
_SEGMENT_S = 4.0
_LINES = 2  # that a band must hold


@dataclass(frozen=True)
class BandLevels:
    """Mean squares of the samples in bands; ``number`` counts the bands from 1000 Hz."""

    number: NDArray[np.int64]
    centre_hz: Floats
    low_hz: Floats
    high_hz: Floats
    mean_square: Floats
    unit: str  # of the samples
    quantity: str
    enbw_hz: float  # of the spectrum that the bands were summed from
    averages: int


@dataclass(frozen=True)
class BandRequest:
    """A waveform file, and how many bands make an octave."""

    path: Path
    per_octave: int = PER_OCTAVE


def levels_of(request: BandRequest, progress: Progress) -> BandLevels:
    """The levels of a waveform file."""
    progress.report(0.0, f"Reading {request.path.name}")
    blob = open_blob(request.path)
    try:
        return band_levels(
            blob.samples, blob.rate_hz, request.per_octave, quantity=blob.quantity, unit=blob.unit
        )
    finally:
        blob.close()


def band_levels(
    samples: NDArray[np.floating],
    rate_hz: float,
    per_octave: int = PER_OCTAVE,
    *,
    quantity: str = "acceleration",
    unit: str = "unknown",
) -> BandLevels:
    """The mean square in each band that holds two lines or more.

    Base-ten bands of IEC 61260-1: centres 1000 G^(k/b) for odd b, G = 10^0.3, edges half a band
    away. The power of a line is spread evenly over its width, so a band cuts through it.
    """
    if per_octave < 1 or per_octave % 2 == 0:
        raise InvalidInput(f"{per_octave} bands per octave: 1, 3 or another odd number, please.")
    found = psd(samples, rate_hz, segment=max(8, round(_SEGMENT_S * rate_hz)))
    line_hz = float(found.frequency_hz[1])
    edges = np.concatenate(
        (found.frequency_hz - line_hz / 2, [found.frequency_hz[-1] + line_hz / 2])
    )
    power = np.concatenate(([0.0], np.cumsum(found.values * line_hz)))
    step = RATIO ** (1 / per_octave)
    half = step**0.5
    narrowest = _LINES * line_hz / (half - 1 / half)  # centre of the first band wide enough
    first = int(np.ceil(np.log(narrowest / REFERENCE_HZ) / np.log(step)))
    last = int(np.floor(np.log(rate_hz / 2 / half / REFERENCE_HZ) / np.log(step)))
    if last < first:
        raise InvalidInput(
            f"A recording of {len(samples) / rate_hz:.3g} s at {rate_hz:g} Hz is too short for"
            f" bands of 1/{per_octave} octave."
        )
    number = np.arange(first, last + 1)
    centre = REFERENCE_HZ * step**number
    low, high = centre / half, centre * half
    return BandLevels(
        number=number,
        centre_hz=centre,
        low_hz=low,
        high_hz=high,
        mean_square=np.interp(high, edges, power) - np.interp(low, edges, power),
        unit=unit,
        quantity=quantity,
        enbw_hz=found.enbw_hz,
        averages=found.averages,
    )


@dataclass(frozen=True)
class BandDifference:
    """Levels of a recording above those of its baseline, in dB, in the bands both have."""

    centre_hz: Floats
    low_hz: Floats
    high_hz: Floats
    difference_db: Floats
    spread_db: Floats  # standard deviation of the baseline's levels; NaN for a single recording
    count: int  # recordings in the baseline
    unit: str
    quantity: str


def difference(recording: BandLevels, baseline: Sequence[BandLevels]) -> BandDifference:
    """10 lg of the recording's mean square over the baseline's mean of mean squares.

    Raises InvalidInput where units differ or no band is in all.
    """
    if not baseline:
        raise InvalidInput("There is no baseline to compare with.")
    units = {one.unit for one in (recording, *baseline)}
    if len(units) > 1:
        raise InvalidInput(
            f"Recordings in {' and '.join(sorted(units))} cannot be compared: choose a baseline in"
            f" {recording.unit}."
        )
    numbers = recording.number
    for one in baseline:
        numbers = np.intersect1d(numbers, one.number)
    if not len(numbers):
        raise InvalidInput("The recording and its baseline have no band in common.")
    kept = np.isin(recording.number, numbers)
    now = _above_nothing(recording.mean_square[kept])
    before = np.stack(
        [_above_nothing(one.mean_square[np.isin(one.number, numbers)]) for one in baseline]
    )
    levels = 10 * np.log10(before)
    spread = levels.std(axis=0, ddof=1) if len(baseline) > 1 else np.full(len(numbers), np.nan)
    return BandDifference(
        centre_hz=recording.centre_hz[kept],
        low_hz=recording.low_hz[kept],
        high_hz=recording.high_hz[kept],
        difference_db=10 * np.log10(now / before.mean(axis=0)),
        spread_db=spread,
        count=len(baseline),
        unit=recording.unit,
        quantity=recording.quantity,
    )


def _above_nothing(mean_square: Floats) -> Floats:
    """A band without any power has no logarithm."""
    return np.maximum(mean_square, np.finfo(np.float64).tiny)
