"""Acceleration to velocity to displacement and back, in the frequency domain.

Method: the straight line that fits best is taken out, the record is carried on by linear prediction
(``extrapolation.carried_on``) over eight periods of the high-pass on either side, transformed, and
multiplied by (jω)ⁿ and by a high-pass of zero phase; what was added is cut off again. The high-pass
passes all from its frequency on, nothing below half of it, and rises between as sin².

Validity: from three periods of the high-pass on (fewer are refused).

Error of a tone, in parts of its amplitude, however many periods of it there are: once integrated at
most 0.2 % at the edges and 0.01 % from three periods of the high-pass inwards; twice 1 % and 0.1 %.
Within a twentieth above the high-pass it is 1 % and 0.2 %, at the edges of three to five periods of
the high-pass 3 %. Noise cannot be predicted: the edges then err by as much as it is high itself.
"""

from math import ceil

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.extrapolation import carried_on
from pfd_desktop.errors import InvalidInput

STANDARD_GRAVITY = 9.80665  # m/s² per g
_FEWEST = 3  # periods of the high-pass that a record must hold
_ADDED = 8  # periods of it at either end


def integrate(
    samples: NDArray[np.floating], rate_hz: float, highpass_hz: float = 10.0, times: int = 1
) -> NDArray[np.float64]:
    """Integral over time, without what lies below ``highpass_hz`` (V = A / jω), once or twice.

    Units: those of the samples times seconds. ISO 20816 uses 10 Hz, or 2 Hz up to 600 rpm; 0 is the
    lowest that the record allows. Method, validity and error are said above. Raises InvalidInput
    where the record holds fewer than three periods of the high-pass, or no such frequency.
    """
    return _powers_of_frequency(samples, rate_hz, highpass_hz, -times)


def differentiate(
    samples: NDArray[np.floating], rate_hz: float, highpass_hz: float = 10.0, times: int = 1
) -> NDArray[np.float64]:
    """Derivative over time, without what lies below ``highpass_hz`` (A = jω V), once or twice.

    Units: those of the samples per second. Otherwise as ``integrate``.
    """
    return _powers_of_frequency(samples, rate_hz, highpass_hz, times)


def _powers_of_frequency(
    samples: NDArray[np.floating], rate_hz: float, highpass_hz: float, power: int
) -> NDArray[np.float64]:
    count = len(samples)
    highpass_hz = highpass_hz or _FEWEST * rate_hz / count
    _check(count, rate_hz, highpass_hz)
    added = ceil(_ADDED * rate_hz / highpass_hz)
    longer = carried_on(_without_line(samples), added, rate_hz / highpass_hz)
    size = fourier.fast_length(len(longer))
    spectrum = fourier.rfft(longer, size)
    frequency = np.arange(len(spectrum)) * rate_hz / size
    rise = np.clip(2 * frequency / highpass_hz - 1, 0, 1)
    passed = rise > 0
    spectrum[~passed] = 0
    gain = np.sin(np.pi / 2 * rise[passed]) ** 2
    spectrum[passed] *= gain * (2j * np.pi * frequency[passed]) ** power
    return fourier.irfft(spectrum, size)[added : added + count].copy()


def _check(count: int, rate_hz: float, highpass_hz: float) -> None:
    if highpass_hz >= rate_hz / 2:
        raise InvalidInput(
            f"A high-pass at {highpass_hz:g} Hz leaves nothing of samples at {rate_hz:g} Hz; choose"
            f" one below {rate_hz / 2:g} Hz."
        )
    if count * highpass_hz < _FEWEST * rate_hz * (1 - 1e-9):
        raise InvalidInput(
            f"{count / rate_hz:.3g} s hold fewer than {_FEWEST} periods of the high-pass at"
            f" {highpass_hz:g} Hz; take a longer stretch or a high-pass from"
            f" {_FEWEST * rate_hz / count:.3g} Hz on."
        )


def _without_line(samples: NDArray[np.floating]) -> NDArray[np.float64]:
    """The samples without the straight line that fits best (least squares)."""
    waveform = np.asarray(samples, dtype=np.float64)
    place = np.arange(len(waveform)) - (len(waveform) - 1) / 2
    slope = float(place @ waveform) / max(float(place @ place), 1.0)
    return np.asarray(waveform - waveform.mean() - slope * place)
