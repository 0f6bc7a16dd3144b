"""Named curves over one axis: losses over epochs, accuracy over runs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures import peaks
from pfd_desktop.core.figures.reading import Reading


@dataclass(frozen=True)
class Curve:
    """One curve; ``x`` ascends."""

    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    @property
    def step(self) -> float:
        """Distance of the first two points."""
        return float(self.x[1] - self.x[0]) if self.x.size > 1 else 1.0

    def value_at(self, x: float) -> Reading | None:
        """The point nearest to ``x``."""
        return peaks.nearest(self.x, self.y, x)

    def peak_near(self, x: float, reach: float) -> Reading | None:
        """Curves of this kind have no peaks to snap to: the nearest point, whatever ``reach``."""
        del reach
        return self.value_at(x)


@dataclass(frozen=True)
class CurvesFigure:
    """Curves that share their axes; units are "" where there is none."""

    curves: tuple[Curve, ...]
    x_label: str
    x_unit: str
    y_label: str
    y_unit: str
