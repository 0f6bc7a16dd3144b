"""The project's contents as the user edits them."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.records.recording import Flag, Recording, SpeedSource
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.services.data import DataService
from pfd_desktop.store import diagnoses, recordings
from pfd_desktop.store.project import Project, open_project
from tests.store.records import new_recording

OWN = Bearing("", "my own", "me", 8, 10.0, 50.0, 0.0, "measured with a caliper")
DIAGNOSIS = Diagnosis(Grade.NONE, None, "No evidence.", "nothing stands out", (), 1797.0, "as told")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "p")
    yield opened
    opened.close()


@pytest.fixture
def data(project: Project) -> DataService:
    return DataService(project)


def kept(project: Project, name: str = "105", blob: str = "ab" * 32) -> Recording:
    """A recording in the project, diagnosed."""
    with project.store.write() as session:
        recording = recordings.add(session, new_recording(name, blob))
        assert diagnoses.keep(session, recording, DIAGNOSIS)
    return recording


def diagnosed(project: Project, recording: Recording) -> bool:
    """Whether its diagnosis still stands."""
    with project.store.read() as session:
        return diagnoses.latest(session, recording.id) == DIAGNOSIS


def test_what_was_kept_is_listed(project: Project, data: DataService) -> None:
    first, second = kept(project), kept(project, "106", "cd" * 32)
    assert data.recordings() == (first, second)
    assert data.recording(first.id) == first
    assert [m.name for m in data.machines()] == ["rig"]
    (unit,) = data.units()
    assert (unit.name, unit.machine_name, unit.kind) == ("inner 0.007 in", "rig", "rolling")
    assert unit.bearing is not None
    assert unit.bearing.name == "6205-2RS"
    assert [(p.name, p.unit_id) for p in data.points()] == [("drive end", unit.id)]


def test_what_is_not_edited_stays(project: Project, data: DataService) -> None:
    before = kept(project)
    after = data.edit_recording(before.id, condition="1 hp", label="healthy")
    assert after == replace(before, condition="1 hp", label="healthy", row_version=2)
    assert diagnosed(project, before)
    assert data.edit_recording(before.id, label=None).label is None
    assert data.edit_recording(before.id, name="  105 again ").name == "105 again"


def test_another_speed_is_the_users_and_ends_doubt_and_diagnosis(
    project: Project, data: DataService
) -> None:
    doubted = replace(
        new_recording(), flags=(Flag("speed-differs", "told 1773"), Flag("clipped", "3 samples"))
    )
    with project.store.write() as session:
        before = recordings.add(session, doubted)
        diagnoses.keep(session, before, DIAGNOSIS)
    after = data.edit_recording(before.id, speed_rpm=1798.0)
    assert (after.speed_rpm, after.speed_source) == (1798.0, SpeedSource.USER)
    assert [flag.code for flag in after.flags] == ["clipped"]
    assert not diagnosed(project, before)
    unknown = data.edit_recording(before.id, speed_rpm=None)
    assert (unknown.speed_rpm, unknown.speed_source) == (None, SpeedSource.UNKNOWN)
    assert [flag.code for flag in unknown.flags] == ["clipped", "speed-missing"]


@pytest.mark.parametrize("speed", [0.0, -5.0, math.nan, math.inf, 1e7])
def test_an_impossible_speed_is_refused(project: Project, data: DataService, speed: float) -> None:
    recording = kept(project)
    with pytest.raises(InvalidInput, match="rpm cannot be used: give one"):
        data.edit_recording(recording.id, speed_rpm=speed)
    assert data.recording(recording.id) == recording
    assert diagnosed(project, recording)


def test_unknown_labels_empty_names_and_keys_are_refused(
    project: Project, data: DataService
) -> None:
    recording = kept(project)
    with pytest.raises(InvalidInput, match=r"“broken” is not known\. Known are healthy, outer"):
        data.edit_recording(recording.id, label="broken")
    with pytest.raises(InvalidInput, match="needs a name"):
        data.edit_recording(recording.id, name="  ")
    with pytest.raises(NotFound, match="no recording nowhere"):
        data.edit_recording("nowhere", label="healthy")


def test_another_bearing_or_kind_makes_diagnoses_stale(project: Project, data: DataService) -> None:
    recording = kept(project)
    with project.store.write() as session:
        other = recordings.add(
            session, replace(new_recording("7", "77" * 32), unit_name="another", bearing=None)
        )
        diagnoses.keep(session, other, DIAGNOSIS)
    own = data.add_bearing(OWN)
    (unit,) = [u for u in data.units() if u.id == recording.unit_id]
    edited = data.edit_unit(unit.id, kind=BearingKind.ROLLING, bearing=own, note="a note")
    assert edited.bearing == own
    assert data.recording(recording.id).bearing == own
    assert not diagnosed(project, recording)
    assert diagnosed(project, other)
    journal = data.edit_unit(unit.id, kind=BearingKind.JOURNAL, bearing=None)
    assert (journal.kind, journal.bearing, journal.note) == (BearingKind.JOURNAL, None, "a note")


def test_a_diagnosis_of_what_has_changed_meanwhile_is_not_kept(
    project: Project, data: DataService
) -> None:
    recording = kept(project)
    data.edit_recording(recording.id, speed_rpm=1500.0)
    with project.store.write() as session:
        assert not diagnoses.keep(session, recording, DIAGNOSIS)
    assert not diagnosed(project, recording)
    with project.store.write() as session:
        assert diagnoses.keep(session, recordings.get(session, recording.id), DIAGNOSIS)
    assert diagnosed(project, recording)


def test_bearings_of_ones_own_stand_beside_the_shipped(data: DataService) -> None:
    shipped = len(data.bearings())
    assert shipped > 5
    own = data.add_bearing(replace(OWN, built_in=True))
    assert not own.built_in
    assert data.bearing("MY OWN") == own
    assert len(data.bearings()) == shipped + 1
    with pytest.raises(InvalidInput, match="is called My Own already"):
        data.add_bearing(replace(OWN, name="My Own"))
    with pytest.raises(InvalidInput, match="is called 6205-2RS already"):
        data.add_bearing(replace(OWN, name="6205-2RS"))
    with pytest.raises(NotFound, match="Add it with its geometry"):
        data.bearing("nobody's")


def test_a_corrected_bearing_makes_diagnoses_stale(project: Project, data: DataService) -> None:
    recording = kept(project)
    own = data.add_bearing(OWN)
    data.edit_unit(recording.unit_id, kind=BearingKind.ROLLING, bearing=own)
    with project.store.write() as session:
        diagnoses.keep(session, recordings.get(session, recording.id), DIAGNOSIS)
    corrected = data.edit_bearing(replace(own, balls=9))
    assert data.recording(recording.id).bearing == corrected
    assert not diagnosed(project, recording)
    other = data.add_bearing(replace(OWN, name="other"))
    with pytest.raises(InvalidInput, match="Another bearing is called my own"):
        data.edit_bearing(replace(other, name="my own"))
    with pytest.raises(InvalidInput, match="in the shipped table"):
        data.edit_bearing(replace(other, name="6205-2RS"))


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"balls": 2},
        {"balls": 20},
        {"ball_diameter_mm": 60.0},
        {"ball_diameter_mm": math.nan},
        {"contact_angle_deg": 90.0},
    ],
)
def test_a_bearing_that_cannot_be_built_is_refused(
    data: DataService, change: dict[str, float]
) -> None:
    with pytest.raises(InvalidInput):
        data.add_bearing(replace(OWN, **change))
    assert all(bearing.built_in for bearing in data.bearings())


def test_the_same_name_at_import_does_not_change_a_bearing(
    project: Project, data: DataService
) -> None:
    first = kept(project)
    with project.store.write() as session:
        again = replace(new_recording("7", "77" * 32), unit_name="another")
        assert again.bearing is not None
        stranger = replace(again.bearing, balls=5)
        second = recordings.add(session, replace(again, bearing=stranger))
    assert second.bearing == first.bearing
    assert data.recording(first.id) == first


def test_a_later_import_tells_a_unit_its_bearing(project: Project, data: DataService) -> None:
    with project.store.write() as session:
        before = recordings.add(session, replace(new_recording(), bearing=None))
        diagnoses.keep(session, before, DIAGNOSIS)
    kept(project, "106", "cd" * 32)
    now = data.recording(before.id).bearing
    assert now is not None
    assert now.name == "6205-2RS"
    assert not diagnosed(project, before)
    with project.store.write() as session:
        recordings.add(session, replace(new_recording("7", "77" * 32), bearing=OWN))
        recordings.add(session, replace(new_recording("8", "88" * 32), bearing=None))
    assert data.recording(before.id).bearing == now


def test_a_later_import_leaves_a_journal_bearing_one(project: Project, data: DataService) -> None:
    first = kept(project)
    data.edit_unit(first.unit_id, kind=BearingKind.JOURNAL, bearing=None)
    kept(project, "106", "cd" * 32)
    unit = data.unit(first.unit_id)
    assert (unit.kind, unit.bearing) == (BearingKind.JOURNAL, None)


def test_a_recording_is_told_where_it_was_measured(project: Project, data: DataService) -> None:
    unknown = replace(
        new_recording(), unit_name="Unassigned", flags=(Flag("bearing-missing", "tell it"),)
    )
    with project.store.write() as session:
        before = recordings.add(session, unknown)
        diagnoses.keep(session, before, DIAGNOSIS)
    after = data.place_recording(before.id, machine="pump", unit_name=" DE ", point="radial")
    assert (after.machine_name, after.unit_name, after.point_name) == ("pump", "DE", "radial")
    assert (after.bearing, after.flags) == (before.bearing, ())
    assert not diagnosed(project, before)
    with pytest.raises(InvalidInput, match="Name the machine"):
        data.place_recording(before.id, machine="pump", unit_name=" ", point="radial")


def test_the_trash_gives_back(project: Project, data: DataService) -> None:
    first, second = kept(project), kept(project, "106", "cd" * 32)
    data.delete_recordings([first.id, second.id])
    assert data.recordings() == ()
    assert [r.id for r in data.trash()] == [second.id, first.id]
    with pytest.raises(NotFound):
        data.delete_recordings([first.id])
    assert data.restore_recordings([first.id]) == (replace(first, row_version=3),)
    assert diagnosed(project, first)


def test_of_several_deletions_all_or_none_are_made(project: Project, data: DataService) -> None:
    first, second = kept(project), kept(project, "106", "cd" * 32)
    with pytest.raises(NotFound):
        data.delete_recordings([first.id, "nowhere", second.id])
    assert data.recordings() == (first, second)
    data.delete_recordings([first.id, second.id])
    again = replace(new_recording("106 again", "cd" * 32), source_name=second.source_name)
    with project.store.write() as session:
        twin = recordings.add(session, again)
    with pytest.raises(InvalidInput, match="imported again as 106 again"):
        data.restore_recordings([first.id, second.id])
    assert data.recordings() == (twin,)


def test_a_speed_taken_back_is_again_the_one_of_the_file_with_its_doubt(
    project: Project, data: DataService
) -> None:
    doubts = (Flag("speed-differs", "told 1773"), Flag("clipped", "3 samples"))
    with project.store.write() as session:
        before = recordings.add(session, replace(new_recording(), flags=doubts))
    edited = data.edit_recording(before.id, speed_rpm=1798.0, label="healthy")
    with project.store.write() as session:
        diagnoses.keep(session, edited, DIAGNOSIS)
    again = data.take_back(before, {"speed_rpm"})
    assert again == replace(before, label="healthy", row_version=3)
    assert (again.speed_source, again.flags) == (SpeedSource.FILE, doubts)
    assert not diagnosed(project, before)
    data.edit_recording(before.id, speed_rpm=None)
    assert data.take_back(before, {"speed_rpm"}).flags == doubts


def test_a_place_taken_back_is_the_former_one_with_its_doubt(
    project: Project, data: DataService
) -> None:
    doubts = (Flag("bearing-missing", "tell it"),)
    with project.store.write() as session:
        before = recordings.add(session, replace(new_recording(), flags=doubts))
    data.place_recording(before.id, machine="pump", unit_name="DE", point="radial")
    data.edit_recording(before.id, condition="2 hp")
    again = data.take_back(before, {"point_id"})
    assert again == replace(before, condition="2 hp", row_version=4)


def test_the_time_of_measurement_is_told_with_its_zone_and_taken_back(
    project: Project, data: DataService
) -> None:
    before = kept(project)
    told = datetime(2026, 3, 1, 14, 5, tzinfo=timezone(timedelta(hours=1)))
    edited = data.edit_recording(before.id, measured_at=told)
    assert edited.measured_at == told
    assert edited.measured_at.tzinfo is UTC
    assert diagnosed(project, before)
    with pytest.raises(InvalidInput, match="needs its zone"):
        data.edit_recording(before.id, measured_at=told.replace(tzinfo=None))
    assert data.take_back(before, {"measured_at"}).measured_at is None
