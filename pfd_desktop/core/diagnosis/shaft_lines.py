"""Lines of the shaft in one or two waveforms: whole orders, fractions, and what lies below 1X.

With two probes at right angles the powers of both add, and the full spectrum parts each line into
its forward and backward motion: |X + iY|² and |X - iY|² (Bently and Hatch 2002). Amplitudes are
brought to displacement by dividing by the frequency once (velocity) or twice (acceleration).
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.budget import FALSE_ALARM
from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.floor import local_floor

Floats = NDArray[np.float64]

WHOLE = tuple(Fraction(order) for order in range(1, 11))
LOCKED = tuple(Fraction(*pair) for pair in ((1, 4), (1, 3), (1, 2), (2, 3), (3, 4)))
ABOVE = tuple(Fraction(*pair) for pair in ((4, 3), (3, 2), (5, 3), (5, 2), (7, 2)))
# and the rest below and above 1X, what swells between the orders, and bursts
PLACES = len(WHOLE) + len(LOCKED) + len(ABOVE) + 4
CHANCE = FALSE_ALARM / PLACES  # of each, where the shaft alone is judged

MAINS_HZ = (50.0, 60.0, 100.0, 120.0)

_TOLERANCE = 0.004  # of the order, where 1X does not tell the speed more exactly
_SURE_TOLERANCE = 0.0015
_NEAR = 0.01  # 1X is looked for within this share of the told speed
_LOBE = 2  # bins from the middle of a line to the foot of its main lobe (Hann)
_APART = 8  # bins within which a strong line's side lobes may pass for lines
_SIDE_LOBE_DB = 30.0  # what they lie below it (Hann: 31.5 dB)
_QUANTILE = 0.9
_SEGMENT_S = 16.0
_BELOW, _BEYOND = (0.1, 0.9), (1.1, 10.5)  # orders searched for whatever is there
_PEAKS = 6
_EXPONENT = {"displacement": 0, "velocity": 1}  # of frequency; acceleration, or unknown: 2


@dataclass(frozen=True)
class ShaftLine:
    """The highest line near an order, or a peak below 1X; levels in dB above the local floor."""

    name: str
    order: float  # as looked for; of a peak as measured
    expected_hz: float
    measured_hz: float
    level_db: float
    threshold_db: float
    displacement: float  # power as displacement, in (unit s^k)²: only ratios matter
    forward: float | None  # share of the motion that goes with the rotation; None without Y

    @property
    def stands(self) -> bool:
        """True when the line stands out of this recording's own noise."""
        return self.level_db > self.threshold_db

    @property
    def doubt(self) -> float:
        """Two standard deviations of the line's power, as a share of it.

        Noise of power n beside a line of power s scatters the sum by √(2 s n), for s well above n.
        """
        return min(1.0, 2 * float(np.sqrt(2 * 10 ** (-self.level_db / 10))))

    def inertia(self) -> float:
        """Power as acceleration: displacement times frequency to the fourth."""
        return self.displacement * self.measured_hz**4


@dataclass(frozen=True)
class ShaftEvidence:
    """All lines looked at; ``below`` and ``beyond`` are the peaks round 1X, strongest first."""

    lines: tuple[ShaftLine, ...]
    below: tuple[ShaftLine, ...]
    beyond: tuple[ShaftLine, ...]
    shaft_hz: float
    first_share: float  # of 1X in the power of the whole vibration
    half_bin: float  # of an order: how exactly a line's order is known

    def line(self, name: str) -> ShaftLine:
        """The line called *name*."""
        return next(line for line in self.lines if line.name == name)

    def hums(self, line: ShaftLine) -> bool:
        """Whether the mains, or a magnetic field at twice their frequency, may make this line."""
        width = 4 * self.half_bin * self.shaft_hz  # two bins
        return any(abs(line.measured_hz - hertz) <= width for hertz in MAINS_HZ)

    def locked(self, peak: ShaftLine) -> Fraction | None:
        """The fraction of 1X at which *peak* is, within what this recording resolves."""
        tolerance = max(0.003, self.half_bin)
        near = min(LOCKED, key=lambda fraction: abs(float(fraction) - peak.order))
        return near if abs(float(near) - peak.order) <= tolerance else None


