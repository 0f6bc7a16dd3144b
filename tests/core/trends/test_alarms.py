"""Statistical alarms: limits as frequent as stated, steps found, outliers not."""

import csv
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.trends.alarms import (
    AlarmState,
    learn_limits,
    margin_db,
    statistical_alarm,
)
from pfd_desktop.errors import InvalidInput


def steady(count: int, seed: int, spread: float = 0.1) -> np.ndarray:
    return 2.0 * np.exp(spread * np.random.default_rng(seed).standard_normal(count))


@pytest.mark.parametrize("count", [6, 10, 40])
def test_one_more_value_exceeds_the_limits_as_often_as_stated(count: int) -> None:
    random = np.random.default_rng(count)
    above = np.zeros(2)
    for _draw in range(3000):
        baseline = np.exp(random.standard_normal(count))
        limits = learn_limits(baseline, alert_chance=0.05, alarm_chance=0.01)
        above += np.exp(random.standard_normal()) > np.array([limits.alert, limits.alarm])
    # six standard deviations of counting, and what Student's law leaves open for Qn
    assert above[0] / 3000 == pytest.approx(0.05, abs=0.025)
    assert above[1] / 3000 == pytest.approx(0.01, abs=0.012)


def test_centre_and_spread_are_those_of_the_gaussian_and_ignore_outliers() -> None:
    values = steady(400, 4)
    limits = learn_limits(values)
    assert limits.centre == pytest.approx(2.0, rel=0.02)
    assert limits.spread == pytest.approx(0.1, rel=0.1)
    values[:40] = 1000.0
    spoiled = learn_limits(values)
    assert spoiled.centre == pytest.approx(limits.centre, rel=0.03)
    assert spoiled.spread < 1.4 * limits.spread


def test_a_step_alarms_with_its_third_value_and_ends_with_the_third_below() -> None:
    values = steady(60, 2)
    values[40:50] *= 4
    found = statistical_alarm([10.0 * index for index in range(60)], values, baseline_count=20)
    assert (found.first_alert, found.first_alarm) == (42, 42)
    assert found.alarm_time == 420.0
    assert found.states[51] is AlarmState.ALARM
    assert found.states[52] is AlarmState.NORMAL
    assert found.state is AlarmState.NORMAL
    assert "alarm limit" in found.reason


def test_single_outliers_and_steady_trends_raise_nothing() -> None:
    for seed in range(50):
        values = steady(200, seed)
        values[[50, 51, 90, 150]] *= 20
        assert statistical_alarm(range(200), values).first_alarm is None


def test_limits_learnt_before_judge_from_the_first_value_on() -> None:
    limits = learn_limits(steady(30, 3))
    found = statistical_alarm([0, 1, 2], [9.0, 9.0, 9.0], limits=limits)
    assert found.first_alarm == 2
    assert found.limits is limits
    assert margin_db(10 * limits.alarm, limits) == pytest.approx(20.0)


def test_what_cannot_be_judged_is_refused() -> None:
    for values, words in (
        ([1.0, -1.0, 1.0, 1.0, 1.0], "above 0"),
        ([1.0, 1.0], "at least 5"),
    ):
        with pytest.raises(InvalidInput, match=words):
            statistical_alarm(range(len(values)), values)
    with pytest.raises(InvalidInput, match="times"):
        statistical_alarm([0.0], [1.0] * 6)
    with pytest.raises(InvalidInput, match="persistence"):
        statistical_alarm(range(6), [1.0] * 6, persistence=0)
    with pytest.raises(InvalidInput, match="smaller one"):
        learn_limits([1.0] * 6, alarm_chance=0.4, alert_chance=0.1)


@pytest.mark.real_data
def test_femto_alarms_before_the_end_of_life_and_not_in_its_first_third(shared_data: Path) -> None:
    with (shared_data / "expected" / "femto_trend.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    snapshot = [int(Path(row["file"]).stem.removeprefix("acc_")) for row in rows]
    last = snapshot[-1]
    for column in ("rms_h", "peak_h"):
        found = statistical_alarm(snapshot, [float(row[column]) for row in rows])
        assert found.alarm_time is not None
        assert last / 3 < found.alarm_time < 0.95 * last
        assert found.alert_time is not None
        assert last / 3 < found.alert_time <= found.alarm_time
        assert found.state is AlarmState.ALARM
    for column in ("rms_v", "peak_v"):  # across the load the wear shows late
        found = statistical_alarm(snapshot, [float(row[column]) for row in rows])
        assert found.first_alarm is None
        assert found.state is AlarmState.ALERT
