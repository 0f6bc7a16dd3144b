"""What a cursor may ask of anything that is drawn."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Reading:
    """A point read from a figure, in the units of its axes."""

    x: float
    y: float


class Readable(Protocol):
    """A figure that cursors can read."""

    @property
    def step(self) -> float:
        """Distance of two neighbouring points, in the unit of x."""

    def value_at(self, x: float) -> Reading | None:
        """The point nearest to ``x``; None outside the data."""

    def peak_near(self, x: float, reach: float) -> Reading | None:
        """The highest peak within ``reach`` of ``x``; None where there is no data."""
