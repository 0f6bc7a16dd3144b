"""Digital filters: Butterworth and notch as second-order sections, causal or of zero phase.

Zero phase is forward and backward: no delay, twice the order, -6 dB at the edges instead of -3. The
record is carried on beyond its ends first (``extrapolation``): a mirror, as is usual, shifts the
mean there by twice the last sample, which drowned what a narrow band holds 20 times over.
Loads scipy.signal, so it runs in compute processes.
"""

from collections.abc import Sequence
from math import ceil, log
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.extrapolation import PERIODS, carried_on
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
Kind = Literal["highpass", "lowpass", "bandpass"]

_FORGOTTEN = 1e-10  # what is left of a start when a filter is called settled
_STOP_DB = 90.0  # what an anti-alias filter takes away above the new Nyquist frequency
_PIECE = 1 << 22  # samples decimated at a time
_PASSED = 0.8  # share of the new Nyquist frequency that it leaves as it is


def butterworth(kind: Kind, edges_hz: Sequence[float], order: int, rate_hz: float) -> Floats:
    """Second-order sections of a "highpass", "lowpass" or "bandpass" (Butterworth 1930)."""
    from scipy import signal

    _check_edges(edges_hz, rate_hz)
    edges = np.asarray(edges_hz, dtype=np.float64)
    wanted = edges if len(edges) > 1 else float(edges[0])
    return np.asarray(
        signal.butter(order, wanted, kind, fs=rate_hz, output="sos"), dtype=np.float64
    )


def notch(frequency_hz: float, quality: float, harmonics: int, rate_hz: float) -> Floats:
    """Sections that take out a frequency and its multiples below Nyquist, each f/Q wide (-3 dB)."""
    from scipy import signal

    _check_edges((frequency_hz,), rate_hz)
    sections = []
    for harmonic in range(1, harmonics + 1):
        place = harmonic * frequency_hz
        if place < rate_hz / 2:
            # each is as wide in hertz as the first, so that harmonics do not lose more
            numerator, denominator = signal.iirnotch(place, quality * harmonic, rate_hz)
            sections.append(np.concatenate((numerator, denominator)))
    return np.stack(sections)


def filtered(samples: NDArray[np.floating], sections: Floats, zero_phase: bool) -> Floats:
    """The samples behind the filter; causal filters start from rest."""
    from scipy import signal

    waveform = np.asarray(samples, dtype=np.float64)
    if not zero_phase:
        return np.asarray(signal.sosfilt(sections, waveform), dtype=np.float64)
    least = 3 * (2 * len(sections) + 1)
    if len(waveform) <= least:
        raise InvalidInput(
            f"A filter of zero phase needs more than {least} samples; this has {len(waveform)}."
        )
    longer, added = _carried_on(waveform, settling(sections))
    found = signal.sosfiltfilt(sections, longer, padtype=None)[added : added + len(waveform)]
    return np.array(found, dtype=np.float64)


def _carried_on(waveform: Floats, settled: int) -> tuple[Floats, int]:
    """The waveform with predicted samples before and after, and how many on either side.

    They depend on the outermost ``settled`` samples alone, so that blocks that overlap by as many
    agree; they fade to the level that the waveform has there.
    """
    added = min(settled // 4, len(waveform))
    ends = waveform[:settled], waveform[-settled:]
    slowest = min(settled / PERIODS, len(waveform))
    before, after = (carried_on(end - end.mean(), added, slowest) + end.mean() for end in ends)
    return np.concatenate((before[:added], waveform, after[len(after) - added :])), added


def settling(sections: Floats) -> int:
    """Samples after which the filter has forgotten how it began, to one part in 10¹⁰."""
    radius = max(float(np.abs(np.roots(section[3:])).max(initial=0.0)) for section in sections)
    if radius <= 0:
        return 3
    # sections in a row fade a little later than the slowest of them
    return ceil(log(_FORGOTTEN) / log(min(radius, 1 - 1e-15))) + 32 * len(sections)


def antialias(factor: int) -> Floats:
    """Weights of a linear-phase low-pass for 1/factor of a rate: flat to 0.8 of the new Nyquist.

    Above the new Nyquist frequency nothing is left but -90 dB (Kaiser 1974); an odd number.
    """
    from scipy import signal

    if factor == 1:
        return np.ones(1)
    count, beta = signal.kaiserord(_STOP_DB, (1 - _PASSED) / factor)
    weights = signal.firwin(count | 1, (1 + _PASSED) / 2 / factor, window=("kaiser", beta))
    return np.asarray(weights, dtype=np.float64)


def resampled(samples: NDArray[np.floating], up: int, down: int, weights: Floats) -> Floats:
    """Samples at up/down times their rate, polyphase, without delay; zeros beyond the ends.

    ``weights`` are those of ``antialias(max(up, down))``.
    """
    from scipy import signal

    waveform = np.asarray(samples, dtype=np.float64)
    half = len(weights) // 2
    ahead = -half % down  # so that the first sample kept stands at the first one given
    padded = np.concatenate((np.zeros(ahead), weights * up))
    found = np.asarray(signal.upfirdn(padded, waveform, up, down), dtype=np.float64)
    first, count = (half + ahead) // down, -(-len(waveform) * up // down)
    return found[first : first + count]


def decimated(samples: NDArray[np.floating], factor: int) -> Floats:
    """Every *factor*-th sample behind its anti-alias filter, made in pieces of bounded memory."""
    if factor == 1:
        return np.asarray(samples, dtype=np.float64)
    weights = antialias(factor)
    reach = factor * (len(weights) // (2 * factor) + 1)
    result = np.empty(-(-len(samples) // factor))
    step = max(1, _PIECE // factor)
    for first in range(0, len(result), step):
        last = min(len(result), first + step)
        low = max(0, first * factor - reach)
        piece = samples[low : last * factor + reach]
        skipped = first - low // factor
        result[first:last] = resampled(piece, 1, factor, weights)[skipped : skipped + last - first]
    return result


def _check_edges(edges_hz: Sequence[float], rate_hz: float) -> None:
    for edge in edges_hz:
        if not 0 < edge < rate_hz / 2:
            raise InvalidInput(
                f"A filter at {edge:g} Hz cannot be made for samples at {rate_hz:g} Hz; it must lie"
                f" above 0 and below {rate_hz / 2:g} Hz."
            )
