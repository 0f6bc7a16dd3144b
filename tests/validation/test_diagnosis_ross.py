"""The diagnosis of shafts on motions made by ROSS, an independent rotor-dynamics program."""

from collections import Counter

import pytest

from pfd_desktop.core.diagnosis.shaft_lines import ShaftEvidence, gather
from pfd_desktop.core.records.faults import Fault
from tests.judging import judge_motion
from tests.ross_records import TOLD_APART, Motion, motions


def test_five_faults_are_told_apart_in_200_records_at_10_db() -> None:
    """200 motions, each once; half of them drawn after the rules were made."""
    seen, held_out = [], []
    for kind, fault in TOLD_APART.items():
        for number, motion in enumerate(motions(kind, 40)):
            found = judge_motion(motion)
            if found.fault != fault.value:
                (held_out if number >= 20 else seen).append((motion.name, found.verdict))
    missed = [*seen, *held_out]
    halves = f"{100 - len(seen)}%-and-{100 - len(held_out)}%-held-out"
    outcome = "pass" if len(missed) <= 10 else "fail"
    print(f"GATE ross_faults_told_apart {(200 - len(missed)) / 2:.1f}%={halves} 95% {outcome}")
    assert len(missed) <= 10, missed


@pytest.mark.parametrize("critical", [True, False])
def test_looseness_at_half_the_speed_is_not_called_whirl(critical: bool) -> None:
    found = Counter(
        judge_motion(motion, critical=critical).fault for motion in motions("looseness", 50)
    )
    assert found[Fault.OIL_WHIRL.value] + found[Fault.OIL_WHIP.value] <= 1, found


def test_whirl_follows_the_oil_and_whip_the_critical_speed() -> None:
    """What parts them, measured: the ratio of the oil's speed, or the natural frequency."""
    for motion in motions("whirl", 8):
        found = orders_of(motion)
        assert found.below[0].order == pytest.approx(motion.swirl, abs=0.03)
        assert found.below[0].forward == pytest.approx(1.0, abs=0.05)
    for motion in motions("whip", 8):
        found = orders_of(motion)
        assert found.below[0].measured_hz == pytest.approx(motion.critical_hz, rel=0.16)
        assert found.below[0].forward == pytest.approx(1.0, abs=0.05)


def test_without_a_critical_speed_either_is_named_and_the_doubt_told() -> None:
    for kind in ("whirl", "whip"):
        for motion in motions(kind, 8):
            found = judge_motion(motion, critical=False)
            assert found.fault in {Fault.OIL_WHIRL.value, Fault.OIL_WHIP.value}, found.verdict
            assert "whip" in found.reason


def orders_of(motion: Motion) -> ShaftEvidence:
    return gather(motion.x, motion.y, motion.rate_hz, motion.speed_rpm / 60, "displacement")
