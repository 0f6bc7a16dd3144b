"""Overall values that severity is judged by: velocity of the housing, path of the shaft."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.integration import STANDARD_GRAVITY
from pfd_desktop.core.dsp.spectra import Spectrum, psd
from pfd_desktop.errors import InvalidRecording

HIGH_HZ = 1000.0  # ISO 20816-1: broad-band vibration from 10 Hz, or 2 Hz for slow shafts
LOW_HZ, SLOW_LOW_HZ, SLOW_RPM = 10.0, 2.0, 600.0
_SEGMENT_S = 4.0  # long enough for 1/ω² to be flat within a line: 0.1 % at 10 Hz
_CYCLES = 10  # of the lowest frequency that a recording must hold
_HALF_LOBE = 2  # lines from the middle of a Hann window's main lobe to its first zero

_ACCELERATION = {"g": 1e3 * STANDARD_GRAVITY, "m/s²": 1e3, "mm/s²": 1.0}  # to mm/s²
_VELOCITY = {"mm/s": 1.0, "m/s": 1e3, "in/s": 25.4}  # to mm/s
_PATH = {"µm": 1.0, "mm": 1e3, "mil": 25.4}  # to µm


@dataclass(frozen=True)
class Overall:
    """A number with the band it was taken over.

    ``slow_value`` is the velocity from 2 Hz, which counts where the speed, being unknown, is up to
    600 rpm; None where the speed is known or the recording too short for it.
    """

    value: float
    unit: str
    band_hz: tuple[float, float]
    slow_value: float | None = None


def velocity_band_hz(speed_rpm: float | None) -> tuple[float, float]:
    """10 to 1000 Hz; from 2 Hz up to and at 600 rpm (ISO 20816-1)."""
    slow = speed_rpm is not None and speed_rpm <= SLOW_RPM
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
    segments of 4 s, scaled by S2, so the window biases neither a tone nor noise. The band is wider
    by half a main lobe at either end, so that a tone at its edge counts in full. Error of a tone at
    10 Hz: 0.2 % from 4 s on, 3 % in 1 s; white acceleration noise reads 3 % and 12 % high, as its
    velocity is highest below the edge. Raises InvalidRecording, with the reason, where unit, rate
    or length (ten cycles of the lower edge) do not allow it.
    """
    problem = velocity_unit_problem(unit)
    low, high = velocity_band_hz(speed_rpm)
    seconds = len(samples) / rate_hz
    if not problem and rate_hz / 2 <= high:
        problem = f"its rate of {rate_hz:g} Hz does not reach to {high:g} Hz"
    if not problem and not _long_enough(seconds, low):
        problem = (
            f"{seconds:.3g} s are too short for the band from {low:g} Hz: they hold fewer than"
            f" {_CYCLES} cycles of it; measure at least {_CYCLES / low:g} s"
        )
    if problem:
        raise InvalidRecording(f"There is no overall velocity: {problem}.")
    found = psd(samples, rate_hz, segment=round(_SEGMENT_S * rate_hz))
    slow = None
    if speed_rpm is None and _long_enough(seconds, SLOW_LOW_HZ):
        slow = _velocity(found, (SLOW_LOW_HZ, high), unit)
    return Overall(_velocity(found, (low, high), unit), "mm/s rms", (low, high), slow)


def _long_enough(seconds: float, low_hz: float) -> bool:
    return seconds * low_hz >= _CYCLES * (1 - 1e-9)


def _velocity(found: Spectrum, band_hz: tuple[float, float], unit: str) -> float:
    """√(Σ PSD Δf) of the velocity in a band, in mm/s."""
    frequency, low, high = found.frequency_hz, *band_hz
    line_hz = float(frequency[1] - frequency[0])
    lobe_hz = (_HALF_LOBE + 1e-9) * line_hz
    kept = (frequency >= low - lobe_hz) & (frequency <= high + lobe_hz)
    power = velocity_squared(found.values[kept] * line_hz, frequency[kept], unit).sum()
    return float(np.sqrt(power))


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
