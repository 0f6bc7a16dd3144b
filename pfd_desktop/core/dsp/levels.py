"""Levels in decibels, with the reference said."""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.integration import STANDARD_GRAVITY
from pfd_desktop.errors import InvalidInput

# The references of ISO 1683:2015, in the unit that the values have.
_ISO_1683: dict[str, tuple[float, str]] = {
    "m/s²": (1e-6, "1 µm/s²"),
    "g": (1e-6 / STANDARD_GRAVITY, "1 µm/s²"),
    "mm/s": (1e-6, "1 nm/s"),
    "m/s": (1e-9, "1 nm/s"),
    "µm": (1e-6, "1 pm"),
    "mm": (1e-9, "1 pm"),
}
_FLOOR_DB = 160.0  # below the highest: a zero has no logarithm


def iso_reference(unit: str) -> tuple[float, str]:
    """The reference of ISO 1683 as a number in *unit* and in words; raises for other units."""
    if unit not in _ISO_1683:
        known = ", ".join(_ISO_1683)
        raise InvalidInput(
            f"ISO 1683 has no reference for “{unit}”; it has for {known}. Choose dB re 1 unit."
        )
    return _ISO_1683[unit]


def decibels(
    values: NDArray[np.float64], reference: float, power: bool = False
) -> NDArray[np.float64]:
    """20 lg (value / reference), or 10 lg for powers, at most 160 dB below the highest."""
    factor = 10.0 if power else 20.0
    top = float(np.max(values, initial=0.0))
    if top <= 0:
        return np.full(values.shape, -_FLOOR_DB)
    floor = top * 10 ** (-_FLOOR_DB / factor)
    return np.asarray(factor * np.log10(np.maximum(values, floor) / reference))
