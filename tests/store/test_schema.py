"""The schema: the steps lead to the models, an older project is copied before it is changed."""

import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pysqlite3 import dbapi2

from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.store import recordings, schema
from pfd_desktop.store.engine import make_engine, open_database
from pfd_desktop.store.migrating import Upgrade
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.store.tables import Base
from tests.store.records import new_recording

NEXT = '''"""A later step."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"


def upgrade() -> None:
    """Machines get a place; SQLite builds the table anew for it."""
    with op.batch_alter_table("machines", recreate="always") as table:
        table.add_column(sa.Column("place", sa.String(), nullable=False, server_default="hall 1"))
'''


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The scripts of a later program, which knows one step more."""
    scripts = tmp_path / "later"
    shutil.copytree(schema.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v9999_place.py").write_text(NEXT.replace("HEAD", schema.HEAD))
    return scripts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of this program with one recording, closed."""
    project = open_project(tmp_path / "p")
    with project.store.write() as session:
        recordings.add(session, new_recording())
    project.close()
    return project.folder


def described(path: Path) -> dict[str, list[str]]:
    """All tables and indexes with the words that made them."""
    with closing(dbapi2.connect(str(path))) as connection:
        query = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        return {name: _plain(sql) for name, sql in connection.execute(query)}


def _plain(sql: str) -> list[str]:
    """Its columns and constraints, without the blanks and the order that mean nothing."""
    head, _, body = re.sub(r"\s+", " ", sql).partition("(")
    return [head.strip(), *sorted(part.strip(" )") for part in body.split(","))]


def rows_of(path: Path, query: str) -> list[tuple[object, ...]]:
    """What *query* finds in the database at *path*."""
    with closing(dbapi2.connect(str(path))) as connection:
        return list(connection.execute(query))


def test_the_steps_lead_to_the_very_schema_of_the_models(tmp_path: Path) -> None:
    schema.bring_up_to_date(tmp_path / "models.db", tmp_path)
    steps = tmp_path / "steps.db"
    engine = make_engine(steps, "BEGIN IMMEDIATE", query_only=False, foreign_keys=False)
    Upgrade(steps, "base", schema.SCRIPTS).run(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == schema.HEAD
    engine.dispose()
    assert described(steps) == described(tmp_path / "models.db")


def test_head_is_the_newest_step() -> None:
    assert ScriptDirectory(str(schema.SCRIPTS)).get_heads() == [schema.HEAD]


def test_a_new_project_does_not_wait_for_alembic(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from pfd_desktop.store.project import open_project;"
        "[open_project(pathlib.Path(sys.argv[1])).close() for _ in range(2)];"
        "print([m for m in ('alembic', 'h5py', 'scipy', 'PySide6') if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "p")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "[]\n"


def test_an_older_project_is_copied_and_then_migrated(folder: Path, later: Path) -> None:
    database = folder / "project.db"
    before = described(database), rows_of(database, "SELECT id, name FROM recordings")
    schema.bring_up_to_date(database, folder / "backups", head="9999", scripts=later)
    assert schema.version(database) == "9999"
    assert rows_of(database, "SELECT name, place FROM machines") == [("rig", "hall 1")]
    assert rows_of(database, "SELECT id, name FROM recordings") == before[1]
    assert rows_of(database, "PRAGMA foreign_key_check") == []
    (backup,) = (folder / "backups").iterdir()
    assert backup.name.endswith(f"-schema-{schema.HEAD}.db")
    assert (described(backup), rows_of(backup, "SELECT id, name FROM recordings")) == before


def test_a_backup_can_be_put_back(folder: Path, later: Path) -> None:
    schema.bring_up_to_date(folder / "project.db", folder / "backups", head="9999", scripts=later)
    (backup,) = (folder / "backups").iterdir()
    shutil.copy(backup, folder / "project.db")
    project = open_project(folder)
    with project.store.read() as session:
        assert [r.name for r in recordings.list_all(session)] == ["105"]
    project.close()


def test_a_project_of_a_newer_program_is_refused_untouched(folder: Path, later: Path) -> None:
    schema.bring_up_to_date(folder / "project.db", folder / "backups", head="9999", scripts=later)
    before = described(folder / "project.db")
    with pytest.raises(StoreUnavailable, match=r"newer program \(schema 9999"):
        open_project(folder)
    assert described(folder / "project.db") == before
    assert len(list((folder / "backups").iterdir())) == 1


def test_a_step_that_breaks_references_changes_nothing(folder: Path, later: Path) -> None:
    script = later / "versions" / "v9999_place.py"
    script.write_text(
        NEXT.replace("HEAD", schema.HEAD).partition("def upgrade")[0]
        + 'def upgrade() -> None:\n    """Loses the machines."""\n'
        + '    op.execute("DELETE FROM machines")\n'
    )
    with pytest.raises(StoreUnavailable, match="would lose what they refer to"):
        schema.bring_up_to_date(
            folder / "project.db", folder / "backups", head="9999", scripts=later
        )
    assert schema.version(folder / "project.db") == schema.HEAD
    assert rows_of(folder / "project.db", "SELECT name FROM machines") == [("rig",)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_leaves_the_old_schema_or_the_new_one(folder: Path, later: Path) -> None:
    database, found = folder / "project.db", []
    old = described(database)
    pristine = database.read_bytes()
    for step in range(6):
        for name in ("project.db", "project.db-wal", "project.db-shm"):
            (folder / name).unlink(missing_ok=True)
        database.write_bytes(pristine)
        child = subprocess.Popen(
            [sys.executable, "-c", _MIGRATE, str(folder), str(later)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(step * 0.008)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        found.append(schema.version(database))
        assert (described(database) == old) == (found[-1] == schema.HEAD)
        assert rows_of(database, "PRAGMA integrity_check") == [("ok",)]
        assert rows_of(database, "SELECT name FROM recordings") == [("105",)]
    assert set(found) <= {schema.HEAD, "9999"}


_MIGRATE = """
import sys, pathlib
from pfd_desktop.store import migrating, schema
folder, later = map(pathlib.Path, sys.argv[1:])
print("ready", flush=True)
schema.bring_up_to_date(folder / "project.db", folder / "backups", head="9999", scripts=later)
"""


def test_a_copy_made_while_others_write_is_whole(tmp_path: Path) -> None:
    project = open_project(tmp_path / "p")
    with project.store.write() as session:
        recordings.add(session, new_recording())
        schema.back_up(project.store.path, tmp_path / "copies" / "project.db")
    assert _names(project, tmp_path / "copies" / "project.db") == ()
    schema.back_up(project.store.path, tmp_path / "copies" / "project.db")
    assert _names(project, tmp_path / "copies" / "project.db") == ("105",)
    project.close()


def _names(project: Project, copy: Path) -> tuple[str, ...]:
    assert copy.parent.stat().st_mode & 0o077 == 0
    store = open_database(copy)
    with store.read() as session:
        names = tuple(r.name for r in recordings.list_all(session))
    store.close()
    return names
