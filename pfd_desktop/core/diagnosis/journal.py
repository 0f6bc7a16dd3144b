"""What a recording says about a journal bearing and its shaft: orders and the whirl band.

Verdicts here are indications at most: 1X and 2X also depend on what is normal for the machine,
and one accelerometer does not show an orbit. A journal bearing never gets a rolling verdict.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.verdict import NO_DEFECT, Judgement
from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.floor import local_floor
from pfd_desktop.core.physics.kinematics import WHIRL_BAND
from pfd_desktop.core.records.diagnosis import EvidenceLine, Grade
from pfd_desktop.core.records.faults import Fault

Floats = NDArray[np.float64]

_CHANCE = 1e-3 / 8  # eight places are looked at
_TOLERANCE = 0.004  # of an order: the speed's uncertainty
_HALF_GUARD = 0.006  # of an order round exactly 1/2X, which is not whirl but looseness or rub
_QUANTILE = 0.9
_SEGMENT_S = 16.0
_DOMINANT = 0.5  # share of the whole vibration's power in one line
_HALVES = (0.5, 1.5, 2.5)


@dataclass(frozen=True)
class OrderLine:
    """The highest line near an order."""

    name: str
    order: float
    expected_hz: float
    measured_hz: float
    level_db: float  # above the local floor
    threshold_db: float
    power: float  # of the line, in the waveform's unit squared

    @property
    def stands(self) -> bool:
        """True when the line stands out of this recording's own noise."""
        return self.level_db > self.threshold_db


@dataclass(frozen=True)
class OrderEvidence:
    """All lines looked at, and the power of the whole vibration."""

    lines: tuple[OrderLine, ...]
    total_power: float

    def line(self, name: str) -> OrderLine:
        """The line called *name*."""
        return next(line for line in self.lines if line.name == name)


@dataclass(frozen=True)
class _Levels:
    """Power per bin, its level above the local floor, and the levels that make up the noise."""

    power: Floats
    level_db: Floats
    noise_db: Floats
    step_hz: float


def gather(samples: NDArray[np.floating], rate_hz: float, shaft_hz: float) -> OrderEvidence:
    """Measure 1X, 2X, 3X, 1/2X, 3/2X, 5/2X and the whirl band."""
    power, step_hz = _spectrum(samples, rate_hz)
    size = min(len(power), int(8 * shaft_hz / step_hz))
    floor = np.maximum(local_floor(power[:size], int(0.3 * shaft_hz / step_hz)), 1e-300)
    level = 10 * np.log10(np.maximum(power[:size], 1e-300) / floor)
    levels = _Levels(power, level, level[int(0.1 * shaft_hz / step_hz) :], step_hz)
    lines = [
        _line(f"{order:g}X", order, (order - _TOLERANCE, order + _TOLERANCE), shaft_hz)
        for order in (1.0, 2.0, 3.0, *_HALVES)
    ]
    lines.append(_line("whirl", sum(WHIRL_BAND) / 2, WHIRL_BAND, shaft_hz))
    measured = tuple(_measure(line, levels, shaft_hz) for line in lines)
    return OrderEvidence(measured, float(power.sum()))


def judge(found: OrderEvidence) -> Judgement:
    """Grade the orders; the most specific sign wins."""
    lines = _evidence(found)
    for sign in (_whirl, _looseness, _misalignment, _imbalance):
        seen = sign(found)
        if seen is not None:
            fault, what = seen
            sentence = f"{fault.value}, {Grade.INDICATION.value} ({what})"
            reason = "Shaft orders alone do not prove a cause: compare with this machine's normal."
            return Judgement(Grade.INDICATION, fault, sentence, reason, lines)
    reason = "No order stands out that would speak of the shaft or its bearing."
    return Judgement(Grade.NONE, None, NO_DEFECT, reason, lines)


def _whirl(found: OrderEvidence) -> tuple[Fault, str] | None:
    whirl, half = found.line("whirl"), found.line("0.5X")
    if not whirl.stands or (half.stands and half.power >= whirl.power):
        return None
    if whirl.power < 0.01 * found.line("1X").power:
        return None
    return Fault.OIL_WHIRL, f"a line at {whirl.order:.3f}X, {whirl.level_db:.0f} dB"


