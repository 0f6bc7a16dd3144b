"""Opening a project and putting the services together."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pfd_desktop.bootstrap.places import default_project
from pfd_desktop.bootstrap.services import open_services
from pfd_desktop.core.records.importing import ImportRequest, Mapping
from pfd_desktop.core.records.job import JobRecord, JobState
from pfd_desktop.core.records.requests import (
    apply_text,
    ids_text,
    import_request,
    kept_apply,
    kept_ids,
    kept_seed,
    request_text,
    seed_text,
)
from pfd_desktop.errors import InvalidInput, NotFound, ProjectInUse, StoreUnavailable
from pfd_desktop.progress import Silent
from pfd_desktop.services.again import call_again
from pfd_desktop.settings import Settings
from pfd_desktop.store.lock import ProjectLock


def test_a_project_is_made_used_and_let_go(tmp_path: Path) -> None:
    for _ in range(2):
        opened = open_services(tmp_path / "project", Settings())
        assert opened.services.data.recordings() == ()
        assert opened.interrupted == ()
        opened.close()


def test_two_cannot_have_it_open(tmp_path: Path) -> None:
    opened = open_services(tmp_path / "project", Settings())
    with pytest.raises(ProjectInUse, match=str(os.getpid())):
        open_services(tmp_path / "project", Settings())
    opened.close()


def test_a_project_that_cannot_be_opened_is_let_go(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "project.db").write_bytes(b"this is no database, but long enough to be one " * 100)
    with pytest.raises(StoreUnavailable):
        open_services(folder, Settings())
    ProjectLock(folder).release()


def test_jobs_left_running_are_marked_once_and_told(tmp_path: Path) -> None:
    first = open_services(tmp_path / "project", Settings())
    first.services.jobs.begin("Import belt", "import", "{}")
    done = first.services.jobs.begin("Diagnose", "diagnose", "[]")
    first.services.jobs.finish(done, JobState.DONE, "")
    first.close()
    second = open_services(tmp_path / "project", Settings())
    assert [(job.title, job.state) for job in second.interrupted] == [
        ("Import belt", JobState.INTERRUPTED)
    ]
    second.close()
    third = open_services(tmp_path / "project", Settings())
    assert third.interrupted == ()
    third.close()


def test_the_command_says_what_was_interrupted(tmp_path: Path) -> None:
    opened = open_services(tmp_path / "project", Settings())
    opened.services.jobs.begin("Import belt", "import", "{}")
    opened.close()
    command = [sys.executable, "-m", "pfd_desktop.bootstrap.command"]
    for words in ("'Import belt' was interrupted", ""):  # once
        ended = subprocess.run(
            [*command, "--project", str(tmp_path / "project"), "recordings"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0
        assert words in ended.stderr
        assert ended.stderr.count("\n") == len(words.split()[:1])


def record(kind: str, request: str) -> JobRecord:
    """A job that was interrupted."""
    now = datetime.now(UTC)
    return JobRecord("1", "Job", kind, request, JobState.INTERRUPTED, "", now, now)


def test_requests_come_back_as_they_were_kept() -> None:
    wanted = ImportRequest((Path("/a b/ü.mat"),), "cwru", Mapping(rate_hz=12000.0, label=None))
    assert import_request(request_text(wanted)) == wanted
    assert kept_ids(ids_text(("one", "two"))) == ("one", "two")
    assert kept_seed(seed_text(7)) == 7
    assert kept_apply(apply_text("a chain", ("one", "two"))) == ("a chain", ("one", "two"))
    for read in (import_request, kept_ids, kept_seed, kept_apply):
        with pytest.raises(InvalidInput):
            read("{damaged")
        with pytest.raises(InvalidInput):
            read('{"other": 1}')


def test_what_was_interrupted_can_be_run_again(tmp_path: Path) -> None:
    opened = open_services(tmp_path / "project", Settings())
    services = opened.services
    try:
        assert call_again(services, record("unheard of", "{}")) is None
        assert call_again(services, record("import", "")) is None
        diagnose = call_again(services, record("diagnose", ids_text(("nobody",))))
        assert diagnose is not None
        with pytest.raises(NotFound):
            diagnose(Silent())
        apply = call_again(services, record("apply chain", apply_text("nobody", ())))
        assert apply is not None
        with pytest.raises(NotFound):
            apply(Silent())
        with pytest.raises(InvalidInput):
            call_again(services, record("import", "{damaged"))
    finally:
        opened.close()


def test_the_default_project_lies_in_the_programs_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PFD_HOME", "/somewhere")
    assert default_project() == Path("/somewhere/projects/default")
    monkeypatch.delenv("PFD_HOME")
    assert "pfd-desktop" in str(default_project())


def test_the_command_loads_no_window() -> None:
    code = (
        "import sys; from pfd_desktop.bootstrap.command import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "import pfd_desktop.bootstrap.services\n"
        "print([m for m in sys.modules if m.startswith(('PySide6', 'pyqtgraph'))])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert said.splitlines()[-1] == "[]"
