"""A stretch of a vibration signal as sound: resampled as a tape would be, with a stated gain."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log10, pi

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.fourier import fast_length, irfft, rfft
from pfd_desktop.errors import InvalidInput

SOUND_RATE_HZ = 48_000
SLOWEST, FASTEST = 0.25, 4.0
LONGEST_S = 300.0  # of sound: more would take a gigabyte to resample
PEAK = 10 ** (-3 / 20)  # of full scale: the loudest sample stands 3 dB below it
_FADE_S = 0.005  # at either end, so that a loop does not click
_SHORTEST = 32  # samples
_PADDED = 1.02  # so that the end does not ring into the beginning
_FINEST_RATIO = 4096  # the pitch is off by less than its square's inverse

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Sound:
    """Samples to be played at ``SOUND_RATE_HZ``, full scale being 1."""

    samples: Floats
    start_s: float  # of the stretch, on the recording's time axis
    duration_s: float  # of the stretch, in the recording's seconds
    speed: float  # so many recorded seconds pass in one second; the pitch rises with it
    gain: float  # of full scale per unit of the recording
    highest_hz: float  # of the recording that can be heard; what is above is left out

    @property
    def gain_db(self) -> float:
        """20 lg of the gain, re full scale per unit."""
        return 20 * log10(self.gain) if self.gain > 0 else 0.0

    def time_at(self, position: int) -> float:
        """The recording's second that is heard at this sample."""
        return self.start_s + position / SOUND_RATE_HZ * self.speed


def audible(
    samples: NDArray[np.floating], rate_hz: float, start_s: float, speed: float = 1.0
) -> Sound:
    """*samples*, measured at *rate_hz* from *start_s* on, as sound at *speed*.

    The mean is taken away. Resampling is band-limited interpolation by the Fourier transform (the
    transform cut or padded with zeros; Smith, Mathematics of the Discrete Fourier Transform, 2007),
    which leaves out what the sound's rate cannot carry.
    """
    _check(len(samples), rate_hz, speed)
    values = np.asarray(samples, np.float64)
    values = values - values.mean()
    _fade(values, round(_FADE_S * speed * rate_hz))
    count = max(1, round(len(values) / rate_hz / speed * SOUND_RATE_HZ))
    heard = _resampled(values, rate_hz * speed / SOUND_RATE_HZ)[:count]
    loudest = float(np.abs(heard).max())
    gain = PEAK / loudest if loudest > 0 else 0.0
    return Sound(
        (heard * gain).astype(np.float32),
        start_s,
        len(samples) / rate_hz,
        speed,
        gain,
        min(rate_hz, SOUND_RATE_HZ * speed) / 2,
    )


def _check(count: int, rate_hz: float, speed: float) -> None:
    if not SLOWEST <= speed <= FASTEST:
        raise InvalidInput(
            f"A speed of {speed:g} cannot be played: give {SLOWEST:g} to {FASTEST:g}."
        )
    if count < _SHORTEST:
        raise InvalidInput(
            f"{count} samples are too short a stretch to be heard: show or choose a longer one."
        )
    if count / rate_hz / speed > LONGEST_S:
        raise InvalidInput(
            f"{count / rate_hz:.0f} s are too long to be heard at once at {speed:g} times the speed"
            f" (at most {LONGEST_S * speed:.0f} s): show or choose a shorter stretch."
        )


def _fade(values: NDArray[np.float64], length: int) -> None:
    """Raised cosines at both ends, in place."""
    length = min(length, len(values) // 4)
    slope = 0.5 - 0.5 * np.cos(pi * (np.arange(length) + 0.5) / max(1, length))
    values[:length] *= slope
    values[len(values) - length :] *= slope[::-1]


def _resampled(values: NDArray[np.float64], ratio: float) -> NDArray[np.float64]:
    """One value for every *ratio* of them; padded with silence to lengths of just that ratio."""
    exact = Fraction(ratio).limit_denominator(_FINEST_RATIO)
    pieces = fast_length(ceil(_PADDED * len(values) / exact.numerator) + 1)
    source, target = pieces * exact.numerator, pieces * exact.denominator
    spectrum = rfft(values, source)
    lines = target // 2 + 1
    if lines <= len(spectrum):
        cut = spectrum[:lines].copy()
        cut[-1] = 0.0  # at half the rate a line has no phase
    else:
        cut = np.pad(spectrum, (0, lines - len(spectrum)))
    return irfft(cut, target) * (target / source)