@dataclass(frozen=True)
class _Spectrum:
    """Power per bin (sums to the variance), its level, and the shares of forward motion."""

    power: Floats
    level_db: Floats
    noise_db: Floats
    forward: Floats | None
    step_hz: float
    exponent: int
    chance: float  # of a false alarm at one place

    def displacement(self, bins: slice, hertz: float) -> float:
        return float(self.power[bins].sum()) / hertz ** (2 * self.exponent)


def gather(
    first: NDArray[np.floating],
    second: NDArray[np.floating] | None,
    rate_hz: float,
    shaft_hz: float,
    quantity: str,
    *,
    chance: float = CHANCE,
) -> ShaftEvidence:
    """Measure the orders and fractions of *shaft_hz*, and the peaks below it.

    *chance* is that of a line standing out at one place by noise alone.
    """
    spectrum = _spectrum(first, second, rate_hz, shaft_hz, quantity, chance=chance)
    shaft_hz, tolerance = _refine(spectrum, shaft_hz)
    lines = tuple(
        _near(spectrum, fraction, shaft_hz, tolerance)
        for fraction in (*WHOLE, *LOCKED, *ABOVE)
        if (float(fraction) + 0.1) * shaft_hz < rate_hz / 2
    )
    middle = round(lines[0].measured_hz / spectrum.step_hz)
    carried = float(spectrum.power[max(0, middle - _LOBE) : middle + _LOBE + 1].sum())
    return ShaftEvidence(
        lines=lines,
        below=_peaks(spectrum, shaft_hz, _BELOW),
        beyond=_peaks(spectrum, shaft_hz, _BEYOND),
        shaft_hz=shaft_hz,
        first_share=carried / float(spectrum.power.sum()),
        half_bin=spectrum.step_hz / shaft_hz / 2,
    )


def _spectrum(
    first: NDArray[np.floating],
    second: NDArray[np.floating] | None,
    rate_hz: float,
    shaft_hz: float,
    quantity: str,
    *,
    chance: float,
) -> _Spectrum:
    limit = max(1024, int(_SEGMENT_S * rate_hz))
    pieces = max(1, int(np.ceil(len(first) / limit)))
    length = len(first) // pieces
    window = np.hanning(length)
    power = np.zeros(length // 2 + 1)
    ahead = np.zeros(length // 2 + 1)
    for piece in range(pieces):
        span = slice(piece * length, (piece + 1) * length)
        x = _transform(first[span], window)
        power += np.abs(x) ** 2
        if second is not None:
            y = _transform(second[span], window)
            power += np.abs(y) ** 2
            # x = cos, y = sin goes forward; there X + iY is twice the line, X - iY nothing
            ahead += np.abs(x + 1j * y) ** 2 / 2
    power *= 2 / (length * float((window**2).sum()) * pieces)
    step_hz = rate_hz / length
    floor = np.maximum(local_floor(power, max(31, int(0.3 * shaft_hz / step_hz))), 1e-300)
    level = 10 * np.log10(np.maximum(power, 1e-300) / floor)
    top = min(len(level), int(11 * shaft_hz / step_hz))
    forward = None
    if second is not None:
        scale = 2 / (length * float((window**2).sum()) * pieces)
        forward = np.clip(ahead * scale / np.maximum(power, 1e-300), 0.0, 1.0)
    return _Spectrum(
        power,
        level,
        level[int(0.1 * shaft_hz / step_hz) : top],
        forward,
        step_hz,
        _EXPONENT.get(quantity, 2),
        chance,
    )


def _transform(samples: NDArray[np.floating], window: Floats) -> NDArray[np.complex128]:
    part = np.asarray(samples, dtype=np.float64)
    return fourier.rfft((part - part.mean()) * window)


def _refine(spectrum: _Spectrum, shaft_hz: float) -> tuple[float, float]:
    """The speed by the 1X line itself where it stands, and the tolerance of other orders."""
    reach = max(2, int(_NEAR * shaft_hz / spectrum.step_hz) + 1)
    middle = round(shaft_hz / spectrum.step_hz)
    bins = np.arange(max(1, middle - reach), min(len(spectrum.level_db) - 1, middle + reach + 1))
    best = int(bins[spectrum.power[bins].argmax()])
    if spectrum.level_db[best] <= _threshold(spectrum, len(bins)):
        return shaft_hz, _TOLERANCE
    return _centre_hz(spectrum, best), _SURE_TOLERANCE


def _centre_hz(spectrum: _Spectrum, best: int) -> float:
    """Frequency of a line between its bins (parabola through log powers)."""
    left, mid, right = np.log(np.maximum(spectrum.power[best - 1 : best + 2], 1e-300))
    bend = left - 2 * mid + right
    shift = 0.0 if bend >= 0 else float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5))
    return (best + shift) * spectrum.step_hz


