"""Which channels are the two probes of a shaft, and what the diagnosis makes of them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.diagnosis.pairing import probe_pair
from pfd_desktop.core.records.diagnosis import Grade
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.severity import MachineFacts
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.diagnosis import DiagnosisService
from pfd_desktop.services.severity import SeverityService
from pfd_desktop.store.project import Project, open_project
from tests.services.measured import keep

RATE_HZ, SHAFT_HZ = 2000.0, 50.3
TIME = np.arange(10_000) / RATE_HZ


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "project")
    yield opened
    opened.close()


def probe(project: Project, samples: np.ndarray, channel: str, **told: str) -> Recording:
    facts = {"quantity": "displacement", "unit": "µm", "source_name": "shaft.csv", **told}
    return keep(
        project,
        channel,
        samples,
        channel=channel,
        rate_hz=RATE_HZ,
        speed_rpm=60 * SHAFT_HZ,
        kind=BearingKind.JOURNAL,
        bearing=None,
        point=f"probe {channel}",
        **facts,
    )


def orbit(*lines: tuple[float, float, int]) -> tuple[np.ndarray, np.ndarray]:
    """X and Y of circular lines (order, radius, +1 from X to Y or -1) in noise."""
    x, y = 0.1 * np.random.default_rng(5).standard_normal((2, len(TIME)))
    for number, (order, radius, direction) in enumerate(lines):
        angle = 2 * np.pi * order * SHAFT_HZ * TIME + number
        x = x + radius * np.cos(angle)
        y = y + radius * direction * np.sin(angle)
    return x, y


@pytest.mark.parametrize("turns", [1, -1])
def test_a_whirl_is_seen_by_both_probes_whichever_way_the_shaft_turns(
    project: Project, turns: int
) -> None:
    x, y = orbit((1, 1.0, turns), (0.46, 1.5, turns))
    pair = probe(project, x, "DE X"), probe(project, y, "DE Y")
    service = DiagnosisService(project, Inline())
    for one in pair:
        found = service.diagnose(one.id, Silent())
        assert found.fault == Fault.OIL_WHIRL.value
        assert "100% forward" in found.verdict
        assert [flag.text for flag in found.flags if flag.code == "two_probes"] == [
            "Seen by two probes, DE X and DE Y; the shaft is taken to turn the way its 1X goes."
        ]
    # one probe cannot tell; both say that this goes against the rotation, which no whirl does
    x, y = orbit((1, 1.0, turns), (0.46, 1.5, -turns))
    both = probe(project, x, "NDE X"), probe(project, y, "NDE Y")
    assert service.diagnose(both[0].id, Silent()).fault != Fault.OIL_WHIRL.value
    alone = probe(project, x, "X alone", source_name="other.csv")
    seen = service.diagnose(alone.id, Silent())
    assert seen.fault == Fault.OIL_WHIRL.value
    assert not any(flag.code == "two_probes" for flag in seen.flags)


def test_the_known_critical_speed_tells_whip_from_whirl_and_makes_verdicts_stale(
    project: Project,
) -> None:
    x, y = orbit((1, 1.0, 1), (0.46, 1.5, 1))
    one = probe(project, x, "X")
    probe(project, y, "Y")
    service, severity = DiagnosisService(project, Inline()), SeverityService(project, Inline())
    assert service.diagnose(one.id, Silent()).fault == Fault.OIL_WHIRL.value
    critical = MachineFacts(one.machine_id, critical_rpm=0.46 * 60 * SHAFT_HZ)
    before = severity.tell(critical)
    assert severity.facts(one.machine_id) == critical
    assert service.latest(one.id) is None
    found = service.diagnose(one.id, Silent())
    assert found.fault == Fault.OIL_WHIP.value
    assert found.grade is Grade.INDICATION
    severity.tell(MachineFacts(one.machine_id, power_kw=5.0, critical_rpm=critical.critical_rpm))
    assert service.latest(one.id) == found
    severity.tell(before)
    assert service.latest(one.id) is None
    with pytest.raises(InvalidInput, match="critical speed of -1 rpm"):
        severity.tell(MachineFacts(one.machine_id, critical_rpm=-1.0))


@pytest.mark.parametrize(
    ("mine", "others", "pair"),
    [
        ("DE X", ("DE Y", "NDE X", "NDE Y"), ("DE X", "DE Y")),
        ("NDE_Y", ("DE_X", "DE_Y", "NDE_X"), ("NDE_X", "NDE_Y")),
        ("1x", ("1y", "2x", "2y"), ("1x", "1y")),
        ("bearing horizontal", ("bearing vertical",), ("bearing horizontal", "bearing vertical")),
        ("V", ("H",), ("H", "V")),
        ("probe 2", ("probe 1",), ("probe 1", "probe 2")),  # two displacements, no third
        ("probe 1", ("probe 2", "probe 3"), None),
        ("probe 1", ("probe Y",), None),
        ("X", ("V",), None),
        ("X", (), None),
    ],
)
def test_the_pair_is_told_by_the_channels_names(
    project: Project, mine: str, others: tuple[str, ...], pair: tuple[str, str] | None
) -> None:
    noise = np.random.default_rng(1).standard_normal((1 + len(others), 2000))
    kept = [
        keep(
            project,
            f"r{number}",
            samples,
            channel=channel,
            quantity="displacement",
            unit="µm",
            source_name="a.csv",
            point=f"{number}",
        )
        for number, (channel, samples) in enumerate(zip((mine, *others), noise, strict=True))
    ]
    found = probe_pair(kept[0], kept)
    assert (None if found is None else (found[0].channel, found[1].channel)) == pair


def test_what_was_not_measured_together_is_no_pair(project: Project) -> None:
    samples = np.random.default_rng(1).standard_normal((6, 2000))
    mine = probe(project, samples[0], "X")
    for number, told in enumerate(
        (
            {"source_name": "b.csv"},
            {"unit_name": "the other bearing"},
            {"quantity": "velocity"},
            {"unit": "mil"},
        ),
        1,
    ):
        assert probe_pair(mine, [probe(project, samples[number], "Y", **told)]) is None
    unnamed = {"quantity": "acceleration", "unit": "g"}  # may as well be axial
    one, other = (probe(project, samples[n], name, **unnamed) for n, name in ((4, "a"), (5, "b")))
    assert probe_pair(one, [other]) is None
