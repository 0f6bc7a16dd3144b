"""What can be told of where a speed is taken from, as parameters, and back."""

from collections.abc import Sequence

from pfd_desktop.core.parameters import Choice, Number, Parameter, Value, Values
from pfd_desktop.core.records.speed import (
    CombSpeed,
    ProjectSpeed,
    RidgeSpeed,
    TachoSpeed,
    ToldSpeed,
)

SOURCES = (
    ("told", "Told or estimated"),
    ("tacho", "Tacho channel"),
    ("ridge", "A line that follows the shaft"),
    ("comb", "The comb of shaft harmonics"),
)
_TOLD = (
    Number("rpm", "Speed", "rpm", low=1e-3, blank="as told", tip="Constant over the recording"),
)
_RIDGE = (
    Number("low_rpm", "From", "rpm", 300.0, 1.0, tip="The lowest speed that may occur"),
    Number("high_rpm", "to", "rpm", 6000.0, 1.0, tip="The highest speed that may occur"),
    Number("start_rpm", "Starts near", "rpm", low=1.0, blank="unknown"),
    Number("max_change_rpm_s", "Changes by at most", "rpm/s", 300.0, 1e-3),
    Number("multiple", "Line at", "X", 1.0, 1.0, 50.0, whole=True, tip="Shaft harmonic followed"),
)
_COMB = (Number("near_rpm", "Near", "rpm", low=1.0, blank="anywhere"),)


def source_parameters(kind: str, channels: Sequence[tuple[str, str]]) -> tuple[Parameter, ...]:
    """What is asked for one source; *channels* are ids and names of possible tacho channels."""
    if kind == "tacho":
        return (
            Choice("recording_id", "Channel", tuple(channels) or (("", "none"),), _first(channels)),
            Number("pulses_per_turn", "Pulses per turn", "", 1.0, 1e-6),
            Choice("slope", "Slope", (("rising", "rising"), ("falling", "falling")), "rising"),
            Number("level", "Level", "", blank="half its height", tip="In the tacho's unit"),
        )
    return {"told": _TOLD, "ridge": _RIDGE, "comb": _COMB}[kind]


def source_values(speed: ProjectSpeed) -> dict[str, Value]:
    """What is told, as the controls show it."""
    if isinstance(speed, TachoSpeed):
        return {
            "recording_id": speed.recording_id,
            "pulses_per_turn": speed.pulses_per_turn,
            "slope": speed.slope,
            "level": speed.level,
        }
    if isinstance(speed, RidgeSpeed):
        return {
            "low_rpm": speed.low_rpm,
            "high_rpm": speed.high_rpm,
            "start_rpm": speed.start_rpm,
            "max_change_rpm_s": speed.max_change_rpm_s,
            "multiple": float(speed.multiple),
        }
    if isinstance(speed, CombSpeed):
        return {"near_rpm": speed.near_rpm}
    return {"rpm": speed.rpm}


def told_speed(kind: str, values: Values) -> ProjectSpeed:
    """What the controls say."""
    if kind == "tacho":
        return TachoSpeed(
            str(values["recording_id"]),
            _number(values, "pulses_per_turn") or 1.0,
            "falling" if values["slope"] == "falling" else "rising",
            _number(values, "level"),
        )
    if kind == "ridge":
        return RidgeSpeed(
            _number(values, "low_rpm") or 0.0,
            _number(values, "high_rpm") or 0.0,
            _number(values, "start_rpm"),
            _number(values, "max_change_rpm_s") or 0.0,
            round(_number(values, "multiple") or 1.0),
        )
    if kind == "comb":
        return CombSpeed(_number(values, "near_rpm"))
    return ToldSpeed(_number(values, "rpm"))


def _number(values: Values, name: str) -> float | None:
    value = values[name]
    assert value is None or isinstance(value, float)
    return value


def _first(channels: Sequence[tuple[str, str]]) -> str:
    return channels[0][0] if channels else ""
