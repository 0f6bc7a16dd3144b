"""Waveforms and chains for the tests of processing."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.parameters import Value
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.core.waveforms.waveform import Waveform

RATE = 10_000.0


def noise(count: int, seed: int = 1) -> NDArray[np.float64]:
    """White noise on a slope, so that trends and ends matter."""
    random = np.random.default_rng(seed)
    return random.standard_normal(count) + 3.0 + np.arange(count) / count


def waveform(count: int = 20_000, unit: str = "g", quantity: str = "acceleration") -> Waveform:
    """Noise with a rate and a unit."""
    return Waveform(noise(count), RATE, quantity, unit)


def step(kind: str, on: bool = True, **values: Value) -> Step:
    """A step with some of its values set."""
    return Step(kind, tuple(values.items()), on)


def chain(*steps: Step) -> Chain:
    """Steps in order."""
    return Chain(steps)


def recorded(path: Path, count: int = 20_000) -> Path:
    """The noise as a waveform file."""
    write_blob(path, noise(count).astype(np.float32), RATE, "g", "acceleration")
    return path
