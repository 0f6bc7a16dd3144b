"""The RMS of a band and the damping of a resonance, read from a spectrum of any scaling."""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.windows import Window, enbw_bins, window_values
from pfd_desktop.core.figures import spans
from pfd_desktop.core.figures.spans import HalfPower, SpanReading, SpanValue
from pfd_desktop.core.figures.spectrum import SpectrumFigure

Floats = NDArray[np.float64]

_HERTZ = {"Hz": 1.0, "CPM": 1 / 60, "cpm": 1 / 60}
_TO_RMS = {"RMS": 1.0, "peak": 0.5, "peak-to-peak": 0.125}  # of the squared line: its power
_WINDOW_BINS = 1024  # the bandwidth of a window in lines hardly depends on its length
_OWN_WIDTH = 3.0  # a peak narrower than so many window bandwidths is as wide as the window makes it


def band_reading(figure: SpectrumFigure, low: float, high: float) -> SpanReading:
    """RMS of the band from ``low`` to ``high``.

    A density is summed (Parseval); powers of lines are summed and divided by the equivalent noise
    bandwidth in lines (Heinzel, Rüdiger, Schilling 2002), which is right for noise and for tones.
    """
    reason = _why_not(figure)
    if reason:
        return SpanReading(low, high, note=reason)
    if not float(figure.x[0]) <= high or not low <= float(figure.x[-1]):
        return SpanReading(low, high, note="outside the spectrum")
    powers = line_powers(figure)
    power = spans.band_sum(figure.x, powers, low, high)
    unit = base_unit(figure)
    values = [SpanValue("Band RMS", spans.root(power), unit)]
    whole = float(powers.sum())
    if whole > 0:
        values.append(SpanValue("Share of the power", 100 * power / whole, "%"))
    return SpanReading(low, high, tuple(values))


def half_power(figure: SpectrumFigure, x: float) -> HalfPower | None:
    """The half-power width of the peak whose line is nearest to ``x``; None where it has none."""
    if figure.x.size < 3 or figure.signed or figure.scaling == "dimensionless":
        return None
    index = int(np.argmin(np.abs(figure.x - x)))
    powers = figure.y if figure.power else figure.y**2
    while 0 < index < powers.size - 1:  # a cursor between two lines stands beside the top
        beside = max(index - 1, index + 1, key=lambda place: powers[place])
        if powers[beside] <= powers[index]:
            break
        index = beside
    found = spans.half_power_of(figure.x, powers, index)
    if found is None or not figure.x[index] > 0:
        return None
    factor = 0.5 if figure.power else np.sqrt(0.5)
    return HalfPower(float(figure.x[index]), *found, float(figure.y[index] * factor))


def damping_note(figure: SpectrumFigure, found: HalfPower) -> str:
    """Says so where the window is nearly as wide as the peak."""
    if found.high - found.low < _OWN_WIDTH * _window_width(figure):
        return "hardly wider than the window: take more lines; the damping is at most this"
    return ""


def line_powers(figure: SpectrumFigure) -> Floats:
    """For each line the mean square that it stands for, in the square of ``base_unit``."""
    if figure.scaling == "density":
        density = figure.y**2 if "√" in figure.unit else figure.y
        return density * _step_hz(figure)
    return figure.y**2 * _TO_RMS[figure.scaling] / _lines_of_window(figure)


def base_unit(figure: SpectrumFigure) -> str:
    """The unit of the quantity itself: "g" of "g²/Hz", of "g rms" and of "g/√Hz"."""
    unit = figure.unit
    for tail in ("/√Hz", "/Hz", " rms", " RMS", " peak-to-peak", " peak"):
        unit = unit.removesuffix(tail)
    if figure.scaling == "density" and unit.endswith("²") and figure.unit.endswith("/Hz"):
        unit = unit.removesuffix("²")
        unit = unit[1:-1] if unit.startswith("(") and unit.endswith(")") else unit
    return f"{unit} rms" if unit not in ("", "1") else ""


def _why_not(figure: SpectrumFigure) -> str:
    if figure.signed or figure.scaling not in (*_TO_RMS, "density"):
        return f"a {figure.scaling} spectrum has no RMS"
    if figure.x_unit not in _HERTZ and _shaft_unknown(figure):
        return f"no band of an axis in {figure.x_unit}"
    if not spans.evenly_spaced(figure.x):
        return "lines were left out of this long spectrum: show fewer of them, to a lower frequency"
    return ""


def _shaft_unknown(figure: SpectrumFigure) -> bool:
    return figure.x_unit != "orders" or figure.window not in set(Window)


def _lines_of_window(figure: SpectrumFigure) -> float:
    """The equivalent noise bandwidth in lines."""
    if figure.x_unit in _HERTZ:
        return figure.enbw_hz / _step_hz(figure)
    return enbw_bins(window_values(Window(figure.window), _WINDOW_BINS))


def _step_hz(figure: SpectrumFigure) -> float:
    """Distance of two lines in Hz; on an axis of orders it follows from the window."""
    if figure.x_unit in _HERTZ:
        return float(figure.x[1] - figure.x[0]) * _HERTZ[figure.x_unit]
    return figure.enbw_hz / enbw_bins(window_values(Window(figure.window), _WINDOW_BINS))


def _window_width(figure: SpectrumFigure) -> float:
    """The equivalent noise bandwidth in the unit of x."""
    return _lines_of_window(figure) * float(figure.x[1] - figure.x[0])
