"""The diagnosis of shafts on motions made by ROSS, an independent rotor-dynamics program."""

from collections import Counter

import pytest

from pfd_desktop.core.diagnosis.shaft_lines import gather
from pfd_desktop.core.records.faults import Fault
from tests.judging import judge_motion
from tests.ross_records import TOLD_APART, motions


def test_five_faults_are_told_apart_in_200_records_at_10_db() -> None:
    missed = []
    for kind, fault in TOLD_APART.items():
        for motion in motions(kind, 40):
            found = judge_motion(motion)
            if found.fault != fault.value:
                missed.append((motion.name, found.verdict))
    print(
        f"GATE ROSS faults told apart {(200 - len(missed)) / 2:.1f}% 95% "
        f"{'pass' if len(missed) <= 10 else 'fail'}"
    )
    assert len(missed) <= 10, missed


@pytest.mark.parametrize("critical", [True, False])
def test_looseness_at_half_the_speed_is_not_called_whirl(critical: bool) -> None:
    found = Counter(
        judge_motion(motion, critical=critical).fault for motion in motions("looseness", 50)
    )
    assert found[Fault.OIL_WHIRL.value] + found[Fault.OIL_WHIP.value] <= 1, found


def test_speeds_tell_whirl_from_whip_where_no_critical_speed_is_known() -> None:
    """Of whirls the frequency goes with the speed, of whips it does not, over all simulations."""
    for kind, fault in (("whirl", Fault.OIL_WHIRL), ("whip", Fault.OIL_WHIP)):
        ratios = []
        for motion in motions(kind, 8):
            found = gather(
                motion.x, motion.y, motion.rate_hz, motion.speed_rpm / 60, "displacement"
            )
            ratios.append(found.below[0].order)
            own = judge_motion(motion, critical=False)
            assert own.fault in {Fault.OIL_WHIRL.value, Fault.OIL_WHIP.value}, own.verdict
        assert all(0.2 < ratio < 0.52 for ratio in ratios), (kind, ratios, fault)
