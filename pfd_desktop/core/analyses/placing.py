"""Puts computed lines on the axis that is wanted, with the markers that belong there."""

from dataclasses import replace

import numpy as np

from pfd_desktop.core.analyses.analysis import Material
from pfd_desktop.core.figures.placed_markers import (
    Sidebands,
    in_quefrency,
    order_markers,
    stretched,
)
from pfd_desktop.core.figures.spectrum import Marker, SpectrumFigure
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput

MOST_POINTS = 1 << 22  # lines of a figure, all drawn and exported; more would fill its pipe
_PER_MINUTE = 60.0


def placed(
    figure: SpectrumFigure,
    material: Material,
    axis: str,
    highest_hz: float | None,
    sidebands: Sidebands = Sidebands.NONE,
) -> SpectrumFigure:
    """Cut a figure in Hz to *highest_hz*, put it on *axis* and mark it.

    Lines of a waveform over angle come in orders already and stay so. Where the speed varies a note
    says what that does to lines and markers.
    """
    figure = unmarked(figure, material, axis, highest_hz)
    if material.waveform.axis is Axis.ANGLE:
        markers = order_markers(material.bearing, material.kind, _last(figure), sidebands)
        return replace(figure, markers=markers)
    if material.speed is None:
        return figure
    unit = _shaft_in(axis, material.speed.mean_hz)
    markers = order_markers(material.bearing, material.kind, _last(figure) / unit, sidebands)
    return replace(
        figure,
        markers=stretched(markers, unit),
        notes=(*figure.notes, *_smeared(material.speed, axis)),
    )


def unmarked(
    figure: SpectrumFigure, material: Material, axis: str, highest_hz: float | None
) -> SpectrumFigure:
    """The same without markers: for frequencies of carriers, where no defect frequency belongs."""
    if highest_hz is not None:
        seen = int(np.searchsorted(figure.x, highest_hz, side="right"))
        figure = replace(figure, x=figure.x[:seen], y=figure.y[:seen])
    if material.waveform.axis is Axis.ANGLE:
        return bounded(replace(figure, x_label="Order", x_unit="orders"))
    if axis == "cpm":
        return bounded(replace(figure, x=_PER_MINUTE * figure.x, x_unit="CPM"))
    if axis != "orders":
        return bounded(figure)
    if material.speed is None:
        raise InvalidInput(
            f"{material.recording} has no speed, so there are no orders. Tell its speed first."
        )
    orders = figure.x / material.speed.mean_hz
    return bounded(replace(figure, x=orders, x_label="Order", x_unit="orders"))


def _shaft_in(axis: str, shaft_hz: float) -> float:
    """One order, in the unit of the axis."""
    return {"orders": 1.0, "cpm": _PER_MINUTE * shaft_hz}.get(axis, shaft_hz)


def _smeared(speed: SpeedProfile, axis: str) -> tuple[str, ...]:
    """What a changing speed does to a spectrum over time."""
    if not speed.varies:
        return ()
    subject = "orders are of" if axis == "orders" else "markers stand at"
    return (
        f"the speed varies, {speed.rpm.min():.0f} to {speed.rpm.max():.0f} rpm: {subject} its mean,"
        f" {60 * speed.mean_hz:.0f} rpm, and lines that follow the shaft are smeared. The order"
        " spectrum keeps them sharp",
    )


def within(
    figure: SpectrumFigure, lowest_hz: float | None, highest_hz: float | None
) -> SpectrumFigure:
    """The lines of a range; raises InvalidInput where it holds none."""
    low, high = lowest_hz or 0.0, np.inf if highest_hz is None else highest_hz
    seen = (figure.x >= low) & (figure.x <= high)
    if not seen.any():
        raise InvalidInput(f"There is no line from {low:g} to {high:g} Hz; widen the range.")
    return replace(figure, x=figure.x[seen], y=figure.y[seen])


def quefrency_markers(material: Material, longest_s: float) -> tuple[Marker, ...]:
    """First harmonics on a quefrency axis in seconds."""
    if material.speed is None:
        return ()
    markers = order_markers(material.bearing, material.kind, np.inf)
    found = in_quefrency(markers, material.speed.mean_hz)
    return tuple(marker for marker in found if marker.position <= longest_s)


def bounded(figure: SpectrumFigure) -> SpectrumFigure:
    """At most MOST_POINTS lines: of each group of lines the highest is kept, at its own place."""
    size = len(figure.x)
    if size <= MOST_POINTS:
        return figure
    group = int(np.ceil(size / MOST_POINTS))
    full = size // group * group
    heights = np.abs(figure.y[:full]).reshape(-1, group)
    chosen = heights.argmax(axis=1) + np.arange(0, full, group)
    if full < size:
        chosen = np.append(chosen, full + int(np.abs(figure.y[full:]).argmax()))
    note = f"shown: the highest of every {group} lines; {size} were computed"
    return replace(figure, x=figure.x[chosen], y=figure.y[chosen], notes=(*figure.notes, note))


def _last(figure: SpectrumFigure) -> float:
    return float(figure.x[-1]) if len(figure.x) else 0.0
