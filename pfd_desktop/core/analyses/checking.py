"""What the samples must be before an analysis looks at them."""

import numpy as np

from pfd_desktop.core.analyses.analysis import Analysis, Material
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput

_BLOCK = 1 << 20  # samples looked at together: a mapped record is not read into memory as a whole
LARGEST = 1e9  # in any unit: spectra of single precision hold what is a little larger, no more


def check_samples(analysis: Analysis, material: Material) -> None:
    """Refuse with InvalidInput what is no number, and what is constant where that says nothing."""
    _check(analysis, material.waveform, material.recording)
    if material.second is not None:
        _check(analysis, material.second, material.second_recording or "the second channel")


def check_turns(material: Material) -> None:
    """Refuse with InvalidInput a speed at which a turn of the shaft holds fewer than 2 samples."""
    waveform, speed = material.waveform, material.speed
    if waveform.axis is not Axis.TIME or speed is None:
        return
    fastest = float(speed.rpm.max())
    if fastest / 60 * 2 > waveform.rate_hz:
        raise InvalidInput(
            f"{material.recording} is sampled at {waveform.rate_hz:g} Hz: a turn at {fastest:g} rpm"
            " holds fewer than 2 samples. Tell the right speed, or import the recording with its"
            " right rate."
        )


def _check(analysis: Analysis, waveform: Waveform, name: str) -> None:
    samples = waveform.samples
    lowest, highest = np.inf, -np.inf
    for first in range(0, len(samples), _BLOCK):
        block = np.asarray(samples[first : first + _BLOCK])
        low, high = float(block.min()), float(block.max())  # NaN and ±∞ show in one or the other
        if not (low >= -LARGEST and high <= LARGEST):
            raise InvalidInput(_no_number(block, first, waveform, name))
        lowest, highest = min(lowest, low), max(highest, high)
    if lowest == highest and not analysis.takes_constant:
        raise InvalidInput(
            f"{name} is constant ({lowest:g} {waveform.unit} throughout), of which"
            f" {analysis.title} says nothing. Choose another stretch, or check the sensor and its"
            " cable."
        )


def _no_number(
    block: np.ndarray[tuple[int], np.dtype[np.floating]], first: int, waveform: Waveform, name: str
) -> str:
    at = int(np.flatnonzero(~(np.abs(block) <= LARGEST))[0])
    place, value = (first + at) / waveform.rate_hz, float(block[at])
    unit = "s" if waveform.axis is Axis.TIME else "turns"
    what = "not a number" if np.isnan(value) else "infinite" if np.isinf(value) else "too large"
    return (
        f"{name} has a sample that is {what} ({value:g}) at {place:.6g} {unit}. Choose a stretch"
        " without it, or import the recording again in a fitting unit."
    )
