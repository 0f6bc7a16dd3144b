"""What goes wrong with a database, in the user's words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.store import jobs, recordings
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.store.tables import MachineRow
from tests.store.records import new_recording


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "p")
    yield opened
    opened.close()


def test_a_page_of_noise_is_named_as_damage(tmp_path: Path) -> None:
    project = open_project(tmp_path / "p")
    with project.store.write() as session:
        for i in range(200):
            recordings.add(session, new_recording(f"{i} {'x' * 500}", f"{i:064x}"))
    project.close()
    path = project.store.path
    content = bytearray(path.read_bytes())
    content[8192:] = bytes(b ^ 0x5A for b in content[8192:])
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match=r"project\.db is damaged\. Put a copy"):
        open_and_read(tmp_path / "p")


def open_and_read(folder: Path) -> int:
    """Open a project and read it."""
    project = open_project(folder)
    try:
        return everything(project)
    finally:
        project.close()


def everything(project: Project) -> int:
    """Read all that tests read."""
    with project.store.read() as session:
        return len(recordings.list_all(session)) + len(jobs.recent(session, 10))


def test_a_foreign_database_is_not_touched(tmp_path: Path) -> None:
    from contextlib import closing

    from pysqlite3 import dbapi2

    (tmp_path / "p").mkdir()
    with closing(dbapi2.connect(str(tmp_path / "p" / "project.db"))) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
        connection.commit()
    before = (tmp_path / "p" / "project.db").read_bytes()
    with pytest.raises(StoreUnavailable, match="no project of this program"):
        open_project(tmp_path / "p")
    assert (tmp_path / "p" / "project.db").read_bytes() == before


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("no folder")
    with pytest.raises(StoreUnavailable, match=r"/p cannot be made: .*choose another place"):
        open_project(tmp_path / "p")


def test_a_broken_rule_is_our_bug_and_stays_one(project: Project) -> None:
    with pytest.raises(IntegrityError), project.store.write() as session:
        session.add_all([MachineRow(name="rig"), MachineRow(name="rig")])


@pytest.mark.parametrize("name", ["with blanks", "größer 100 %", "what? a#b", "名"])
def test_any_name_can_name_a_project(tmp_path: Path, name: str) -> None:
    project = open_project(tmp_path / name)
    with project.store.write() as session:
        recordings.add(session, new_recording())
    project.close()
    assert (tmp_path / name / "project.db").is_file()
    again = open_project(tmp_path / name)
    assert everything(again) == 1
    again.close()


def test_a_project_goes_with_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    project = open_project(Path("p"))
    monkeypatch.chdir("/")
    assert project.blobs == tmp_path / "p" / "blobs"
    assert everything(project) == 0
    project.close()
