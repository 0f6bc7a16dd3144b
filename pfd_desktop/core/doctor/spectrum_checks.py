"""Checks of the averaged spectrum."""

from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.doctor.look import Floats, Look
from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.floor import local_floor
from pfd_desktop.core.records.recording import Flag

_WHITE = 0.93  # spectral flatness; noise that falls as the root of frequency has 0.82
_LINE = 10.0  # times its surroundings
_TOP, _BELOW = (0.9, 0.99), (0.6, 0.8)  # of half the sampling rate
_RISES = 4.0  # times
_MAINS_HZ = (50.0, 60.0)
_FACTORS = (
    0.25,
    0.4,
    0.5,
    0.8,
    1.25,
    2.5,
    4.0,
)  # by which rates are mistaken; at 2 mains hum anyway
_NEAR = 0.006  # of a frequency
_APART = 0.1  # of half orders, which loose machines have
_STANDS = 30.0  # times the floor: a line of the shaft or of the mains
_FINEST, _FLOOR_HZ = 1 << 19, 6.0  # samples of one spectrum, and the width of its floor


def white(look: Look) -> Flag | None:
    """Nothing but white noise: a sensor that is not connected shows just that."""
    inner = look.density[2:-2]
    floor = float(np.median(inner))
    lines = int((inner > _LINE * floor).sum())
    flatness = float(np.exp(np.log(np.maximum(inner, 1e-300)).mean()) / inner.mean())
    # The mean of the logarithm of an average of n spectra lies below that of its mean by 1/2n.
    averages = max(1.0, len(look.samples) / max(1, 2 * len(look.density)) * 1.5)
    if lines or flatness * np.exp(0.5 / averages) < _WHITE:
        return None
    return Flag("white", "nothing but white noise: no line of a machine and no resonance")


def aliasing(look: Look) -> Flag | None:
    """A level that rises towards half the sampling rate was folded there, or is about to be."""
    half = look.rate_hz / 2
    top, below = (_mean(look, low * half, high * half) for low, high in (_TOP, _BELOW))
    if below <= 0 or top < _RISES * below:
        return None
    rise = 10 * np.log10(top / below)
    return Flag("alias", f"the spectrum rises by {rise:.0f} dB towards half the sampling rate")


def rate(look: Look) -> Flag | None:
    """No mains where they should be, and in one ratio both mains and 1X.

    Said only where neither line can be another of the shaft's: above its place 1X must be missing
    there, for 2X would stand for it, and below it must be the stronger one, for a half order would.
    """
    if look.speed_rpm is None:
        return None
    level, shaft = _Levels.of(look), look.speed_rpm / 60
    if any(level.stands(hertz * k) for hertz in _MAINS_HZ for k in (1, 2)):
        return None
    for factor in _FACTORS:
        if level.displaced(shaft, factor) and any(
            _foreign(hertz / shaft)
            and _foreign(hertz * factor / shaft)
            and level.stands(hertz * factor)
            for hertz in _MAINS_HZ
        ):
            told = look.rate_hz / factor
            return Flag(
                "rate",
                f"1X and mains stand {factor:g} times where they should: the sampling rate may be"
                f" {told:g} Hz instead of {look.rate_hz:g}",
            )
    return None


def _foreign(order: float) -> bool:
    """Whether a line at this order is no harmonic of the shaft's, nor half of one."""
    return abs(2 * order - round(2 * order)) > _APART


def _mean(look: Look, low_hz: float, high_hz: float) -> float:
    inside = (look.frequency_hz >= low_hz) & (look.frequency_hz <= high_hz)
    return float(look.density[inside].mean()) if inside.any() else 0.0


@dataclass(frozen=True, eq=False)
class _Levels:
    """How far each line stands above the floor round it, as finely as the record allows."""

    above: Floats
    power: Floats
    step_hz: float

    @classmethod
    def of(cls, look: Look) -> "_Levels":
        part = np.asarray(look.samples[:_FINEST], np.float64)
        power = np.abs(fourier.rfft((part - part.mean()) * np.hanning(len(part)))) ** 2
        step_hz = look.rate_hz / len(part)
        floor = local_floor(power, max(31, round(_FLOOR_HZ / step_hz)))
        return cls(power / np.maximum(floor, 1e-300), power, step_hz)

    def displaced(self, hertz: float, factor: float) -> bool:
        """Whether the line that should be at *hertz* is at *factor* times that."""
        if not self.stands(hertz * factor):
            return False
        if factor > 1:
            return not self.stands(hertz)
        here, there = (self.power[round(f / self.step_hz)] for f in (hertz, hertz * factor))
        return bool(there > here)

    def stands(self, hertz: float) -> bool:
        """Whether a line stands near this frequency, with a maximum of its own."""
        middle, reach = round(hertz / self.step_hz), max(1, round(_NEAR * hertz / self.step_hz))
        if middle - reach < 3 or middle + reach >= len(self.above) - 3:
            return False
        near = self.above[middle - reach : middle + reach + 1]
        around = self.above[middle - reach - 2 : middle + reach + 3]
        return bool(near.max() >= _STANDS and near.max() >= around.max())
