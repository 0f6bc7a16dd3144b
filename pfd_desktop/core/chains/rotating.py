"""Steps that follow the shaft: order resampling and the time-synchronous average."""

import itertools
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.chains.axis import need_speed
from pfd_desktop.core.chains.source import Source
from pfd_desktop.core.chains.step import StepKind
from pfd_desktop.core.dsp.angular import (
    AngularGrid,
    need_per_turn,
    order_resampled,
    synchronous_average,
    synchronous_residual,
)
from pfd_desktop.core.parameters import Choice, Number, Values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]


def _whole(values: Values, name: str) -> int | None:
    value = values[name]
    return int(value) if isinstance(value, int | float) else None


def to_angle(
    waveform: Waveform, per_turn: int | None, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    """The waveform over shaft angle; as it is where it is there already."""
    if waveform.axis is Axis.ANGLE:
        need_per_turn(waveform.rate_hz)
        return waveform
    known = need_speed(speed, "Order resampling")
    samples, found = order_resampled(waveform.samples, waveform.rate_hz, known, per_turn, progress)
    return replace(waveform, samples=samples, rate_hz=float(found), axis=Axis.ANGLE)


def _orders(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    if waveform.axis is Axis.ANGLE:
        raise InvalidInput("The samples are equally spaced in shaft angle already.")
    return to_angle(waveform, _whole(values, "per_turn"), speed, progress)


def _orders_stream(source: Source, values: Values, speed: SpeedProfile | None) -> Source:
    if source.axis is Axis.ANGLE:
        raise InvalidInput("The samples are equally spaced in shaft angle already.")
    known = need_speed(speed, "Order resampling")
    per_turn = _whole(values, "per_turn")
    grid = AngularGrid.over(source.length, source.rate_hz, known, per_turn)

    def read(start: int, stop: int) -> Floats:
        cuts = [*range(start, stop, grid.block), stop]
        pieces = (grid.read(source.read, a, b) for a, b in itertools.pairwise(cuts))
        return np.concatenate(list(pieces))

    rate = float(grid.per_turn)
    return replace(source, read=read, length=grid.count, rate_hz=rate, axis=Axis.ANGLE)


def _average(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    angular = to_angle(waveform, _whole(values, "per_turn"), speed, progress)
    if not float(angular.rate_hz).is_integer():
        raise InvalidInput(
            f"{angular.rate_hz:g} samples per revolution are no whole number: revolutions cannot be"
            " laid over each other. Choose whole samples per revolution."
        )
    per_period = int(angular.rate_hz) * (_whole(values, "period_turns") or 1)
    average, _ = synchronous_average(angular.samples, per_period, _whole(values, "periods"))
    if values["output"] == "average":
        return replace(angular, samples=average)
    return replace(angular, samples=synchronous_residual(angular.samples, average))


def _average_words(values: Values) -> str:
    taken, turns = _whole(values, "periods"), _whole(values, "period_turns") or 1
    over = "all periods" if taken is None else f"{taken} periods"
    each = "1 revolution" if turns == 1 else f"{turns} revolutions"
    what = "average" if values["output"] == "average" else "residual"
    return f"time-synchronous {what} of {over} of {each}"


def _orders_words(values: Values) -> str:
    per_turn = _whole(values, "per_turn")
    found = "as many samples per revolution as lose nothing"
    return f"order-resampled, {found if per_turn is None else f'{per_turn} per revolution'}"


_PER_TURN = Number(
    "per_turn",
    "Samples per revolution",
    low=8,
    high=1_000_000,
    whole=True,
    blank="as many as lose nothing",
    tip="orders up to half of it are kept; what is above is filtered out",
)

ROWS: tuple[StepKind, ...] = (
    StepKind(
        "orders",
        "Order resampling",
        "From time to shaft angle: orders become sharp lines whatever the speed does. Twice"
        " oversampled, quintic spline, anti-alias filter that follows the speed (Fyfe and Munck"
        " 1997).",
        (_PER_TURN,),
        _orders,
        _orders_words,
        needs_speed=True,
        stream=_orders_stream,
    ),
    StepKind(
        "synchronous",
        "Time-synchronous average",
        "What repeats with every revolution, or what does not: noise falls by the root of the"
        " periods averaged (McFadden 1987).",
        (
            Choice(
                "output",
                "Result",
                (("average", "average of the periods"), ("residual", "signal minus the average")),
                "average",
            ),
            Number("periods", "Periods", low=1, whole=True, blank="all"),
            Number(
                "period_turns",
                "Revolutions per period",
                default=1,
                low=1,
                high=10_000,
                whole=True,
                tip="more than one for gears whose teeth meet again only after several",
            ),
            _PER_TURN,
        ),
        _average,
        _average_words,
        needs_speed=True,
    ),
)
