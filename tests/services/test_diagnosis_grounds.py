"""The diagnosis in a real project: probes, critical speed, other speeds, the good state."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.records.diagnosis import Grade
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.severity import MachineFacts, Support
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.diagnosis import DiagnosisService
from pfd_desktop.services.severity import SeverityService
from pfd_desktop.services.trends import TrendService
from pfd_desktop.store.project import Project, open_project
from tests.ross_records import TOLD_APART, Motion, motions
from tests.services.measured import keep

RATE_HZ, SPEED_RPM = 25_600.0, 1758.0


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "project")
    yield opened
    opened.close()


def probes(project: Project, motion: Motion, unit: str, number: int = 0) -> list[Recording]:
    """Both probes of a simulated motion, in µm, as a two-channel file would bring them."""
    return [
        keep(
            project,
            f"{unit} {channel} {number}",
            1e6 * samples,
            channel=channel,
            rate_hz=motion.rate_hz,
            speed_rpm=motion.speed_rpm,
            kind=BearingKind.JOURNAL,
            bearing=None,
            machine=unit,
            unit_name=unit,
            point=f"probe {channel}",
            quantity="displacement",
            unit="µm",
            source_name=f"{unit} {number}.csv",
        )
        for channel, samples in (("X", motion.x), ("Y", motion.y))
    ]


@pytest.mark.parametrize("kind", [*TOLD_APART, "looseness"])
def test_independent_motions_are_named_through_the_program(project: Project, kind: str) -> None:
    """ROSS's motions as two recordings of a project, and the critical speed as a fact of it."""
    service, severity = DiagnosisService(project, Inline()), SeverityService(project, Inline())
    wanted = {TOLD_APART[kind]} if kind in TOLD_APART else {Fault.LOOSENESS, Fault.RUB}
    for number, motion in enumerate(motions(kind, 2)):
        pair = probes(project, motion, f"{kind} {number}")
        severity.tell(MachineFacts(pair[0].machine_id, critical_rpm=60 * motion.critical_hz))
        found = service.diagnose(pair[number].id, Silent())  # whichever of the two is asked for
        assert found.fault in {fault.value for fault in wanted}, found.verdict
        assert [flag.code for flag in found.flags] == ["two_probes"]
        assert service.latest(pair[number].id) == found


@pytest.mark.parametrize(("kind", "fault"), [("whirl", "oil whirl"), ("whip", "oil whip")])
def test_recordings_at_other_speeds_tell_whirl_from_whip(
    project: Project, kind: str, fault: str
) -> None:
    """No critical speed is told: the line follows the speed, or stays."""
    service = DiagnosisService(project, Inline())
    for number, hertz in enumerate((50.0, 60.0)):
        time = np.arange(20_000) / 4000
        line = 0.45 * hertz if kind == "whirl" else 24.0
        x, y = 0.1 * np.random.default_rng(number).standard_normal((2, len(time)))
        for order_hz, radius in ((hertz, 1.0), (line, 1.5)):
            x += radius * np.cos(2 * np.pi * order_hz * time)
            y += radius * np.sin(2 * np.pi * order_hz * time)
        motion = Motion(kind, kind, x, y, 4000.0, 60 * hertz, 0.0, 0.0)
        pair = probes(project, motion, "turbine", number)
    first = service.diagnose(pair[0].id, Silent())
    assert first.fault == "oil whirl"  # nothing to compare with yet
    assert "another speed" in first.reason
    earlier = probes_of(project, "turbine X 0")
    second = service.diagnose(earlier.id, Silent())
    assert second.fault == fault, (second.verdict, second.reason)
    assert second.verdict.startswith(f"{fault}, indication, not conclusive (a line at")
    assert second.reason.startswith("Compared with turbine X 1: the line ")
    assert service.diagnose(pair[0].id, Silent()).fault == fault


def probes_of(project: Project, name: str) -> Recording:
    from pfd_desktop.store import recordings

    with project.store.read() as session:
        return next(one for one in recordings.list_all(session) if one.name == name)


def hissing(
    seed: int, *, rise_db: float = 0.0, everywhere: bool = False, tone: float = 0.0
) -> np.ndarray:
    """Acceleration in m/s² of a shaft in noise, raised above 3 kHz or *everywhere*."""
    random = np.random.default_rng([seed, 5])
    count = round(2 * RATE_HZ)
    lines = np.fft.rfft(random.standard_normal(count))
    frequency = np.fft.rfftfreq(count, 1 / RATE_HZ)
    raised = np.ones(len(lines), dtype=bool) if everywhere else frequency > 3000
    lines[raised] *= 10 ** (rise_db / 20)
    time = np.arange(count) / RATE_HZ
    shaft = 0.3 * np.cos(2 * np.pi * SPEED_RPM / 60 * time)
    scale = 10 ** (rise_db / 20) if everywhere else 1.0
    tones = sum(tone * np.cos(2 * np.pi * hertz * time) for hertz in np.arange(3100, 12_000, 210.0))
    return np.asarray(np.fft.irfft(lines, count) + scale * shaft + tones)


