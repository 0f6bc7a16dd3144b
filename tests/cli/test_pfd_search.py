"""pfd search, pfd tag and pfd recordings --where, in this process over a real project."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from pfd_desktop.store import recordings
from pfd_desktop.store.project import open_project
from tests.cli.test_pfd_laboratory import Pfd
from tests.store.records import new_recording


@pytest.fixture
def pfd(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Pfd]:
    """The command over four recordings, fan 0 to fan 3."""
    opened = open_project(tmp_path / "p")
    with opened.store.write() as session:
        for number in range(4):
            recordings.add(session, new_recording(f"fan {number}", f"{number:064x}"))
    opened.close()
    before = signal.getsignal(signal.SIGINT)
    yield Pfd(tmp_path / "p", capsys)
    signal.signal(signal.SIGINT, before)


def test_search_lists_what_fits_and_how_much_more_there_is(pfd: Pfd) -> None:
    found = pfd.answer("search", "fan", "speed:>1000", "sort:-name", "--limit", "3")
    assert [hit["title"] for hit in found["hits"]] == ["fan 3", "fan 2", "fan 1"]
    assert found["total"] == 4
    assert "1 of 4 listed" in pfd("search", "--in", "recordings", "--limit", "1", "fan").stdout
    everywhere = pfd("search", "rig").stdout
    assert "machine" in everywhere
    assert "recording" in everywhere
    assert pfd.answer("search", "--", "-fan", '"fan 9"')["total"] == 0


def test_what_cannot_be_read_fails_and_says_where(pfd: Pfd) -> None:
    done = pfd("search", "fan", "spede:1")
    assert done.returncode == 1
    assert "Did you mean speed?" in done.stderr
    assert "(character 5 of the search)" in done.stderr


def test_recordings_are_listed_by_a_query_in_its_order(pfd: Pfd) -> None:
    listed = pfd.answer("recordings", "--where", 'sort:-name -"fan 2"')
    assert [one["name"] for one in listed] == ["fan 3", "fan 1", "fan 0"]
    narrowed = pfd.answer("recordings", "fan 3", "--where", "sort:-name")
    assert [one["name"] for one in narrowed] == ["fan 3"]


def test_tags_are_given_listed_changed_and_taken(pfd: Pfd) -> None:
    change = pfd.answer("tag", "add", "Site/Nörd", "fan 0", "--where", "name:1 OR name:2")
    assert len(change["added"]) == 3
    assert (
        "1 tagged, 3 as wanted already" in pfd("tag", "add", "site/nörd", "--where", "fan").stdout
    )
    assert pfd("tag", "add", "checked", "fan 0").returncode == 0
    assert "4 recordings" in pfd("tag", "list").stdout
    pfd("tag", "rename", "site", "place/old")
    assert pfd.answer("search", "tag:place", "--in", "recordings")["total"] == 4
    pfd("tag", "colour", "checked", "#112233")
    pfd("tag", "merge", "place/old/nörd", "checked")
    assert "1 no longer tagged" in pfd("tag", "remove", "checked", "fan 3").stdout
    (use,) = pfd.answer("tag", "list")
    assert (use["tag"]["name"], use["tag"]["colour"]) == ("checked", "#112233")
    assert use["counts"] == [["recordings", 3]]
    pfd("tag", "delete", "checked")
    assert pfd.answer("tag", "list") == []


def test_anything_is_tagged_by_the_end_of_its_id(pfd: Pfd) -> None:
    (machine,) = pfd.answer("search", "--in", "machines")["hits"]
    pfd("tag", "add", "old", machine["id"][-8:], "--in", "machines")
    assert pfd.answer("search", "tag:old")["hits"] == [machine]
    for arguments in (("old",), ("old", "nothing", "--in", "machines"), ("a//b", "fan 0")):
        assert pfd("tag", "add", *arguments).returncode == 1


def test_searches_are_saved_listed_and_forgotten(pfd: Pfd) -> None:
    assert "fast: speed:>1000" in pfd("search", "--save", "fast", "--pin", "speed:>1000").stdout
    assert pfd("search", "--save", "bad", "speed:fast").returncode == 1
    (saved,) = pfd.answer("search", "--saved")
    assert (saved["name"], saved["subject"], saved["pinned"]) == ("fast", "recordings", True)
    assert pfd("search", "--forget", "slow").returncode == 1
    assert pfd.answer("search", "--forget", "fast") == []


def test_the_fields_are_listed(pfd: Pfd) -> None:
    assert "shaft speed as told" in pfd("search", "--fields").stdout
    assert set(pfd.answer("search", "--fields", "--in", "runs")) == {"runs"}
