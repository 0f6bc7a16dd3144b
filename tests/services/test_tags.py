"""Tags on a real project: given, taken, renamed, merged, deleted, and each of it taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pfd_desktop.core.records.tags import TagChange
from pfd_desktop.core.tags import LONGEST, tag_name
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.services.data import DataService
from pfd_desktop.services.tags import TagService
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project, open_project
from tests.store.records import new_recording

Ids = tuple[str, ...]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with four recordings."""
    opened = open_project(tmp_path / "p")
    with opened.store.write() as session:
        for number in range(4):
            recordings.add(session, new_recording(f"r{number}", f"{number:064x}"))
    yield opened
    opened.close()


def ids_of(project: Project) -> Ids:
    """Of its recordings."""
    return tuple(one.id for one in DataService(project).recordings())


def state(project: Project) -> dict[str, tuple[str, frozenset[int]]]:
    """Every tag with its colour and the places of the recordings that have it."""
    service, places = TagService(project), {k: i for i, k in enumerate(ids_of(project))}
    had: dict[str, set[int]] = {use.tag.name: set() for use in service.all()}
    for key, tags in service.of("recordings").items():
        for tag in tags:
            had[tag.name].add(places[key])
    return {use.tag.name: (use.tag.colour, frozenset(had[use.tag.name])) for use in service.all()}


def names(project: Project) -> dict[str, set[int]]:
    """Without the colours."""
    return {name: set(places) for name, (_, places) in state(project).items()}


def test_tags_are_made_when_given_and_counted_when_asked(project: Project) -> None:
    service, ids = TagService(project), ids_of(project)
    change = service.add(["checked", "site/north"], "recordings", ids[:2])
    assert (len(change.made), len(change.added), change.untouched) == (2, 4, ())
    again = service.add(["Checked"], "recordings", ids[1:])
    assert (again.made, len(again.added), again.untouched) == ((), 2, (ids[1],))
    assert names(project) == {"checked": {0, 1, 2, 3}, "site/north": {0, 1}}
    machine = DataService(project).machines()[0].id
    service.add(["checked"], "machines", [machine])
    (checked, _) = service.all()
    assert dict(checked.counts) == {"recordings": 4, "machines": 1}
    assert checked.total == 5
    DataService(project).delete_recordings(ids[:1])
    assert dict(service.all()[0].counts) == {"recordings": 3, "machines": 1}


def test_a_bulk_change_is_made_for_all_or_none(project: Project) -> None:
    service, ids = TagService(project), ids_of(project)
    with pytest.raises(NotFound, match="not among the recordings"):
        service.add(["new"], "recordings", [*ids, "nothing"])
    with pytest.raises(InvalidInput):
        service.add(["fine", "a//b"], "recordings", ids)
    assert service.all() == ()
    service.add(["a"], "recordings", ids)
    with pytest.raises(NotFound, match="No tag is called b"):
        service.remove(["a", "b"], "recordings", ids)
    assert names(project) == {"a": {0, 1, 2, 3}}


def test_a_rename_moves_what_stands_below(project: Project) -> None:
    service, ids = TagService(project), ids_of(project)
    service.add(["Straße/a", "Straße/a/b"], "recordings", ids[:1])
    service.add(["strassenbahn"], "recordings", ids[1:2])
    change = service.rename("STRASSE", "road/x")
    assert names(project) == {"road/x/a": {0}, "road/x/a/b": {0}, "strassenbahn": {1}}
    service.rename("strassenbahn", "Strassenbahn")  # another case is no other tag
    with pytest.raises(InvalidInput, match="There is a tag ROAD/X/A already"):
        service.rename("strassenbahn", "ROAD/X/A")
    with pytest.raises(InvalidInput, match="below itself"):
        service.rename("road/x", "road/x/y")
    with pytest.raises(NotFound):
        service.rename("road/y", "z")
    service.take_back(change)
    assert names(project) == {"Straße/a": {0}, "Straße/a/b": {0}, "Strassenbahn": {1}}


