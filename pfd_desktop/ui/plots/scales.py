"""Linear and logarithmic axes: from numbers to what is linear on the screen."""

from dataclasses import dataclass
from math import log10

import numpy as np
from numpy.typing import NDArray

_LEAST = 1e-30  # what has no logarithm lies far below any view
_LOWEST, _HIGHEST = -300.0, 300.0  # powers of ten that a float can hold


@dataclass(frozen=True)
class Scale:
    """One axis."""

    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Where a number lies on the axis."""
        return log10(max(value, _LEAST)) if self.logarithmic else value

    def places(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Where many lie."""
        numbers = np.asarray(values, np.float64)
        if not self.logarithmic:
            return numbers
        places: NDArray[np.float64] = np.log10(np.maximum(numbers, _LEAST))
        return places

    def value(self, place: float) -> float:
        """Which number lies at a place."""
        if not self.logarithmic:
            return place
        return float(10.0 ** min(max(place, _LOWEST), _HIGHEST))

    def values(self, places: NDArray[np.floating]) -> NDArray[np.float64]:
        """Which numbers lie at many places."""
        if not self.logarithmic:
            return np.asarray(places, np.float64)
        numbers: NDArray[np.float64] = 10.0 ** np.clip(places, _LOWEST, _HIGHEST)
        return numbers


LINEAR = Scale()
LOGARITHMIC = Scale(logarithmic=True)
