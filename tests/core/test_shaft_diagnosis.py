"""Shaft and journal-bearing evidence on signals of known make."""

import numpy as np
import pytest

from pfd_desktop.core.diagnosis.between import between_orders
from pfd_desktop.core.diagnosis.bursts import find_bursts
from pfd_desktop.core.diagnosis.journal import ShaftSignal
from pfd_desktop.core.diagnosis.rule import diagnose
from pfd_desktop.core.diagnosis.shaft_lines import gather
from pfd_desktop.core.diagnosis.tracking import whirl_or_whip
from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.progress import Silent

RATE_HZ, SHAFT_HZ = 2000.0, 50.3
TIME = np.arange(10_000) / RATE_HZ


def orbit(*lines: tuple[float, float, int], noise: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """X and Y of circular lines (order, radius, +1 forward or -1 backward) in noise."""
    random = np.random.default_rng(5)
    x, y = noise * random.standard_normal((2, len(TIME)))
    for number, (order, radius, direction) in enumerate(lines):
        angle = 2 * np.pi * order * SHAFT_HZ * TIME + number
        x = x + radius * np.cos(angle)
        y = y + radius * direction * np.sin(angle)
    return x, y


def ask(x: np.ndarray, y: np.ndarray | None, critical_hz: float | None = None) -> Diagnosis:
    return diagnose(
        x,
        RATE_HZ,
        None,
        BearingKind.JOURNAL,
        speed_rpm=60 * SHAFT_HZ * 1.004,
        progress=Silent(),
        shaft_signal=ShaftSignal(y, "displacement", critical_hz),
    )


def test_speed_orders_and_direction_are_read_from_the_orbit() -> None:
    x, y = orbit((1, 1.0, 1), (2, 0.3, -1), (0.46, 0.5, 1))
    found = gather(x, y, RATE_HZ, SHAFT_HZ * 1.004, "displacement")
    assert found.shaft_hz == pytest.approx(SHAFT_HZ, rel=1e-4)
    first, second = found.line("1X"), found.line("2X")
    assert first.forward == pytest.approx(1.0, abs=0.01)
    assert second.forward == pytest.approx(0.0, abs=0.02)
    # both probes carry r²/2 of a circle of radius r
    assert first.displacement == pytest.approx(1.0, rel=0.03)
    assert second.displacement == pytest.approx(0.09, rel=0.05)
    assert found.below[0].order == pytest.approx(0.46, abs=5e-4)
    assert found.locked(found.below[0]) is None
    assert not found.line("3X").stands


def test_acceleration_and_displacement_of_one_motion_compare_alike() -> None:
    x, _y = orbit((1, 1.0, 1), (2, 0.5, 1), noise=0.0)
    acceleration = np.zeros_like(x)
    for number, (order, radius) in enumerate(((1, 1.0), (2, 0.5))):
        turning = 2 * np.pi * order * SHAFT_HZ
        acceleration -= radius * turning**2 * np.cos(turning * TIME + number)
    ratios = []
    for samples, quantity in ((x, "displacement"), (acceleration, "acceleration")):
        found = gather(samples, None, RATE_HZ, SHAFT_HZ, quantity)
        ratios.append(found.line("2X").displacement / found.line("1X").displacement)
    assert ratios[0] == pytest.approx(0.25, rel=0.01)
    assert ratios[1] == pytest.approx(0.25, rel=0.01)


def test_whirl_and_whip_part_by_the_critical_speed() -> None:
    x, y = orbit((1, 1.0, 1), (0.46, 1.5, 1))
    assert ask(x, y, critical_hz=60.0).fault == Fault.OIL_WHIRL.value
    assert ask(x, y, critical_hz=0.46 * SHAFT_HZ * 1.05).fault == Fault.OIL_WHIP.value
    alone = ask(x, y)
    assert alone.fault == Fault.OIL_WHIRL.value
    assert "another speed" in alone.reason
    x, y = orbit((1, 1.0, 1), (0.33, 1.5, 1), (0.27, 0.1, 1))
    assert ask(x, y).fault == Fault.OIL_WHIP.value


def test_what_goes_backward_or_is_faint_or_locked_is_no_whirl() -> None:
    for lines in (((0.46, 1.5, -1),), ((0.46, 0.1, 1),), ((0.5, 1.5, 1),), ((1 / 3, 1.0, 1),)):
        x, y = orbit((1, 1.0, 1), *lines)
        assert ask(x, y).fault not in {Fault.OIL_WHIRL.value, Fault.OIL_WHIP.value}, lines


def test_rub_shows_by_its_image_or_by_dry_whirl_and_looseness_by_a_flat_orbit() -> None:
    thrown_back = ((0.36, 0.4, 1), (0.64, 0.3, -1))
    assert ask(*orbit((1, 1.0, 1), *thrown_back)).fault == Fault.RUB.value
    assert ask(*orbit((1, 1.0, 1), (3.4, 0.6, -1))).fault == Fault.RUB.value
    assert ask(*orbit((1, 1.0, 1), (3.4, 0.6, 1))).fault != Fault.RUB.value
    thirds = ((1 / 3, 0.3, 1), (2 / 3, 0.2, 1))
    assert ask(*orbit((1, 1.0, 1), *thirds)).fault == Fault.RUB.value
    halves = ((0.5, 0.3, 1), (1.5, 0.2, 1), (2.5, 0.1, 1))
    assert ask(*orbit((1, 1.0, 1), *halves)).fault == Fault.RUB.value
    x, y = orbit((1, 1.0, 1), *halves)
    assert ask(x, 0.1 * y).fault == Fault.LOOSENESS.value


def test_orders_name_the_other_shaft_faults() -> None:
    assert ask(*orbit((1, 1.0, 1))).fault == Fault.IMBALANCE.value
    assert ask(*orbit((1, 1.0, 1), (2, 0.3, -1))).fault == Fault.MISALIGNMENT.value
    assert ask(*orbit((1, 1.0, 1), (3, 0.15, -1))).fault == Fault.MISALIGNMENT.value
    halves = ((0.5, 0.3, 1), (1.5, 0.2, 1), (2, 0.2, 1), (2.5, 0.1, 1))
    assert ask(orbit((1, 1.0, 1), *halves)[0], None).fault == Fault.LOOSENESS.value
    assert ask(*orbit((1, 0.1, 1), noise=1.0)).grade is Grade.NONE


def test_the_hum_of_the_mains_is_no_motion_of_the_shaft() -> None:
    hum, twice, near = 60 / SHAFT_HZ, 100 / SHAFT_HZ, 63 / SHAFT_HZ
    for order in (hum, twice):
        assert ask(*orbit((1, 1.0, 1), (order, 0.6, -1))).fault == Fault.IMBALANCE.value, order
    assert ask(*orbit((1, 1.0, 1), (near, 0.6, -1))).fault == Fault.RUB.value


def test_a_second_order_that_noise_may_have_lifted_is_no_misalignment() -> None:
    """2X of a quarter of 1X carries as much inertia force; noise decides which is above."""
    for radius, noise, fault in (
        (0.26, 0.1, Fault.MISALIGNMENT),
        (0.26, 3.0, None),
        (0.5, 3.0, Fault.MISALIGNMENT),
    ):
        found = ask(*orbit((1, 1.0, 1), (2, radius, -1), noise=noise)).fault
        assert (found == Fault.MISALIGNMENT.value) is (fault is not None), (radius, noise)


def test_a_second_order_that_the_film_bends_out_of_1x_is_no_misalignment() -> None:
    """The square of a forward motion goes forward and is small; a coupling's 2X is not both."""
    assert ask(*orbit((1, 1.0, 1), (2, 0.3, 1))).fault == Fault.IMBALANCE.value
    assert ask(*orbit((1, 1.0, 1), (2, 0.3, -1))).fault == Fault.MISALIGNMENT.value
    assert ask(*orbit((1, 1.0, 1), (2, 0.5, 1))).fault == Fault.MISALIGNMENT.value


def test_whole_orders_that_fall_one_by_one_are_no_rub() -> None:
    falling = [(2, 0.23, 1), (3, 0.1, 1), (4, 0.055, 1), (5, 0.028, 1)]
    assert ask(*orbit((1, 1.0, 1), *falling)).fault == Fault.IMBALANCE.value
    raised = [(2, 0.2, 1), (3, 0.05, 1), (4, 0.04, 1), (5, 0.06, 1)]
    assert ask(*orbit((1, 1.0, 1), *raised)).fault == Fault.RUB.value
    gap = [(2, 0.2, 1), (4, 0.06, 1), (5, 0.04, 1)]
    assert ask(*orbit((1, 1.0, 1), *gap, noise=0.05)).fault == Fault.RUB.value


def test_3x_without_2x_is_misalignment_though_it_is_below_1x() -> None:
    assert ask(*orbit((1, 1.0, 1), (3, 0.08, 1))).fault == Fault.MISALIGNMENT.value
    assert ask(*orbit((1, 1.0, 1), (3, 0.08, 1), (2, 0.1, 1))).fault == Fault.IMBALANCE.value
    assert ask(*orbit((1, 1.0, 1), (3, 0.04, 1))).fault == Fault.IMBALANCE.value


def test_hum_is_not_stronger_than_the_shaft() -> None:
    twice = 100 / SHAFT_HZ  # 2X within the mains' reach
    x, y = orbit((1, 1.0, 1), (twice, 3.0, -1))
    assert ask(x, y).fault != Fault.IMBALANCE.value
    slow = 60 * 30.0  # 1800 rpm: 2X is 60 Hz
    time = TIME
    x = np.cos(2 * np.pi * 30 * time) + 3 * np.cos(2 * np.pi * 60 * time)
    y = np.sin(2 * np.pi * 30 * time) - 3 * np.sin(2 * np.pi * 60 * time)
    noise = 0.1 * np.random.default_rng(0).standard_normal((2, len(time)))
    told = ShaftSignal(y + noise[1], "displacement")
    found = diagnose(
        x + noise[0], RATE_HZ, None, BearingKind.JOURNAL, speed_rpm=slow, progress=Silent(),
        shaft_signal=told,
    )  # fmt: skip
    assert found.fault == Fault.MISALIGNMENT.value


def test_a_line_that_towers_over_1x_whips_though_it_meets_a_third_of_it() -> None:
    x, y = orbit((1, 0.05, 1), (1 / 3, 1.5, 1), noise=0.01)
    assert ask(x, y, critical_hz=SHAFT_HZ / 3).fault == Fault.OIL_WHIP.value
    x, y = orbit((1, 1.0, 1), (1 / 3, 1.5, 1), noise=0.01)
    assert ask(x, y, critical_hz=SHAFT_HZ / 3).fault != Fault.OIL_WHIP.value
    x, y = orbit((1, 0.05, 1), (0.5, 1.5, 1), noise=0.01)
    assert ask(x, y, critical_hz=SHAFT_HZ / 2).fault != Fault.OIL_WHIP.value


def test_half_orders_that_go_round_are_rub_though_1x_is_flat() -> None:
    x, y = orbit((1, 1.0, 1), noise=0.02)
    halves = orbit((0.5, 0.3, 1), (1.5, 0.2, 1), noise=0.02)
    assert ask(x + halves[0], 0.3 * y + halves[1]).fault == Fault.RUB.value
    assert ask(x + halves[0], 0.3 * (y + halves[1])).fault == Fault.LOOSENESS.value


def thrown(depth: float, *, strength: float = 0.4, seconds: float = 5.0) -> np.ndarray:
    """Two probes: 1X, 2X, and noise up to 4X whose power swells by *depth* once a turn."""
    random = np.random.default_rng(7)
    time = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    turning = 2 * np.pi * SHAFT_HZ * time
    probes = []
    for late in (0.0, np.pi / 2):
        lines = np.fft.rfft(random.standard_normal(len(time)))
        lines[np.fft.rfftfreq(len(time), 1 / RATE_HZ) > 6 * SHAFT_HZ] = 0
        wide = np.fft.irfft(lines, len(time))
        wide *= strength / wide.std() * np.sqrt(1 + depth * np.cos(turning))
        steady = np.cos(turning - late) + 0.1 * np.cos(2 * turning - late)
        probes.append(steady + wide + 0.1 * random.standard_normal(len(time)))
    return np.array(probes)


@pytest.mark.parametrize("seconds", [3.0, 5.0, 40.0])
def test_what_swells_once_a_turn_between_the_orders_is_measured(seconds: float) -> None:
    found = between_orders(tuple(thrown(0.6, seconds=seconds)), RATE_HZ, SHAFT_HZ, 1e-4)
    assert found is not None
    assert found.stands
    # seven of eight strips, of both signs, have another one order above
    assert found.depth == pytest.approx(0.6 * 7 / 8, abs=0.1)
    # both probes: what lies within 0.12 of a whole order is left out, as is what lies above 4X
    assert found.power == pytest.approx(2 * 0.4**2 * (3.9 - 3.5 * 0.24) / 6, rel=0.2)
    one = between_orders((thrown(0.6, seconds=seconds)[0],), RATE_HZ, SHAFT_HZ, 1e-4)
    assert one is not None
    assert one.depth == pytest.approx(0.6 * 7 / 8, abs=0.15)
    steady = between_orders(tuple(thrown(0.0, seconds=seconds)), RATE_HZ, SHAFT_HZ, 1e-4)
    assert steady is not None
    assert not steady.stands
    assert between_orders(tuple(thrown(0.6, seconds=0.3)), RATE_HZ, SHAFT_HZ, 1e-4) is None


def test_steady_noise_seldom_seems_to_swell() -> None:
    """One in a hundred asked for, at most: 8 of 400 and more would come once in 20 such tests."""
    random = np.random.default_rng(3)
    alarms = 0
    for _ in range(400):
        found = between_orders((random.standard_normal(4000),), RATE_HZ, SHAFT_HZ, 0.01)
        assert found is not None
        alarms += found.stands
    assert alarms <= 8


def test_a_contact_that_never_comes_twice_alike_is_rub_and_steady_noise_is_not() -> None:
    found = ask(*thrown(0.9))
    assert found.fault == Fault.RUB.value
    assert "swells once a turn" in found.verdict
    flat = thrown(0.9)
    assert ask(flat[0], 0.3 * flat[1]).fault == Fault.LOOSENESS.value
    for quiet in (thrown(0.0), thrown(0.9, strength=0.05)):
        assert ask(*quiet).fault == Fault.IMBALANCE.value


def test_the_probes_must_belong_together() -> None:
    x, y = orbit((1, 1.0, 1))
    found = ask(x, y[:-1])
    assert found.grade is Grade.CANNOT_SAY
    assert "9999" in found.reason


def bursts(count: int, seed: int, *, periodic: bool = False) -> np.ndarray:
    """Three seconds at 25.6 kHz of noise with rings of 4 kHz."""
    random = np.random.default_rng(seed)
    samples = random.standard_normal(76_800)
    ring = np.arange(200)
    shape = 12 * np.exp(-ring / 40) * np.sin(2 * np.pi * 4000 * ring / 25_600)
    starts = random.integers(0, 76_000, count)
    if periodic:
        starts = (np.arange(150) * 25_600 / 50.0).astype(int)
        starts = starts[starts < 76_000]
    for start in starts:
        samples[start : start + 200] += shape
    return samples


def test_random_bursts_are_cavitation_and_impacts_with_the_shaft_are_not() -> None:
    def judged(samples: np.ndarray) -> Diagnosis:
        return diagnose(
            samples, 25_600, None, BearingKind.JOURNAL, speed_rpm=3000.0, progress=Silent()
        )

    assert judged(bursts(120, 1)).fault == Fault.CAVITATION.value
    assert judged(bursts(0, 1, periodic=True)).fault != Fault.CAVITATION.value
    assert judged(bursts(0, 2)).grade is Grade.NONE
    assert judged(bursts(2, 3)).grade is Grade.NONE  # two knocks are not cavitation


def test_the_burst_ratio_of_gaussian_noise_is_two() -> None:
    found = find_bursts(bursts(0, 4), 25_600, 50.0)
    assert found is not None
    assert found.ratio == pytest.approx(2.0, abs=0.03)
    assert find_bursts(TIME, RATE_HZ, SHAFT_HZ) is None  # no band of 1 kHz above the orders


def test_a_line_that_follows_is_whirl_and_one_that_stays_is_whip() -> None:
    speeds = [50.0, 60.0, 70.0]
    assert whirl_or_whip(speeds, [23.1, 27.5, 32.3]).fault is Fault.OIL_WHIRL
    assert whirl_or_whip(speeds, [24.0, 24.3, 24.4]).fault is Fault.OIL_WHIP
    assert whirl_or_whip(speeds, [24.0, 26.5, 29.0]).fault is None
    assert whirl_or_whip([50.0, 51.0], [23.0, 23.4]).fault is None
