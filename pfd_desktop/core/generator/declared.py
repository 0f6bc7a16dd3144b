"""What can be set of a design: declared once, for the panel's controls and their checks."""

from dataclasses import dataclass, replace

from pfd_desktop.core.generator.designs import Design, Mode, RigRanges
from pfd_desktop.core.generator.legacy.conditions import Ranges, Severity
from pfd_desktop.core.generator.legacy.effects import EFFECTS
from pfd_desktop.core.generator.legacy.noise import LAYERS
from pfd_desktop.core.parameters import Number, Parameter, Toggle, Value, Values, checked
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.errors import InvalidInput

_SET: tuple[Parameter, ...] = (
    Number("per_level", "Records of a class at a level", "", 20, 1, 10_000, whole=True),
    Number("seed", "Seed", "", 42, 0, 2**31, whole=True),
    Number(
        "window_s", "Window", "s", 1.0, 0.01, 60, tip="For each is known whether the fault shows"
    ),
)
_LEGACY: tuple[Parameter, ...] = (
    Number("rate_hz", "Sampling rate", "Hz", 20_480, 1000, 100_000),
    Number("duration_s", "Duration", "s", 5.0, 0.1, 60),
    Number("base_speed_hz", "Base speed", "Hz", 60.0, 1, 1000),
    Number("speed_swing", "Speed differs by up to", "%", 10.0, 0, 20),
    Number("load_low", "Load from", "%", 30.0, 0, 100),
    Number("load_high", "Load to", "%", 100.0, 0, 100),
    Number("temperature_low", "Temperature from", "°C", 40.0, 0, 150),
    Number("temperature_high", "Temperature to", "°C", 80.0, 0, 150),
    Number("progression", "Faults that grow in a record", "%", 30.0, 0, 100),
    Number("transients", "Records with a transient", "%", 25.0, 0, 100),
    Toggle("calculated_sommerfeld", "Sommerfeld number from load and temperature", default=True),
    Toggle("augment", "Augment", tip="Shift, scale or add noise to each record once more"),
)
_RIG: tuple[Parameter, ...] = (
    Number("rate_hz", "Sampling rate", "Hz", 20_480, 1000, 200_000),
    Number("duration_s", "Duration", "s", 5.0, 0.1, 60),
    Number("speed_low", "Speed from", "rpm", 2700.0, 30, 30_000),
    Number("speed_high", "Speed to", "rpm", 3300.0, 30, 30_000),
    Number("run_up", "Speed moves within a record by", "%", 0.0, 0, 150),
    Number("load_low", "Load from", "%", 20.0, 0, 100),
    Number("load_high", "Load to", "%", 80.0, 0, 100),
    Number("units", "Units of a class at a level", "", 4, 1, 1000, whole=True),
    Number("first_critical_hz", "First critical speed", "Hz", 75.0, 1, 500),
    Number("resonance_hz", "Resonance of the housing", "Hz", 3200.0, 100, 20_000),
    Number("spread", "Units differ by up to", "%", 10.0, 0, 50),
    Number("mains_hz", "Mains", "Hz", 50.0, 10, 400),
    Number("noise", "Noise", "×", 1.0, 0, 50, tip="1 is that of a good rig"),
    Number("bits", "Converter", "bits", 16, 8, 24, whole=True),
)


@dataclass(frozen=True)
class Chosen:
    """What is chosen rather than set."""

    name: str
    mode: Mode
    classes: tuple[str, ...]
    levels: tuple[Severity, ...]
    kind: BearingKind = BearingKind.JOURNAL
    bearing: Bearing | None = None
    layers: tuple[str, ...] = tuple(LAYERS)
    effects: tuple[str, ...] = ()


def parameters(mode: Mode) -> tuple[Parameter, ...]:
    """All that can be set of a set in this mode."""
    return (*_SET, *(_LEGACY if mode is Mode.LEGACY else _RIG))


