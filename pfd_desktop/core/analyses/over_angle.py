"""What to say of controls in hertz where samples lie over shaft angle: they act in orders."""

from collections.abc import Sequence

from pfd_desktop.core.parameters import Band, Number, Parameter, Values
from pfd_desktop.core.waveforms.waveform import Axis, Waveform

_PER_TIME = ("hz", "cpm")  # words of declared.AXIS that an angle cannot follow


def angle_notes(
    waveform: Waveform, parameters: Sequence[Parameter], values: Values
) -> tuple[str, ...]:
    """One note for the axis and one for what was set in hertz; none for samples over time."""
    if waveform.axis is not Axis.ANGLE:
        return ()
    notes = []
    if values.get("axis") in _PER_TIME:
        notes.append("samples over shaft angle: the axis is orders, whatever is chosen")
    told = [f"“{one.title}”" for one in parameters if _in_hertz(one) and _is_set(one, values)]
    if told:
        notes.append(f"samples over shaft angle: {', '.join(told)} in orders, not in hertz")
    return tuple(notes)


def _in_hertz(parameter: Parameter) -> bool:
    return isinstance(parameter, Band) or (isinstance(parameter, Number) and parameter.unit == "Hz")


def _is_set(parameter: Parameter, values: Values) -> bool:
    return values.get(parameter.name) not in (None, parameter.default)
