"""One record of the older benchmark."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.legacy.conditions import (
    Conditions,
    Floats,
    Ranges,
    Severity,
    draw_conditions,
)
from pfd_desktop.core.generator.legacy.effects import EFFECTS, augmented
from pfd_desktop.core.generator.legacy.faults import CLASSES
from pfd_desktop.core.generator.legacy.noise import LAYERS
from pfd_desktop.core.generator.visibility import visible
from pfd_desktop.errors import InvalidInput


@dataclass(frozen=True)
class LegacyRequest:
    """What to make; record *index* of a set is the same however many processes make the set."""

    key: str  # of the class
    level: Severity = Severity.MODERATE
    seed: int = 42
    index: int = 0
    ranges: Ranges = field(default_factory=Ranges)
    layers: tuple[str, ...] = tuple(LAYERS)
    effects: tuple[str, ...] = ()
    augment: bool = False
    window_s: float = 1.0


@dataclass(frozen=True)
class LegacyRecord:
    """Samples in the older files' own unit, and what is true of them."""

    samples: NDArray[np.float32]
    conditions: Conditions
    visible: tuple[bool, ...]  # for each window
    augmentation: str

    def facts(self) -> Mapping[str, float | str | int]:
        """What a data card says of it."""
        at, own = self.conditions, self.samples.astype(np.float64)
        rms, peak = float(np.sqrt(np.mean(own**2))), float(np.abs(own).max())
        return {
            "speed_rpm": 60 * at.speed_hz,
            "load_percent": at.load_percent,
            "temperature_c": at.temperature_c,
            "severity_start": float(at.severity[0]),
            "severity_end": float(at.severity[-1]),
            "sommerfeld": at.sommerfeld,
            "transient": at.transient.value,
            "rms": rms,
            "peak": peak,
            "crest": peak / rms,
            "augmentation": self.augmentation,
            "windows_with_fault": sum(self.visible),
        }


def make_legacy(request: LegacyRequest) -> LegacyRecord:
    """The record; raises InvalidInput where no such class, layer or effect exists."""
    _check(request)
    random = np.random.default_rng(np.random.SeedSequence((request.seed, request.index)))
    row = CLASSES[request.key]
    healthy = request.key == "sain"
    at = draw_conditions(None if healthy else request.level, request.ranges, random)
    noise = _noise(at, request.layers, random)
    fault = row.term(at, random)
    signal = noise + fault
    for name in request.effects:
        signal = EFFECTS[name](signal, at, random)
    signal, done = augmented(signal, random) if request.augment else (signal, "")
    window = min(round(request.window_s * at.rate_hz), len(signal))
    seen = visible(fault, noise, window)
    return LegacyRecord(signal.astype(np.float32), at, seen, done)


def _noise(at: Conditions, layers: tuple[str, ...], random: np.random.Generator) -> Floats:
    amplitude = (0.2 + 0.1 * random.uniform()) * at.operating_factor
    signal: Floats = 0.05 * amplitude * random.standard_normal(len(at.time_s))
    for name, layer in LAYERS.items():
        if name in layers:
            signal = layer(signal, at, random)
    return signal


def _check(request: LegacyRequest) -> None:
    for kind, asked, known in (
        ("class", (request.key,), CLASSES),
        ("layer of noise", request.layers, LAYERS),
        ("effect", request.effects, EFFECTS),
    ):
        for name in asked:
            if name not in known:
                raise InvalidInput(f"There is no {kind} {name!r}; there are {', '.join(known)}.")
    ranges = request.ranges
    for title, value, least, most in (
        ("sampling rate", ranges.rate_hz, 1e3, 1e5),
        ("duration", ranges.duration_s, 0.1, 60.0),
        ("base speed", ranges.base_speed_hz, 1.0, 1000.0),
    ):
        if not least <= value <= most:
            raise InvalidInput(f"The {title} is {value:g}; it can be {least:g} to {most:g}.")
