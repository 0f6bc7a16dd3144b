"""Searching a real project: everything, in time, safely; searches that are kept."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pfd_desktop.core.records.labels import LabelFacts, LabelKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.search.parsing import UnknownField
from pfd_desktop.core.search.subjects import SUBJECTS
from pfd_desktop.core.search.values import Clock
from pfd_desktop.errors import InvalidInput, InvalidQuery, NotFound
from pfd_desktop.services.data import DataService
from pfd_desktop.services.labels import LabelService
from pfd_desktop.services.search import SearchService
from pfd_desktop.services.tags import TagService
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.store.searched import SEARCHED
from tests.store.many import add_many
from tests.store.records import new_recording

NOW = datetime(2026, 3, 15, 12, 30, tzinfo=UTC)
FASTEST_S = 0.1


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with three recordings: fan 1, fan 2, pump."""
    opened = open_project(tmp_path / "p")
    with opened.store.write() as session:
        for number, name in enumerate(("fan 1", "fan 2", "Pumpe straße")):
            new = replace(
                new_recording(name, f"{number:064x}"),
                machine=name[:3],
                speed_rpm=1000.0 * (number + 1),
            )
            recordings.add(session, new)
    yield opened
    opened.close()


def search_of(project: Project) -> SearchService:
    """At a fixed time."""
    return SearchService(project, lambda: Clock(NOW, UTC))


def named(project: Project, of: str) -> list[str]:
    """Names of the recordings that a query finds."""
    every = {one.id: one.name for one in DataService(project).recordings()}
    return [every[key] for key in search_of(project).ids("recordings", of)]


def recording(project: Project, place: int = 0) -> Recording:
    """One of the three."""
    return DataService(project).recordings()[place]


def test_words_are_found_in_a_thing_and_in_what_it_belongs_to(project: Project) -> None:
    assert named(project, "fan") == ["fan 1", "fan 2"]
    assert named(project, "STRASSE") == ["Pumpe straße"]
    assert named(project, "6205") == ["fan 1", "fan 2", "Pumpe straße"]  # the bearing
    assert named(project, "pum -6205") == []
    assert named(project, "fan speed:>1500") == ["fan 2"]
    assert named(project, "fan OR pumpe sort:-speed") == ["Pumpe straße", "fan 2", "fan 1"]


def test_what_changes_is_found_as_it_is_now(project: Project) -> None:
    data, labels = DataService(project), LabelService(project, "Ada")
    one = recording(project)
    data.edit_recording(one.id, name="blower", condition="half load")
    assert named(project, "blower") == named(project, '"half load"') == ["blower"]
    assert named(project, 'name:"fan 1"') == []
    data.rename_machine(one.machine_id, "mill")
    assert named(project, "mill") == named(project, "machine:mill") == ["blower", "fan 2"]
    label = labels.add(one.id, LabelFacts(LabelKind.REGION, ("rub",), 1.0, 2.0, note="squeals"))
    assert named(project, "squeal") == named(project, "note:squeal") == ["blower"]
    assert named(project, "class:rub") == ["blower"]
    assert search_of(project).find("labels", "squeal").hits[0].opens == one.id
    labels.delete([label.id])
    assert named(project, "squeal") == named(project, "class:rub") == []
    data.delete_recordings([one.id])
    assert named(project, "blower") == []
    data.restore_recordings([one.id])
    assert named(project, "blower") == ["blower"]


def test_a_tag_finds_what_has_it_and_what_has_one_below(project: Project) -> None:
    tags, (one, two) = TagService(project), (recording(project).id, recording(project, 1).id)
    tags.add(["Site/Nörd"], "recordings", [one])
    tags.add(["site"], "recordings", [two])
    assert named(project, "tag:site") == ["fan 1", "fan 2"]
    assert named(project, "tag:=SITE") == ["fan 2"]
    assert named(project, "tag:site/NÖRD") == named(project, "nörd") == ["fan 1"]
    assert named(project, "fan -tag:site/nörd") == ["fan 2"]
    with pytest.raises(InvalidQuery, match="Did you mean"):
        named(project, "tag:sit")


def test_a_tag_in_the_trash_finds_nothing(project: Project) -> None:
    tags, key = TagService(project), recording(project).id
    tags.add(["ready"], "recordings", [key])
    assert named(project, "ready") == named(project, "tag:*") == ["fan 1"]
    tags.delete("ready")
    assert named(project, "ready") == named(project, "tag:*") == []


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("speed:10", {1, 2}),
        ("speed:=10", {2}),
        ("speed:10..10.5", {2, 3}),
        ("speed:>10", {3}),
        ("speed:>=10", {2, 3}),
        ("speed:<10", {0, 1}),
        ("speed:<=10", {0, 1, 2}),
        ("speed:..9.5", {0, 1}),
        ("measured:2026-03", {1, 2}),
        ("measured:>2026-03", {3}),
        ("measured:>=2026-03", {1, 2, 3}),
        ("measured:<2026-03", {0}),
        ("measured:<=2026-03", {0, 1, 2}),
        ("measured:2026-03..2026-03", {1, 2}),
    ],
)
def test_bounds_belong_where_they_are_said_to(
    project: Project, query: str, places: set[int]
) -> None:
    """Values on and just beside each bound."""
    little = timedelta(microseconds=1)
    march, april = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    told = ((9.499, march - little), (9.5, march), (10.0, april - little), (10.5, april))
    with project.store.write() as session:
        for number, (speed, moment) in enumerate(told):
            new = new_recording(f"b{number}", f"{100 + number:064x}")
            recordings.add(session, replace(new, speed_rpm=speed, measured_at=moment))
    assert named(project, f"name:b {query}") == [f"b{place}" for place in sorted(places)]


