"""Checks of the frequency axis: whether shaft and mains stand where they should."""

import numpy as np

from pfd_desktop.core.doctor.declared import Found
from pfd_desktop.core.doctor.survey import Floats, Survey
from pfd_desktop.core.dsp import fourier

_LINE_DB = 12.0  # above the noise round it
_WITHIN = 0.005  # of a frequency: how far its line may be off
_APART = 0.02  # a scale that is off by less is the speed's own wandering
_RATIOS = (0.3, 3.3)  # looked for
_WHIRL = (0.38, 0.52)  # of the shaft: a line here is no other speed
_MAINS_HZ = (50.0, 60.0)
_LIKE_MAINS_HZ = (49.0, 61.0)
_HIGHEST = 6  # lines that may be a shaft at another rate: it is among the highest
_CROWDED = 0.2  # of all frequencies
_LONGEST = 1 << 20  # samples; more add nothing to a ratio


def misscaled_rate(at: Survey) -> Found | None:
    """Shaft and mains are off by the same factor: the sampling rate is not as told.

    Needs a told speed, and lines of the mains at once and three times their frequency that are
    not at multiples of the shaft.
    """
    lines = _Lines.of(at)
    ratio = None if lines is None else _rate_ratio(lines)
    if ratio is None:
        return None
    rate_hz = at.waveform.rate_hz
    return Found(
        f"rate: shaft and mains both stand at {ratio:.3f} times their place; the rate looks like"
        f" {rate_hz / ratio:.5g} Hz, not {rate_hz:.5g} Hz"
    )


def misscaled_speed(at: Survey) -> Found | None:
    """No harmonic of the told speed stands out and those of another do; the rate is right."""
    lines = _Lines.of(at)
    if lines is None or _rate_ratio(lines) is not None:
        return None
    shaft = lines.shaft_hz
    if any(lines.stands(k * shaft) for k in (1, 2)):
        return None
    for place in lines.peaks_hz:
        ratio = place / shaft
        harmonic = ratio > 0.9 and abs(2 * ratio - round(2 * ratio)) < _APART * ratio
        plausible = not harmonic and not _WHIRL[0] <= ratio <= _WHIRL[1]
        mains = _LIKE_MAINS_HZ[0] <= place <= _LIKE_MAINS_HZ[1]
        if plausible and not mains and lines.stands(2 * place):
            return Found(
                f"speed: told {60 * shaft:.0f} rpm, of which no harmonic stands out; lines at"
                f" {place:.4g} Hz and twice that suggest {60 * place:.0f} rpm"
            )
    return None


def _rate_ratio(lines: "_Lines") -> float | None:
    """The factor by which both shaft and mains are off; None where they are not."""
    shaft = lines.shaft_hz
    if any(lines.stands(mains) and lines.stands(3 * mains) for mains in _MAINS_HZ):
        return None
    if (lines.stands(shaft) and lines.stands(2 * shaft)) or lines.crowded:
        return None
    for place in lines.peaks_hz[:_HIGHEST]:
        ratio = place / shaft
        fits = abs(ratio - 1) > _APART and lines.stands(2 * place) and not _harmonic(lines, ratio)
        if fits and any(_apart(lines, ratio, mains) for mains in _MAINS_HZ):
            return ratio
    return None


def _harmonic(lines: "_Lines", ratio: float) -> bool:
    """Whether a line at *ratio* times the told speed is one harmonic of several of it."""
    order = round(ratio)
    near = abs(ratio - order) < _APART * ratio
    return near and any(lines.stands(k * lines.shaft_hz) for k in range(1, order))


def _apart(lines: "_Lines", ratio: float, mains: float) -> bool:
    """Whether mains stand at *ratio* times their place, away from the shaft's multiples."""
    order = mains / lines.shaft_hz
    near = abs(order - round(order)) < 2 * _WITHIN * order or order < 2 * _WITHIN
    return not near and lines.stands(ratio * mains) and lines.stands(3 * ratio * mains)


class _Lines:
    """The amplitude spectrum of a record's beginning, asked for lines."""

    def __init__(self, amplitude: Floats, step_hz: float, shaft_hz: float) -> None:
        self._amplitude, self._step_hz, self.shaft_hz = amplitude, step_hz, shaft_hz
        self.peaks_hz = self._peaks()

    @classmethod
    def of(cls, at: Survey) -> "_Lines | None":
        """None where no speed was told or the record turns too seldom."""
        count = min(at.count, _LONGEST)
        seconds = count / at.waveform.rate_hz
        if at.told_rpm is None or at.told_rpm <= 0 or at.waveform.axis != "time":
            return None
        if at.told_rpm / 60 * _RATIOS[0] * seconds < 8:
            return None
        samples = np.asarray(at.waveform.samples[:count], float)
        size = fourier.fast_length(count)
        amplitude = np.abs(fourier.rfft((samples - samples.mean()) * np.hanning(count), size))
        return cls(amplitude, at.waveform.rate_hz / size, at.told_rpm / 60)

    @property
    def crowded(self) -> bool:
        """Whether lines stand so close that any scale would hit some."""
        anywhere = np.geomspace(_RATIOS[0] * _MAINS_HZ[0], 3 * _RATIOS[1] * _MAINS_HZ[1], 80)
        return sum(self.stands(float(place)) for place in anywhere) > _CROWDED * len(anywhere)

    def stands(self, frequency_hz: float) -> bool:
        """Whether a line stands within half a percent, against what is round it."""
        own = round(frequency_hz / self._step_hz)
        near = max(1, round(_WITHIN * own))
        far = max(12 + near, round(0.2 * own))
        if own + near >= len(self._amplitude) or own - near < 3:
            return False
        level = float(np.median(self._amplitude[max(1, own - far) : own + far + 1]))
        peak = float(self._amplitude[own - near : own + near + 1].max())
        return level > 0 and 20 * np.log10(peak / level) >= _LINE_DB

    def _peaks(self) -> tuple[float, ...]:
        """Lines near enough to the told speed to be the shaft, the highest first."""
        low, high = (round(r * self.shaft_hz / self._step_hz) for r in _RATIOS)
        part = self._amplitude[max(3, low) : high + 1]
        if len(part) < 3:
            return ()
        tops = 1 + np.flatnonzero((part[1:-1] > part[:-2]) & (part[1:-1] >= part[2:]))
        order = tops[np.argsort(part[tops])[::-1]][:24]
        places = (order + max(3, low)) * self._step_hz
        return tuple(float(place) for place in places if self.stands(float(place)))
