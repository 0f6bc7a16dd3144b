"""Waveforms with known content, for the analyses to find."""

from dataclasses import replace

import numpy as np

from pfd_desktop.core.analyses.analysis import Figure, Material
from pfd_desktop.core.analyses.table import find
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.orbit import OrbitFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Value, checked
from pfd_desktop.core.physics import bearings
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.progress import Silent

RATE = 4000.0
RUN_UP = SpeedProfile(np.array([0.0, 20.0]), np.array([600.0, 3000.0]), "told")


def computed(material: Material, analysis: str, **values: Value) -> Figure:
    row = find(analysis)
    return row.compute(material, checked(row.parameters, values), Silent())


def lines(material: Material, analysis: str, **values: Value) -> SpectrumFigure:
    figure = computed(material, analysis, **values)
    assert isinstance(figure, SpectrumFigure)
    return figure


def mapped(material: Material, analysis: str, **values: Value) -> MapFigure:
    figure = computed(material, analysis, **values)
    assert isinstance(figure, MapFigure)
    return figure


def orbit(material: Material, analysis: str, **values: Value) -> OrbitFigure:
    figure = computed(material, analysis, **values)
    assert isinstance(figure, OrbitFigure)
    return figure


def material(samples: np.ndarray, speed: SpeedProfile | None = None, unit: str = "g") -> Material:
    waveform = Waveform(samples.astype(np.float32), RATE, "acceleration", unit)
    return Material(waveform, "record", "hash", speed, bearings.find("6205-2RS"))


def steady(seconds: float = 20.0, hz: float = 1000.0, amplitude: float = 2.0) -> Material:
    """A sine and a little noise at 1500 rpm."""
    time = np.arange(round(seconds * RATE)) / RATE
    noise = 0.01 * np.random.default_rng(0).standard_normal(len(time))
    sine = amplitude * np.sin(2 * np.pi * hz * time)
    return material(sine + noise, SpeedProfile.constant(1500.0))


def run_up() -> Material:
    """Order 5.5 of amplitude 1 from 600 to 3000 rpm in 20 s."""
    time = np.arange(round(20 * RATE)) / RATE
    noise = 0.01 * np.random.default_rng(1).standard_normal(len(time))
    return material(np.sin(2 * np.pi * 5.5 * RUN_UP.turns(time)) + noise, RUN_UP)


def over_angle() -> Material:
    """200 revolutions of order 4.25, 128 samples each."""
    turns = np.arange(200 * 128) / 128
    sine = np.sin(2 * np.pi * 4.25 * turns).astype(np.float32)
    waveform = Waveform(sine, 128.0, "acceleration", "g", Axis.ANGLE)
    return replace(steady(), waveform=waveform)


def probes(whirl: float = 0.0, backward: float = 0.0) -> Material:
    """Gap voltages of a shaft at 1500 rpm: 1X forward, 0.45X, 2X backward, a sinking centre."""
    time = np.arange(round(10 * RATE)) / RATE
    path = 1.0 * np.exp(2j * np.pi * 25 * time) + whirl * np.exp(2j * np.pi * 11.25 * time)
    path += backward * np.exp(-2j * np.pi * 50 * time)
    x, y = -10 + path.real + 0.1 * time, -9 + path.imag - 0.2 * time
    first, second = (Waveform(side.astype(np.float32), RATE, "voltage", "V") for side in (x, y))
    return Material(
        first,
        "X probe",
        "hash",
        SpeedProfile.constant(1500.0),
        second=second,
        second_recording="Y probe",
    )
