"""The joint solver, asked of recordings in a project."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.bootstrap.services import put_together
from pfd_desktop.core.diagnosis.hypotheses import Decider
from pfd_desktop.core.diagnosis.question import Question, explained_peaks, strength_words
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.speed import ToldSpeed
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import Silent
from pfd_desktop.services.catalog import Services
from pfd_desktop.services.compute import Inline
from pfd_desktop.store.project import Project, open_project
from tests.services.measured import keep
from tests.services.ringing import RATE_HZ, ringing

SHAFT_HZ = 1772 / 60
CWRU = find("6205-2RS")


@dataclass(frozen=True)
class Bench:
    """A project with its services."""

    project: Project
    services: Services

    def keep(self, samples: np.ndarray, speed_rpm: float | None = 1772.0) -> str:
        return keep(
            self.project,
            "r",
            samples,
            rate_hz=RATE_HZ,
            speed_rpm=speed_rpm,
            speed_estimate_rpm=None,
            speed_confidence=None,
        ).id


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    project = open_project(tmp_path / "project")
    yield Bench(project, put_together(project, Inline(), 2**30))
    project.close()


@pytest.mark.parametrize("free", [False, True])
def test_twins_of_the_table_are_found_and_the_designation_decides(bench: Bench, free: bool) -> None:
    """Nine balls in both, whose outer-race orders of 3.585 and 3.572 slip makes equal."""
    outer_hz = orders(CWRU).bpfo * SHAFT_HZ * 0.993
    recording = bench.keep(ringing(outer_hz, SHAFT_HZ))
    found = bench.services.solver.solve(recording, Question(free_speed=free), Silent())
    first, second = found.hypotheses[:2]
    assert {first.name, second.name} == {"6205-2RS", "ER-16K"}
    assert found.next_measurement.decider is Decider.DESIGNATION
    mine = first if first.name == "6205-2RS" else second
    assert mine.speed_rpm == pytest.approx(1772, rel=1e-3)
    assert mine.slips[0].family == "BPFO"
    assert mine.slips[0].percent == pytest.approx(-0.7, abs=0.05)
    assert strength_words(mine.decades) == "far better than chance"
    peaks = explained_peaks(found, mine)
    assert sum(one.by is not None for one in peaks) == len(mine.explained)
    by_line = {one.by.line: one.peak.hertz for one in peaks if one.by is not None}
    assert by_line["BPFO"] == pytest.approx(outer_hz, abs=0.1)
    assert [one.peak.hertz for one in peaks] == sorted(one.peak.hertz for one in peaks)


def test_only_the_chosen_bearings_are_tried(bench: Bench) -> None:
    recording = bench.keep(ringing(orders(CWRU).bpfo * SHAFT_HZ, SHAFT_HZ))
    question = Question(bearings=("NICE", "6205-2rs"))
    found = bench.services.solver.solve(recording, question, Silent())
    assert {one.name for one in found.hypotheses} <= {"NICE", "6205-2RS"}
    assert found.hypotheses[0].name == "6205-2RS"
    with pytest.raises(NotFound, match="4711"):
        bench.services.solver.solve(recording, Question(bearings=("4711",)), Silent())


def test_whirl_is_read_off_the_waveform_itself(bench: Bench) -> None:
    time_s = np.arange(round(4 * RATE_HZ)) / RATE_HZ
    shaft = np.cos(2 * np.pi * 50 * time_s) + 0.2 * np.cos(2 * np.pi * 100 * time_s)
    noise = 0.01 * np.random.default_rng(1).standard_normal(len(time_s))
    whirl = np.cos(2 * np.pi * 23 * time_s) + 0.2 * np.cos(2 * np.pi * 46 * time_s)
    recording = bench.keep(shaft + whirl + noise, 3000.0)
    question = Question(bearings=(), journal=True, envelope=False)
    found = bench.services.solver.solve(recording, question, Silent())
    best = found.hypotheses[0]
    assert best.name == "journal bearing"
    assert "whirl" in best.families
    assert found.next_measurement.decider in (Decider.NONE_NEEDED, Decider.SECOND_PROBE)


def test_the_told_speed_is_used_and_a_missing_one_is_said(bench: Bench) -> None:
    recording = bench.keep(ringing(orders(CWRU).bpfo * SHAFT_HZ, SHAFT_HZ), None)
    with pytest.raises(InvalidInput, match="leave the speed free"):
        bench.services.solver.solve(recording, Question(), Silent())
    bench.services.speeds.tell(recording, ToldSpeed(1780.0))
    found = bench.services.solver.solve(recording, Question(), Silent())
    assert all(abs(one.speed_rpm / 1780 - 1) < 0.025 for one in found.hypotheses)


def test_where_nothing_stands_out_nothing_is_explained(bench: Bench) -> None:
    noise = np.random.default_rng(2).standard_normal(round(2 * RATE_HZ))
    with pytest.raises(InvalidInput, match=r"nothing to explain. Try"):
        bench.services.solver.solve(bench.keep(noise), Question(highest_hz=60.0), Silent())