def switches() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What can be switched on and off one by one in the older mode: heading and names."""
    return (("Layers of noise", tuple(LAYERS)), ("Effects", tuple(EFFECTS)))


def design_of(chosen: Chosen, given: Values) -> Design:
    """The design of what was chosen and set; raises InvalidInput where something does not fit."""
    told = {name: _plain(value) for name, value in checked(parameters(chosen.mode), given).items()}
    common = Design(
        name=chosen.name,
        mode=chosen.mode,
        classes=chosen.classes,
        levels=chosen.levels,
        per_level=round(told["per_level"]),
        seed=round(told["seed"]),
        window_s=told["window_s"],
        layers=chosen.layers,
        effects=chosen.effects,
        kind=chosen.kind,
        bearing=chosen.bearing,
    )
    if chosen.mode is Mode.LEGACY:
        return replace(common, legacy=_legacy(told), augment=bool(told["augment"]))
    return replace(common, rig=_rig(told), units=round(told["units"]))


def values_of(design: Design) -> dict[str, Value]:
    """What the controls show of a design: the way back."""
    common: dict[str, Value] = {
        "per_level": design.per_level,
        "seed": design.seed,
        "window_s": design.window_s,
    }
    return common | (_of_legacy(design) if design.mode is Mode.LEGACY else _of_rig(design))


def chosen_of(design: Design) -> Chosen:
    """What is chosen in a design."""
    return Chosen(
        design.name,
        design.mode,
        design.classes,
        design.levels,
        design.kind,
        design.bearing,
        design.layers,
        design.effects,
    )


def _plain(value: Value) -> float:
    assert isinstance(value, float | bool)  # numbers and switches are all that is declared
    return float(value)


def _pair(title: str, low: float, high: float) -> tuple[float, float]:
    if low > high:
        raise InvalidInput(f"{title} goes from {low:g} to {high:g}; it must not fall.")
    return low, high


def _legacy(told: dict[str, float]) -> Ranges:
    return Ranges(
        rate_hz=told["rate_hz"],
        duration_s=told["duration_s"],
        base_speed_hz=told["base_speed_hz"],
        speed_swing=told["speed_swing"] / 100,
        load_percent=_pair("The load", told["load_low"], told["load_high"]),
        temperature_c=_pair("The temperature", told["temperature_low"], told["temperature_high"]),
        progression_chance=told["progression"] / 100,
        transient_chance=told["transients"] / 100,
        calculated_sommerfeld=bool(told["calculated_sommerfeld"]),
    )


def _of_legacy(design: Design) -> dict[str, Value]:
    ranges = design.legacy
    return {
        "rate_hz": ranges.rate_hz,
        "duration_s": ranges.duration_s,
        "base_speed_hz": ranges.base_speed_hz,
        "speed_swing": 100 * ranges.speed_swing,
        "load_low": ranges.load_percent[0],
        "load_high": ranges.load_percent[1],
        "temperature_low": ranges.temperature_c[0],
        "temperature_high": ranges.temperature_c[1],
        "progression": 100 * ranges.progression_chance,
        "transients": 100 * ranges.transient_chance,
        "calculated_sommerfeld": ranges.calculated_sommerfeld,
        "augment": design.augment,
    }


def _rig(told: dict[str, float]) -> RigRanges:
    low, high = _pair("The load", told["load_low"], told["load_high"])
    return RigRanges(
        rate_hz=told["rate_hz"],
        duration_s=told["duration_s"],
        speed_rpm=_pair("The speed", told["speed_low"], told["speed_high"]),
        run_up_share=told["run_up"] / 100,
        load=(low / 100, high / 100),
        first_critical_hz=told["first_critical_hz"],
        resonance_hz=told["resonance_hz"],
        spread=told["spread"] / 100,
        mains_hz=told["mains_hz"],
        noise=told["noise"],
        bits=round(told["bits"]),
    )


def _of_rig(design: Design) -> dict[str, Value]:
    ranges = design.rig
    return {
        "rate_hz": ranges.rate_hz,
        "duration_s": ranges.duration_s,
        "speed_low": ranges.speed_rpm[0],
        "speed_high": ranges.speed_rpm[1],
        "run_up": 100 * ranges.run_up_share,
        "load_low": 100 * ranges.load[0],
        "load_high": 100 * ranges.load[1],
        "units": design.units,
        "first_critical_hz": ranges.first_critical_hz,
        "resonance_hz": ranges.resonance_hz,
        "spread": 100 * ranges.spread,
        "mains_hz": ranges.mains_hz,
        "noise": ranges.noise,
        "bits": ranges.bits,
    }
