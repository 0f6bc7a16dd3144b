"""Grades in a project: given after an import and by examining anew, kept, shown by results."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.records.importing import ImportRequest, Mapping
from pfd_desktop.core.records.learning import Interval, RecordPrediction, RunResult
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.doctor import DoctorService
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project, open_project
from tests.importing import Desk, desk_with_children
from tests.services.measured import keep

RATE_HZ = 6400.0


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = open_project(tmp_path / "p")
    yield project
    project.close()


def vibration(seed: int = 0) -> np.ndarray:
    """Two seconds of a 25 Hz shaft in noise."""
    time = np.arange(12_800) / RATE_HZ
    shaft = sum(np.cos(2 * np.pi * 25 * k * time + k) / k for k in (1, 2, 3))
    return np.asarray(shaft + 0.2 * np.random.default_rng(seed).standard_normal(len(time)))


def interrupted() -> np.ndarray:
    samples = vibration()
    samples[3000:3400] = 0.0
    return samples


def examined(project: Project, *asked: Recording) -> list[Recording]:
    service = DoctorService(project, Inline())
    return list(service.examine([one.id for one in asked], Silent()))


def codes(one: Recording) -> set[str]:
    return {flag.code for flag in one.flags}


def test_an_import_in_a_child_grades_and_says_where(tmp_path: Path) -> None:
    paths = tmp_path / "good.npz", tmp_path / "bad.npz"
    for path, samples in zip(paths, (vibration(), interrupted()), strict=True):
        np.savez(path, x=samples, fs=RATE_HZ)
    with desk_with_children(tmp_path / "project") as desk:
        report = desk.imports.import_files(
            ImportRequest(paths, "auto", Mapping(unit="g", speed_rpm=1500)), Silent()
        )
        assert len(report.imported) == 2
        assert desk.examine().words == "Grade of the measurements: 1 × A, 1 × C"
        good, bad = sorted(_listed(desk), key=lambda one: one.name, reverse=True)
    assert (good.grade, bad.grade) == ("A", "C")
    (dropped,) = (flag for flag in bad.flags if flag.code == "drop-out")
    assert dropped.places[0] == pytest.approx((3000 / RATE_HZ, 3400 / RATE_HZ), abs=2 / RATE_HZ)


def _listed(desk: Desk) -> tuple[Recording, ...]:
    return tuple(desk.recordings())


def test_what_was_never_examined_has_no_grade_until_it_is(project: Project) -> None:
    old = keep(project, "old", interrupted(), speed_rpm=1500.0)
    assert old.grade == ""
    (now,) = examined(project, old)
    assert now.grade == "C"
    assert "drop-out" in codes(now)
    (again,) = examined(project, now)
    assert again.flags == now.flags  # findings take the place of those before
    with project.store.read() as session:
        assert recordings.get(session, old.id) == again


def test_a_speed_told_by_the_user_ends_the_doubt_and_betters_the_grade(project: Project) -> None:
    wrong = keep(project, "wrong", vibration(), speed_rpm=1875.0)
    (doubted,) = examined(project, wrong)
    assert (doubted.grade, codes(doubted)) == ("B", {"speed-doubtful"})
    right = DataService(project).edit_recording(wrong.id, speed_rpm=1500.0)
    assert (right.grade, codes(right)) == ("A", set())


def test_two_channels_of_a_file_with_one_signal_are_told(project: Project) -> None:
    facts = {"source_name": "both.mat", "speed_rpm": 1500.0}
    left = keep(project, "left", vibration(), channel="left", **facts)
    right = keep(project, "right", -3 * vibration(), channel="right", **facts)
    third = keep(project, "third", vibration(7)[::-1], channel="third", **facts)
    found = examined(project, left, right, third)
    assert ["same-channel" in codes(one) for one in found] == [True, True, False]
    assert "left and right" in next(f.text for f in found[0].flags if f.code == "same-channel")
    # one of them alone is compared with the others as well
    assert "same-channel" in codes(examined(project, right)[0])


def test_wires_that_changed_places_are_told_against_the_measurement_before(
    project: Project,
) -> None:
    radial, axial = vibration(), np.cumsum(vibration(5)) / 20  # of other shapes of spectrum
    facts = {"speed_rpm": 1500.0, "machine": "Pump", "unit_name": "DE"}

    def measured(name: str, one: np.ndarray, other: np.ndarray, **more: float) -> list[Recording]:
        told = {**facts, "source_name": name, **more}
        return [
            keep(project, f"{name} {point}", signal, channel=point, point=point, **told)
            for point, signal in (("radial", one), ("axial", other))
        ]

    noise = vibration(9) / 50
    measured("monday", radial, axial)
    straight = measured("tuesday", radial + noise, axial + noise)
    swapped = measured("wednesday", axial - noise, radial - noise)
    faster = measured("thursday", axial + 2 * noise, radial + 2 * noise, speed_rpm=2900.0)
    for pair, told in ((straight, False), (swapped, True), (faster, False)):
        found = examined(project, *pair)
        assert ["swapped-channels" in codes(one) for one in found] == [told, told]


def test_results_are_parted_by_grade() -> None:
    def said(name: str, predicted: str, grade: str) -> RecordPrediction:
        return RecordPrediction(name, name, "u", "", "a", predicted, (0.5, 0.5), 0, grade)

    judged = (
        said("1", "a", "A"), said("2", "a", "A"), said("3", "b", "C"), said("4", "a", "C"),
        said("5", "a", ""),
    )  # fmt: skip
    sure = Interval(0.8, 0.5, 1.0)
    result = RunResult(("a", "b"), judged, sure, sure, 0.8, 0.5, 1, 1, ())
    parts = [(part.grade, part.right, part.recordings) for part in result.by_grade()]
    assert parts == [("A", 2, 2), ("C", 1, 2), ("not examined", 1, 1)]
    nobody_looked = replace(result, predictions=judged[4:])
    assert nobody_looked.by_grade() == ()
