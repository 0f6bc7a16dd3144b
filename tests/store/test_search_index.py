"""What is kept beside rows: filled for older projects, whole in copies, as the rows are."""

import json
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import select, text, update

from pfd_desktop.core.search.parsing import parse
from pfd_desktop.core.search.subjects import subject
from pfd_desktop.core.search.values import Clock
from pfd_desktop.store import arriving, findable, recordings, schema, search
from pfd_desktop.store.engine import Store, make_engine, open_database
from pfd_desktop.store.migrating import Upgrade
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.store.tables import MachineRow, RecordingRow, SearchTextRow
from tests.store.records import new_recording

CLOCK = Clock(datetime(2026, 3, 15, tzinfo=UTC), UTC)
DIAGNOSIS = {"fault": "inner race", "grade": "strong evidence"}
RESULT = {
    "accuracy": {"value": 0.75, "low": 0.5, "high": 0.9, "level": 0.95},
    "macro_f1": {"value": 0.7, "low": 0.5, "high": 0.9, "level": 0.95},
    "window_accuracy": 0.6, "chance": 0.25, "units": 8, "folds": 4, "classes": ["a"],
}  # fmt: skip
OLD = (
    ("machines", {"name": "Mühle", "note": ""}),
    ("units", {"machine_id": "machines", "name": "u", "kind": "rolling", "note": ""}),
    ("points", {"unit_id": "units", "name": "p", "direction": ""}),
    (
        "recordings",
        {
            "point_id": "points", "name": "old", "source_name": "old.mat", "channel": "",
            "blob": "ab" * 32, "rate_hz": 12_000.0, "samples": 9, "quantity": "acceleration",
            "unit": "g", "speed_source": "unknown", "condition": "", "severity": "",
            "flags": '[{"code": "clipped", "text": "3 samples are clipped"}]', "synthetic": 0,
        },
    ),
    (
        "labels",
        {
            "recording_id": "recordings", "kind": "record", "classes": '["rub"]',
            "severity_words": "", "note": "squeals", "author": "Ada",
            "changed_at": "2025-01-01 00:00:00",
        },
    ),
    ("diagnoses", {"recording_id": "recordings", "diagnosis": json.dumps(DIAGNOSIS)}),
    (
        "runs",
        {
            "name": "first", "classifier": "forest", "split": "unit", "recording_ids": "[]",
            "split_certificate": "", "seed": 0, "state": "done", "reason": "",
            "result": json.dumps(RESULT), "history": "[]",
        },
    ),
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An empty project."""
    opened = open_project(tmp_path / "p")
    yield opened
    opened.close()


def found(store: Store, of: str, query: str) -> tuple[str, ...]:
    """The ids that a query finds."""
    with store.read() as session:
        known = search.known(session)
        return search.find(session, subject(of), parse(query, subject(of), CLOCK, known))


def test_an_older_project_is_searched_as_if_made_today(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    database = folder / "project.db"
    engine = make_engine(database, "BEGIN IMMEDIATE", query_only=False, foreign_keys=False)
    Upgrade(database, "base", schema.SCRIPTS).run(engine, to="0002")
    engine.dispose()
    with closing(dbapi2.connect(str(database))) as connection:
        for table, facts in OLD:
            every = facts | {"id": table, "row_version": 1, "created_at": "2025-02-01 00:00:00"}
            columns, marks = ", ".join(every), ", ".join("?" * len(every))
            connection.execute(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(every.values())
            )
        connection.commit()
    opened = open_project(folder)
    for query in (
        "MÜHLE", "squeal", "ub", "clipped", "fault:inner", "grade:strong", "class:rub",
        "flag:clipped imported:2025 name:old",
    ):  # fmt: skip
        assert found(opened.store, "recordings", query) == ("recordings",), query
    for query in ("first", "accuracy:75%", "accuracy.low:=0.5", "units:8", "-accuracy:>0.8"):
        assert found(opened.store, "runs", query) == ("runs",), query
    assert found(opened.store, "recordings", "code") == ()  # a key of the JSON, no text of its
    opened.close()


def test_datasets_of_an_older_project_are_found_by_their_words(tmp_path: Path) -> None:
    database = tmp_path / "project.db"
    engine = make_engine(database, "BEGIN IMMEDIATE", query_only=False, foreign_keys=False)
    Upgrade(database, "base", schema.SCRIPTS).run(engine, to="0006")
    engine.dispose()
    with closing(dbapi2.connect(str(database))) as connection:
        connection.execute(
            "INSERT INTO datasets (id, name, note, row_version, created_at)"
            " VALUES ('d', 'Mühle', 'of spring', 1, '2025-02-01 00:00:00')"
        )
        connection.commit()
    opened = open_project(tmp_path)
    for query in ("MÜHLE", "spring", "note:spring created:2025", "archived:no"):
        assert found(opened.store, "datasets", query) == ("d",), query
    opened.close()


def check_kept(project: Project) -> None:
    """The texts are those of the rows, and the index is that of the texts."""
    with project.store.write() as session:
        for row in (*session.scalars(select(RecordingRow)), *session.scalars(select(MachineRow))):
            table = row.__tablename__
            values = {name: getattr(row, name) for name in findable.TEXTS[table]}
            kept = select(SearchTextRow.text).where(SearchTextRow.key == row.id)
            assert session.scalar(kept) == findable.text_of(table, values)
        session.execute(text("INSERT INTO search_index(search_index) VALUES ('integrity-check')"))


def test_texts_and_index_follow_every_change(project: Project) -> None:
    chance, keys = random.Random(3), []
    for number in range(60):
        with project.store.write() as session:
            if not keys or chance.random() < 0.4:
                new = new_recording(f"é{number}", f"{number:064x}")
                keys.append(recordings.add(session, new).id)
            elif chance.random() < 0.5:
                recordings.edit(session, chance.choice(keys), {"condition": f"load {number}"})
            else:
                machine = chance.choice(session.scalars(select(MachineRow)).all())
                machine.name = f"machine {number}"
    check_kept(project)


def test_what_is_taken_back_by_an_error_leaves_nothing(project: Project) -> None:
    def fail() -> None:
        with project.store.write() as session:
            recordings.add(session, new_recording("gone"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert found(project.store, "recordings", "gone") == ()
    with project.store.write() as session:
        assert session.scalars(select(SearchTextRow)).all() == []


def test_rows_that_are_written_at_once_are_found_as_well(project: Project) -> None:
    with project.store.write() as session:
        for number in range(3):
            recordings.add(session, new_recording(f"fan {number}", f"{number:064x}"))
        session.execute(update(RecordingRow).values(condition="Überlast"))
    assert len(found(project.store, "recordings", "überlast")) == 3
    check_kept(project)


def test_many_that_arrive_at_once_are_found_and_are_as_one_alone(project: Project) -> None:
    with project.store.write() as session:
        alone = recordings.add(session, new_recording("fan alone"))
        many = [arriving.Arriving(new_recording(f"fan {number}")) for number in range(5)]
        ids = arriving.add_all(session, many)
    with project.store.read() as session:
        first = recordings.get(session, ids[0])
    assert found(project.store, "recordings", "fan clipped") == (alone.id, *ids)
    own = {"id": alone.id, "name": alone.name, "source_name": alone.source_name}
    assert replace(first, **own, imported_at=alone.imported_at) == alone
    check_kept(project)


def test_a_copy_is_searched_like_the_project(project: Project, tmp_path: Path) -> None:
    for number in range(3):
        with project.store.write() as session:
            recordings.add(session, new_recording(f"fan {number}", f"{number:064x}"))
            if number == 1:  # a hole in the numbers, which a copy must not close
                session.execute(text("DELETE FROM search_texts WHERE number = 1"))
    schema.back_up(project.store.path, tmp_path / "copy.db")
    copy = open_database(tmp_path / "copy.db")
    expected = found(project.store, "recordings", '"fan 2"')
    assert len(expected) == 1
    assert found(copy, "recordings", '"fan 2"') == expected
    copy.close()
