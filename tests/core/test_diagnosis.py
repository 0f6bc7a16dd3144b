"""The diagnosis on synthetic records with a known defect, and its abstentions."""

import dataclasses

import numpy as np
import pytest

from pfd_desktop.core.diagnosis.rule import diagnose
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize
from pfd_desktop.progress import Cancelled, Silent

BEARING = find("6205-2RS")


def judge(
    request: SyntheticRequest,
    *,
    speed_rpm: float | None = None,
    bearing: Bearing | None = None,
) -> Diagnosis:
    return diagnose(
        synthesize(request),
        request.rate_hz,
        bearing or request.bearing,
        request.kind,
        speed_rpm=speed_rpm or request.speed_rpm,
        progress=Silent(),
    )


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("fault", "family"),
    [
        (Fault.OUTER_RACE, "BPFO"),
        (Fault.INNER_RACE, "BPFI"),
        (Fault.ROLLING_ELEMENT, "2×BSF"),
    ],
)
@pytest.mark.parametrize("bearing", ["6205-2RS", "NICE", "ZA-2115"])
def test_a_defect_is_named_with_its_lines(
    fault: Fault, family: str, bearing: str, seed: int
) -> None:
    made = SyntheticRequest(fault, bearing=find(bearing), severity=0.5, seed=seed)
    found = judge(made)
    assert found.grade is Grade.STRONG
    assert found.fault == fault.value
    assert found.verdict.startswith(f"{fault.value.replace(' ', '-')} defect, strong evidence (")
    best = found.evidence[0]
    assert best.family == family
    assert best.prominence_db > best.threshold_db
    assert best.expected_hz == pytest.approx(best.order * 1797 / 60)
    assert -0.9 < best.slip_percent < 0.2  # made with a slip of 0 to 0.8 %
    assert {line.family for line in found.evidence} == {"BPFO", "BPFI", "2×BSF", "FTF"}


def test_the_verdict_fades_with_the_defect_and_never_says_healthy() -> None:
    grades = []
    for severity in (1.0, 0.05, 0.0):
        made = SyntheticRequest(Fault.OUTER_RACE, bearing=BEARING, severity=severity, seed=3)
        found = judge(made)
        grades.append(found.grade)
        assert "healthy" not in found.verdict
    assert grades[0] is Grade.STRONG
    assert grades[-1] is Grade.NONE
    nothing = judge(SyntheticRequest(Fault.HEALTHY, bearing=BEARING, seed=3))
    assert nothing.verdict == "no evidence of a bearing defect in this recording"
    assert nothing.fault is None
    assert all(line.prominence_db <= line.threshold_db for line in nothing.evidence[:1])


def test_it_is_deterministic() -> None:
    made = SyntheticRequest(Fault.INNER_RACE, bearing=BEARING, severity=0.3, seed=4)
    assert judge(made) == judge(made)


def test_the_geometry_decides_which_family_a_line_belongs_to() -> None:
    made = SyntheticRequest(Fault.OUTER_RACE, bearing=BEARING, seed=5)
    other = judge(made, bearing=find("NICE"))
    assert other.fault != Fault.OUTER_RACE.value


def test_gain_and_sign_change_nothing() -> None:
    made = SyntheticRequest(Fault.OUTER_RACE, bearing=BEARING, severity=0.3, seed=6)
    samples = synthesize(made)
    first, second = (
        diagnose(scaled, made.rate_hz, BEARING, made.kind, speed_rpm=1797.0, progress=Silent())
        for scaled in (samples, -1000 * samples + 5)
    )
    assert first.verdict == second.verdict


def test_a_long_record_is_averaged_over_segments() -> None:
    made = SyntheticRequest(
        Fault.OUTER_RACE, bearing=BEARING, severity=0.1, duration_s=40.0, seed=7
    )
    assert judge(made).fault == Fault.OUTER_RACE.value


def test_abstentions_give_their_reason() -> None:
    made = SyntheticRequest(Fault.OUTER_RACE, bearing=BEARING, duration_s=2.0)
    samples = synthesize(made)

    def ask(
        waveform: np.ndarray, bearing: Bearing | None = BEARING, speed: float | None = 1797.0
    ) -> Diagnosis:
        return diagnose(
            waveform, 12_000, bearing, BearingKind.ROLLING, speed_rpm=speed, progress=Silent()
        )

    broken = samples.copy()
    broken[100] = np.nan
    for found, words in (
        (ask(samples[:100]), "100 samples"),
        (ask(samples[:6000]), "shaft turns"),
        (ask(broken), "not numbers"),
        (ask(np.ones(5000)), "constant"),
        (ask(samples, bearing=None), "no bearing geometry known"),
        (ask(np.random.default_rng(0).standard_normal(24_000), speed=None), "no speed known"),
    ):
        assert found.grade is Grade.CANNOT_SAY
        assert found.fault is None
        assert found.verdict == f"cannot say: {found.reason}"
        assert words in found.verdict


