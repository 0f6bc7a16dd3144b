"""Where an axis has its ticks and what they say."""

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

PREFIXES = {-4: "p", -3: "n", -2: "µ", -1: "m", 0: "", 1: "k", 2: "M", 3: "G"}
# Units that do not take a prefix: squares would square it, nobody says kilo-order, some have one.
_UNPREFIXED = (
    *("²", "^2", "dB", "order", "%", "turns", "unknown", "epoch", "rpm", "°"),
    *("µ", "mm", "mil"),
)
_SPANS = ("min", "h", "d")  # of time: nobody says kilohours


@dataclass(frozen=True)
class Ticks:
    """Tick positions with their labels, and the unit they are in."""

    values: tuple[float, ...]
    labels: tuple[str, ...]
    unit: str  # with prefix: "ms"


def takes_prefix(unit: str) -> bool:
    """Whether an engineering prefix may stand before ``unit``."""
    return bool(unit) and unit not in _SPANS and not any(mark in unit for mark in _UNPREFIXED)


def ticks(
    low: float, high: float, unit: str, wanted: int, *, whole: bool = False, fewest: int = 1
) -> Ticks:
    """About ``wanted`` ticks at 1, 2 or 5 times a power of ten, with an engineering prefix.

    ``whole`` is for what is counted: there is nothing between two of it. Where fewer than
    ``fewest`` would stand on the axis, they stand closer.
    """
    if not (isfinite(low) and isfinite(high)) or high <= low:
        return Ticks((), (), unit)
    spacing = _spacing(low, high, wanted, fewest)
    spacing = max(1.0, spacing) if whole else spacing
    power = prefix_power(max(abs(low), abs(high)), unit)
    scale = 10.0 ** (3 * power)
    first, last = ceil(low / spacing - 1e-9), floor(high / spacing + 1e-9)
    if last <= first and spacing > (1.0 if whole else 0.0):  # one tick alone tells no scale
        spacing = _nice(spacing / 2.2)
        first, last = ceil(low / spacing - 1e-9), floor(high / spacing + 1e-9)
    values = tuple(index * spacing for index in range(first, last + 1))
    digits = max(0, -floor(log10(spacing / scale) + 1e-9))
    return Ticks(
        values, tuple(_label(value / scale, digits) for value in values), PREFIXES[power] + unit
    )


_FEWEST_DECADES = 0.8  # a logarithmic axis that shows less has ticks like a linear one
_LABELLED = ((3, (1, 2, 5)), (2, (1, 3)))  # labels per decade there is room for, their digits
_PLAIN = range(-3, 6)  # powers of ten written out
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_DECADES = 12  # more have no lines between the powers of ten


def decade_ticks(low: float, high: float, unit: str, wanted: int) -> Ticks:
    """Ticks of a logarithmic axis: every decade, with unlabelled lines between."""
    if not (isfinite(low) and isfinite(high)) or not 0 < low < high:
        return Ticks((), (), unit)
    decades = log10(high) - log10(low)
    if decades < _FEWEST_DECADES:
        return ticks(low, high, unit, wanted)
    every = max(1, ceil(decades / max(1, wanted)))
    room = wanted / decades
    labelled = next((digits for least, digits in _LABELLED if room >= least), (1,))
    found = [
        (digit * 10.0**power, _power_label(digit, power) if shown else "")
        for power in range(floor(log10(low)), ceil(log10(high)) + 1)
        for digit in (range(1, 10) if decades <= _MOST_DECADES else (1,))
        for shown in (digit in labelled and power % every == 0,)
        if low * (1 - 1e-9) <= digit * 10.0**power <= high * (1 + 1e-9)
    ]
    return Ticks(tuple(value for value, _ in found), tuple(label for _, label in found), unit)


def _power_label(digit: int, power: int) -> str:
    if power in _PLAIN:
        return f"{digit * 10.0**power:.{max(0, -power)}f}"
    raised = f"10{str(power).translate(_RAISED)}"
    return raised if digit == 1 else f"{digit}·{raised}"


def _spacing(low: float, high: float, wanted: int, fewest: int) -> float:
    rough = (high - low) / max(1, wanted)
    coarse = _nice(rough)
    seen = floor(high / coarse + 1e-9) - ceil(low / coarse - 1e-9) + 1
    return coarse if seen >= fewest else _nice(rough / 2)


def _nice(rough: float) -> float:
    base: float = 10.0 ** floor(log10(rough))
    return base * next(step for step in (1, 2, 5, 10) if rough <= 1.2 * step * base)


def prefix_power(largest: float, unit: str) -> int:
    """The power of a thousand to write numbers up to ``largest`` in; 0 where none fits."""
    if largest <= 0 or not takes_prefix(unit):
        return 0
    lowest, highest = min(PREFIXES), max(PREFIXES)
    if unit == "s":  # nobody says kiloseconds
        highest = 0
    if unit == "Hz":  # nor millihertz, and 1200 Hz is plainer than 1.2 kHz
        lowest, largest = 0, largest / 10 if largest > 1 else largest
    return min(max(floor(log10(largest) / 3 + 1e-9), lowest), highest)


def _label(value: float, digits: int) -> str:
    if digits > 6 or abs(value) >= 1e7:
        return f"{value:.3g}".replace("-", "−")
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")
