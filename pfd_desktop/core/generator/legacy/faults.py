"""What each of the eleven classes adds to the noise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from pfd_desktop.core.generator.legacy.conditions import Conditions, Floats
from pfd_desktop.core.records.faults import Fault

Term = Callable[[Conditions, np.random.Generator], Floats]

_BURST_S = 0.008


@dataclass(frozen=True)
class LegacyClass:
    """One class: its name in the older files, in words, and what it is a mixture of."""

    key: str
    title: str
    faults: tuple[Fault, ...]
    term: Term


def _healthy(at: Conditions, _: np.random.Generator) -> Floats:
    return np.zeros(len(at.time_s))


def _misalignment(at: Conditions, random: np.random.Generator) -> Floats:
    return _scaled(at, _misaligned(at, 0.35, 0.20, random))


def _imbalance(at: Conditions, random: np.random.Generator) -> Floats:
    return _scaled(at, _unbalanced(at, 0.5, random))


def _clearance(at: Conditions, random: np.random.Generator) -> Floats:
    orders = 0.18 * np.sin(at.shaft_rad) + 0.10 * np.sin(2 * at.shaft_rad)
    return _scaled(at, _loose(at, 0.25, random) + orders)


def _lubrication(at: Conditions, random: np.random.Generator) -> Floats:
    severity = at.mean_severity
    shape = 0.5 * severity * np.exp(-0.4 * np.arange(20))
    impacts = _impacts(at, int(1 + 3 * severity), shape, random)
    return _scaled(at, _stick_slip(at, 0.30, random)) + impacts


def _cavitation(at: Conditions, random: np.random.Generator) -> Floats:
    severity = at.mean_severity
    return _bursts(at, int(2 + 5 * severity), 0.6 * severity, random)


def _wear(at: Conditions, random: np.random.Generator) -> Floats:
    swing = 1 + 0.3 * np.sin(2 * np.pi * (0.5 + 1.5 * random.uniform()) * at.time_s)
    return _scaled(at, _worn(at, 0.25, 0.12, random) * swing)


def _oil_whirl(at: Conditions, random: np.random.Generator) -> Floats:
    angle = 2 * np.pi * (0.42 + 0.06 * random.uniform()) * at.speed_hz * at.time_s
    whirl = 0.40 / np.sqrt(at.sommerfeld) * np.sin(angle) * (1 + 0.2 * np.sin(0.5 * angle))
    return _scaled(at, whirl)


def _misalignment_imbalance(at: Conditions, random: np.random.Generator) -> Floats:
    both = _misaligned(at, 0.25, 0.15, random) + _unbalanced(at, 0.35, random)
    return _scaled(at, at.mean_severity * both)


def _wear_lubrication(at: Conditions, random: np.random.Generator) -> Floats:
    severity = at.mean_severity
    both = _worn(at, 0.18, 0.08, random) + _stick_slip(at, 0.20, random)
    shape = 0.4 * severity * np.exp(-0.5 * np.arange(10))
    contacts = _impacts(at, int(2 + 3 * severity), shape, random)
    return _scaled(at, severity * both) + contacts


def _cavitation_clearance(at: Conditions, random: np.random.Generator) -> Floats:
    severity = at.mean_severity
    loose = _loose(at, 0.22, random) + 0.15 * np.sin(at.shaft_rad)
    bursts = _bursts(at, int(3 + 4 * severity), 0.5 * severity, random)
    return _scaled(at, severity * loose) + bursts


def _scaled(at: Conditions, term: Floats) -> Floats:
    return at.severity * at.envelope * term


def _misaligned(at: Conditions, second: float, third: float, random: np.random.Generator) -> Floats:
    phases = random.uniform(0, 2 * np.pi, 2)
    twice = second * np.sin(2 * at.shaft_rad + phases[0])
    return np.asarray(twice + third * np.sin(3 * at.shaft_rad + phases[1]))


def _unbalanced(at: Conditions, amplitude: float, random: np.random.Generator) -> Floats:
    force = amplitude * at.load_factor * at.speed_ratio**2
    return np.asarray(force * np.sin(at.shaft_rad + random.uniform(0, 2 * np.pi)))


def _loose(at: Conditions, amplitude: float, random: np.random.Generator) -> Floats:
    angle = 2 * np.pi * (0.43 + 0.05 * random.uniform()) * at.speed_hz * at.time_s
    return np.asarray(amplitude * at.temperature_factor * np.sin(angle))


def _stick_slip(at: Conditions, amplitude: float, random: np.random.Generator) -> Floats:
    strength = amplitude * at.temperature_factor * 0.3 / at.sommerfeld
    angle = 2 * np.pi * (2 + 3 * random.uniform()) * at.time_s
    return np.asarray(strength * np.sin(angle))


def _worn(at: Conditions, rough: float, order: float, random: np.random.Generator) -> Floats:
    noise = rough * at.operating_factor * at.physics_factor
    asperities = np.sin(at.shaft_rad) + 0.5 * np.sin(2 * at.shaft_rad)
    return noise * random.standard_normal(len(at.time_s)) + order * asperities


def _impacts(at: Conditions, number: int, shape: Floats, random: np.random.Generator) -> Floats:
    """*number* impacts anywhere in the record, each noise in that *shape*."""
    total, length = np.zeros(len(at.time_s)), len(shape)
    for _ in range(number):
        place = int(random.integers(len(total) - length))
        total[place : place + length] += shape * random.standard_normal(length)
    return total


def _bursts(at: Conditions, number: int, strength: float, random: np.random.Generator) -> Floats:
    """*number* bursts in the record, however long it is: 8 ms of 1.5 to 2.5 kHz, decaying."""
    total, length = np.zeros(len(at.time_s)), int(_BURST_S * at.rate_hz)
    time = np.arange(length) / at.rate_hz
    shape = strength * np.exp(-100 * time) * np.hanning(length)
    for _ in range(number):
        place = int(random.integers(len(total) - length))
        frequency = 1500 + 1000 * random.uniform()
        total[place : place + length] += shape * np.sin(2 * np.pi * frequency * time)
    return total


CLASSES: Mapping[str, LegacyClass] = MappingProxyType(
    {
        row.key: row
        for row in (
            LegacyClass("sain", "Healthy", (Fault.HEALTHY,), _healthy),
            LegacyClass("desalignement", "Misalignment", (Fault.MISALIGNMENT,), _misalignment),
            LegacyClass("desequilibre", "Imbalance", (Fault.IMBALANCE,), _imbalance),
            LegacyClass("jeu", "Clearance", (Fault.LOOSENESS,), _clearance),
            LegacyClass("lubrification", "Lubrication", (Fault.LUBRICATION,), _lubrication),
            LegacyClass("cavitation", "Cavitation", (Fault.CAVITATION,), _cavitation),
            LegacyClass("usure", "Wear", (Fault.WEAR,), _wear),
            LegacyClass("oilwhirl", "Oil whirl", (Fault.OIL_WHIRL,), _oil_whirl),
            LegacyClass(
                "mixed_misalign_imbalance",
                "Misalignment + imbalance",
                (Fault.MISALIGNMENT, Fault.IMBALANCE),
                _misalignment_imbalance,
            ),
            LegacyClass(
                "mixed_wear_lube",
                "Wear + lubrication",
                (Fault.WEAR, Fault.LUBRICATION),
                _wear_lubrication,
            ),
            LegacyClass(
                "mixed_cavit_jeu",
                "Cavitation + clearance",
                (Fault.CAVITATION, Fault.LOOSENESS),
                _cavitation_clearance,
            ),
        )
    }
)
