"""Numbers as plots and their tables show them."""

from math import floor, isfinite, log10

from pfd_desktop.ui.plots.ticks import PREFIXES, prefix_power


def reading_text(value: float, unit: str, digits: int = 4) -> str:
    """A number with its unit, with an engineering prefix where the unit takes one."""
    if not isfinite(value):
        return "–"
    power = prefix_power(abs(value), unit)
    scaled = value / 10.0 ** (3 * power)
    text = _significant(scaled, digits).replace("-", "−")
    return f"{text} {PREFIXES[power]}{unit}".rstrip()


def _significant(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    before = floor(log10(abs(value))) + 1
    if -3 < before <= 7:
        return f"{value:.{max(0, digits - before)}f}"
    return f"{value:.{digits - 1}e}"
