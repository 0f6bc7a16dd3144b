"""Trainings that wait: in order, once each, moved, taken off, and still there after a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pfd_desktop.core.records.job import JobState
from pfd_desktop.core.records.learning import TrainRequest
from pfd_desktop.core.records.requests import request_text
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import SILENT
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.job_log import JobLog
from pfd_desktop.services.queue import KIND, TrainingQueue
from pfd_desktop.services.training import TrainingService
from pfd_desktop.store.project import Project, open_project

FIRST, SECOND, THIRD = (TrainRequest("minirocket", seed=seed) for seed in (1, 2, 3))


def queue_of(project: Project) -> TrainingQueue:
    return TrainingQueue(project, TrainingService(project, Inline()))


def titles(queue: TrainingQueue) -> list[str]:
    return [one.title for one in queue.waiting()]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = open_project(tmp_path / "p")
    yield made
    made.close()


def test_each_waits_behind_the_others_and_only_once(project: Project) -> None:
    queue = queue_of(project)
    assert queue.waiting() == ()
    places = [queue.add(name, one) for name, one in (("a", FIRST), ("b", SECOND), ("c", THIRD))]
    assert places == [1, 2, 3]
    assert queue.add("b again", SECOND) == 2
    assert titles(queue) == ["a", "b", "c"]
    assert {one.state for one in queue.waiting()} == {JobState.QUEUED}


def test_what_begins_waits_no_longer_and_the_log_has_what_has_begun(project: Project) -> None:
    queue, log = queue_of(project), JobLog(project.store)
    queue.add("a", FIRST)
    queue.add("b", SECOND)
    assert log.recent() == ()
    log.begin("a", KIND, request_text(FIRST))
    assert titles(queue) == ["b"]
    assert [one.title for one in log.recent()] == ["a"]
    log.begin("other", "extract", request_text(SECOND))
    assert titles(queue) == ["b"]


@pytest.mark.parametrize(
    ("moved", "steps", "order"),
    [(0, 1, "bacd"), (0, 9, "bcda"), (3, -2, "adbc"), (2, 0, "abcd"), (1, -9, "bacd")],
)
def test_one_is_moved_and_the_others_keep_their_order(
    project: Project, moved: int, steps: int, order: str
) -> None:
    queue = queue_of(project)
    for seed, name in enumerate("abcd"):
        queue.add(name, TrainRequest("minirocket", seed=seed))
    key = queue.move(queue.waiting()[moved].id, steps)
    found = queue.waiting()
    assert "".join(one.title for one in found) == order
    assert next(one for one in found if one.id == key).title == "abcd"[moved]
    for one in found:  # title and request went together
        assert f'"seed": {"abcd".index(one.title)}' in one.request


def test_one_is_taken_off_and_what_is_gone_is_said(project: Project) -> None:
    queue = queue_of(project)
    queue.add("a", FIRST)
    queue.add("b", SECOND)
    gone = queue.waiting()[0].id
    queue.remove(gone)
    assert titles(queue) == ["b"]
    for call in (lambda: queue.remove(gone), lambda: queue.move(gone, 1)):
        with pytest.raises(NotFound, match="does not wait any more"):
            call()


def test_a_restart_keeps_the_queue_and_interrupts_what_ran(tmp_path: Path) -> None:
    project = open_project(tmp_path / "p")
    queue, log = queue_of(project), JobLog(project.store)
    queue.add("a", FIRST)
    queue.add("b", SECOND)
    log.begin("a", KIND, request_text(FIRST))
    project.close()
    project = open_project(tmp_path / "p")
    assert [one.title for one in JobLog(project.store).mark_interrupted()] == ["a"]
    assert titles(queue_of(project)) == ["b"]
    project.close()


def test_what_waited_is_trained_as_it_was_asked(project: Project) -> None:
    queue = queue_of(project)
    queue.add("a", FIRST)
    with pytest.raises(InvalidInput, match="no labelled recording"):
        queue.train(queue.waiting()[0], SILENT)
