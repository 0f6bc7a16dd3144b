"""Maps and orbits to draw, with values that are known."""

from dataclasses import replace

import numpy as np

from pfd_desktop.core.figures.map import MapFigure, MapTrack
from pfd_desktop.core.figures.orbit import OrbitFigure
from pfd_desktop.core.figures.spectrum import Marker

FLOOR = 1e-3


def run_up(rows: int = 40, columns: int = 121) -> MapFigure:
    """Lines at 100 Hz (1 g, always) and at 10 Hz times the second (0.5 g), over 20 s and 600 Hz."""
    x, y = np.linspace(0, 600, columns), np.linspace(0, 20, rows)
    values = np.full((rows, columns), FLOOR, np.float32)
    values[np.arange(rows), np.rint(10 * y / 600 * (columns - 1)).astype(int)] = 0.5
    values[:, round(100 / 600 * (columns - 1))] = 1.0
    return MapFigure(
        kind="waterfall",
        x=x,
        y=y,
        values=values,
        x_label="Frequency",
        x_unit="Hz",
        y_label="Time",
        y_unit="s",
        quantity="acceleration",
        unit="g rms",
        scaling="RMS",
        window="hann",
        enbw_hz=1.5,
        averages=4,
        overlap=0.5,
        band_hz=None,
        recording="pump",
        blob="ab" * 32,
        markers=(Marker("BPFO", 1, 100.0, 98.0, 102.0),),
        tracks=(MapTrack("10X", 10 * y, y),),
    )


def kurtogram() -> MapFigure:
    """Levels 0, 1, 1.6 and 2 of 0 to 6 kHz; the band from 2 to 4 kHz has the largest value."""
    x = (np.arange(12) + 0.5) * 500.0
    values = np.zeros((4, 12), np.float32)
    values[0] = 0.5
    values[1] = np.repeat((0.2, 0.9), 6)
    values[2] = np.repeat((0.1, 5.0, 0.4), 4)
    values[3] = np.repeat((0.3, 1.1, 1.3, 0.7), 3)
    return replace(
        run_up(),
        kind="kurtogram",
        x=x,
        y=np.array([0.0, 1.0, 1.585, 2.0]),
        values=values,
        y_label="Level",
        y_unit="",
        quantity="kurtosis",
        unit="1",
        scaling="dimensionless",
        signed=True,
        markers=(),
        tracks=(),
        best=(3000.0, 1.585),
    )


def orbit() -> OrbitFigure:
    """Two turns of an ellipse of 40 by 20 µm, and a centreline that rises by 30 µm."""
    angle = np.linspace(0, 2 * np.pi, 65)
    turn = 20 * np.cos(angle), 10 * np.sin(angle)
    return OrbitFigure(
        kind="orbit",
        loops=(turn, (1.1 * turn[0], 1.1 * turn[1])),
        centre=(np.zeros(4), np.array([0.0, 10.0, 20.0, 30.0])),
        quantity="displacement",
        unit="µm",
        filter_words="direct",
        turns=2,
        direction="forward",
        recording="X",
        second_recording="Y",
        blob="cd" * 32,
        notes=("the mean is taken off",),
    )
