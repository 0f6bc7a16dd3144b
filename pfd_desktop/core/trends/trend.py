"""A trend put together: values in their order, baseline, limits, and where they are passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures.trend import TrendFigure, TrendLimit
from pfd_desktop.core.records.severity import AlarmLimits
from pfd_desktop.core.trends.alarms import (
    FEWEST,
    AlarmState,
    StatisticalLimits,
    learn_limits,
    statistical_alarm,
)
from pfd_desktop.core.trends.overall import ValueKind
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]

_MOST_HOURS = 96.0  # of a trend; what is longer is told in days
_RANK = {"": 0, AlarmState.NORMAL.value: 1, AlarmState.ALERT.value: 2, AlarmState.ALARM.value: 3}


@dataclass(frozen=True)
class TrendValue:
    """One recording's value."""

    recording_id: str
    name: str
    value: float
    measured_at: datetime | None
    in_baseline: bool


def trend_figure(
    kind: ValueKind,
    unit: str,
    point: str,
    values: Sequence[TrendValue],
    *,
    limits: Sequence[AlarmLimits] = (),
    notes: Sequence[str] = (),
) -> TrendFigure:
    """The trend of *values*, which are in the order they arrived.

    In the order of their times where all are known; else they are counted. Limits learnt from the
    baseline (or from the first fifth, where none was told) need several values in a row; a limit
    that was told, or is a standard's, is passed by a single value.
    """
    timed = bool(values) and all(one.measured_at is not None for one in values)
    ordered = sorted(values, key=_moment) if timed else list(values)
    x, x_unit, said = _axis(ordered, timed)
    y = np.array([one.value for one in ordered])
    learnt = _statistical(ordered, x, y, unit)
    states, reasons = learnt.states, list(learnt.reasons)
    for one in limits:
        states = tuple(map(_worse, states, _passed(one, y)))
        reasons += _passed_words(one, y, unit)
    return TrendFigure(
        measure=kind.name,
        title=kind.title,
        unit=unit,
        point=point,
        x=x,
        y=y,
        x_label="Time since the first" if timed else "Recording",
        x_unit=x_unit,
        recording_ids=tuple(one.recording_id for one in ordered),
        recordings=tuple(one.name for one in ordered),
        in_baseline=np.array([one.in_baseline for one in ordered], dtype=np.bool_),
        states=states,
        limits=(*learnt.limits, *_told(limits)),
        state=states[-1] if states else "",
        reason="; ".join(reasons),
        notes=(*notes, *said, *learnt.notes),
    )


@dataclass(frozen=True)
class _Learnt:
    states: tuple[str, ...]
    limits: tuple[TrendLimit, ...] = ()
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _statistical(ordered: Sequence[TrendValue], x: Floats, y: Floats, unit: str) -> _Learnt:
    unjudged = ("",) * len(ordered)
    chosen = np.array([one.in_baseline for one in ordered], dtype=np.bool_)
    if not chosen.any() and len(y) < 2 * FEWEST:
        few = "1 value sets none" if len(y) == 1 else f"{len(y)} values set none"
        return _Learnt(unjudged, notes=(f"no baseline was told, and {few}",))
    try:
        if chosen.any():
            found = statistical_alarm(x, y, limits=learn_limits(y[chosen]), unit=unit)
            source = f"baseline of {int(chosen.sum())} recordings"
        else:
            found = statistical_alarm(x, y, unit=unit)
            source = f"the first {found.limits.count} recordings: no baseline was told"
    except InvalidInput as error:
        return _Learnt(unjudged, notes=(f"no statistical limits: {error}",))
    states = tuple(state.value for state in found.states)
    return _Learnt(states, _levels(found.limits, source), (found.reason,))


def _levels(limits: StatisticalLimits, source: str) -> tuple[TrendLimit, ...]:
    return (
        TrendLimit("baseline", limits.centre, f"median of the {source}"),
        TrendLimit("alert", limits.alert, f"{source}, chance {limits.alert_chance:g}"),
        TrendLimit("alarm", limits.alarm, f"{source}, chance {limits.alarm_chance:g}"),
    )


def _told(limits: Sequence[AlarmLimits]) -> tuple[TrendLimit, ...]:
    return tuple(
        TrendLimit(name, value, one.source)
        for one in limits
        for name, value in (("alert", one.alert), ("alarm", one.alarm))
        if value is not None
    )


def _passed(one: AlarmLimits, y: Floats) -> list[str]:
    """The state of each value: normal, alert, alarm."""
    alert = np.inf if one.alert is None else one.alert
    alarm = np.inf if one.alarm is None else one.alarm
    rank = (y > alert).astype(int) + (y > alarm)
    rank[y > alarm] = 2  # an alarm limit without an alert limit
    return [tuple(AlarmState)[one].value for one in rank.tolist()]


def _passed_words(one: AlarmLimits, y: Floats, unit: str) -> list[str]:
    """What the last value passes of these limits."""
    if not len(y):
        return []
    state = _passed(one, y[-1:])[0]
    if state == AlarmState.NORMAL:
        return [f"the last value is within the limits of {one.source}"]
    level = one.alarm if state == AlarmState.ALARM else one.alert
    last, limit = (f"{x:.4g} {unit}".strip() for x in (y[-1], level))
    return [f"the last value, {last}, is above the {state} limit {limit} of {one.source}"]


def _worse(one: str, other: str) -> str:
    return max(one, other, key=lambda state: _RANK[state])


def _moment(one: TrendValue) -> float:
    return 0.0 if one.measured_at is None else one.measured_at.timestamp()


def _axis(ordered: Sequence[TrendValue], timed: bool) -> tuple[Floats, str, tuple[str, ...]]:
    """Where each value stands, in which unit, and what is to be said of it."""
    if timed:
        seconds = np.array([_moment(one) for one in ordered])
        hours = (seconds - seconds[0]) / 3600
        return (hours / 24, "d", ()) if hours[-1] > _MOST_HOURS else (hours, "h", ())
    known = sum(one.measured_at is not None for one in ordered)
    why = f"{known} of {len(ordered)} times are known" if known else "no times are known"
    return np.arange(1.0, len(ordered) + 1), "", (f"in the order they arrived: {why}",)
