"""Overall values that severity is judged by: velocity of the housing, path of the shaft."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.integration import STANDARD_GRAVITY
from pfd_desktop.core.dsp.spectra import psd
from pfd_desktop.errors import InvalidRecording

HIGH_HZ = 1000.0  # ISO 20816-1: broad-band vibration from 10 Hz, or 2 Hz for slow shafts
LOW_HZ, SLOW_LOW_HZ, SLOW_RPM = 10.0, 2.0, 600.0
_SEGMENT_S = 4.0  # long enough for 1/ω² to be flat within a line: 0.1 % at 10 Hz
_CYCLES = 3  # of the lowest frequency that a recording must hold

_ACCELERATION = {"g": 1e3 * STANDARD_GRAVITY, "m/s²": 1e3, "mm/s²": 1.0}  # to mm/s²
_VELOCITY = {"mm/s": 1.0, "m/s": 1e3, "in/s": 25.4}  # to mm/s
_PATH = {"µm": 1.0, "mm": 1e3, "mil": 25.4}  # to µm


@dataclass(frozen=True)
class Overall:
    """A number with the band it was taken over."""

    value: float
    unit: str
    band_hz: tuple[float, float]


def velocity_band_hz(speed_rpm: float | None) -> tuple[float, float]:
    """10 to 1000 Hz; from 2 Hz where the shaft turns below 600 rpm (ISO 20816-1)."""
    slow = speed_rpm is not None and speed_rpm < SLOW_RPM
    return (SLOW_LOW_HZ if slow else LOW_HZ), HIGH_HZ


def velocity_unit_problem(unit: str) -> str:
    """Why a waveform in this unit has no velocity; "" where it has one."""
    if unit in _ACCELERATION or unit in _VELOCITY:
        return ""
    if unit == "unknown":
        return "its unit is unknown; tell it (g, m/s² or mm/s)"
    return f"{unit} is neither an acceleration nor a velocity"


def overall_velocity(
    samples: NDArray[np.floating], rate_hz: float, unit: str, speed_rpm: float | None = None
) -> Overall:
    """Velocity in mm/s rms from 10 (or 2) to 1000 Hz, from acceleration or velocity.

    √(Σ PSD Δf), each line of acceleration divided by (2πf)² (V = A / jω); Welch's average of Hann
    segments of 4 s, scaled by S2, so the window biases neither a tone nor noise. Raises
    InvalidRecording, with the reason, where unit, rate or length do not allow it.
    """
    problem = velocity_unit_problem(unit)
    low, high = velocity_band_hz(speed_rpm)
    if not problem and rate_hz / 2 <= high:
        problem = f"its rate of {rate_hz:g} Hz does not reach to {high:g} Hz"
    if not problem and len(samples) / rate_hz < _CYCLES / low:
        problem = f"{len(samples) / rate_hz:.3g} s hold fewer than {_CYCLES} cycles of {low:g} Hz"
    if problem:
        raise InvalidRecording(f"There is no overall velocity: {problem}.")
    found = psd(samples, rate_hz, segment=round(_SEGMENT_S * rate_hz))
    frequency, density = found.frequency_hz, found.values
    kept = (frequency >= low) & (frequency <= high)
    line_hz = float(frequency[1] - frequency[0])
    power = velocity_squared(density[kept] * line_hz, frequency[kept], unit).sum()
    return Overall(float(np.sqrt(power)), "mm/s rms", (low, high))


def is_velocity(unit: str) -> bool:
    """Whether samples in this unit are a velocity."""
    return unit in _VELOCITY


def velocity_squared(
    power: float | NDArray[np.float64], frequency_hz: float | NDArray[np.float64], unit: str
) -> NDArray[np.float64]:
    """Mean squares at frequencies as (mm/s)²: of acceleration over (2πf)² (V = A / jω)."""
    squares = np.asarray(power, dtype=np.float64)
    if unit in _ACCELERATION:
        squares = squares / (2 * np.pi * np.asarray(frequency_hz)) ** 2
    return (_ACCELERATION | _VELOCITY)[unit] ** 2 * squares


def peak_to_peak_um(samples: NDArray[np.floating], rate_hz: float, unit: str) -> Overall:
    """The way of the shaft between its extremes, in µm; raises InvalidRecording."""
    if unit not in _PATH:
        told = "unknown; tell it (µm)" if unit == "unknown" else f"{unit}, which is no displacement"
        raise InvalidRecording(f"There is no shaft displacement: the unit is {told}.")
    way = float(np.max(samples)) - float(np.min(samples))
    return Overall(_PATH[unit] * way, "µm peak-to-peak", (0.0, rate_hz / 2))
