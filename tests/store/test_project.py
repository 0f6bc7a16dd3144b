"""A project: what is written stays, what it tells, who may open it."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from pfd_desktop.core.records.importing import Mapping
from pfd_desktop.core.records.job import JobState
from pfd_desktop.core.records.learning import (
    EpochEvent,
    FeatureSet,
    Interval,
    LeakMeter,
    RecordPrediction,
    Run,
    RunResult,
    RunState,
    SplitKind,
)
from pfd_desktop.core.records.recording import Flag, SpeedSource
from pfd_desktop.errors import InvalidInput, NotFound, ProjectInUse, StoreUnavailable
from pfd_desktop.store import feature_sets, folder_mappings, jobs, recordings, runs
from pfd_desktop.store.engine import check_sqlite
from pfd_desktop.store.keys import new_key, now
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.store.tables import RecordingRow
from tests.store.records import new_recording


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    opened = open_project(tmp_path / "p")
    yield opened
    opened.close()


def test_a_recording_comes_back_as_it_was_kept(project: Project) -> None:
    with project.store.write() as session:
        kept = recordings.add(session, new_recording())
    with project.store.read() as session:
        read = recordings.get(session, kept.id)
    assert read == kept
    assert (read.machine_name, read.unit_name, read.point_name) == (
        "rig",
        "inner 0.007 in",
        "drive end",
    )
    assert read.bearing is not None
    assert (read.bearing.name, read.bearing.balls) == ("6205-2RS", 9)
    assert read.flags == (Flag("clipped", "3 samples are clipped"),)
    assert read.imported_at.tzinfo is UTC
    assert read.path == project.blobs / "ab" / ("ab" * 32 + ".h5")
    assert read.id[14] == "7"


def test_machine_unit_and_point_are_made_once(project: Project) -> None:
    with project.store.write() as session:
        first = recordings.add(session, new_recording("105"))
        second = recordings.add(session, new_recording("106", "cd" * 32))
    assert first.unit_id == second.unit_id
    assert first.point_id == second.point_id


def test_deleted_recordings_lie_in_the_trash_and_come_back(project: Project) -> None:
    with project.store.write() as session:
        kept = recordings.add(session, new_recording())
    with project.store.write() as session:
        recordings.delete(session, kept.id)
    with project.store.read() as session:
        assert recordings.list_all(session) == ()
        assert [r.id for r in recordings.trash(session)] == [kept.id]
        with pytest.raises(NotFound):
            recordings.get(session, kept.id)
    with project.store.write() as session:
        restored = recordings.restore(session, kept.id)
    assert restored.row_version == kept.row_version + 2


def test_a_speed_told_by_the_user_ends_the_doubt(project: Project) -> None:
    new = new_recording()
    with project.store.write() as session:
        kept = recordings.add(session, new)
        edited = recordings.edit(session, kept.id, {"speed_rpm": 1798.0})
    assert edited.speed_source is SpeedSource.USER


def test_commits_announce_and_rollbacks_do_not(tmp_path: Path) -> None:
    heard: list[frozenset[str]] = []
    project = open_project(tmp_path / "p", heard.append)
    with project.store.write() as session:
        recordings.add(session, new_recording())
    with project.store.write() as session:
        session.execute(update(RecordingRow).values(label="healthy"))
    with pytest.raises(ZeroDivisionError):
        _add_and_fail(project)
    with project.store.write() as session:
        recordings.list_all(session)
    project.close()
    plant = {"machines", "bearings", "units", "points", "recordings"}
    assert heard == [plant, {"recordings"}]


def _add_and_fail(project: Project) -> None:
    with project.store.write() as session:
        recordings.add(session, new_recording("x"))
        raise ZeroDivisionError


def test_read_cannot_write(project: Project) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be written"), project.store.read() as s:
        recordings.add(s, new_recording())


def test_every_connection_is_safe(project: Project) -> None:
    for scope in (project.store.read, project.store.write):
        with scope() as session:
            ask = {p: session.execute(text(f"PRAGMA {p}")).scalar() for p in _WANTED}
        assert ask == _WANTED


_WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_no_update_is_lost_between_threads(project: Project) -> None:
    with project.store.write() as session:
        session.execute(text("CREATE TABLE counter (n INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))

    def count() -> None:
        for _ in range(50):
            with project.store.write() as session:
                n = session.execute(text("SELECT n FROM counter")).scalar_one()
                session.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with project.store.read() as session:
        assert session.execute(text("SELECT n FROM counter")).scalar_one() == 200


def test_the_second_program_is_told_who_has_the_project(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path / "p")], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(ProjectInUse, match=f"process {holder.pid} "):
            open_project(tmp_path / "p")
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        holder.stdout.close()
    open_project(tmp_path / "p").close()


_HOLD = """
import sys, time, pathlib
from pfd_desktop.store.keys import new_key, now
from pfd_desktop.store.project import open_project
project = open_project(pathlib.Path(sys.argv[1]))
print("open", flush=True)
time.sleep(60)
"""


def test_an_old_sqlite_is_refused() -> None:
    with pytest.raises(StoreUnavailable, match=r"3\.51\.2"):
        check_sqlite((3, 51, 2))
    check_sqlite((3, 51, 3))


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "project.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreUnavailable, match=r"project\.db is damaged"):
        open_project(tmp_path / "p")


def test_a_job_ends_once_and_a_killed_one_is_marked(project: Project) -> None:
    with project.store.write() as session:
        done = jobs.begin(session, "Import", "import", "{}")
        left = jobs.begin(session, "Train", "train", "{}")
    with project.store.write() as session:
        jobs.finish(session, done, JobState.DONE, "")
    with pytest.raises(ValueError, match="ended already"), project.store.write() as session:
        jobs.finish(session, done, JobState.FAILED, "")
    with project.store.write() as session:
        assert [job.id for job in jobs.mark_interrupted(session)] == [left]
    with project.store.read() as session:
        states = {job.id: job.state for job in jobs.recent(session, 10)}
    assert states == {done: JobState.DONE, left: JobState.INTERRUPTED}


@pytest.mark.parametrize("part", ["blobs", "own_features"])
def test_what_a_killed_program_was_writing_is_swept(tmp_path: Path, part: str) -> None:
    open_project(tmp_path / "p").close()
    orphan = tmp_path / "p" / part / "ab" / ".x.h5.12.tmp"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"half")
    open_project(tmp_path / "p").close()
    assert not orphan.exists()


def test_the_folder_is_the_users_alone(project: Project) -> None:
    if os.name == "nt":
        pytest.skip("Windows keeps rights otherwise")
    assert project.folder.stat().st_mode & 0o077 == 0


def test_who_hears_of_a_commit_may_write_in_turn(tmp_path: Path) -> None:
    heard: list[frozenset[str]] = []

    def hear(tables: frozenset[str]) -> None:
        heard.append(tables)
        if tables == {"jobs"}:
            with opened[0].store.write() as session:
                folder_mappings.keep(session, "/x", Mapping())

    opened = [open_project(tmp_path / "p", hear)]
    with opened[0].store.write() as session:
        jobs.begin(session, "Import", "import", "")
    opened[0].close()
    assert heard == [{"jobs"}, {"folder_mappings"}]


def test_versions_count_every_change(project: Project) -> None:
    with project.store.write() as session:
        kept = recordings.add(session, new_recording())
    assert kept.row_version == 1
    for version, label in ((2, "healthy"), (3, None)):
        with project.store.write() as session:
            edited = recordings.edit(session, kept.id, {"label": label})
        assert (edited.row_version, edited.label) == (version, label)


def test_samples_that_came_again_keep_the_old_ones_in_the_trash(project: Project) -> None:
    with project.store.write() as session:
        old = recordings.add(session, new_recording("old"))
        recordings.delete(session, old.id)
        recordings.add(session, replace(new_recording("new"), source_name=old.source_name))
    with (
        pytest.raises(InvalidInput, match="imported again as new"),
        project.store.write() as session,
    ):
        recordings.restore(session, old.id)
    with pytest.raises(NotFound), project.store.write() as session:
        recordings.restore(session, "no such key")


def test_folder_mappings_are_remembered_and_replaced(project: Project) -> None:
    for mapping in (Mapping(unit="g", rate_hz=12_000.0), Mapping(unit="m/s²", sensitivity=0.1)):
        with project.store.write() as session:
            folder_mappings.keep(session, "/data/é", mapping)
        with project.store.read() as session:
            assert folder_mappings.get(session, "/data/é") == mapping
            assert folder_mappings.get(session, "/data") is None


def _is_listed(session: Session, run: Run) -> None:
    """The only run is listed with what tables show of it, and found by its state."""
    (listed,) = runs.summaries(session)
    assert (listed.id, listed.seed, listed.recordings) == (run.id, run.seed, 2)
    assert (listed.state, listed.finished_at) == (run.state, run.finished_at)
    numbers = (listed.accuracy, listed.macro_f1, listed.chance, listed.units)
    told = run.result
    wanted = (told.accuracy, told.macro_f1, told.chance, told.units) if told else (None,) * 4
    assert numbers == wanted
    for state in (RunState.RUNNING, RunState.DONE):
        found = [one.id for one in runs.of_state(session, state)]
        assert found == ([run.id] if run.state is state else [])


def test_a_run_and_its_feature_set_come_back_as_they_were_kept(project: Project) -> None:
    features = FeatureSet(
        new_key(), "set", ("rms", "kurtosis"), ("r1", "r2"), 40, 8192, "1", now(), ("short: r3",)
    )
    began = Run(
        id=new_key(),
        name="forest",
        classifier="forest",
        split=SplitKind.UNIT,
        feature_set_id=features.id,
        recording_ids=("r1", "r2"),
        split_certificate="",
        seed=7,
        state=RunState.RUNNING,
        reason="",
        result=None,
        leak_meter=None,
        history=(),
        created_at=now(),
        finished_at=None,
    )
    half = Interval(0.5, 0.1, 0.9)
    prediction = RecordPrediction("r1", "105", "unit 1", "0 hp", "healthy", "cage", (0.4, 0.6), 1)
    done = replace(
        began,
        state=RunState.DONE,
        result=RunResult(("healthy", "cage"), (prediction,), half, half, 0.6, 0.5, 2, 2, ("few",)),
        leak_meter=LeakMeter(Interval(1.0, 1.0, 1.0), None, half, 0.5, "it collapses"),
        history=(EpochEvent(0, 1, 1, 2, 0.7, None, 0.5), EpochEvent(0, 1, 2, 2, 0.6, 0.9, 0.5)),
        finished_at=now(),
    )
    with project.store.write() as session:
        feature_sets.add(session, features)
        runs.add(session, began)
    with project.store.read() as session:
        _is_listed(session, began)
    with project.store.write() as session:
        runs.update(session, done)
    with project.store.read() as session:
        assert runs.get(session, began.id) == done
        assert runs.list_all(session) == (done,)
        _is_listed(session, done)
        assert feature_sets.list_all(session) == (features,)
    with project.store.write() as session:
        runs.delete(session, done.id)
        feature_sets.delete(session, features.id)
    with project.store.read() as session:
        assert (runs.list_all(session), feature_sets.list_all(session)) == ((), ())
        with pytest.raises(NotFound):
            runs.get(session, done.id)
