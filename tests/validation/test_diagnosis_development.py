"""The diagnosis on real recordings whose defect is known (skips where they are absent)."""

from collections import Counter
from pathlib import Path

import pytest

from pfd_desktop.core.diagnosis.hypotheses import Decider, Solution, SolverRequest
from pfd_desktop.core.diagnosis.solver import peaks_of, solve
from pfd_desktop.core.diagnosis.speed import disagreement, estimate_speed
from pfd_desktop.core.dsp.envelope import envelope_spectrum
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from pfd_desktop.progress import Silent
from tests.development_recordings import Development, cwru, others
from tests.judging import judge_development, judge_healthy, judge_shaft
from tests.simulated_healthy import healthy, healthy_shafts, swaying

CLAIMS = (Grade.STRONG, Grade.INDICATION)
Judged = list[tuple[Development, Diagnosis]]


@pytest.fixture(scope="module")
def judged_cwru(shared_data: Path) -> Judged:
    return [(item, judge_development(item)) for item in cwru(shared_data)]


@pytest.mark.real_data
def test_graded_records_are_named_rightly_and_none_wrongly(judged_cwru: Judged) -> None:
    right = Counter(i.grade for i, d in judged_cwru if d.fault == i.fault and d.grade in CLAIMS)
    graded = Counter(item.grade for item, _found in judged_cwru)
    assert (graded["Y1"], graded["Y2"]) == (5, 16)
    assert right["Y1"] == 5
    assert right["Y2"] >= 15
    wrong = [(i.name, d.verdict) for i, d in judged_cwru if d.fault not in (None, i.fault)]
    assert wrong == []


@pytest.mark.real_data
def test_only_158_has_its_speed_contradicted_and_is_diagnosed_with_the_right_one(
    judged_cwru: Judged,
) -> None:
    flagged = {item.name: found for item, found in judged_cwru if found.flags}
    assert list(flagged) == ["158"]
    found = flagged["158"]
    assert found.speed_rpm == pytest.approx(1798, abs=5)
    assert found.fault == "outer race"
    assert found.grade is Grade.STRONG
    assert "told 1773" in found.speed_note


@pytest.mark.real_data
def test_other_rigs(shared_data: Path) -> None:
    for item in others(shared_data):
        found = judge_development(item)
        if item.fault is None:
            assert found.grade is Grade.NONE, (item.name, found.verdict)
            assert "no evidence" in found.verdict
        else:
            assert found.fault == item.fault, (item.name, found.verdict)
            assert found.grade in CLAIMS
        assert not found.flags, (item.name, found.flags)


@pytest.mark.real_data
def test_speed_of_158_and_silence_where_the_told_speed_is_right(shared_data: Path) -> None:
    for item in (*cwru(shared_data), *others(shared_data)):
        estimate = estimate_speed(item.samples(), item.rate_hz, item.speed_rpm)
        flag = disagreement(item.speed_rpm, estimate)
        if item.name == "158":
            assert estimate.rpm == pytest.approx(1798, abs=5)
            assert flag is not None
            assert "1773" in flag.text
        else:
            assert flag is None, (item.name, estimate)


@pytest.mark.real_data
def test_a_speed_nobody_told_is_never_confidently_wrong(shared_data: Path) -> None:
    for item in (*cwru(shared_data), *others(shared_data)):
        estimate = estimate_speed(item.samples(), item.rate_hz)
        if estimate.confidence >= 0.5:
            assert estimate.rpm == pytest.approx(item.speed_rpm, rel=0.015), item.name


@pytest.mark.real_data
@pytest.mark.long
def test_a_speed_that_the_solver_searched_is_never_certain_and_wrong(shared_data: Path) -> None:
    certain = 0
    for item in (*cwru(shared_data), *others(shared_data)):
        found = solved(item)
        if found is None or found.next_measurement.decider is not Decider.NONE_NEEDED:
            continue
        certain += 1
        truth = 1797.0 if item.name == "158" else item.speed_rpm
        assert found.hypotheses[0].speed_rpm == pytest.approx(truth, rel=0.015), item.name
    assert certain >= 12


def solved(item: Development) -> Solution | None:
    """What explains the envelope's peaks up to 1000 Hz with its own bearing at any speed."""
    shown = envelope_spectrum(item.samples(), item.rate_hz)
    step_hz = float(shown.frequency_hz[1])
    peaks = peaks_of(shown.amplitude[: int(1000 / step_hz)] ** 2, step_hz, above_db=13.0)
    if not peaks:
        return None
    return solve(SolverRequest(peaks, (find(item.bearing),), step_hz), Silent())


@pytest.mark.parametrize("of_each", [8, pytest.param(50, marks=pytest.mark.long)])
def test_simulated_healthy_signals_raise_no_more_than_two_percent_false_alarms(
    of_each: int,
) -> None:
    alarms = []
    for item in healthy(of_each):
        found = judge_healthy(item)
        assert found.grade is not Grade.CANNOT_SAY
        if found.grade in CLAIMS:
            alarms.append((item.name, found.verdict))
    assert len(alarms) <= 0.02 * 4 * of_each, alarms


@pytest.mark.parametrize("of_each", [8, pytest.param(50, marks=pytest.mark.long)])
def test_simulated_healthy_shafts_raise_no_more_than_two_percent_false_alarms(
    of_each: int,
) -> None:
    alarms = []
    for item in healthy_shafts(of_each):
        found = judge_shaft(item)
        assert found.grade is not Grade.CANNOT_SAY
        if found.grade in CLAIMS:
            alarms.append((item.name, found.verdict))
    assert len(alarms) <= 0.02 * 4 * of_each, alarms


@pytest.mark.parametrize("count", [12, pytest.param(200, marks=pytest.mark.long)])
def test_a_load_that_sways_as_elements_pass_is_never_strong_evidence_of_a_defect(
    count: int,
) -> None:
    said = [(item.name, judge_healthy(item)) for item in swaying(count)]
    assert [(name, found.verdict) for name, found in said if found.grade is Grade.STRONG] == []
    indicated = [found for _name, found in said if found.grade is Grade.INDICATION]
    assert len(indicated) >= count / 2
    assert all("varies smoothly" in found.reason for found in indicated)
