"""The tables of the signal laboratory: the trail only grows, older projects keep what they hold."""

import itertools
import os
import random
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import delete, text, update
from sqlalchemy.exc import IntegrityError

from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.records.labels import LabelFacts, LabelKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.severity import Support
from pfd_desktop.core.records.speed import CombSpeed, RidgeSpeed, TachoSpeed, ToldSpeed
from pfd_desktop.core.severity.tables import built_in
from pfd_desktop.store import chains, labels, recordings, schema, severity, speed_references
from pfd_desktop.store.engine import make_engine
from pfd_desktop.store.migrating import Upgrade
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.store.tables import ActiveChainRow, LabelChangeRow
from tests.store import writers
from tests.store.records import new_recording
from tests.store.test_kills import CONTEXT

FACTS = LabelFacts(LabelKind.REGION, ("rub",), 1.0, 2.0)


def labelled(project: Project) -> Recording:
    """A recording with one label."""
    with project.store.write() as session:
        recording = recordings.add(session, new_recording())
        labels.add(session, recording.id, (FACTS,), "Ada")
    return recording


@pytest.mark.parametrize(
    "change",
    [
        update(LabelChangeRow).values(author="somebody else"),
        delete(LabelChangeRow),
        text("UPDATE label_changes SET created_at = '2020-01-01'"),
    ],
    ids=["author", "delete", "time"],
)
def test_the_audit_trail_only_grows(tmp_path: Path, change: object) -> None:
    project = open_project(tmp_path / "p")
    recording = labelled(project)
    with (
        pytest.raises(IntegrityError, match="the audit trail only grows"),
        project.store.write() as session,
    ):
        session.execute(change)
    with project.store.read() as session:
        assert [one.author for one in labels.changes(session, recording.id)] == ["Ada"]
    project.close()


def test_a_project_of_the_first_schema_keeps_what_it_holds(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    open_project(folder).close()
    database = folder / "project.db"
    for file in folder.glob("project.db*"):
        file.unlink()
    _make_old(database)
    project = open_project(folder)
    with project.store.read() as session:
        (recording,) = recordings.list_all(session)
    assert (recording.name, recording.machine_name) == ("old", "rig")
    assert (recording.processed, recording.axis, recording.measured_at) == ("", "time", None)
    with project.store.write() as session:
        labels.add(session, recording.id, (FACTS,), "Ada")
    with pytest.raises(IntegrityError, match="only grows"), project.store.write() as session:
        session.execute(delete(LabelChangeRow))
    project.close()
    assert schema.version(database) == schema.HEAD
    (backup,) = (folder / "backups").iterdir()
    assert backup.name.endswith("-schema-0001.db")


def _make_old(database: Path) -> None:
    """A project as the first schema had it, with one recording."""
    upgrade = Upgrade(database, "base", schema.SCRIPTS)
    engine = make_engine(database, "BEGIN IMMEDIATE", query_only=False, foreign_keys=False)
    upgrade.run(engine, to="0001")
    engine.dispose()
    rows = (
        ("machines", {"name": "rig", "note": ""}),
        ("units", {"machine_id": "machines", "name": "u", "kind": "rolling", "note": ""}),
        ("points", {"unit_id": "units", "name": "p", "direction": ""}),
        (
            "recordings",
            {
                "point_id": "points", "name": "old", "source_name": "old.mat", "channel": "",
                "blob": "ab" * 32, "rate_hz": 12_000.0, "samples": 9, "quantity": "acceleration",
                "unit": "g", "speed_source": "unknown", "condition": "", "severity": "",
                "flags": "[]", "synthetic": 0,
            },
        ),
    )  # fmt: skip
    with closing(dbapi2.connect(str(database))) as connection:
        for table, facts in rows:
            every = facts | {"id": table, "row_version": 1, "created_at": "2025-01-01 00:00:00"}
            marks = ", ".join("?" * len(every))
            columns = ", ".join(every)
            statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
            connection.execute(statement, tuple(every.values()))
        connection.commit()


def test_what_changes_is_announced_by_the_names_of_its_tables(tmp_path: Path) -> None:
    heard: list[frozenset[str]] = []
    project = open_project(tmp_path / "p", heard.append)
    recording = labelled(project)
    assert {"labels", "label_changes"} <= heard[-1]
    with project.store.write() as session:
        chains.set_active(session, recording.id, Chain((Step("detrend"),)))
    assert heard[-1] == {"active_chains"}
    with project.store.write() as session:
        severity.put_facts(
            session, replace(severity.facts(session, recording.machine_id), support=Support.RIGID)
        )
    assert heard[-1] == {"machine_facts"}
    project.close()


def test_everything_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    project = open_project(tmp_path / "p")
    recording = labelled(project)
    values = (("a", 1.0), ("b", "word"), ("c", True), ("d", (1.0, 2.5)), ("e", None))
    chain = Chain((Step("x", values), Step("y", on=False)))
    with project.store.write() as session:
        chains.save(session, "mine", chain)
        table = replace(built_in()[0], version=2, built_in=False)
        severity.add_table(session, table)
    with project.store.read() as session:
        assert chains.list_all(session)[0].chain == chain
        assert severity.tables(session) == (table,)
    for told in (
        ToldSpeed(900.0), TachoSpeed(recording.id, 2.5, "falling", 1.0),
        RidgeSpeed(start_rpm=700.0), CombSpeed(5.0), None,
    ):  # fmt: skip
        with project.store.write() as session:
            speed_references.put(session, recording.id, told)
        with project.store.read() as session:
            assert speed_references.get(session, recording.id) == told
    project.close()


def test_a_recording_has_one_active_chain(tmp_path: Path) -> None:
    project = open_project(tmp_path / "p")
    with project.store.write() as session:
        chains.set_active(session, None, Chain())
        chains.set_active(session, None, Chain((Step("detrend"),)))
        assert chains.active(session, None).chain.steps[0].kind == "detrend"
    with pytest.raises(IntegrityError), project.store.write() as session:
        session.add(ActiveChainRow(scope="all", chain="{}"))
    project.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_leaves_each_label_with_its_whole_trail(tmp_path: Path) -> None:
    chance, acknowledged = random.Random(7), {}
    for seed in range(6):
        for steps, key in _killed(tmp_path / "p", seed, chance.uniform(0.05, 0.4)):
            acknowledged[key] = int(steps)
    project = open_project(tmp_path / "p")
    with project.store.read() as session:
        every = recordings.list_all(session)
        trail = [change for one in every for change in labels.changes(session, one.id)]
        living = {
            label.id: label.facts for one in every for label in labels.of_recording(session, one.id)
        }
    project.close()
    assert len(acknowledged) > 6
    for key, steps in acknowledged.items():
        lines = [change for change in trail if change.label_id == key]
        assert len(lines) in (steps, steps + 1)
        assert living.get(key) == lines[-1].after
        for before, after in itertools.pairwise(lines):
            assert after.before == before.after


def _killed(folder: Path, seed: int, seconds: float) -> list[list[str]]:
    """Let a writer label for some seconds, kill it; what it had acknowledged."""
    listening, saying = CONTEXT.Pipe(duplex=False)
    writer = CONTEXT.Process(target=writers.label_on, args=(folder, seed, saying))
    writer.start()
    saying.close()
    said = os.read(listening.fileno(), 1 << 16)
    time.sleep(seconds)
    writer.kill()
    writer.join()
    while part := os.read(listening.fileno(), 1 << 16):
        said += part
    listening.close()
    return [line.split() for line in said.decode().splitlines()]
