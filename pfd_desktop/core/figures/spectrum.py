"""A spectrum with everything its axis must say."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Marker:
    """A line to mark: a defect frequency, shaft order or sideband."""

    family: str  # "BPFO", "BPFI", "2×BSF", "FTF", "1X", "whirl"; of sidebands "2·BPFI−1X"
    harmonic: int
    position: float  # in the unit of the figure's x axis
    low: float  # tolerance band for slip
    high: float
    note: str = ""
    apart: float = 0.0  # of a sideband: from the line that it stands beside; else 0


@dataclass(frozen=True)
class SpectrumFigure:
    """Numbers ready to draw; the amplitude contract of the interface is in these fields."""

    kind: str  # the analysis: "fft", "psd", "squared-envelope" …
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    x_label: str  # "Frequency"
    x_unit: str  # "Hz", "orders", "s"
    quantity: str  # "acceleration"
    unit: str  # "g rms", "g²/Hz" …
    scaling: str  # "RMS", "peak", "peak-to-peak", "density", "dimensionless"
    window: str
    enbw_hz: float
    averages: int
    overlap: float
    band_hz: tuple[float, float] | None
    recording: str
    blob: str
    power: bool = False  # levels are 10 lg rather than 20 lg: densities, squared quantities
    signed: bool = False  # has no decibels: a cepstrum, a correlation
    enbw_unit: str = "Hz"  # "orders" where lines lie along the shaft's angle
    markers: tuple[Marker, ...] = ()
    notes: tuple[str, ...] = ()
