"""Jobs as the project remembers them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pfd_desktop.core.records.job import JobState
from pfd_desktop.errors import NotFound
from pfd_desktop.services.job_log import JobLog
from pfd_desktop.store.project import open_project


@pytest.fixture
def log(tmp_path: Path) -> Iterator[JobLog]:
    project = open_project(tmp_path / "p")
    yield JobLog(project.store)
    project.close()


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_a_job_begins_and_ends(log: JobLog, state: JobState) -> None:
    key = log.begin("Import 3 files", "import", '{"paths": []}')
    (running,) = log.recent()
    assert (running.id, running.title, running.kind) == (key, "Import 3 files", "import")
    assert (running.state, running.finished_at) == (JobState.RUNNING, None)
    log.finish(key, state, "why")
    (ended,) = log.recent()
    assert (ended.state, ended.reason, ended.request) == (state, "why", '{"paths": []}')
    assert ended.finished_at is not None
    assert ended.finished_at >= ended.started_at


def test_what_a_crash_left_running_is_marked_once_and_offered_once(log: JobLog) -> None:
    done = log.begin("Diagnose", "", "")
    log.finish(done, JobState.DONE, "")
    left = [log.begin("Import", "import", "{}"), log.begin("Train", "train", "{}")]
    marked = log.mark_interrupted()
    assert [job.id for job in marked] == left
    assert {(job.state, job.reason) for job in marked} == {
        (JobState.INTERRUPTED, "the program ended while it ran")
    }
    assert log.mark_interrupted() == ()
    log.offered(left[0])
    assert {job.id: job.offered_again for job in log.recent()} == {
        done: False,
        left[0]: True,
        left[1]: False,
    }


def test_recent_is_newest_first_and_no_more_than_asked(log: JobLog) -> None:
    keys = [log.begin(f"job {i}", "", "") for i in range(12)]
    assert [job.id for job in log.recent(5)] == keys[:-6:-1]


def test_a_job_ends_once_and_must_exist(log: JobLog) -> None:
    key = log.begin("Import", "import", "")
    log.finish(key, JobState.DONE, "")
    with pytest.raises(ValueError, match="ended already: done"):
        log.finish(key, JobState.FAILED, "")
    with pytest.raises(NotFound, match="no job nothing"):
        log.finish("nothing", JobState.DONE, "")
