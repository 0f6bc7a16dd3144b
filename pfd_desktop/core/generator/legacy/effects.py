"""What can be done to a whole record, noise included; all of it is off unless asked for."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from pfd_desktop.core.generator.legacy.conditions import Conditions, Floats

Effect = Callable[[Floats, Conditions, np.random.Generator], Floats]

_CRITICAL_HZ, _DAMPING = 45.0, 0.05


def _run_up(signal: Floats, at: Conditions, random: np.random.Generator) -> Floats:
    """A run-up, a coast-down or both, linear or exponential: of the amplitude above all."""
    kind, exponential = int(random.integers(3)), bool(random.integers(2))
    length = int(min(at.rate_hz, len(signal) / 4))
    u = np.arange(length) / length
    rise = 1 - np.exp(-3 * u) if exponential else 0.1 + 0.9 * u
    ramp = np.ones(len(signal))
    if kind in {0, 2}:
        ramp[:length] = rise
    if kind in {1, 2}:
        ramp[-length:] = rise[::-1]
    angle = 2 * np.pi * at.speed_hz * np.cumsum(ramp) / at.rate_hz
    return np.asarray(signal * ramp + 0.05 * ramp * np.sin(angle))


def _fluctuation(signal: Floats, at: Conditions, random: np.random.Generator) -> Floats:
    """3 % of a slow random walk: of the amplitude."""
    import scipy.signal

    walk = np.cumsum(random.standard_normal(len(signal)))
    low_pass = scipy.signal.butter(2, 5.0, fs=at.rate_hz, output="sos")
    slow = scipy.signal.sosfilt(low_pass, walk - walk.mean())
    return np.asarray(signal * (1 + 0.03 * slow / max(slow.std(), 1e-12)))


def _resonance(signal: Floats, at: Conditions, random: np.random.Generator) -> Floats:
    """The rotor's first critical speed."""
    ratio = at.speed_hz / _CRITICAL_HZ
    gain = 1 / np.hypot(1 - ratio**2, 2 * _DAMPING * ratio)
    gain = min(float(gain), 10.0)
    ringing = np.sin(2 * np.pi * _CRITICAL_HZ * at.time_s + random.uniform(0, 2 * np.pi))
    return np.asarray(signal * min(gain, 5.0) + 0.05 * (gain - 1) * ringing)


def _coupling(signal: Floats, _: Conditions, __: np.random.Generator) -> Floats:
    """What the other direction hands over, a quarter of a turn later."""
    import scipy.signal

    return np.asarray(signal + 0.3 * np.imag(scipy.signal.hilbert(signal)))


def _thermal_growth(signal: Floats, at: Conditions, _: np.random.Generator) -> Floats:
    growth = 1 - np.exp(-at.time_s / 300)
    return np.asarray(signal * (1 + 0.001 * (at.temperature_c - 40) * growth))


def _axial(signal: Floats, at: Conditions, random: np.random.Generator) -> Floats:
    strength = 0.15 * np.sqrt(np.mean(signal**2))
    phases = random.uniform(0, 2 * np.pi, 2)
    orders = np.sin(at.shaft_rad + phases[0]) + 0.5 * np.sin(2 * at.shaft_rad + phases[1])
    return np.asarray(signal + strength * orders)


EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "run-up": _run_up,
        "speed fluctuation": _fluctuation,
        "rotor resonance": _resonance,
        "cross-coupling": _coupling,
        "thermal growth": _thermal_growth,
        "axial": _axial,
    }
)


def augmented(signal: Floats, random: np.random.Generator) -> tuple[Floats, str]:
    """The record once more, shifted, scaled or noisier; what was done in words."""
    kind = int(random.integers(3))
    if kind == 0:
        shift = int(random.uniform(-0.02, 0.02) * len(signal))
        return np.roll(signal, shift), f"shifted by {shift} samples"
    if kind == 1:
        gain = random.uniform(0.85, 1.15)
        return signal * gain, f"gain {gain:.3f}"
    noise = random.uniform(0.02, 0.05)
    return signal + noise * random.standard_normal(len(signal)), f"noise of {noise:.3f} added"
