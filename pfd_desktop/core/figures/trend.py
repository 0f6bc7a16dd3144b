"""A value of a measuring point over time, with its baseline, limits and alarms."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures import peaks
from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.reading import Reading

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TrendLimit:
    """A level drawn across the trend."""

    name: str  # "alarm"
    value: float  # in the trend's unit
    source: str  # "baseline of 12 recordings", "ISO 20816-3 …, zone C/D"


@dataclass(frozen=True)
class TrendFigure:
    """Numbers ready to draw; ``x`` ascends."""

    measure: str  # stable name of the value: "rms"
    title: str
    unit: str
    point: str  # the measuring point, in words
    x: Floats
    y: Floats
    x_label: str  # "Time since the first", "Recording"
    x_unit: str  # "h", "d"; "" where recordings are only counted
    recording_ids: tuple[str, ...]
    recordings: tuple[str, ...]  # their names
    in_baseline: NDArray[np.bool_]
    states: tuple[str, ...]  # of each value: "normal", "alert", "alarm", "" where not judged
    limits: tuple[TrendLimit, ...] = ()
    state: str = ""  # of the trend now
    reason: str = ""  # how it came to that
    notes: tuple[str, ...] = ()

    def header(self) -> tuple[str, ...]:
        """What the numbers are, one entry per line."""
        unit = f" ({self.unit})" if self.unit else ""
        return (
            f"trend of: {self.title}{unit}",
            f"quantity: {self.title}",
            f"unit: {self.unit or 'none'}",
            "window: none",
            "averages: a whole recording each",
            "overlap: none",
            "band: as the quantity says",
            "recording hash: none (a row for each recording)",
            f"measuring point: {self.point}",
            *(f"limit: {one.name} {one.value:.6g}, {one.source}" for one in self.limits),
            *((f"state: {self.state}: {self.reason}",) if self.state else ()),
            *(f"note: {note}" for note in self.notes),
        )

    def table(self) -> DataTable:
        """Every value with its place, at full precision."""
        names = (_named(self.x_label, self.x_unit), _named(self.title, self.unit))
        return DataTable(self.header(), names, len(self.x), self._pieces)

    @property
    def step(self) -> float:
        """Distance of the first two values."""
        return float(self.x[1] - self.x[0]) if len(self.x) > 1 else 1.0

    def value_at(self, x: float) -> Reading | None:
        """The value nearest to ``x``."""
        return peaks.nearest(self.x, self.y, x)

    def peak_near(self, x: float, reach: float) -> Reading | None:
        """Values of a trend have no peaks to snap to: the nearest one, whatever ``reach``."""
        del reach
        return self.value_at(x)

    def _pieces(self) -> Iterator[Floats]:
        yield np.column_stack((self.x, self.y))


def _named(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name
