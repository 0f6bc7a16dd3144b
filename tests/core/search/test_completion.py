"""Completion: what is offered where, and that what is accepted can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfd_desktop.core.search.completion import MOST, complete
from pfd_desktop.core.search.fields import Field
from pfd_desktop.core.search.folding import folded
from pfd_desktop.core.search.subjects import RECORDINGS, RUNS, Subject
from tests.core.search.asking import KNOWN, read

MACHINES = ["Fan 1", "Fan 2", 'the "old" one', "pump"]


def values(field: Field, part: str) -> list[str]:
    """What the project has."""
    return [one for one in MACHINES if field.name == "machine" and part in folded(one)]


def offered(text: str, subject: Subject = RECORDINGS) -> list[str]:
    """The whole texts that accepting each offer leaves; the cursor is at the bar, or the end."""
    before, _, after = text.partition("|")
    found = complete(before + after, len(before), subject, KNOWN, values)
    assert len(found) <= MOST
    return [before[: one.start] + one.text + after for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sp", ["speed:"]),
        ("fan -sp", ["fan -speed:"]),
        ("(sp|)", ["(speed:)"]),
        ("fan sp| tail", ["fan speed: tail"]),
        ("sor", ["sort:"]),
        ("sort:-sp", ["sort:-speed"]),
        ("label:inn", ['label:"inner race"']),
        ('label:"inner r', ['label:"inner race"']),
        ("synthetic:", ["synthetic:yes", "synthetic:no"]),
        ("imported:to", ["imported:today"]),
        ("tag:", ["tag:bearing", "tag:bearing/outer", "tag:checked", "tag:É", 'tag:"É/x y"']),
        ("tag:OUT", ["tag:bearing/outer"]),
        ("machine:fan", ['machine:"Fan 1"', 'machine:"Fan 2"']),
        ("machine:=old", ['machine:="the \\"old\\" one"']),
        ("speed:1", []),
        ("nothing:", []),
        ('"a b', []),
        ("fan ", []),
    ],
)
def test_what_is_offered(text: str, expected: list[str]) -> None:
    assert offered(text) == expected


def test_metrics_are_offered_for_what_keeps_them() -> None:
    assert offered("lo", RUNS) == ["loss:"]
    assert offered("lo") == []
    assert "accuracy.low:" in offered("acc", RUNS)
    assert "sort:-accuracy.low" in offered("sort:-acc", RUNS)


@given(st.sampled_from(["tag:", "label:", "machine:", "sort:", "synthetic:", "kind:", "imported:"]))
def test_every_value_that_is_accepted_can_be_read(text: str) -> None:
    assert offered(text)
    for whole in offered(text):
        read(whole)


@given(st.text(max_size=30), st.integers(0, 30))
def test_any_text_has_its_offers_within_it(text: str, place: int) -> None:
    cursor = min(place, len(text))
    for one in complete(text, cursor, RECORDINGS, KNOWN, values):
        assert 0 <= one.start <= one.stop == cursor