def test_a_wrong_speed_is_corrected_only_on_clear_evidence() -> None:
    time = np.arange(120_000) / 12_000
    shaft = sum(np.cos(2 * np.pi * k * 29.97 * time + k) / k for k in range(1, 25))
    made = SyntheticRequest(Fault.OUTER_RACE, bearing=BEARING, duration_s=10.0, speed_rpm=1798.2)
    samples = synthesize(made) + shaft
    found = diagnose(samples, 12_000, BEARING, made.kind, speed_rpm=1773.0, progress=Silent())
    assert found.speed_rpm == pytest.approx(1798.2, abs=1)
    assert found.fault == Fault.OUTER_RACE.value
    assert [flag.code for flag in found.flags] == ["speed-contradicted"]
    plain = judge(dataclasses.replace(made, seed=2), speed_rpm=1797.0)
    assert plain.flags == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    "fault", [Fault.IMBALANCE, Fault.MISALIGNMENT, Fault.OIL_WHIRL, Fault.LOOSENESS]
)
def test_journal_faults_are_indications(fault: Fault, seed: int) -> None:
    made = SyntheticRequest(
        fault, kind=BearingKind.JOURNAL, speed_rpm=3000.0, rate_hz=20_480, seed=seed
    )
    found = judge(made)
    assert found.fault == fault.value
    assert found.grade is Grade.INDICATION
    assert not {"BPFO", "BPFI", "FTF"} & {line.family for line in found.evidence}


def test_a_journal_bearing_never_gets_a_rolling_verdict() -> None:
    impacts = synthesize(SyntheticRequest(Fault.OUTER_RACE, bearing=BEARING, seed=1))
    found = diagnose(
        impacts, 12_000, BEARING, BearingKind.JOURNAL, speed_rpm=1797.0, progress=Silent()
    )
    assert found.fault not in {"outer race", "inner race", "rolling element", "cage"}
    healthy = SyntheticRequest(Fault.HEALTHY, kind=BearingKind.JOURNAL, rate_hz=20_480)
    assert judge(healthy).grade is Grade.NONE


def test_exactly_half_the_speed_is_not_whirl() -> None:
    made = SyntheticRequest(Fault.LOOSENESS, kind=BearingKind.JOURNAL, rate_hz=20_480, seed=9)
    assert judge(made).fault != Fault.OIL_WHIRL.value


def test_it_can_be_cancelled() -> None:
    class Impatient(Silent):
        def report(self, fraction: float, text: str = "") -> None:
            if fraction > 0.3:
                raise Cancelled

    made = SyntheticRequest(Fault.OUTER_RACE, bearing=BEARING)
    with pytest.raises(Cancelled):
        diagnose(
            synthesize(made),
            made.rate_hz,
            BEARING,
            made.kind,
            speed_rpm=1797.0,
            progress=Impatient(),
        )


def test_a_signal_that_the_mains_modulates_is_no_strong_evidence_of_a_defect() -> None:
    """At 1674 rpm the outer race of a 6205 is struck at 100.0 Hz, as fast as rectified mains."""
    time = np.arange(48_000) / 12_000
    noise = np.random.default_rng(11).standard_normal(len(time))
    said = {
        modulated_hz: diagnose(
            noise * (1 + 0.8 * np.abs(np.sin(np.pi * modulated_hz * time))),
            12_000,
            BEARING,
            BearingKind.ROLLING,
            speed_rpm=rpm,
            progress=Silent(),
        )
        for modulated_hz, rpm in ((100.0, 1674.0), (107.3, 1797.0))
    }
    assert said[100.0].grade is Grade.INDICATION
    assert "the mains modulates" in said[100.0].reason
    assert "the mains" not in said[107.3].reason  # a comb at no mains line is judged as before


def test_a_told_speed_of_zero_is_named_as_told() -> None:
    noise = np.random.default_rng(12).standard_normal(48_000)
    found = diagnose(noise, 12_000, BEARING, BearingKind.ROLLING, speed_rpm=0.0, progress=Silent())
    assert found.grade is Grade.CANNOT_SAY
    assert found.speed_note.startswith("told 0 rpm")
