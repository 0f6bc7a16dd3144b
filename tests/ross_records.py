"""Shaft motions recorded from an independent rotor-dynamics program, with noise of our own.

``bench/record_ross.py`` made the files in ``tests/validation/data`` and tells how.
"""

import json
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
    """*count* records of a class: its simulations in turn, each time with other noise."""
    told = json.loads((DATA / f"ross_{kind}.json").read_text(encoding="utf-8"))
    with np.load(DATA / f"ross_{kind}.npz") as file:
        stored = file["motion"]
    facts = told["records"]
    for number in range(count):
        index = number % len(facts)
        random = np.random.default_rng([number, sum(kind.encode())])
        clean = stored[index] * facts[index]["scale_m"]
        clean = clean - clean.mean(axis=1, keepdims=True)
        rms = np.sqrt((clean**2).mean()) * 10 ** (-signal_to_noise_db / 20)
        x, y = clean + rms * random.standard_normal(clean.shape)
        yield Motion(
            name=f"{kind} {index}, noise {number}",
            kind=kind,
            x=x,
            y=y,
            rate_hz=told["rate_hz"],
            speed_rpm=facts[index]["rpm"] * (1 + random.uniform(-0.002, 0.002)),
            critical_hz=facts[index]["critical_hz"] * (1 + random.uniform(-0.03, 0.03)),
            swirl=facts[index].get("swirl", 0.0),
        )
