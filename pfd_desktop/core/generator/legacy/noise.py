"""What is in every record: the layers of noise, in the order in which they are added."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from pfd_desktop.core.generator.legacy.conditions import Conditions, Floats

Layer = Callable[[Floats, Conditions, np.random.Generator], Floats]  # the signal so far, and after

ALIASING_CHANCE = 0.10
_IMPULSES_PER_S = 2
_IMPULSE = np.exp(-0.3 * np.arange(5))
_STEP = 0.001  # of the quantiser


def _measurement(signal: Floats, _: Conditions, random: np.random.Generator) -> Floats:
    return signal + 0.03 * random.standard_normal(len(signal))


def _interference(signal: Floats, at: Conditions, random: np.random.Generator) -> Floats:
    """Of the mains, in name: 50 to 60 Hz, where the shaft turns."""
    frequency, phase = 50 + 10 * random.uniform(), random.uniform(0, 2 * np.pi)
    tone = np.sin(2 * np.pi * frequency * at.time_s + phase)
    return signal + 0.01 * (1 + 0.5 * random.uniform()) * tone


def _brown(signal: Floats, _: Conditions, random: np.random.Generator) -> Floats:
    """Called pink there; a running sum falls as 1/f²."""
    walk = np.cumsum(random.standard_normal(len(signal)))
    return np.asarray(signal + 0.02 * walk / walk.std())


def _drift(signal: Floats, at: Conditions, _: np.random.Generator) -> Floats:
    return signal + 0.015 * np.sin(2 * np.pi * at.time_s / 1.5)


def _quantisation(signal: Floats, _: Conditions, __: np.random.Generator) -> Floats:
    """Before the fault is added: the record is not on the converter's grid."""
    return np.asarray(np.round(signal / _STEP) * _STEP)


def _sensor_drift(signal: Floats, _: Conditions, __: np.random.Generator) -> Floats:
    return signal + 0.001 * np.arange(len(signal)) / len(signal)


def _aliasing(signal: Floats, at: Conditions, random: np.random.Generator) -> Floats:
    if random.uniform() >= ALIASING_CHANCE:
        return signal
    frequency = at.rate_hz / 2 + 100 + 200 * random.uniform()
    return signal + 0.005 * np.sin(2 * np.pi * frequency * at.time_s)


def _impulses(signal: Floats, at: Conditions, random: np.random.Generator) -> Floats:
    with_them = signal.copy()
    for _ in range(int(_IMPULSES_PER_S * len(signal) / at.rate_hz)):
        place = int(random.integers(len(signal) - len(_IMPULSE)))
        strength = 0.02 + 0.03 * random.uniform()
        with_them[place : place + len(_IMPULSE)] += (
            strength * _IMPULSE * random.standard_normal(len(_IMPULSE))
        )
    return with_them


LAYERS: Mapping[str, Layer] = MappingProxyType(
    {
        "measurement": _measurement,
        "interference": _interference,
        "brown": _brown,
        "drift": _drift,
        "quantisation": _quantisation,
        "sensor drift": _sensor_drift,
        "aliasing": _aliasing,
        "impulses": _impulses,
    }
)
