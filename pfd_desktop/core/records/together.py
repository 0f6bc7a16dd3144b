"""Whether two recordings are two channels of one measurement: what phase and coherence need."""

import re
from collections.abc import Hashable, Sequence

from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidInput

_SPEEDS_AGREE = 0.01
_PULSES = re.compile(r"tach|key ?phas|trigger|pulse")


def apart_note(first: Recording, second: Recording) -> str:
    """What is to be said of the pair; "" where file or time says that they belong together.

    Raises InvalidInput where what is told of them says that they do not.
    """
    if one_measurement(first, second):
        return ""
    why = _contradiction(first, second)
    if why:
        raise InvalidInput(
            f"{first.name} and {second.name} were not measured together: {why}. Phase, coherence"
            " and orbit need two channels of one measurement; choose another second one."
        )
    return f"nothing says that {second.name} was measured together with {first.name}"


def channel_words(one: Recording) -> str:
    """What tells it among the channels of its measurement, then its name: "Y · pump, 3000 rpm"."""
    return f"{one.channel} · {one.name}" if one.channel else f"{one.name} · {one.point_name}"


def one_measurement(first: Recording, second: Recording) -> bool:
    """Whether file or time says that both were measured at once."""
    return not measurement_marks(first).isdisjoint(measurement_marks(second))


def measurement_marks(one: Recording) -> frozenset[Hashable]:
    """What its measurement is known by; two recordings that share one were measured at once."""
    file = ("file", one.machine_id, one.source_name, one.samples)
    return frozenset({file} if one.measured_at is None else {file, ("time", one.measured_at)})


def tacho_first(channels: Sequence[Recording]) -> tuple[Recording, ...]:
    """The same in their order, but before all what its name or its few levels show to be pulses."""
    return tuple(sorted(channels, key=lambda one: not _pulses(one)))


def _pulses(one: Recording) -> bool:
    named = _PULSES.search(f"{one.channel} {one.name} {one.point_name}".lower())
    return named is not None or any(flag.code == "quantised" for flag in one.flags)


def _contradiction(first: Recording, second: Recording) -> str:
    if first.machine_id != second.machine_id:
        return f"one is of {first.machine_name}, the other of {second.machine_name}"
    one, other = first.speed_rpm, second.speed_rpm
    if one and other and abs(one / other - 1) > _SPEEDS_AGREE:
        return f"their speeds are {one:g} and {other:g} rpm"
    return ""
