"""The amplitude spectrum of a record's beginning, asked for lines and whether chance made them."""

from functools import cached_property
from math import exp, factorial, log

import numpy as np

from pfd_desktop.core.doctor.survey import Floats, Survey
from pfd_desktop.core.dsp import fourier

LINE_DB = 12.0  # above the noise round it
WITHIN = 0.005  # of a frequency: how far its line may be off
RATIOS = (0.3, 3.3)  # of the told speed: where another one is looked for
APART = 0.02  # lines nearer than this are one and its side lines
_ROUND = 2.0  # a place is compared with those from half to twice its frequency
_MOST = 24  # lines listed
_LONGEST = 1 << 20  # samples; more add nothing to a ratio
_FEWEST_TURNS = 8


class Lines:
    """What stands where in a record, in hertz, for the speed that was told of it."""

    def __init__(self, amplitude: Floats, step_hz: float, shaft_hz: float) -> None:
        self._amplitude, self._step_hz, self.shaft_hz = amplitude, step_hz, shaft_hz
        self.peaks_hz = self._peaks()

    @classmethod
    def of(cls, at: Survey) -> "Lines | None":
        """None where no speed was told or the record turns too seldom."""
        count = min(at.count, _LONGEST)
        seconds = count / at.waveform.rate_hz
        if at.told_rpm is None or at.told_rpm <= 0 or at.waveform.axis != "time":
            return None
        if at.told_rpm / 60 * RATIOS[0] * seconds < _FEWEST_TURNS:
            return None
        samples = np.asarray(at.waveform.samples[:count], float)
        size = fourier.fast_length(count)
        amplitude = np.abs(fourier.rfft((samples - samples.mean()) * np.hanning(count), size))
        return cls(amplitude, at.waveform.rate_hz / size, at.told_rpm / 60)

    def stands(self, frequency_hz: float) -> bool:
        """Whether a line stands within half a percent, against what is round it."""
        return self.level_db(frequency_hz) >= LINE_DB

    def level_db(self, frequency_hz: float) -> float:
        """The highest within half a percent over the median within a fifth; 0 beyond the axis."""
        own = round(frequency_hz / self._step_hz)
        near = max(1, round(WITHIN * own))
        far = max(12 + near, round(0.2 * own))
        if own + near >= len(self._amplitude) or own - near < 3:
            return 0.0
        level = float(np.median(self._amplitude[max(1, own - far) : own + far + 1]))
        peak = float(self._amplitude[own - near : own + near + 1].max())
        return 20 * float(np.log10(peak / level)) if level > 0 and peak > 0 else 0.0

    def chance(self, places_hz: list[float]) -> float:
        """How likely lines as high stand at all *places_hz* by chance, if that placed the lines.

        Each place counts by its rank among all places round it, those of *places_hz* left out, and
        the ranks are pooled by Fisher's method (1932). A spectrum full of lines makes any likely.
        """
        asked = np.array(places_hz)
        free = (np.abs(self._places_hz[:, None] / asked - 1) > APART).all(axis=1)
        ranks = []
        for place in places_hz:
            level = self.level_db(place)
            beside = free & (np.abs(np.log(self._places_hz / place)) <= np.log(_ROUND))
            higher = int((self._levels_db[beside] >= level).sum()) if level > 0 else beside.sum()
            ranks.append((1 + higher) / (1 + int(beside.sum())))
        return _pooled(ranks)

    @cached_property
    def _places_hz(self) -> Floats:
        """Every place that differs, far enough round all that is asked for."""
        low, high = RATIOS[0] * self.shaft_hz / _ROUND, 3 * RATIOS[1] * self.shaft_hz * _ROUND
        return np.geomspace(low, high, 1 + int(np.log(high / low) / (2 * WITHIN)))

    @cached_property
    def _levels_db(self) -> Floats:
        return np.array([self.level_db(float(place)) for place in self._places_hz])

    def _peaks(self) -> tuple[float, ...]:
        """Lines near enough to the told speed to be the shaft, the highest first; none twice."""
        low, high = (round(r * self.shaft_hz / self._step_hz) for r in RATIOS)
        part = self._amplitude[max(3, low) : high + 1]
        if len(part) < 3:
            return ()
        tops = 1 + np.flatnonzero((part[1:-1] > part[:-2]) & (part[1:-1] >= part[2:]))
        order = tops[np.argsort(part[tops])[::-1]][:_MOST]
        found: list[float] = []
        for place in (float(p) for p in (order + max(3, low)) * self._step_hz):
            if all(abs(place / other - 1) > APART for other in found) and self.stands(place):
                found.append(place)
        return tuple(found)


def _pooled(chances: list[float]) -> float:
    """Fisher's pooled chance: that of a chi-square value of twice as many degrees of freedom."""
    total = -sum(log(chance) for chance in chances)
    return exp(-total) * sum(total**i / factorial(i) for i in range(len(chances)))
