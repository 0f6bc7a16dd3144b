"""The orbit of a shaft between two probes at a right angle."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Analysis, Material, Needs, Shape
from pfd_desktop.core.analyses.two_channels import other
from pfd_desktop.core.dsp.orbit import (
    Ellipse,
    between_orders,
    ellipse,
    precession,
    rotated,
)
from pfd_desktop.core.dsp.segments import turn_starts
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.core.figures.orbit import OrbitFigure
from pfd_desktop.core.parameters import Choice, Number, Values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]
Loop = tuple[Floats, Floats]

_MOST_POINTS = 2000  # of a loop
_MOST_TURNS = 8  # after so many an order between the whole ones counts as come round
_MARGIN = 32  # turns on either side that a band filter may ring in
_FILTER = 8  # turns that an order is fitted to, or a centre: what is half an order away falls out
_LEAST_SAMPLES = 6  # of a turn
_FIXED = {"1X": 1.0, "2X": 2.0, "0.5X": 0.5}


def probes(material: Material) -> tuple[Waveform, Waveform]:
    """Both probes; raises where they do not belong together."""
    x, y = material.waveform, other(material)
    if x.unit != y.unit:
        raise InvalidInput(f"The probes measure in {x.unit} and {y.unit}: they need one unit.")
    return x, y


def rotates_x_to_y(values: Values) -> bool:
    """Whether the shaft turns from the X probe towards the Y probe."""
    return declared.word(values, "rotation") == "x-to-y"


@dataclass(frozen=True)
class _Turns:
    """The samples at which all turns begin, and which of them are shown."""

    starts: Floats
    first: int
    count: int
    speed: SpeedProfile
    rate_hz: float

    def samples(self, turn: int, number: int = 1) -> slice:
        """The samples of *number* turns from *turn* on."""
        begin = self.first + turn
        return slice(ceil(self.starts[begin]), ceil(self.starts[begin + number]))

    def around(self, turn: int) -> slice:
        """The samples of the turns around a shown one, for a filter that needs some."""
        begin = min(self.first + turn - _FILTER // 2, len(self.starts) - 1 - _FILTER)
        begin = max(0, begin)
        return self.samples(begin - self.first, min(_FILTER, len(self.starts) - 1 - begin))

    def angle(self, part: slice) -> Floats:
        """Turns since the start of the record at the samples of *part*."""
        return self.speed.turns(np.arange(part.start, part.stop) / self.rate_hz)


def _shown_turns(material: Material, values: Values) -> _Turns:
    waveform = material.waveform
    speed = SpeedProfile.constant(60.0) if waveform.axis is Axis.ANGLE else material.speed
    assert speed is not None
    if waveform.rate_hz < _LEAST_SAMPLES * speed.within(waveform.duration).max() / 60:
        raise InvalidInput("A turn holds fewer than 6 samples: measure faster to see an orbit.")
    starts = turn_starts(len(waveform.samples), waveform.rate_hz, speed)
    begin_s = declared.number(values, "start")
    first = int(np.searchsorted(starts, begin_s * waveform.rate_hz))
    whole = len(starts) - 1 - first
    if whole < 1:
        raise InvalidInput(f"No whole turn follows {begin_s:g} s; begin earlier.")
    count = min(whole, int(declared.number(values, "turns")))
    return _Turns(starts, first, count, speed, waveform.rate_hz)


def _orbit(material: Material, values: Values, progress: Progress) -> OrbitFigure:
    progress.report(0.1, "orbit")
    x, y = probes(material)
    turns = _shown_turns(material, values)
    chosen = declared.word(values, "filter")
    notes: tuple[str, ...] = ("the mean position is taken off",)
    if chosen in ("direct", "band"):
        loops, words = _paths(x, y, turns, values), _filter_words(values)
        loops, thinned = _thinned(loops)
        notes = (*notes, *thinned)
    else:
        order = _FIXED.get(chosen) or declared.number(values, "order")
        ellipses = _ellipses(x, y, turns, order)
        loops, words = tuple(found.loop() for found in ellipses), f"{order:g}X only"
        notes = (*notes, _ellipse_note(ellipses, x.unit))
    degrees = declared.number(values, "x_angle")
    return OrbitFigure(
        kind="orbit",
        loops=tuple(rotated(*loop, degrees) for loop in loops),
        centre=rotated(*_centre(x, y, turns), degrees),
        quantity=x.quantity,
        unit=x.unit,
        filter_words=words,
        turns=turns.count,
        direction=precession(loops, rotates_x_to_y(values)),
        recording=material.recording,
        second_recording=material.second_recording,
        blob=material.blob,
        notes=notes,
    )


def _filter_words(values: Values) -> str:
    if declared.word(values, "filter") == "direct":
        return "direct"
    low, high = _orders(values)
    return f"{low:g}X to {high:g}X"


def _orders(values: Values) -> tuple[float, float]:
    low, high = declared.number(values, "low_order"), declared.number(values, "high_order")
    if not low < high:
        raise InvalidInput(f"The band {low:g}X to {high:g}X is empty: it must rise.")
    return low, high


def _paths(x: Waveform, y: Waveform, turns: _Turns, values: Values) -> tuple[Loop, ...]:
    """What the probes saw, turn by turn, or only its band of orders."""
    whole = turns.samples(0, turns.count)
    begin, end = whole.start, whole.stop
    if declared.word(values, "filter") == "band":
        margin = ceil(_MARGIN * (whole.stop - whole.start) / turns.count)
        begin, end = max(0, begin - margin), min(len(x.samples), end + margin)
    sides: list[Floats] = []
    for probe in (x, y):
        samples = np.asarray(probe.samples[begin:end], dtype=np.float64)
        if declared.word(values, "filter") == "band":
            sides.append(between_orders(samples, probe.rate_hz, turns.speed, *_orders(values)))
        else:
            sides.append(samples - samples.mean())
    parts = [turns.samples(turn) for turn in range(turns.count)]
    cut = [slice(part.start - begin, part.stop - begin) for part in parts]
    return tuple((sides[0][part], sides[1][part]) for part in cut)


def _thinned(loops: tuple[Loop, ...]) -> tuple[tuple[Loop, ...], tuple[str, ...]]:
    each = ceil(max(len(x) for x, _ in loops) / _MOST_POINTS)
    if each == 1:
        return loops, ()
    kept = tuple((x[::each], y[::each]) for x, y in loops)
    return kept, (f"shown: every {each}th sample",)


def _ellipses(x: Waveform, y: Waveform, turns: _Turns, order: float) -> tuple[Ellipse, ...]:
    each = next(
        (n for n in range(1, _MOST_TURNS) if abs(n * order - round(n * order)) < 0.02), _MOST_TURNS
    )
    if turns.count < each:
        raise InvalidInput(f"{order:g}X comes round in {each} turns, and {turns.count} are shown.")
    parts = [turns.around(turn) for turn in range(0, turns.count - each + 1, each)]
    return tuple(ellipse(x.samples[p], y.samples[p], turns.angle(p), order) for p in parts)


def _ellipse_note(ellipses: tuple[Ellipse, ...], unit: str) -> str:
    forward = sum(found.forward for found in ellipses) / len(ellipses)
    backward = sum(found.backward for found in ellipses) / len(ellipses)
    mean = Ellipse(forward, backward)
    return f"mean ellipse {2 * mean.major:.4g} by {2 * abs(mean.minor):.4g} {unit} peak-to-peak"


def _centre(x: Waveform, y: Waveform, turns: _Turns) -> Loop:
    """Where each turn goes round, about where all of them do.

    A mean over one turn would follow a whirl: over several, weighted by Hann, it falls out.
    """
    parts = [turns.around(turn) for turn in range(turns.count)]
    weights = [window_values(Window.HANN, part.stop - part.start + 1)[1:] for part in parts]
    means = [
        np.array(
            [
                np.average(probe.samples[part], weights=weight)
                for part, weight in zip(parts, weights, strict=True)
            ]
        )
        for probe in (x, y)
    ]
    return means[0] - means[0].mean(), means[1] - means[1].mean()


ROTATION = Choice(
    "rotation",
    "Rotation",
    (("x-to-y", "X towards Y"), ("y-to-x", "Y towards X")),
    "x-to-y",
    "Which way the shaft turns; forward and backward are told by it",
)
X_ANGLE = Number(
    "x_angle",
    "X probe at",
    "°",
    0.0,
    -360.0,
    360.0,
    tip="Above the right hand; 45 for probes at 45° on either side. Y is 90° further",
)
ROWS = (
    Analysis(
        "orbit",
        "Orbit",
        "Two channels",
        "The shaft's path turn by turn, as it is or one order of it (Bently and Hatch 2002)",
        Shape.ORBIT,
        (
            Choice(
                "filter",
                "Filter",
                (
                    ("direct", "Direct"),
                    ("1X", "1X"),
                    ("0.5X", "0.5X"),
                    ("2X", "2X"),
                    ("nX", "Order"),
                    ("band", "Band of orders"),
                ),
                "direct",
                "One order is fitted by least squares; a band is a brick wall in frequency",
            ),
            Number("order", "Order", "X", 1.0, 0.01, 100.0, tip="For the filter “Order”"),
            Number("low_order", "Band from", "X", 0.38, 0.0, 100.0),
            Number("high_order", "Band to", "X", 0.52, 0.01, 200.0),
            Number("start", "From", "s", 0.0, 0.0),
            Number("turns", "Turns", "", 8.0, 1.0, 200.0, whole=True),
            X_ANGLE,
            ROTATION,
        ),
        _orbit,
        frozenset({Needs.SPEED, Needs.SECOND}),
        takes_constant=True,
    ),
)
