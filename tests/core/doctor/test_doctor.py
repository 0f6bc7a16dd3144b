"""The doctor finds what was injected, and nothing in clean recordings."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from pfd_desktop.core.doctor.grades import FINDINGS, Grade, grade
from pfd_desktop.core.doctor.table import examine
from pfd_desktop.core.generator.rig.record import make_rig
from pfd_desktop.core.generator.rig.request import Channel, Profile, RigRequest
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.recording import Flag
from tests.core.doctor.clean import INJECTED, Clean, clean


@lru_cache(maxsize=4)
def once(seed: int) -> tuple[Clean, ...]:
    """They take a second to make."""
    return tuple(clean(seed))


def codes(item: Clean) -> set[str]:
    """What the doctor says of it."""
    samples = item.samples.astype(np.float32)
    return {flag.code for flag in examine(samples, item.rate_hz, item.quantity, item.speed_rpm)}


@pytest.mark.parametrize("seeds", [range(2), pytest.param(range(4, 14), marks=pytest.mark.long)])
def test_clean_recordings_are_clean(seeds: range) -> None:
    alarms, count = [], 0
    for seed in seeds:
        for item in once(seed):
            count += 1
            alarms += [(item.name, seed, code) for code in codes(item)]
    assert count >= 170
    assert len(alarms) <= 0.02 * count, alarms


@pytest.mark.parametrize("code", INJECTED)
@pytest.mark.parametrize(
    ("seeds", "every"), [(range(1), 3), pytest.param(range(1, 4), 1, marks=pytest.mark.long)]
)
def test_each_defect_is_found(code: str, seeds: range, every: int) -> None:
    missed, count = [], 0
    for seed in seeds:
        random = np.random.default_rng(seed)
        for item in once(seed)[::every]:
            count += 1
            if code not in codes(INJECTED[code](item, random)):
                missed.append(item.name)
    assert len(missed) <= 0.05 * count, missed


@pytest.mark.parametrize("factor", [0.8, 2.0])
def test_a_wrong_rate_shows_by_mains_and_shaft_together(factor: float) -> None:
    found = 0
    for index in range(20):
        # 1X at 27.3 to 28 Hz: mains of 50 Hz are none of its lines, at whatever rate is told
        rpm = 1640.0 + 2 * index
        asked = RigRequest(faults=((Fault.IMBALANCE, 0.4),), profile=Profile(rpm, rpm, 0.05))
        made = make_rig(replace(asked, index=index, noise=3.0))
        samples = made.channels[Channel.X]
        right = examine(samples, asked.rate_hz, "displacement", rpm)
        assert "rate" not in {flag.code for flag in right}
        said = examine(samples, asked.rate_hz / factor, "displacement", rpm)
        told = [flag.text for flag in said if flag.code == "rate"]
        found += bool(told) and f"{asked.rate_hz:g} Hz" in told[0]
    assert found >= 19


def test_the_place_is_told() -> None:
    item = next(iter(clean(0)))
    samples = item.samples.copy()
    samples[40_960] += 50 * samples.std()
    found = examine(samples.astype(np.float32), item.rate_hz, item.quantity, item.speed_rpm)
    assert [flag.text for flag in found] == ["1 lone spikes, the first at 2 s"]


def test_the_grade_is_the_worst_finding() -> None:
    assert grade(()) is Grade.A
    assert grade((Flag("unit-missing", ""), Flag("synthetic", ""))) is Grade.A
    assert grade((Flag("short", ""),)) is Grade.B
    assert grade((Flag("short", ""), Flag("clipped", ""), Flag("drift", ""))) is Grade.C
    assert grade((Flag("clipped", ""), Flag("flat", ""))) is Grade.D
    assert all(finding.advice.endswith(".") for finding in FINDINGS.values())


def test_what_is_too_short_is_not_judged() -> None:
    assert examine(np.zeros(100, np.float32), 1000.0, "acceleration", None) == []
