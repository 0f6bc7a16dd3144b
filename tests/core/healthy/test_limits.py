"""Conformal limits: the stated rate is the rate, and too few cases are refused."""

import numpy as np
import pytest

from pfd_desktop.core.healthy.limits import (
    alarms,
    cases_needed,
    drifts,
    exact_rate,
    p_value,
    rate_range,
)
from pfd_desktop.errors import InvalidInput


@pytest.mark.parametrize(("rate", "needed"), [(0.5, 1), (0.1, 9), (0.05, 19), (0.01, 99)])
def test_the_fewest_cases_are_those_whose_strangest_alarms(rate: float, needed: int) -> None:
    assert cases_needed(rate) == needed
    assert alarms(p_value(range(needed), needed), rate)
    assert not alarms(p_value(range(needed - 1), needed), rate)


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1, 2.0, float("nan")])
def test_a_rate_is_a_share(rate: float) -> None:
    with pytest.raises(InvalidInput, match="between 0 and 1"):
        cases_needed(rate)


@pytest.mark.parametrize("cases", [19, 25, 60])
def test_over_many_calibrations_false_alarms_come_at_the_exact_rate(cases: int) -> None:
    random, rate, draws = np.random.default_rng(1), 0.05, 20_000
    told = sum(
        alarms(p_value(row[1:], row[0]), rate) for row in random.normal(size=(draws, cases + 1))
    )
    expected = exact_rate(cases, rate)
    assert expected <= rate
    assert abs(told / draws - expected) < 4 * np.sqrt(expected * (1 - expected) / draws)


def test_one_calibrations_own_rate_lies_in_the_range_told() -> None:
    """Of standard normal scores the rate above a limit is known."""
    random, cases, rate = np.random.default_rng(2), 39, 0.05
    scores = np.sort(random.normal(size=(4000, cases)), axis=1)
    above = random.normal(size=200_000)
    own = 1 - np.searchsorted(np.sort(above), scores[:, -2]) / len(above)  # k = 2 of 40
    low, high = rate_range(cases, rate)
    assert np.mean((own >= low) & (own <= high)) == pytest.approx(0.95, abs=0.015)
    assert own.mean() == pytest.approx(exact_rate(cases, rate), abs=0.003)


def test_a_drift_is_called_and_steadiness_hardly_ever() -> None:
    random = np.random.default_rng(4)
    steady = sum(drifts(row.tolist()) for row in random.normal(size=(2000, 20)))
    assert steady <= 2000 * 0.05 + 3 * np.sqrt(2000 * 0.05)
    assert all(drifts(row.tolist()) for row in random.normal(size=(50, 20)) + np.arange(20) / 3)
    assert not drifts([3.0, 2.0, 1.0])
    assert not drifts(list(range(20, 0, -1)))
