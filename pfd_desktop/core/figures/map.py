"""A value over two axes: spectra over time or speed, kurtograms, coherence maps."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.spectrum import Marker


@dataclass(frozen=True)
class MapTrack:
    """A line to draw over the map, such as a fault frequency that follows the speed.

    Rolling elements slip: the line may lie anywhere within ``slip`` times its frequency to either
    side, along the axis of frequencies.
    """

    name: str  # "BPFO", "3X"
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    slip: float = 0.0
    upright: bool = False  # the axis of frequencies is y

    def edges(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The corners of the band round it, x and y: along one side and back along the other."""
        x, y, factors = self.x, self.y, np.repeat((1 - self.slip, 1 + self.slip), len(self.x))
        across, up = np.concatenate((x, x[::-1])), np.concatenate((y, y[::-1]))
        return (across, up * factors) if self.upright else (across * factors, up)


@dataclass(frozen=True)
class MapFigure:
    """Numbers ready to draw; the amplitude contract is in these fields, as in SpectrumFigure.

    ``values`` has a row per ``y`` and a column per ``x``; NaN is drawn as nothing.
    """

    kind: str  # the analysis: "waterfall", "stft", "kurtogram" …
    x: NDArray[np.float64]  # centres, ascending
    y: NDArray[np.float64]  # centres, ascending
    values: NDArray[np.float32]
    x_label: str
    x_unit: str
    y_label: str
    y_unit: str
    quantity: str
    unit: str
    scaling: str
    window: str
    enbw_hz: float
    averages: int
    overlap: float
    band_hz: tuple[float, float] | None
    recording: str
    blob: str
    power: bool = False  # levels are 10 lg rather than 20 lg
    signed: bool = False  # has no decibels (kurtosis, coherence)
    enbw_unit: str = "Hz"  # "orders" where lines lie along the shaft's angle
    markers: tuple[Marker, ...] = ()  # on the x axis
    tracks: tuple[MapTrack, ...] = ()
    best: tuple[float, float] | None = None  # the cell that the analysis points at
    notes: tuple[str, ...] = ()

    def header(self) -> tuple[str, ...]:
        """The whole amplitude contract, one entry per line."""
        band = self.band_hz
        return (
            f"kind: {self.kind}",
            f"quantity: {self.quantity}",
            f"unit: {self.unit}",
            f"scaling: {self.scaling}",
            f"window: {self.window}",
            f"ENBW: {self.enbw_hz:.4g} {self.enbw_unit}"
            if np.isfinite(self.enbw_hz)
            else "ENBW: varies",
            f"averages: {self.averages}",
            f"overlap: {100 * self.overlap:.3g} %",
            f"band: {band[0]:g} to {band[1]:g} Hz" if band else "band: none",
            f"recording: {self.recording}",
            f"recording hash: {self.blob}",
            *(f"note: {note}" for note in self.notes),
        )

    def table(self) -> DataTable:
        """Every value with its place, at full precision."""
        names = (
            f"{self.x_label} ({self.x_unit})",
            f"{self.y_label} ({self.y_unit})",
            f"{self.quantity} ({self.unit})",
        )
        return DataTable(self.header(), names, self.values.size, self._pieces)

    def _pieces(self) -> Iterator[NDArray[np.float64]]:
        for y, row in zip(self.y, self.values, strict=True):
            yield np.column_stack((self.x, np.full(len(self.x), y), row.astype(np.float64)))