def _near(spectrum: _Spectrum, order: Fraction, shaft_hz: float, tolerance: float) -> ShaftLine:
    """The highest bin near an order; a bin on either side is always looked at."""
    expected = float(order) * shaft_hz
    reach = tolerance * expected / spectrum.step_hz + 1
    middle = expected / spectrum.step_hz
    bins = np.arange(max(1, int(np.ceil(middle - reach))), int(middle + reach) + 1)
    bins = bins[bins < len(spectrum.level_db) - 1]
    best = int(bins[spectrum.level_db[bins].argmax()])
    name = f"{order}X"
    return _line(spectrum, name, (float(order), expected), best, len(bins))


def _peaks(
    spectrum: _Spectrum, shaft_hz: float, reach: tuple[float, float]
) -> tuple[ShaftLine, ...]:
    """The strongest peaks between two orders, side lobes of stronger ones left out."""
    low, high = (int(order * shaft_hz / spectrum.step_hz) for order in reach)
    name = "below 1X" if reach == _BELOW else "above 1X"
    low = max(low, 2)
    level, power = spectrum.level_db, spectrum.power
    tries = max(1, high - low)
    threshold = _threshold(spectrum, tries)
    inside = np.arange(low, max(low, min(high, len(power) - 2)))
    crest = (power[inside] >= power[inside - 1]) & (power[inside] > power[inside + 1])
    found: list[ShaftLine] = []
    for best in sorted(inside[crest & (level[inside] > threshold)], key=lambda b: -power[b]):
        near = power[max(0, best - _APART) : best + _APART + 1].max()
        if power[best] < near * 10 ** (-_SIDE_LOBE_DB / 10):
            continue
        hertz = _centre_hz(spectrum, int(best))
        found.append(_line(spectrum, name, (hertz / shaft_hz, hertz), int(best), tries))
        if len(found) == _PEAKS:
            break
    return tuple(sorted(found, key=lambda line: -line.displacement))


def _line(
    spectrum: _Spectrum, name: str, expected: tuple[float, float], best: int, tries: int
) -> ShaftLine:
    """The line at bin *best*; *expected* is its order and frequency."""
    lobe = slice(max(0, best - _LOBE), best + _LOBE + 1)
    forward = None
    if spectrum.forward is not None:
        weights = spectrum.power[lobe]
        forward = float((spectrum.forward[lobe] * weights).sum() / max(weights.sum(), 1e-300))
    hertz = _centre_hz(spectrum, best)
    return ShaftLine(
        name=name,
        order=expected[0],
        expected_hz=expected[1],
        measured_hz=hertz,
        level_db=float(spectrum.level_db[best]),
        threshold_db=_threshold(spectrum, tries),
        displacement=spectrum.displacement(lobe, hertz),
        forward=forward,
    )


def _threshold(spectrum: _Spectrum, tries: int) -> float:
    """Level that the highest of *tries* bins passes by chance once in 1/``chance`` recordings.

    The power of noise in a bin is exponentially distributed; its scale is read from the 90 %
    quantile of all bins, lines included: in a spectrum full of lines the threshold rises. With two
    probes or several segments the tail is shorter, so the chance is an upper bound.
    """
    reference = float(np.quantile(spectrum.noise_db, _QUANTILE))
    times = np.log(spectrum.chance / tries) / np.log(1 - _QUANTILE)
    return reference + 10 * float(np.log10(times))
