"""Runs are found, marked, noted, put away; several seeds are taken together."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pfd_desktop.core.evaluation.seeds import mean_of, student_t
from pfd_desktop.core.records.learning import (
    Interval,
    Run,
    RunResult,
    RunState,
    SplitKind,
    TrainRequest,
)
from pfd_desktop.core.records.requests import recipe_of
from pfd_desktop.errors import InvalidQuery, NotFound
from pfd_desktop.services.experiments import ExperimentsService
from pfd_desktop.services.search import SearchService
from pfd_desktop.store import runs
from pfd_desktop.store.keys import new_key, now
from pfd_desktop.store.project import Project, open_project


def put(
    project: Project, name: str, *, accuracy: float | None, recipe: str = "", seed: int = 0
) -> str:
    """A run straight into the store."""
    result = None
    if accuracy is not None:
        found = Interval(accuracy, accuracy - 0.1, accuracy + 0.1)
        result = RunResult(("a", "b"), (), found, found, accuracy, 0.5, 4, 2, ())
    run = Run(
        id=new_key(),
        name=name,
        classifier="forest",
        split=SplitKind.UNIT,
        feature_set_id=None,
        recording_ids=(),
        split_certificate="",
        seed=seed,
        state=RunState.FAILED if result is None else RunState.DONE,
        reason="",
        result=result,
        leak_meter=None,
        history=(),
        created_at=now(),
        finished_at=now(),
        recipe=recipe,
    )
    with project.store.write() as session:
        return runs.add(session, run).id


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "p")
    yield opened
    opened.close()


@pytest.fixture
def service(project: Project) -> ExperimentsService:
    return ExperimentsService(project, SearchService(project))


def names(service: ExperimentsService, query: str = "", *, archived: bool = False) -> list[str]:
    return [run.name for run in service.listed(query, archived=archived).runs]


def test_the_query_finds_and_orders(project: Project, service: ExperimentsService) -> None:
    for name, accuracy in (("poor", 0.5), ("good", 0.95), ("best", 0.97), ("broken", None)):
        put(project, name, accuracy=accuracy)
    assert names(service) == ["broken", "best", "good", "poor"]
    assert names(service, "accuracy:>0.9 sort:accuracy") == ["good", "best"]
    assert names(service, "state:failed OR good sort:name") == ["broken", "good"]
    with pytest.raises(InvalidQuery):
        service.listed("acuracy:>0.9")


def test_stars_notes_and_the_archive_are_kept_found_and_taken_back(
    project: Project, service: ExperimentsService
) -> None:
    first, second = put(project, "first", accuracy=0.5), put(project, "second", accuracy=0.6)
    assert service.star((first,), starred=True) == (first,)
    assert service.star((first, second), starred=True) == (second,)
    assert service.star((second,), starred=False) == (second,)
    assert service.annotate(first, "  with the new probe ") == ""
    assert service.annotate(first, "with the old probe") == "with the new probe"
    assert names(service, "starred:yes") == names(service, "old probe") == ["first"]
    assert names(service, "note:new") == []
    assert service.archive((first,), archived=True) == (first,)
    listed = service.listed()
    assert ([run.name for run in listed.runs], listed.archived) == (["second"], 1)
    assert names(service, archived=True) == ["second", "first"]
    assert names(service, "archived:yes", archived=True) == ["first"]
    assert service.archive((first,), archived=False) == (first,)
    assert names(service) == ["second", "first"]
    with pytest.raises(NotFound):
        service.star(("nothing",), starred=True)


def test_a_run_that_goes_on_keeps_its_note(project: Project, service: ExperimentsService) -> None:
    """What training writes at its end was read before the note was written."""
    key = put(project, "one", accuracy=0.5)
    with project.store.read() as session:
        before = runs.get(session, key)
    service.annotate(key, "a note")
    service.star((key,), starred=True)
    with project.store.write() as session:
        runs.update(session, before)
    (run,) = service.listed().runs
    assert (run.note, run.starred) == ("a note", True)


def test_seeds_of_one_recipe_are_taken_together(
    project: Project, service: ExperimentsService
) -> None:
    kin = [put(project, f"r{s}", accuracy=a, recipe="r", seed=s) for s, a in enumerate((0.9, 0.94))]
    again = put(project, "r1 again", accuracy=0.95, recipe="r", seed=1)
    put(project, "failed", accuracy=None, recipe="r", seed=7)
    put(project, "alone", accuracy=0.8, recipe="s")
    put(project, "old", accuracy=0.8)
    put(project, "old too", accuracy=0.8, seed=1)
    seeds = service.listed("r0").seeds
    assert set(seeds) == {*kin, again}
    assert seeds[again].seeds == 2
    assert seeds[again].accuracy.value == pytest.approx(0.925)  # 0.94 was run anew
    # Student's t of one degree of freedom, 12.706 × 0.025: wider than any share
    assert seeds[again].accuracy.low == pytest.approx(0.925 - 12.706 * 0.025, abs=1e-4)
    assert seeds[again].accuracy.high == 1.0


def test_the_interval_over_seeds_is_students() -> None:
    found = mean_of((0.7, 0.8, 0.9)).accuracy
    assert (found.value, found.low) == (
        pytest.approx(0.8),
        pytest.approx(0.8 - 4.3027 * 0.1 / 3**0.5, abs=1e-4),
    )
    # the last three from printed tables (Fisher & Yates)
    assert [student_t(n) for n in (1, 10, 11, 20, 60)] == pytest.approx(
        [12.706, 2.228, 2.201, 2.086, 2.000], abs=7e-4
    )


def test_what_differs_by_seed_and_name_alone_shares_a_recipe() -> None:
    one = TrainRequest(recording_ids=("a", "b"), seed=1, name="x")
    assert recipe_of(one) == recipe_of(TrainRequest(recording_ids=("b", "a"), seed=2))
    for other in (
        TrainRequest(recording_ids=("a",)),
        TrainRequest(recording_ids=("a", "b"), folds=4),
        TrainRequest(recording_ids=("a", "b"), options=(("patience", 3.0),)),
    ):
        assert recipe_of(other) != recipe_of(one)
