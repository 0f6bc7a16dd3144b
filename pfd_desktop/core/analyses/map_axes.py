"""Puts rows of spectra on the axis that is wanted: hertz, cycles a minute, or orders."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Material
from pfd_desktop.core.dsp.time_frequency import SpectrumRows
from pfd_desktop.core.parameters import Values
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]


@dataclass(frozen=True)
class Placed:
    """Rows of spectra with their axis."""

    x: Floats
    amplitude: Singles  # a row per spectrum
    label: str
    unit: str
    first_order: Floats | None  # where order 1 lies in each row; None where no speed is known
    notes: tuple[str, ...] = ()


def on_axis(
    rows: SpectrumRows, material: Material, values: Values, shaft_hz: Floats | None
) -> Placed:
    """Within the range that is wanted; *shaft_hz* is the speed of each row, where it is known."""
    low = declared.optional_number(values, "lowest") or 0.0
    high = declared.optional_number(values, "highest") or np.inf
    frequency = rows.frequency_hz
    seen = slice(frequency.searchsorted(low), frequency.searchsorted(high, "right"))
    x, amplitude = frequency[seen], rows.amplitude[:, seen]
    if len(x) < 2:
        raise InvalidInput(f"There are no two lines from {low:g} to {high:g} Hz; widen the range.")
    if material.waveform.axis is Axis.ANGLE:
        return Placed(x, amplitude, "Order", "orders", np.ones(len(amplitude)))
    axis = declared.word(values, "axis")
    if axis == "hz":
        return Placed(x, amplitude, "Frequency", "Hz", shaft_hz)
    if axis == "cpm":
        per_minute = None if shaft_hz is None else 60 * shaft_hz
        return Placed(60 * x, amplitude, "Frequency", "CPM", per_minute)
    if shaft_hz is None:
        raise InvalidInput(
            f"{material.recording} has no speed, so there are no orders. Tell its speed first."
        )
    return _in_orders(x, amplitude, shaft_hz)


def _in_orders(x: Floats, amplitude: Singles, shaft_hz: Floats) -> Placed:
    ones = np.ones(len(amplitude))
    slowest, fastest = float(shaft_hz.min()), float(shaft_hz.max())
    if slowest <= 0:
        raise InvalidInput("The shaft stands still within the recording, so there are no orders.")
    if fastest - slowest < 1e-9 * fastest:
        return Placed(x / fastest, amplitude, "Order", "orders", ones)
    # as close as the lines of the fastest row: between two places no line of any row is skipped
    orders = np.arange(x[0] / slowest, x[-1] / fastest, (x[1] - x[0]) / fastest)
    if len(orders) < 2:
        raise InvalidInput("The speed varies so much that the rows share no orders.")
    moved = [np.interp(orders, x / hz, row) for hz, row in zip(shaft_hz, amplitude, strict=True)]
    note = "each spectrum on the orders of its own speed; amplitudes interpolated between lines"
    return Placed(orders, np.array(moved, dtype=np.float32), "Order", "orders", ones, (note,))
