"""Fault and shaft lines that follow the speed, to be drawn over maps."""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.analyses.analysis import Material
from pfd_desktop.core.figures.map import MapTrack
from pfd_desktop.core.figures.placed_markers import order_markers
from pfd_desktop.core.figures.spectrum import Marker

Floats = NDArray[np.float64]

_SLIPS = 0.01  # what is marked more narrowly goes with the shaft
_HARMONICS = 3  # more lines would hide the map that they are drawn on


def named_orders(material: Material) -> tuple[tuple[str, float, float], ...]:
    """Names, orders and slip of what is worth following: three harmonics of each family."""
    found: list[tuple[str, float, float]] = []
    for marker in order_markers(material.bearing, material.kind, np.inf):
        if marker.family == "whirl":
            found += [(f"{edge:g}X", edge, 0.0) for edge in (marker.low, marker.high)]
        elif marker.harmonic <= _HARMONICS:
            found.append((_name(marker), marker.position, slip_of(marker)))
    return tuple(found)


def slip_of(marker: Marker) -> float:
    """How far the line may lie from its marker, over its frequency; 0 of the shaft's own lines."""
    slip = (marker.high - marker.position) / marker.position
    return slip if slip >= _SLIPS else 0.0


def _name(marker: Marker) -> str:
    if marker.family == "1X":
        return f"{marker.harmonic}X"
    return marker.family if marker.harmonic == 1 else f"{marker.family} {marker.harmonic}×"


def tracks(
    material: Material, along: Floats, scale: Floats, low: float, high: float, *, upright: bool
) -> tuple[MapTrack, ...]:
    """Where each order lies: at order · *scale* for every point of *along* the other axis.

    ``scale`` is what order 1 is on the axis of frequencies. ``upright``: that axis is y.
    """
    found = []
    for name, order, slip in named_orders(material):
        place = order * scale
        seen = (place >= low) & (place <= high)
        if seen.sum() >= 2:
            across, up = (along, place) if upright else (place, along)
            found.append(MapTrack(name, across[seen], up[seen], slip, upright))
    return tuple(found)
