"""How a record is cut into pieces and averaged: what can be set of it, and what that comes to."""

from dataclasses import dataclass

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Material
from pfd_desktop.core.dsp.averaging import Averaging, Memory
from pfd_desktop.core.dsp.segments import Cuts, every, once_per_turn, overlapping
from pfd_desktop.core.parameters import Choice, Number, Values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput

LINES = Number(
    "lines",
    "Lines",
    low=4,
    high=1 << 23,
    blank="auto",
    whole=True,
    tip="Lines from 0 to half the sampling rate; a piece has twice as many samples",
)
RESOLUTION = Number(
    "resolution",
    "Resolution",
    "Hz",
    low=1e-6,
    blank="auto",
    tip="Distance of two lines; a piece lasts 1/resolution (over angle: orders)",
)
OVERLAP = Number(
    "overlap", "Overlap", "%", 50.0, 0.0, 95.0, tip="What each piece shares with the next"
)
AVERAGING = Choice(
    "averaging",
    "Averaging",
    (
        (Averaging.LINEAR.value, "Linear"),
        (Averaging.EXPONENTIAL.value, "Exponential"),
        (Averaging.PEAK_HOLD.value, "Peak hold"),
        (Averaging.VECTOR.value, "Vector"),
    ),
    Averaging.LINEAR.value,
    "Mean power; the recent past; the highest; or only what repeats with the trigger",
)
AVERAGES = Number(
    "averages",
    "Averages",
    low=1,
    high=1e6,
    blank="all",
    whole=True,
    tip="Pieces from the start that count; exponential: how many the memory is worth (16)",
)
TIME_CONSTANT = Number(
    "time_constant",
    "Time constant",
    "s",
    low=1e-6,
    blank="from averages",
    tip="Exponential averaging: what lies so far back counts 1/e as much",
)
TRIGGER = Number(
    "trigger",
    "Trigger every",
    "s",
    low=1e-6,
    blank="turn",
    tip="Vector averaging: pieces begin so far apart; empty: with each turn of the shaft",
)
CUTTING = (LINES, RESOLUTION, OVERLAP)
PARAMETERS = (*CUTTING, AVERAGING, AVERAGES, TIME_CONSTANT, TRIGGER)

_REVOLUTION = SpeedProfile.constant(60.0)  # over angle a turn is one unit long
_LINES_AN_ORDER = 20  # of a waveform over angle, when nothing is told
_MEMORY = 16.0


@dataclass(frozen=True)
class Plan:
    """The pieces, and how they become one spectrum."""

    cuts: Cuts
    averaging: Averaging
    memory: Memory
    notes: tuple[str, ...]


def one_hertz(waveform: Waveform) -> int:
    """Samples of a piece whose lines are 1 Hz (over angle: a twentieth of an order) apart."""
    each = _LINES_AN_ORDER if waveform.axis is Axis.ANGLE else 1
    return min(len(waveform.samples), max(1024, round(each * waveform.rate_hz)))


def piece_size(values: Values, waveform: Waveform, automatic: int) -> int:
    """Samples of a piece by lines or by resolution; raises InvalidInput for both, or too many."""
    lines = declared.optional_number(values, "lines")
    resolution = declared.optional_number(values, "resolution")
    if lines is not None and resolution is not None:
        raise InvalidInput("Lines and resolution say the same thing: give one and leave the other.")
    if lines is not None:
        size = 2 * int(lines)
    elif resolution is not None:
        size = max(8, round(waveform.rate_hz / resolution))
    else:
        return automatic
    if size > len(waveform.samples):
        unit = "turns" if waveform.axis is Axis.ANGLE else "s"
        raise InvalidInput(
            f"Lines so close need a piece of {size / waveform.rate_hz:.4g} {unit}, and there are"
            f" {waveform.duration:.4g} {unit}; choose fewer lines."
        )
    return size


def overlap(values: Values) -> float:
    """0 to below 1."""
    return declared.number(values, "overlap") / 100


def plan(material: Material, values: Values, automatic: int) -> Plan:
    """Cut and average as set; *automatic* samples a piece where neither lines nor resolution is."""
    waveform = material.waveform
    averaging = Averaging(declared.word(values, "averaging"))
    number = declared.optional_number(values, "averages")
    size = piece_size(values, waveform, automatic)
    notes: tuple[str, ...] = ()
    if averaging is Averaging.VECTOR:
        cuts, notes = _triggered(material, values, size)
    else:
        cuts = overlapping(len(waveform.samples), size, overlap(values))
    if averaging is Averaging.EXPONENTIAL:
        memory, notes = _memory(values, cuts, waveform.rate_hz)
        return Plan(cuts, averaging, memory, notes)
    if number is not None:
        cuts = cuts.first(int(number))
    if averaging is not Averaging.LINEAR:
        notes = (f"{averaging.value} averaging", *notes)
    return Plan(cuts, averaging, Memory.of_averages(_MEMORY), notes)


def _memory(values: Values, cuts: Cuts, rate_hz: float) -> tuple[Memory, tuple[str, ...]]:
    constant_s = declared.optional_number(values, "time_constant")
    if constant_s is not None:
        memory = Memory.of_time(constant_s, (cuts.step or cuts.size) / rate_hz)
        return memory, (f"exponential averaging, time constant {constant_s:g} s",)
    number = declared.optional_number(values, "averages") or _MEMORY
    return Memory.of_averages(number), (f"exponential averaging worth {number:g} averages",)


def _triggered(material: Material, values: Values, size: int) -> tuple[Cuts, tuple[str, ...]]:
    waveform = material.waveform
    count, rate = len(waveform.samples), waveform.rate_hz
    period = declared.optional_number(values, "trigger")
    if period is not None:
        step = round(period * rate)
        return every(count, size, step), (f"triggered every {step} samples",)
    speed = _REVOLUTION if waveform.axis is Axis.ANGLE else material.speed
    if speed is None:
        raise InvalidInput(
            f"{material.recording} has no speed, so no turn can trigger the vector average. Tell"
            " its speed, or how far apart triggers are."
        )
    return once_per_turn(count, rate, size, speed), (f"triggered every turn ({speed.source})",)