def _looseness(found: OrderEvidence) -> tuple[Fault, str] | None:
    halves = [found.line(f"{order:g}X") for order in _HALVES]
    standing = [line for line in halves if line.stands]
    if not halves[0].stands or len(standing) < 2:
        return None
    names = ", ".join(line.name for line in standing)
    return Fault.LOOSENESS, f"half orders {names}"


def _misalignment(found: OrderEvidence) -> tuple[Fault, str] | None:
    first, second = found.line("1X"), found.line("2X")
    if not second.stands or second.power <= first.power:
        return None
    return Fault.MISALIGNMENT, f"2X above 1X by {_ratio_db(second, first):.0f} dB"


def _imbalance(found: OrderEvidence) -> tuple[Fault, str] | None:
    first = found.line("1X")
    share = first.power / found.total_power
    if not first.stands or share < _DOMINANT:
        return None
    return Fault.IMBALANCE, f"1X carries {share:.0%} of the vibration's power"


def _ratio_db(upper: OrderLine, lower: OrderLine) -> float:
    return float(10 * np.log10(upper.power / max(lower.power, 1e-300)))


def _spectrum(samples: NDArray[np.floating], rate_hz: float) -> tuple[Floats, float]:
    """Averaged power per bin (it sums to the variance) and the step in Hz."""
    limit = max(1024, int(_SEGMENT_S * rate_hz))
    pieces = max(1, int(np.ceil(len(samples) / limit)))
    length = len(samples) // pieces
    window = np.hanning(length)
    power = np.zeros(length // 2 + 1)
    for piece in range(pieces):
        part = np.asarray(samples[piece * length : (piece + 1) * length], dtype=np.float64)
        power += np.abs(fourier.rfft((part - part.mean()) * window)) ** 2
    return power * 2 / (length * float((window**2).sum()) * pieces), rate_hz / length


def _line(
    name: str, order: float, band: tuple[float, float], shaft_hz: float
) -> tuple[str, float, float, float]:
    """Name, order and the band to search in Hz."""
    return name, order, band[0] * shaft_hz, band[1] * shaft_hz


def _measure(
    line: tuple[str, float, float, float],
    levels: _Levels,
    shaft_hz: float,
) -> OrderLine:
    name, order, low_hz, high_hz = line
    power, level, step_hz = levels.power, levels.level_db, levels.step_hz
    bins = np.arange(int(low_hz / step_hz), int(high_hz / step_hz) + 2)
    bins = bins[(bins > 0) & (bins < len(level))]
    if name == "whirl":
        # a line at exactly 1/2X is as wide as the window's main lobe
        guard = max(_HALF_GUARD * shaft_hz, 3 * step_hz)
        bins = bins[np.abs(bins * step_hz - 0.5 * shaft_hz) > guard]
    if not len(bins):
        return OrderLine(name, order, order * shaft_hz, order * shaft_hz, 0.0, np.inf, 0.0)
    best = int(bins[level[bins].argmax()])
    return OrderLine(
        name=name,
        order=best * step_hz / shaft_hz if name == "whirl" else order,
        expected_hz=order * shaft_hz,
        measured_hz=best * step_hz,
        level_db=float(level[best]),
        threshold_db=_threshold(levels.noise_db, len(bins)),
        power=float(power[max(0, best - 2) : best + 3].sum()),
    )


def _threshold(noise: Floats, tries: int) -> float:
    """Level that the highest of *tries* bins passes by chance once in 1/_CHANCE recordings.

    The power of noise in a bin is exponentially distributed; its scale is read from the 90 %
    quantile of all bins, lines included: in a spectrum full of lines the threshold rises.
    """
    reference = float(np.quantile(noise, _QUANTILE))
    times = np.log(_CHANCE / tries) / np.log(1 - _QUANTILE)
    return float(reference + 10 * np.log10(times))


def _evidence(found: OrderEvidence) -> tuple[EvidenceLine, ...]:
    lines = [
        EvidenceLine(
            family=line.name,
            spectrum="spectrum of the whole record",
            order=line.order,
            expected_hz=line.expected_hz,
            measured_hz=line.measured_hz,
            slip_percent=100 * (line.measured_hz / line.expected_hz - 1),
            prominence_db=line.level_db,
            threshold_db=line.threshold_db,
            harmonics=(1,) if line.stands else (),
            note="0.38 to 0.52X without exactly 1/2X" if line.name == "whirl" else "",
        )
        for line in found.lines
        if np.isfinite(line.threshold_db)
    ]
    return tuple(sorted(lines, key=lambda line: line.threshold_db - line.prominence_db))
