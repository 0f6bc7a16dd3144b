"""One speed for a whole recording: its mean where it keeps still, its range where it does not."""

import numpy as np
import pytest

from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.single import STEADY, single_speed, turn_speeds


def ramp(low: float, high: float) -> SpeedProfile:
    return SpeedProfile(np.array([0.0, 10.0]), np.array([low, high]))


def test_a_steady_speed_is_its_mean_and_a_run_up_its_range() -> None:
    steady = single_speed(ramp(1495.0, 1505.0), 10.0, "from the tacho")
    assert steady.rpm == pytest.approx(1500.0, rel=1e-6)
    assert (steady.source, steady.refusal, steady.advice) == ("from the tacho", "", "")
    run_up = single_speed(ramp(300.0, 7200.0), 10.0, "from the tacho")
    assert run_up.rpm is None
    assert run_up.refusal.startswith("the speed goes from 3")
    assert "(from the tacho)" in run_up.refusal
    assert "order resampling" in run_up.advice


@pytest.mark.parametrize(("share", "steady"), [(0.9 * STEADY, True), (1.2 * STEADY, False)])
def test_the_share_is_from_the_slowest_to_the_fastest_turn(share: float, steady: bool) -> None:
    speed = ramp(1500 * (1 - share / 2), 1500 * (1 + share / 2))
    assert (single_speed(speed, 10.0, "told").rpm is not None) == steady


def test_uneven_pulses_within_a_turn_are_no_change_of_speed() -> None:
    times = (np.arange(1, 1501) - 0.5) / (25 * 6)
    uneven = np.tile([1400.0, 1600.0, 1450.0, 1550.0, 1480.0, 1520.0], 250)
    found = turn_speeds(SpeedProfile(times, uneven), 10.0)
    assert found[1:-1] == pytest.approx(1500.0, rel=0.01)


def test_only_the_time_of_the_recording_counts_and_a_standstill_is_no_speed() -> None:
    later = SpeedProfile(np.array([0.0, 10.0, 11.0]), np.array([1500.0, 1500.0, 3000.0]))
    assert single_speed(later, 10.0, "told").rpm == pytest.approx(1500.0)
    assert single_speed(ramp(0.0, 0.0), 10.0, "told").rpm is None
