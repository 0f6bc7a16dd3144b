"""Checks of channels measured together: one signal twice, or wires that changed places."""

import numpy as np

from pfd_desktop.core.doctor.survey import Floats, survey
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.waveform import Waveform

_SAME = 0.999  # correlation
_LOOKED_AT = 1 << 18  # samples of the beginning
_NEARER = 0.6  # crosswise distance over straight distance
_BANDS = 64

Pair = tuple[Waveform, Waveform]


def same_channel(one: Waveform, other: Waveform) -> Flag | None:
    """Whether two channels of one measurement are one signal, up to factor and offset.

    The sign may differ. Only the beginning is compared; no correlation of real sensors at two
    places comes that near to 1, not even at a rigid housing.
    """
    count = min(len(one.samples), len(other.samples), _LOOKED_AT)
    a, b = (np.asarray(w.samples[:count], float) for w in (one, other))
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a @ a) * (b @ b)))
    correlation = float(a @ b) / scale if scale > 0 else 0.0
    if abs(correlation) < _SAME:
        return None
    return Flag("same-channel", f"same channel: the correlation is {correlation:+.5f}")


def swapped_channels(before: Pair, now: Pair) -> Flag | None:
    """Whether *now*'s channels look like *before*'s the other way round.

    Spectra in logarithmic bands are compared; which of the two measurements is wired wrongly they
    cannot tell.
    """
    (a, b), (c, d) = ([_shape(w) for w in pair] for pair in (before, now))
    straight = _apart(a, c) + _apart(b, d)
    crosswise = _apart(a, d) + _apart(b, c)
    if straight == 0 or crosswise > _NEARER * straight:
        return None
    return Flag(
        "swapped-channels",
        f"swapped: crosswise the spectra differ by {crosswise / 2:.1f} dB, straight by"
        f" {straight / 2:.1f} dB",
    )


def _shape(waveform: Waveform) -> Floats:
    """Level in logarithmic bands in dB."""
    at = survey(waveform)
    edges = np.geomspace(at.frequency_hz[1], at.frequency_hz[-1], _BANDS + 1)
    band = np.clip(np.searchsorted(edges, at.frequency_hz[1:], "right") - 1, 0, _BANDS - 1)
    total = np.bincount(band, at.power[1:], _BANDS)
    number = np.bincount(band, minlength=_BANDS)
    return np.asarray(10 * np.log10(np.maximum(total[number > 0], 1e-30) / number[number > 0]))


def _apart(one: Floats, other: Floats) -> float:
    return float(np.mean(np.abs(one - other)))
