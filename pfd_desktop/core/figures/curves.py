"""Named curves over one axis: losses over epochs, orders over speed, a revolution averaged."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures import peaks
from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.reading import Reading


@dataclass(frozen=True)
class Behind:
    """What stands behind each point of a curve that is no continuous one."""

    cases: NDArray[np.int64]  # how many
    of: str  # of what: "recordings"
    fewest: int  # a point of fewer is drawn hollow
    joined: NDArray[np.bool_]  # whether a line leads from each point to the next; one less


@dataclass(frozen=True)
class Curve:
    """One curve; ``x`` ascends. ``low`` and ``high`` are a band around it, where there is one."""

    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    low: NDArray[np.float64] | None = None
    high: NDArray[np.float64] | None = None
    behind: Behind | None = None  # points by themselves, low and high their intervals

    def lines(self) -> Iterator[tuple[str, NDArray[np.float64], NDArray[np.float64]]]:
        """Name, x and y of the curve and of the edges of its band."""
        yield self.name, self.x, self.y
        if self.low is not None and self.high is not None:
            yield f"{self.name}, lower edge", self.x, self.low
            yield f"{self.name}, upper edge", self.x, self.high

    def cases_at(self, x: float) -> str:
        """How many cases stand behind the point there, in words; "" where nobody counted."""
        if self.behind is None or not self.x.size:
            return ""
        cases = int(self.behind.cases[np.argmin(np.abs(self.x - x))])
        return f"{cases} {self.behind.of[:-1] if cases == 1 else self.behind.of}"

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
    window: str = ""  # "hann"; "" where none was applied
    averages: int | None = None  # None where nothing was averaged
    overlap: float | None = None  # 0 to 1, of stretches; None where there are none
    band: str = ""  # "1.5/8 orders around each"; "" is the full band

    def header(self) -> tuple[str, ...]:
        """What the numbers are, one entry per line."""
        return (
            f"kind: {self.kind or 'curves'}",
            f"quantity: {self.y_label}",
            f"unit: {self.y_unit or 'none'}",
            f"scaling: {self.scaling or 'none'}",
            f"window: {self.window or 'none'}",
            f"averages: {'none' if self.averages is None else self.averages}",
            "overlap: none" if self.overlap is None else f"overlap: {100 * self.overlap:.3g} %",
            f"band: {self.band or 'none'}",
            f"recording: {self.recording or 'none'}",
            f"recording hash: {self.blob or 'none'}",
            *(f"note: {note}" for note in self.notes),
        )

    def table(self, low: float = -np.inf, high: float = np.inf) -> DataTable:
        """The points from ``low`` to ``high``, curve by curve, at full precision."""
        every = [(curve, line) for curve in self.curves for line in curve.lines()]
        seen = [(one, name, (x >= low) & (x <= high), x, y) for one, (name, x, y) in every]
        counted = next((one.behind.of for one in self.curves if one.behind), "")
        rows = [
            np.column_stack((x[at], y[at], *([_cases(one)[at]] if counted else ())))
            for one, _, at, x, y in seen
        ]
        named = (_with_unit(self.x_label, self.x_unit), _with_unit(self.y_label, self.y_unit))
        return DataTable(
            self.header(),
            (*named, counted) if counted else named,
            sum(len(piece) for piece in rows),
            lambda: iter(rows),
            label_names=("curve",),
            labels=tuple((name,) for _, name, at, *_ in seen for _ in range(int(at.sum()))),
        )


def _cases(curve: Curve) -> NDArray[np.float64]:
    """Behind each point; nan where nobody counted."""
    if curve.behind is None:
        return np.full(curve.x.size, np.nan)
    return curve.behind.cases.astype(np.float64)


def _with_unit(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label
