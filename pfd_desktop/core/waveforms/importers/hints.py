"""Words by which files name a rate or a unit. Only exact names count: nothing is guessed."""

import re
from collections.abc import Iterable

_RATE_NAMES = frozenset(
    {
        "fs",
        "fs_hz",
        "rate_hz",
        "sample_frequency",
        "sample_rate",
        "sample_rate_hz",
        "samplerate",
        "sampling_frequency",
        "sampling_rate",
        "sampling_rate_hz",
        "samplingfrequency",
        "samplingrate",
    }
)
_UNITS = {
    "g": "g",
    "gn": "g",
    "grav": "g",
    "m/s^2": "m/s²",
    "m/s2": "m/s²",
    "m/s²": "m/s²",
    "m/s**2": "m/s²",
    "ms-2": "m/s²",
    "mm/s": "mm/s",
    "m/s": "m/s",
    "in/s": "in/s",
    "µm": "µm",
    "μm": "µm",
    "um": "µm",
    "mm": "mm",
    "mil": "mil",
    "v": "V",
    "volt": "V",
    "volts": "V",
    "mv": "mV",
    "pa": "Pa",
    "bar": "bar",
    "n": "N",
    "s": "s",
    "sec": "s",
    "seconds": "s",
    "min": "min",
    "minutes": "min",
    "h": "h",
    "hours": "h",
    "ns": "ns",
    "ms": "ms",
    "us": "µs",
    "µs": "µs",
    "hz": "Hz",
}
_QUANTITIES = {
    "g": "acceleration",
    "m/s²": "acceleration",
    "mm/s": "velocity",
    "m/s": "velocity",
    "in/s": "velocity",
    "µm": "displacement",
    "mm": "displacement",
    "mil": "displacement",
    "V": "voltage",
    "mV": "voltage",
}


def rate_among(facts: Iterable[tuple[str, float | str]]) -> tuple[float | None, tuple[str, ...]]:
    """(rate in Hz, note naming where it stands); None where absent or contradictory."""
    found = {
        name: value
        for name, value in facts
        if isinstance(value, float) and value > 0 and is_rate_name(name)
    }
    rates = set(found.values())
    if len(rates) > 1:
        names = ", ".join(f"{name} = {value:g}" for name, value in found.items())
        return None, (f"the file gives several rates ({names})",)
    if not rates:
        return None, ()
    name, rate = next(iter(found.items()))
    return rate, (f"rate from {name}",)


def is_rate_name(name: str) -> bool:
    """Whether the last part of *name* is one of the words by which files name a rate."""
    last = re.split(r"[/@.]", name)[-1]
    return last.lower().replace(" ", "_").replace("-", "_") in _RATE_NAMES


def unit_named(text: str) -> str | None:
    """Our name of a unit, "m/s²" for "(m/s^2)"; None for other words."""
    return _UNITS.get(text.strip().strip("()[]{}").strip().lower())


def quantity_of(unit: str) -> str:
    """What a unit measures, as far as vibration goes."""
    return _QUANTITIES.get(unit, "unknown")


def name_and_unit(title: str) -> tuple[str, str | None]:
    """("Acceleration x", "m/s²") from "Acceleration x (m/s^2)"."""
    match = re.fullmatch(r"\s*(.*?)\s*[\(\[]\s*([^()\[\]]+)\s*[\)\]]\s*", title)
    if match is not None and match[1]:
        return match[1], unit_named(match[2])
    return title.strip(), None
