"""Shaft and journal-bearing evidence on signals of known make."""

import numpy as np
import pytest

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