def test_colours(project: Project) -> None:
    service = TagService(project)
    service.add(["a"], "recordings", ids_of(project))
    change = service.recolour("A", " #AABBCC ")
    assert service.all()[0].tag.colour == "#aabbcc"
    for bad in ("red", "aabbcc", "#aabbc", "#aabbcg"):
        with pytest.raises(InvalidInput, match="is no colour"):
            service.recolour("a", bad)
    service.take_back(change)
    assert service.all()[0].tag.colour == ""


def test_a_name_that_was_taken_meanwhile_is_not_taken_back(project: Project) -> None:
    service, ids = TagService(project), ids_of(project)
    service.add(["a"], "recordings", ids[:1])
    gone = service.delete("a")
    service.add(["A"], "recordings", ids[1:2])
    with pytest.raises(InvalidInput, match="another tag"):
        service.take_back(gone)
    assert names(project) == {"A": {1}}


TAGS = ["a", "a/b", "a/b/c", "ab", "É", "🙂/x"]
tag = st.sampled_from(TAGS)
places = st.sets(st.integers(0, 3), min_size=1)
steps = st.lists(
    st.tuples(st.just("add"), tag, places)
    | st.tuples(st.just("remove"), tag, places)
    | st.tuples(st.just("rename"), tag, st.sampled_from([*TAGS, "new", "new/b"]))
    | st.tuples(st.just("recolour"), tag, st.sampled_from(["", "#112233"]))
    | st.tuples(st.just("merge"), tag, tag)
    | st.tuples(st.just("delete"), tag, st.none()),
    max_size=8,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_whatever_was_done_is_taken_back_step_by_step(project: Project, wanted: object) -> None:
    service, ids = TagService(project), ids_of(project)
    for use in service.all():
        if use.tag.name in names(project):
            service.delete(use.tag.name)
    states, changes = [state(project)], []
    assert isinstance(wanted, list)
    for act, name, other in wanted:
        before = state(project)
        try:
            if act in {"add", "remove"}:
                some = [ids[place] for place in other]
                change: TagChange = getattr(service, act)([name], "recordings", some)
            else:
                told = () if other is None else (other,)
                change = getattr(service, act)(name, *told)
        except (InvalidInput, NotFound):
            assert state(project) == before  # what is refused changes nothing
            continue
        changes.append(change)
        states.append(state(project))
    for change in reversed(changes):
        assert state(project) == states.pop()
        service.take_back(change)
    assert state(project) == states.pop()


def test_merged_tags_are_had_by_all_that_had_one_of_them(project: Project) -> None:
    service, ids = TagService(project), ids_of(project)
    service.add(["a"], "recordings", ids[:2])
    service.add(["b"], "recordings", ids[1:3])
    change = service.merge("a", "b")
    assert names(project) == {"b": {0, 1, 2}}
    service.take_back(change)
    assert names(project) == {"a": {0, 1}, "b": {1, 2}}
    with pytest.raises(InvalidInput, match="merged with itself"):
        service.merge("a", "A")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  two   words ", "two words"),
        ("a / b", "a/b"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("日本/東京", "日本/東京"),
        ("🙂", "🙂"),
        ("!?#", "!?#"),
        ("x" * LONGEST, "x" * LONGEST),
    ],
)
def test_names_of_any_script(text: str, name: str) -> None:
    assert tag_name(text) == name


@pytest.mark.parametrize("text", ["", " ", "/", "a/", "/a", "a//b", "x" * 101, "a\x00b", "\ud800"])
def test_names_that_cannot_be(text: str) -> None:
    with pytest.raises(InvalidInput):
        tag_name(text)


@given(st.text(max_size=20))
def test_a_name_stays_as_it_was_kept(text: str) -> None:
    try:
        name = tag_name(text)
    except InvalidInput:
        return
    assert tag_name(name) == name
