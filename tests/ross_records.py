"""Shaft motions recorded from an independent rotor-dynamics program, with noise of our own.

``bench/record_ross.py`` made the files in ``tests/validation/data`` and tells how. Every record is
a motion of its own; the second half of each class was drawn after the rules were made.
"""

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.faults import Fault

DATA = Path(__file__).resolve().parent / "validation" / "data"
TOLD_APART = {
    "imbalance": Fault.IMBALANCE,
    "misalignment": Fault.MISALIGNMENT,
    "rub": Fault.RUB,
    "whirl": Fault.OIL_WHIRL,
    "whip": Fault.OIL_WHIP,
}


@dataclass(frozen=True)
class Motion:
    """X and Y of one simulation in noise; speed and critical speed as a user may know them."""

    name: str
    kind: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    rate_hz: float
    speed_rpm: float  # within 0.2 % of the truth
    critical_hz: float  # within 3 %
    swirl: float  # share of the shaft's speed at which the oil goes round; 0 where not simulated


def motions(kind: str, count: int, signal_to_noise_db: float = 10.0) -> Iterator[Motion]:
    """The first *count* simulations of a class, each with noise of its own."""
    told = json.loads((DATA / f"ross_{kind}.json").read_text(encoding="utf-8"))
    with lzma.open(DATA / f"ross_{kind}.npy.xz") as file:
        stored = np.load(file, allow_pickle=False)
    assert count <= len(stored)
    for number, facts in enumerate(told["records"][:count]):
        random = np.random.default_rng([number, sum(kind.encode())])
        clean = stored[number] * np.array(facts["scale_m"])[:, None]
        clean -= clean.mean(axis=1, keepdims=True)
        rms = np.sqrt((clean**2).mean()) * 10 ** (-signal_to_noise_db / 20)
        x, y = clean + rms * random.standard_normal(clean.shape)
        yield Motion(
            name=f"{kind} {number}",
            kind=kind,
            x=x,
            y=y,
            rate_hz=told["rate_hz"],
            speed_rpm=facts["rpm"] * (1 + random.uniform(-0.002, 0.002)),
            critical_hz=facts["critical_hz"] * (1 + random.uniform(-0.03, 0.03)),
            swirl=facts.get("swirl", 0.0),
        )
