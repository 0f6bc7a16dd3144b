"""The joint solver on peaks of known origin."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.diagnosis.child import (
    DiagnoseRequest,
    SolveRequest,
    diagnose_blob,
    solve_blob,
)
from pfd_desktop.core.diagnosis.hypotheses import Decider, Hypothesis, Peak, Solution, SolverRequest
from pfd_desktop.core.diagnosis.solver import peaks_of, solve
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent
from tests.ross_records import motions

CWRU, NICE, IMS = find("6205-2RS"), find("NICE"), find("ZA-2115")
SHAFT_HZ = 1772 / 60


def inner_race(bearing: Bearing, slip: float, shaft_hz: float = SHAFT_HZ) -> list[Peak]:
    """Harmonics of BPFI with their sidebands, and three shaft orders."""
    base = orders(bearing).bpfi * (1 + slip) * shaft_hz
    peaks = [Peak(order * shaft_hz, 20.0) for order in (1, 2, 3)]
    for harmonic in (1, 2, 3):
        for side in (-1, 0, 1):
            peaks.append(Peak(harmonic * base + side * shaft_hz, 30.0 - 5 * abs(side)))
    return peaks


def ask(peaks: list[Peak], *bearings: Bearing, **told: float | bool | None) -> Solution:
    request = SolverRequest(tuple(peaks), bearings, resolution_hz=0.2, **told)
    return solve(request, Silent())


def lines(hypothesis: Hypothesis) -> set[str]:
    return {one.line for one in hypothesis.explained}


@pytest.mark.parametrize("told", [1772.0, 1797.0, None])
def test_speed_slip_and_bearing_are_found_together(told: float | None) -> None:
    found = ask([*inner_race(CWRU, -0.008), Peak(333.3, 15.0)], NICE, CWRU, IMS, speed_rpm=told)
    best = found.hypotheses[0]
    assert best.name == "6205-2RS"
    assert best.speed_rpm == pytest.approx(1772, rel=2e-4)
    assert [slip.family for slip in best.slips] == ["BPFI"]
    assert best.slips[0].percent == pytest.approx(-0.8, abs=0.03)
    assert {"1X", "2X", "3X", "BPFI", "2×BPFI", "3×BPFI − 1X", "BPFI + 1X"} <= lines(best)
    assert [found.peaks[index].hertz for index in best.unexplained] == [333.3]
    assert best.residual_hz < 0.05
    assert best.decades > 10


def test_peaks_of_no_origin_come_out_near_chance() -> None:
    random = np.random.default_rng(3)
    for _draw in range(5):
        peaks = [Peak(float(hertz), 20.0) for hertz in random.uniform(20, 600, 15)]
        real = ask(inner_race(CWRU, -0.005), CWRU).hypotheses[0].decades
        assert ask(peaks, CWRU, NICE, IMS).hypotheses[0].decades < real / 2


def test_without_shaft_orders_only_a_tacho_decides_between_speeds() -> None:
    base = orders(CWRU).bpfo * SHAFT_HZ
    peaks = [Peak(harmonic * base, 30.0) for harmonic in (1, 2, 3, 4)]
    found = ask(peaks, CWRU, speed_rpm=1780.0)
    assert len(found.hypotheses) > 1
    assert found.next_measurement.decider is Decider.TACHO
    first, second = (f"{one.speed_rpm:.0f}" for one in found.hypotheses[:2])
    assert first in found.next_measurement.text
    assert second in found.next_measurement.text


def test_a_comb_alone_leaves_a_free_speed_open_however_clearly_it_leads() -> None:
    """Ten lines of BPFO are the ten orders of a shaft that turns 3.58 times as fast."""
    base = orders(CWRU).bpfo * SHAFT_HZ
    found = ask([Peak(harmonic * base, 30.0) for harmonic in range(1, 11)], CWRU)
    best = found.hypotheses[0]
    assert best.speed_rpm == pytest.approx(60 * base, rel=1e-3)
    assert best.decades > 10
    assert found.next_measurement.decider is Decider.TACHO
    assert "a comb alone" in found.next_measurement.text


def test_half_the_speed_that_meets_peaks_left_over_leaves_it_open() -> None:
    base = orders(CWRU).bpfo * SHAFT_HZ
    # the orders of a shaft twice as fast and its BPFO; few lines between
    peaks = [Peak(order * SHAFT_HZ, 40.0) for order in range(2, 21, 2)]
    peaks += [Peak(2 * harmonic * base, 40.0) for harmonic in (1, 2, 3, 4)]
    peaks += [Peak(order * SHAFT_HZ, 14.0) for order in (1, 3, 5, 7, 9)]
    found = ask(peaks, CWRU)
    assert found.hypotheses[0].speed_rpm == pytest.approx(2 * 1772, rel=1e-3)
    assert found.hypotheses[0].decades > found.hypotheses[1].decades + 10
    assert found.next_measurement.decider is Decider.TACHO
    assert "1772 rpm explains 5 of the peaks that 3544 rpm leaves" in found.next_measurement.text
    sure = ask([*inner_race(CWRU, -0.008), Peak(333.3, 15.0)], CWRU)
    assert sure.next_measurement.decider is Decider.NONE_NEEDED


def test_bearings_that_slip_makes_equal_ask_for_the_designation() -> None:
    twin = Bearing("x", "twin", "", 9, 8.05, 39.04, 0.0, "test")
    found = ask(inner_race(CWRU, -0.005), CWRU, twin, speed_rpm=1772.0)
    assert {one.name for one in found.hypotheses[:2]} == {"6205-2RS", "twin"}
    assert found.next_measurement.decider is Decider.DESIGNATION
    assert "6205-2RS (BPFI slipping by -0.5 %)" in found.next_measurement.text


def test_a_whirl_is_told_from_a_rolling_bearing() -> None:
    peaks = [Peak(order * 50.0, level) for order, level in ((1, 40.0), (2, 20.0), (0.46, 45.0))]
    found = ask([*peaks, Peak(46.0, 20.0)], NICE, journal=True, speed_rpm=3000.0)
    best = found.hypotheses[0]
    assert best.name == "journal bearing"
    assert best.families == {"whirl"}
    assert lines(best) == {"1X", "2X", "whirl", "2×whirl"}


def test_peaks_are_read_between_the_bins() -> None:
    time = np.arange(20_000) / 2000
    wave = np.cos(2 * np.pi * 123.46 * time) + np.random.default_rng(0).standard_normal(20_000)
    power = np.abs(np.fft.rfft(wave * np.hanning(20_000))) ** 2
    found = peaks_of(power, 0.1, above_db=15.0)
    assert found[0].hertz == pytest.approx(123.46, abs=0.01)


def test_nothing_to_solve_is_refused() -> None:
    with pytest.raises(InvalidInput, match="No peaks"):
        ask([], CWRU)
    with pytest.raises(InvalidInput, match="cannot be searched"):
        ask(inner_race(CWRU, 0.0), CWRU, speed_rpm=-5.0)


def test_higher_harmonics_are_named_but_weigh_nothing() -> None:
    base = orders(CWRU).bpfo * SHAFT_HZ * 0.995
    few = [Peak(harmonic * base, 30.0) for harmonic in range(1, 6)]
    few += [Peak(order * SHAFT_HZ, 30.0) for order in (1, 2, 3)]
    few.append(Peak(10 * base + 50.0, 30.0))  # so that both reach as high
    high = [Peak(7 * base + 0.2, 30.0), Peak(7 * base + SHAFT_HZ, 30.0), Peak(9 * base, 30.0)]
    before = ask(few, CWRU, speed_rpm=1772.0).hypotheses[0]
    after = ask([*few, *high], CWRU, speed_rpm=1772.0).hypotheses[0]
    assert {"7×BPFO", "7×BPFO + 1X", "9×BPFO"} <= lines(after)
    assert after.decades == pytest.approx(before.decades, abs=1e-9)
    assert len(after.explained) == len(before.explained) + 3
    assert len(after.unexplained) == len(before.unexplained) == 1
    astray = [Peak(7 * base + 3.0, 30.0), Peak(6 * base + SHAFT_HZ, 30.0)]  # a sideband of nothing
    alone = ask([*few, *astray], CWRU, speed_rpm=1772.0).hypotheses[0]
    assert len(alone.unexplained) == 3


def test_a_waveform_file_is_solved_in_one_call(tmp_path: Path) -> None:
    made = SyntheticRequest(Fault.INNER_RACE, bearing=CWRU, speed_rpm=1772.0, seed=2)
    write_blob(tmp_path / "inner", synthesize(made), made.rate_hz, "g", "acceleration")
    asked = SolveRequest(tmp_path / "inner", (CWRU, NICE), speed_rpm=1790.0)
    best = solve_blob(asked, Silent()).hypotheses[0]
    assert best.name == "6205-2RS"
    assert "BPFI" in best.families
    assert best.speed_rpm == pytest.approx(1772, rel=2e-3)


def test_two_probes_of_a_measurement_are_diagnosed_together(tmp_path: Path) -> None:
    motion = next(motions("whirl", 1))
    for name, samples in (("x", motion.x), ("y", motion.y)):
        write_blob(tmp_path / name, samples, motion.rate_hz, "m", "displacement")
    asked = DiagnoseRequest(
        tmp_path / "x",
        None,
        BearingKind.JOURNAL,
        motion.speed_rpm,
        second=tmp_path / "y",
        quantity="displacement",
        critical_rpm=60 * motion.critical_hz,
    )
    found = diagnose_blob(asked, Silent())
    assert found.fault == Fault.OIL_WHIRL.value
    assert "forward" in found.verdict
    write_blob(tmp_path / "slow", motion.y, motion.rate_hz / 2, "m", "displacement")
    with pytest.raises(InvalidInput, match="needs one rate"):
        diagnose_blob(replace(asked, second=tmp_path / "slow"), Silent())


@pytest.mark.parametrize("slip", [0.0, 0.004, 0.008])
@pytest.mark.parametrize("told_rpm", [900.0, 1497.0, 1797.0, 2950.0])
@pytest.mark.parametrize("bearing", [CWRU, NICE])
def test_where_slip_explains_as_much_the_told_speed_comes_first(
    bearing: Bearing, told_rpm: float, slip: float
) -> None:
    base = orders(bearing).bpfo * told_rpm / 60 * (1 - slip)
    peaks = [Peak(harmonic * base, 30.0) for harmonic in range(1, 6)]
    best = ask(peaks, bearing, speed_rpm=told_rpm).hypotheses[0]
    assert best.speed_rpm == pytest.approx(told_rpm, rel=0.001)
    assert best.slips[0].percent == pytest.approx(-100 * slip, abs=0.2)