def housing(project: Project, name: str, samples: np.ndarray, **told: str | float) -> Recording:
    facts: dict[str, str | float] = {"speed_rpm": SPEED_RPM, "unit": "m/s²", **told}
    return keep(project, name, samples, rate_hz=RATE_HZ, quantity="acceleration", **facts)


def with_baseline(project: Project, now: np.ndarray, **told: str | float) -> Recording:
    """The recording, after three of a good state."""
    good = [housing(project, f"good {seed}", hissing(seed)) for seed in range(3)]
    recording = housing(project, "now", now, **told)
    TrendService(project, Inline()).set_baseline(recording.point_id, ids(good))
    return recording


def ids(found: Sequence[Recording]) -> tuple[str, ...]:
    return tuple(one.id for one in found)


def test_a_floor_above_the_baseline_without_lines_is_lubrication(project: Project) -> None:
    recording = with_baseline(project, hissing(9, rise_db=12.0))
    service, trends = DiagnosisService(project, Inline()), TrendService(project, Inline())
    found = service.diagnose(recording.id, Silent())
    assert found.fault == Fault.LUBRICATION.value
    assert found.grade is Grade.INDICATION
    assert "Hz stands 12 dB above the baseline, no family of lines" in found.verdict
    low = float(found.verdict.partition("from ")[2].partition(" to")[0])
    assert 2800 <= low <= 3600
    assert service.latest(recording.id) == found
    # without a good state nobody can say; and the verdict made with it is stale
    trends.set_baseline(recording.point_id, ())
    assert service.latest(recording.id) is None
    assert service.diagnose(recording.id, Silent()).grade is Grade.NONE


@pytest.mark.parametrize(
    ("samples", "told"),
    [
        (hissing(9), {}),  # as good as ever
        (hissing(9, rise_db=4.0), {}),  # less than twice the amplitude
        (hissing(9, rise_db=12.0, everywhere=True), {}),  # another gain
        (hissing(9, tone=6.0), {}),  # lines, not a floor
        (hissing(9, rise_db=12.0), {"speed_rpm": 1.1 * SPEED_RPM}),
        (hissing(9, rise_db=12.0), {"unit": "g"}),
    ],
    ids=["same", "little", "gain", "lines", "speed", "unit"],
)
def test_what_else_raises_levels_is_not_lubrication(
    project: Project, samples: np.ndarray, told: dict[str, str | float]
) -> None:
    recording = with_baseline(project, samples, **told)
    found = DiagnosisService(project, Inline()).diagnose(recording.id, Silent())
    assert found.fault != Fault.LUBRICATION.value


def test_a_good_recording_is_not_compared_with_itself(project: Project) -> None:
    recording = with_baseline(project, hissing(9, rise_db=12.0))
    trends = TrendService(project, Inline())
    told = trends.baseline(recording.point_id)
    assert told is not None
    trends.set_baseline(recording.point_id, (*told.recording_ids, recording.id))
    found = DiagnosisService(project, Inline()).diagnose(recording.id, Silent())
    assert found.grade is Grade.NONE


def test_the_machines_own_zone_decides_from_where_a_shafts_line_speaks(project: Project) -> None:
    time = np.arange(round(2 * RATE_HZ)) / RATE_HZ
    turning = 2 * np.pi * SPEED_RPM / 60
    line = np.sqrt(2) * 4e-3 * turning * np.cos(turning * time)  # 4 mm/s rms
    noise = 0.1 * np.random.default_rng(1).standard_normal(len(time))
    recording = housing(project, "fan", line + noise)
    service, severity = DiagnosisService(project, Inline()), SeverityService(project, Inline())
    assert service.diagnose(recording.id, Silent()).fault == Fault.IMBALANCE.value
    severity.tell(MachineFacts(recording.machine_id, group="1", support=Support.FLEXIBLE))
    assert service.latest(recording.id) is None
    found = service.diagnose(recording.id, Silent())
    assert found.grade is Grade.NONE
    assert "not beyond zone B (7.1 mm/s): no sign of imbalance" in found.reason
