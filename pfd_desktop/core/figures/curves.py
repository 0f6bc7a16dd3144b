"""Named curves over one axis: losses over epochs, orders over speed, a revolution averaged."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures import peaks
from pfd_desktop.core.figures.export import DataTable
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
    kind: str = ""  # the analysis: "speed", "order-cuts" …; "" where there is none
    scaling: str = ""  # "RMS", "peak"; "" where the values are no amplitudes
    recording: str = ""
    blob: str = ""
    notes: tuple[str, ...] = ()

    def header(self) -> tuple[str, ...]:
        """What the numbers are, one entry per line."""
        return (
            f"kind: {self.kind}",
            f"quantity: {self.y_label}",
            f"unit: {self.y_unit}",
            f"scaling: {self.scaling or 'none'}",
            f"recording: {self.recording}",
            f"recording hash: {self.blob}",
            *(f"note: {note}" for note in self.notes),
            *(f"curve {number}: {curve.name}" for number, curve in enumerate(self.curves, 1)),
        )

    def table(self) -> DataTable:
        """All points, curve by curve, at full precision."""
        names = ("curve", f"{self.x_label} ({self.x_unit})", f"{self.y_label} ({self.y_unit})")
        return DataTable(self.header(), names, sum(c.x.size for c in self.curves), self._pieces)

    def _pieces(self) -> Iterator[NDArray[np.float64]]:
        for number, curve in enumerate(self.curves, 1):
            yield np.column_stack((np.full(curve.x.size, float(number)), curve.x, curve.y))
