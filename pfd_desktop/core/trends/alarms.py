"""Statistical alarms on a trend: limits learnt from its beginning, and when it leaves them.

Values such as RMS, peak or kurtosis are positive and scatter by factors, so everything happens in
their logarithms. Centre and spread of the baseline are its median and Qn, the order statistic of
all pairwise distances (Rousseeuw and Croux 1993): half of the baseline may be outliers. A limit is
the upper prediction limit of one more value. Qn uses 82 % of what n Gaussian values tell of their
spread, so the limit is Student's with 0.82 (n - 1) degrees of freedom: a short baseline sets wide
limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]

BASELINE_SHARE = 0.2  # of the values, where nobody says which ones are the baseline
FEWEST = 5  # values below which a baseline tells no spread
PERSISTENCE = 3  # values in a row: one outlier is not a trend
ALERT_CHANCE, ALARM_CHANCE = 1e-2, 1e-3  # that one more value of the baseline lies above
_CONSISTENT = 2.2219  # Qn to standard deviation of a Gaussian (Rousseeuw and Croux 1993)
_SMALL = (0.844, 0.611, 0.857, 0.669, 0.872)  # its correction for 5 to 9 values (same source)
_EFFICIENCY = 0.82  # of Qn at a Gaussian (same source)
_LEAST_SPREAD = 0.01  # a baseline rounded to equal values still scatters by its last digit


class AlarmState(StrEnum):
    """Where a trend stands."""

    NORMAL = "normal"
    ALERT = "alert"
    ALARM = "alarm"


@dataclass(frozen=True)
class StatisticalLimits:
    """Limits of a trend, in its own unit, and the baseline they were learnt from."""

    centre: float  # median of the baseline
    spread: float  # robust standard deviation of the natural logarithm
    alert: float
    alarm: float
    count: int  # values in the baseline
    alert_chance: float = ALERT_CHANCE
    alarm_chance: float = ALARM_CHANCE


@dataclass(frozen=True)
class TrendAlarm:
    """How a trend compares with its limits; indices count its values from 0."""

    limits: StatisticalLimits
    state: AlarmState  # of the last values
    states: tuple[AlarmState, ...]  # of each value with those before it
    first_alert: int | None  # value that completed the first alert
    first_alarm: int | None  # value that completed the first alarm
    alert_time: float | None  # its time, in the unit of the times
    alarm_time: float | None
    reason: str


def learn_limits(
    values: Sequence[float] | Floats,
    *,
    alert_chance: float = ALERT_CHANCE,
    alarm_chance: float = ALARM_CHANCE,
) -> StatisticalLimits:
    """Limits from the *values* of a baseline; all above 0.

    ``*_chance`` is the probability that one more value of the same baseline exceeds the limit.
    """
    baseline = _positive(values)
    if len(baseline) < FEWEST:
        raise InvalidInput(
            f"A baseline of {len(baseline)} values tells no spread; give at least {FEWEST}."
        )
    if not 0 < alarm_chance <= alert_chance < 0.5:
        raise InvalidInput(
            f"Chances of {alert_chance:g} (alert) and {alarm_chance:g} (alarm) make no limits;"
            " give the alarm the smaller one, both above 0 and below 0.5."
        )
    levels = np.log(baseline)
    centre = float(np.median(levels))
    spread = max(_qn(levels), _LEAST_SPREAD)
    return StatisticalLimits(
        centre=exp(centre),
        spread=spread,
        alert=exp(centre + spread * _reach(alert_chance, len(levels))),
        alarm=exp(centre + spread * _reach(alarm_chance, len(levels))),
        count=len(levels),
        alert_chance=alert_chance,
        alarm_chance=alarm_chance,
    )


def statistical_alarm(
    times: Sequence[float] | Floats,
    values: Sequence[float] | Floats,
    *,
    baseline_count: int | None = None,
    limits: StatisticalLimits | None = None,
    persistence: int = PERSISTENCE,
    unit: str = "",
) -> TrendAlarm:
    """Where *values* (above 0, in the order of *times*) leave their baseline.

    The baseline is the first ``baseline_count`` values (a fifth of them if None), unless ``limits``
    were learnt before. A state is entered when ``persistence`` values in a row lie above its limit,
    and left when as many lie below. Per value, a stationary trend of independent values alarms with
    ``alarm_chance`` to the power of ``persistence``; of values that hang together with at most
    ``alarm_chance``. The reason names limits in *unit*.
    """
    trend = _positive(values)
    if len(times) != len(trend):
        raise InvalidInput(f"{len(trend)} values cannot lie at {len(times)} times.")
    if persistence < 1:
        raise InvalidInput(f"A persistence of {persistence} values means nothing; give 1 or more.")
    first = 0
    if limits is None:
        first = baseline_count or max(FEWEST, round(BASELINE_SHARE * len(trend)))
        limits = learn_limits(trend[:first])
    states = _states(trend, limits, first, persistence)
    alert, alarm = _first(states, AlarmState.ALERT), _first(states, AlarmState.ALARM)
    return TrendAlarm(
        limits=limits,
        state=states[-1] if states else AlarmState.NORMAL,
        states=states,
        first_alert=alert,
        first_alarm=alarm,
        alert_time=None if alert is None else float(times[alert]),
        alarm_time=None if alarm is None else float(times[alarm]),
        reason=_reason(limits, alert, alarm, persistence, unit),
    )


def _positive(values: Sequence[float] | Floats) -> Floats:
    trend = np.asarray(values, dtype=np.float64)
    if not (np.isfinite(trend).all() and (trend > 0).all()):
        raise InvalidInput(
            "A trend with values that are not numbers above 0 has no statistical limits;"
            " leave those measurements out."
        )
    return trend


def _qn(levels: Floats) -> float:
    """Robust standard deviation: the k-th smallest distance of two values, k about a quarter."""
    size = len(levels)
    first, second = np.triu_indices(size, 1)
    half = size // 2 + 1
    rank = half * (half - 1) // 2
    distance = float(np.partition(np.abs(levels[first] - levels[second]), rank - 1)[rank - 1])
    return _CONSISTENT * _correction(size) * distance


def _correction(size: int) -> float:
    if size - FEWEST < len(_SMALL):
        return _SMALL[size - FEWEST]
    return size / (size + (1.4 if size % 2 else 3.8))


def _reach(chance: float, count: int) -> float:
    """Upper prediction limit of one more value, in standard deviations of the baseline.

    The median of n Gaussian values scatters by sqrt(pi / 2n) of their standard deviation.
    """
    from scipy.special import stdtrit

    return float(stdtrit(_EFFICIENCY * (count - 1), 1 - chance)) * sqrt(1 + np.pi / (2 * count))


def _states(
    trend: Floats, limits: StatisticalLimits, first: int, persistence: int
) -> tuple[AlarmState, ...]:
    above = {AlarmState.ALARM: trend > limits.alarm, AlarmState.ALERT: trend > limits.alert}
    held = {state: _held(over, first, persistence) for state, over in above.items()}
    return tuple(
        next((state for state in held if held[state][index]), AlarmState.NORMAL)
        for index in range(len(trend))
    )


def _held(over: NDArray[np.bool_], first: int, persistence: int) -> list[bool]:
    """True from the value that completes a row above the limit to the one that ends it below."""
    held, row, on = [], 0, False
    for index, value in enumerate(over):
        row = row + 1 if index >= first and bool(value) != on else 0
        if row == persistence:
            on, row = not on, 0
        held.append(on)
    return held


def _first(states: tuple[AlarmState, ...], wanted: AlarmState) -> int | None:
    reached = {AlarmState.ALARM} if wanted is AlarmState.ALARM else set(AlarmState) - {"normal"}
    return next((index for index, state in enumerate(states) if state in reached), None)


def _reason(
    limits: StatisticalLimits, alert: int | None, alarm: int | None, persistence: int, unit: str
) -> str:
    alert_at, alarm_at = (f"{x:.4g} {unit}".strip() for x in (limits.alert, limits.alarm))
    factor = f"{limits.alarm / limits.centre:.2f} times the baseline's median"
    said = f"{persistence} values in a row" if persistence > 1 else "a value"
    if alarm is not None:
        return f"{said} above the alarm limit, {alarm_at} ({factor})"
    if alert is not None:
        return f"{said} above the alert limit, {alert_at}, none so of the alarm limit"
    return f"never {said} above a limit; the alarm limit is {alarm_at} ({factor})"


def margin_db(value: float, limits: StatisticalLimits) -> float:
    """How far *value* lies above the alarm limit, in dB of amplitude; negative below."""
    return 20 * log(value / limits.alarm, 10)
