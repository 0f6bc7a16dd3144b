"""Faults that are added to healthy recordings as they were measured: one table.

Each is the term that the generator's rig gives it, brought to a highest peak of 1 in the unit of
the recording. What chance draws follows from seed, fault and content alone and is the same at every
amplitude: a fault grows, it is not drawn anew. Injected faults are not real ones: a real machine
changes its resonances, its load and its noise with a fault, which these do not.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.generator.rig.housing import CLOUD_S, scattered, structure
from pfd_desktop.core.generator.rig.rolling import strike_train
from pfd_desktop.core.generator.rig.running import Running
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
WHIRL_ORDERS = (0.38, 0.48)
CLOUDS_PER_S = 12.0
RESONANCE_HZ = 3200.0  # of the rig's housing
HIGHEST_RESONANCE = 0.42  # of the rate: above 0.45 the housing passes nothing


@dataclass(frozen=True)
class Place:
    """The machine that a fault is added to, as its recording tells of it."""

    running: Running
    bearing: Bearing | None
    resonance_hz: float


@dataclass(frozen=True)
class Injected:
    """A fault that can be added."""

    fault: Fault
    about: str
    needs_bearing: bool
    term: Callable[[Fault, Place, np.random.Generator], Floats]


def _strikes(fault: Fault, at: Place, random: np.random.Generator) -> Floats:
    """Strikes at the defect's order with slip and jitter, through the load zone."""
    if at.bearing is None:
        raise InvalidInput("its rolling bearing is not known")
    force = strike_train(fault, at.bearing, at.running, 1.0, random)
    return structure(force, at.resonance_hz, at.running.rate_hz)


def _once(_: Fault, at: Place, random: np.random.Generator) -> Floats:
    return np.cos(at.running.angle + random.uniform(0, 2 * np.pi))


def _twice(_: Fault, at: Place, random: np.random.Generator) -> Floats:
    return np.cos(2 * at.running.angle + random.uniform(0, 2 * np.pi))


def _whirl(_: Fault, at: Place, random: np.random.Generator) -> Floats:
    order = random.uniform(*WHIRL_ORDERS)
    return np.cos(order * at.running.angle + random.uniform(0, 2 * np.pi))


def _clouds(_: Fault, at: Place, random: np.random.Generator) -> Floats:
    force = scattered(at.running, CLOUDS_PER_S, 1.0, CLOUD_S, random)
    return structure(force, at.resonance_hz, at.running.rate_hz)


_STRIKES = "strikes at the order of {} with slip and jitter, ringing at the resonance"
TABLE = (
    Injected(Fault.OUTER_RACE, _STRIKES.format("BPFO"), True, _strikes),
    Injected(
        Fault.INNER_RACE, _STRIKES.format("BPFI") + ", in and out of the load zone", True, _strikes
    ),
    Injected(Fault.ROLLING_ELEMENT, _STRIKES.format("2 × BSF"), True, _strikes),
    Injected(Fault.CAGE, _STRIKES.format("FTF"), True, _strikes),
    Injected(Fault.IMBALANCE, "a sine at 1X", False, _once),
    Injected(Fault.MISALIGNMENT, "a sine at 2X", False, _twice),
    Injected(
        Fault.OIL_WHIRL,
        f"a sine between {WHIRL_ORDERS[0]} and {WHIRL_ORDERS[1]}X, drawn for each recording",
        False,
        _whirl,
    ),
    Injected(
        Fault.CAVITATION,
        f"{CLOUDS_PER_S:g} clouds of collapsing bubbles a second, ringing at the resonance",
        False,
        _clouds,
    ),
)
INJECTED = {row.fault: row for row in TABLE}


def injected(fault: Fault) -> Injected:
    """The row of that fault; raises InvalidInput."""
    if fault not in INJECTED:
        known = ", ".join(INJECTED)
        raise InvalidInput(f"{fault} cannot be injected; there are: {known}.")
    return INJECTED[fault]


def place_of(
    samples: int,
    rate_hz: float,
    shaft_hz: float | None,
    bearing: Bearing | None,
    resonance_hz: float,
) -> Place:
    """The machine of a recording, at an even speed; raises InvalidInput where it states none.

    A *resonance_hz* of 0 is the rig's own, or a fifth of a lower rate; it is at most 0.42 of it.
    """
    if not shaft_hz:
        raise InvalidInput("its speed is not known")
    time_s = np.arange(samples) / rate_hz
    running = Running(
        time_s, np.full(samples, shaft_hz), 2 * np.pi * shaft_hz * time_s, rate_hz
    )  # fmt: skip
    wanted = resonance_hz or min(RESONANCE_HZ, 0.2 * rate_hz)
    return Place(running, bearing, min(wanted, HIGHEST_RESONANCE * rate_hz))


def fault_term(fault: Fault, at: Place, seed: int, content: str) -> Floats:
    """What the fault adds, one value per sample, its highest peak 1.

    *content* names the recording's samples (their SHA-256). Raises InvalidInput where the recording
    does not tell what the fault needs, or is too short for it.
    """
    words = hashlib.sha256(f"{fault.value}|{content}".encode()).digest()
    random = np.random.default_rng((seed, *np.frombuffer(words, dtype="<u4").tolist()))
    term = injected(fault).term(fault, at, random)
    highest = float(np.max(np.abs(term), initial=0.0))
    if not highest:
        raise InvalidInput("it is so short that nothing of the fault falls into it")
    return np.asarray(term / highest)


def with_fault(
    samples: NDArray[np.floating], term: Floats, amplitude: float
) -> NDArray[np.float32]:
    """The recording with the fault in it; *amplitude* is its highest peak in the samples' unit."""
    return (np.asarray(samples, dtype=np.float64) + amplitude * term).astype(np.float32)
