"""Intervals: units are what counts, and known answers."""

import numpy as np
import pytest

from pfd_desktop.core.evaluation.intervals import accuracy, cluster_interval, macro_f1, wilson


def test_macro_f1_is_scikit_learns() -> None:
    from sklearn.metrics import f1_score

    draw = np.random.default_rng(0)
    for _ in range(20):
        truth = np.concatenate((np.arange(3), draw.integers(0, 3, 30)))
        predicted = draw.integers(0, 3, 33)
        assert macro_f1(truth, predicted) == pytest.approx(
            f1_score(truth, predicted, average="macro")
        )


def test_wilson_is_the_published_interval() -> None:
    # Newcombe, Statistics in Medicine 17 (1998) 857, table I: 81 of 263 and 0 of 20.
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0.0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_recordings_that_agree_within_a_unit_widen_the_interval() -> None:
    draw = np.random.default_rng(1)
    truth = np.repeat(np.arange(2), 80)
    right_unit = draw.random(20) < 0.6
    predicted = np.where(np.repeat(right_unit, 8), truth, 1 - truth)
    units = [f"unit {i // 8}" for i in range(160)]
    by_unit = cluster_interval(accuracy, truth, predicted, units)
    by_record = cluster_interval(accuracy, truth, predicted, [str(i) for i in range(160)])
    width = (by_unit.high - by_unit.low) / (by_record.high - by_record.low)
    assert width == pytest.approx(np.sqrt(8), rel=0.2)
    assert by_unit.value == by_record.value


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    draw = np.random.default_rng(2)
    share, covered, trials = 0.7, 0, 60
    truth = np.repeat(np.arange(2), 60)
    units = [f"unit {i // 3}" for i in range(120)]
    for trial in range(trials):
        right = np.repeat(draw.random(40) < share, 3)
        interval = cluster_interval(
            accuracy, truth, np.where(right, truth, 1 - truth), units, trial
        )
        covered += interval.low <= share <= interval.high
    assert covered >= 0.85 * trials


def test_all_right_is_not_certainty() -> None:
    truth = np.repeat(np.arange(2), 12)
    units = [f"unit {i // 4}" for i in range(24)]
    interval = cluster_interval(accuracy, truth, truth, units)
    assert interval.value == interval.high == 1.0
    assert interval.low == pytest.approx(wilson(1.0, 6)[0])
    assert interval.low < 0.65
