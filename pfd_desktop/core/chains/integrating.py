"""Steps that change what is measured: integrate, differentiate, gain, units."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pfd_desktop.core.chains.axis import need_time
from pfd_desktop.core.chains.source import Source
from pfd_desktop.core.chains.step import StepKind
from pfd_desktop.core.dsp.integration import differentiate, integrate
from pfd_desktop.core.parameters import Choice, Number, Values
from pfd_desktop.core.physics.units import CUSTOMARY, INTEGRALS, UNITS, factor, unit_called
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

SLOW_RPM = 600.0  # up to it, vibration down to 2 Hz counts (ISO 20816)
USUAL_HZ, SLOW_HZ = 10.0, 2.0
_SAME = "same"


def _number(values: Values, name: str) -> float | None:
    value = values[name]
    return float(value) if isinstance(value, int | float) else None


def highpass_hz(values: Values, speed: SpeedProfile | None) -> float:
    """The high-pass told, or 10 Hz, or 2 Hz where the shaft turns at 600 rpm or less."""
    told = _number(values, "highpass_hz")
    if told is not None:
        return told
    slow = speed is not None and float(speed.rpm.min()) <= SLOW_RPM
    return SLOW_HZ if slow else USUAL_HZ


def _at_speed(values: Values, speed: SpeedProfile | None) -> Values:
    return {**values, "highpass_hz": highpass_hz(values, speed)}


def _steps_along(waveform: Waveform, steps: int) -> tuple[str, float]:
    """The unit *steps* integrals on (back where negative), and what brings the numbers into it."""
    unit = unit_called(waveform.unit)
    if unit.quantity not in INTEGRALS:
        raise InvalidInput(f"{unit.quantity.capitalize()} in {unit.name} is not integrated.")
    place = INTEGRALS.index(unit.quantity) + steps
    if not 0 <= place < len(INTEGRALS):
        direction = "integrated" if steps > 0 else "differentiated"
        times = "twice" if abs(steps) == 2 else "once"
        raise InvalidInput(f"{unit.quantity.capitalize()} is not {direction} {times} here.")
    target = CUSTOMARY[INTEGRALS[place]]
    return target, unit.size / UNITS[target].size


def _along(waveform: Waveform, values: Values, speed: SpeedProfile | None, sign: int) -> Waveform:
    times = 2 if values["times"] == "twice" else 1
    title = "Integrate" if sign > 0 else "Differentiate"
    need_time(waveform.axis, title)
    target, scale = _steps_along(waveform, sign * times)
    operate = integrate if sign > 0 else differentiate
    above = highpass_hz(values, speed)
    found = operate(np.asarray(waveform.samples, np.float64), waveform.rate_hz, above, times)
    return replace(waveform, samples=found * scale, unit=target, quantity=UNITS[target].quantity)


def _integrate(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del progress
    return _along(waveform, values, speed, 1)


def _differentiate(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del progress
    return _along(waveform, values, speed, -1)


def _words(done: str) -> Callable[[Values], str]:
    def words(values: Values) -> str:
        told = _number(values, "highpass_hz")
        above = f"{USUAL_HZ:g} Hz ({SLOW_HZ:g} Hz up to {SLOW_RPM:g} rpm)"
        return f"{done} {values['times']}, high-pass {above if told is None else f'{told:g} Hz'}"

    return words


_TIMES = Choice("times", "Times", (("once", "once"), ("twice", "twice")), "once")
_HIGHPASS = Number(
    "highpass_hz",
    "High-pass",
    "Hz",
    low=0.0,
    blank="10 Hz, 2 Hz up to 600 rpm",
    tip="passes all from it on and nothing below half of it, which integration would let grow"
    " without bound; 0 is the lowest that the samples allow",
)


# -- gain and units ----------------------------------------------------------------------------


def _scaled(unit: str, quantity: str, values: Values) -> tuple[float, str, str]:
    """Factor, new unit and new quantity."""
    gain = _number(values, "gain") or 0.0
    target = str(values["unit"])
    if target == _SAME:
        return gain, unit, quantity
    return gain, target, unit_called(target).quantity


def _gain(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del speed, progress
    gain, unit, quantity = _scaled(waveform.unit, waveform.quantity, values)
    samples = np.asarray(waveform.samples, np.float64) * gain
    return replace(waveform, samples=samples, unit=unit, quantity=quantity)


def _gain_stream(source: Source, values: Values, speed: SpeedProfile | None) -> Source:
    del speed
    gain, unit, quantity = _scaled(source.unit, source.quantity, values)
    return replace(source.mapped(lambda piece: piece * gain), unit=unit, quantity=quantity)


def _convert(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del speed, progress
    target = str(values["unit"])
    scale = factor(waveform.unit, target)
    samples = np.asarray(waveform.samples, np.float64) * scale
    return replace(waveform, samples=samples, unit=target)


def _convert_stream(source: Source, values: Values, speed: SpeedProfile | None) -> Source:
    del speed
    target = str(values["unit"])
    scale = factor(source.unit, target)
    return replace(source.mapped(lambda piece: piece * scale), unit=target)


def _gain_words(values: Values) -> str:
    unit = "" if values["unit"] == _SAME else f", now {values['unit']}"
    return f"times {_number(values, 'gain') or 0:g}{unit}"


_UNIT_OPTIONS = tuple((name, f"{name} ({unit.quantity})") for name, unit in UNITS.items())

ROWS: tuple[StepKind, ...] = (
    StepKind(
        "integrate",
        "Integrate",
        "Acceleration to velocity in mm/s, velocity to displacement in µm: division by jω, once or"
        " twice, without what lies below the high-pass; carried on by prediction beyond the ends,"
        " so that a tone is right up to them.",
        (_TIMES, _HIGHPASS),
        _integrate,
        _words("integrated"),
        at_speed=_at_speed,
    ),
    StepKind(
        "differentiate",
        "Differentiate",
        "Displacement to velocity in mm/s, velocity to acceleration in g: multiplication by jω,"
        " once or twice, without what lies below the high-pass; carried on by prediction beyond"
        " the ends.",
        (_TIMES, _HIGHPASS),
        _differentiate,
        _words("differentiated"),
        at_speed=_at_speed,
    ),
    StepKind(
        "gain",
        "Gain",
        "Multiplies every sample, and says the unit that comes of it: 1000/100 and g for a sensor"
        " of 100 mV/g in V.",
        (
            Number("gain", "Factor", default=1.0, low=-1e12, high=1e12),
            Choice("unit", "New unit", ((_SAME, "as it is"), *_UNIT_OPTIONS), _SAME),
        ),
        _gain,
        _gain_words,
        stream=_gain_stream,
    ),
    StepKind(
        "convert",
        "Convert unit",
        "The same quantity in another unit: g to m/s² by 9.80665, and the like.",
        (Choice("unit", "Unit", _UNIT_OPTIONS, "m/s²"),),
        _convert,
        lambda values: f"in {values['unit']}",
        stream=_convert_stream,
    ),
)