def test_everything_is_found_at_once(project: Project) -> None:
    service = search_of(project)
    found = service.everything("fan")
    assert [(hit.subject, hit.title) for hit in found.hits] == [
        ("recordings", "fan 1"),
        ("recordings", "fan 2"),
        ("machines", "fan"),
        ("units", "inner 0.007 in"),
    ]
    assert found.total == 4
    few = service.everything("fan", most=1)
    assert len(few.hits) == 3
    assert few.total == 4
    assert {hit.subject for hit in service.everything("speed:>1").hits} == {"recordings"}
    with pytest.raises(UnknownField):
        service.everything("nonsense:1")
    with pytest.raises(InvalidQuery, match="not closed"):
        service.everything("(fan")


def test_each_subject_of_the_table_can_be_searched_by_each_of_its_fields(project: Project) -> None:
    assert {one.name for one in SUBJECTS} == SEARCHED.keys()
    service = search_of(project)
    TagService(project).add(["checked"], "recordings", [recording(project).id])
    for one in SUBJECTS:
        assert SEARCHED[one.name].columns.keys() <= {field.name for field in one.fields}
        for field in one.fields:
            service.find(one.name, f"{field.name}:{field.example} OR {field.name}:*")
            if field.sortable:
                service.ids(one.name, f"sort:-{field.name}")
            service.complete(one.name, f"{field.name}:", len(field.name) + 1)


@pytest.mark.parametrize(
    "attack",
    [
        "'; DROP TABLE recordings; --",
        '" OR 1=1 --',
        "%",
        "_an",
        "* NEAR(fan)",
        'fan" OR "pum',
        "text : fan",
        "fan*",
        "^fan",
        "{fan}",
        "\\",
    ],
)
def test_letters_with_a_meaning_elsewhere_are_letters_here(project: Project, attack: str) -> None:
    quoted = '"' + attack.replace("\\", "\\\\").replace('"', '\\"') + '"'
    for query in (quoted, f"name:{quoted}", f"name:={quoted}", f"flag:{quoted}"):
        assert named(project, query) == []
    DataService(project).edit_recording(recording(project).id, name=f"x{attack}y")
    assert len(named(project, quoted)) == len(named(project, f"name:{quoted}")) == 1
    assert len(DataService(project).recordings()) == 3


def test_what_the_project_has_is_offered(project: Project) -> None:
    TagService(project).add(["ready"], "recordings", [recording(project).id])
    service = search_of(project)
    assert [one.text for one in service.complete("recordings", "name:FAN", 8)] == [
        '"fan 1"',
        '"fan 2"',
    ]
    assert [one.text for one in service.complete("recordings", "tag:re", 6)] == ["ready"]
    assert [one.text for one in service.complete("recordings", "flag:", 5)] == ["clipped"]


def test_a_saved_search_is_kept_pinned_replaced_deleted_and_back(project: Project) -> None:
    service = search_of(project)
    first = service.save("fast", "recordings", "speed:>1500")
    assert first.before is None
    again = service.save(" fast ", "recordings", "speed:>2500", pinned=True)
    assert again.before == first.now
    assert [(one.name, one.query, one.pinned) for one in service.saved()] == [
        ("fast", "speed:>2500", True)
    ]
    service.save("a", "recordings", "fan")
    assert [one.name for one in service.saved()] == ["fast", "a"]
    assert service.pin(again.now.id, pinned=False).pinned
    assert [one.name for one in service.saved()] == ["a", "fast"]
    service.delete(again.now.id)
    assert [one.name for one in service.saved()] == ["a"]
    assert service.restore(again.now.id).query == "speed:>2500"
    with pytest.raises(InvalidQuery):
        service.save("bad", "recordings", "spede:1")
    with pytest.raises(InvalidInput, match="needs a name"):
        service.save(" ", "recordings", "fan")
    with pytest.raises(InvalidInput, match="cannot be searched"):
        service.save("x", "moons", "fan")
    with pytest.raises(NotFound):
        service.restore("nothing")
    assert len(service.saved()) == 2


ASKED = (
    "file",
    "é 00",
    "12",
    "speed:1000..2000 label:race -tag:site",
    'machine:"fan 3" sort:-speed',
    "tag:site OR fault:rub",
    "condition:full flag:clipped",
    "file sort:-measured sort:name",
    "-(fan 00) OR (label:rub speed:>1000 -condition:no) sort:-measured",
)


@pytest.mark.timed
def test_a_filter_over_10000_recordings_answers_in_time(tmp_path: Path) -> None:
    opened = open_project(tmp_path / "p")
    with opened.store.write() as session:
        add_many(session, 10_000)
    service = search_of(opened)
    slowest = 0.0
    for query in ASKED:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            found = service.ids("recordings", query)
            times.append(time.perf_counter() - start)
        assert found, query
        slowest = max(slowest, min(times))
    opened.close()
    verdict = "pass" if slowest < FASTEST_S else "fail"
    print(f"GATE search-10000 {1e3 * slowest:.0f}-ms {1e3 * FASTEST_S:.0f}-ms {verdict}")
    assert slowest < FASTEST_S
