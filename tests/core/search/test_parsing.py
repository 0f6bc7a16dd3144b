"""The query language: what each text asks for, and which characters are to blame where none can."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfd_desktop.core.search.folding import folded
from pfd_desktop.core.search.lexing import LONGEST
from pfd_desktop.core.search.parsing import MOST_TERMS, Known, UnknownField, parse
from pfd_desktop.core.search.subjects import RECORDINGS, RUNS, SUBJECTS, Subject
from pfd_desktop.core.search.tree import (
    And,
    Between,
    Contains,
    Node,
    Not,
    OneOf,
    Or,
    Tagged,
    Told,
    Word,
)
from pfd_desktop.core.search.values import Clock
from pfd_desktop.errors import InvalidQuery
from tests.core.search.asking import KNOWN, NOW, leaf, read

INF = float("inf")


def shape(node: Node) -> str:
    """The tree with a letter for each word."""
    match node:
        case Word(text):
            return text
        case Not(part):
            return f"-{shape(part)}"
        case And(parts):
            return f"({' '.join(map(shape, parts))})"
        case Or(parts):
            return f"({'|'.join(map(shape, parts))})"
    return node.field.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "()"),
        ("  ", "()"),
        ("a", "a"),
        ("a b", "(a b)"),
        ("a AND b", "(a b)"),
        ("a OR b", "(a|b)"),
        ("a b OR c d", "((a b)|(c d))"),
        ("a (b OR c) d", "(a (b|c) d)"),
        ("-a b", "(-a b)"),
        ("NOT a b", "(-a b)"),
        ("-(a OR b)", "-(a|b)"),
        ("--a", "--a"),
        ("a-b", "a-b"),
        ("a OR -b", "(a|-b)"),
        ('"a b" c', "(a b c)"),
        ("or and not", "(or and not)"),
        ('"OR"', "or"),
        ("sort:name", "()"),
        ("a sort:-speed b", "(a b)"),
        ("a OR b sort:name", "(a|b)"),
        ("ſtraße", "strasse"),
        ('"sp\\"eed:\\\\"', 'sp"eed:\\'),
    ],
)
def test_terms_bind_as_told(text: str, expected: str) -> None:
    assert shape(read(text).where) == expected


@pytest.mark.parametrize(
    ("text", "low", "high", "with_low", "with_high"),
    [
        ("speed:1797", 1796.5, 1797.5, True, False),
        ("speed:10.0", 9.95, 10.05, True, False),
        ("speed:1,5", 1.45, 1.55, True, False),
        ("speed:=1797", 1797.0, 1797.0, True, True),
        ("speed:>10", 10.0, None, False, False),
        ("speed:>=10", 10.0, None, True, False),
        ("speed:<10", None, 10.0, False, False),
        ("speed:<=10", None, 10.0, False, True),
        ("speed:10..20", 10.0, 20.0, True, True),
        ("speed:10..", 10.0, None, True, True),
        ("speed:..20", None, 20.0, True, True),
        ("speed:-3..-1", -3.0, -1.0, True, True),
        ("speed:>10rpm", 10.0, None, False, False),
        ("rate:>=12kHz", 12000.0, None, True, False),
        ("rate:12kHz", 11500.0, 12500.0, True, False),
        ("length:500ms..2min", 0.5, 120.0, True, True),
        ("confidence:>90%", 0.9, None, False, False),
        ("confidence:>0.9", 0.9, None, False, False),
        ('rate:>"12 kHz"', 12000.0, None, False, False),
    ],
)
def test_numbers_are_stretches(
    text: str, low: float | None, high: float | None, with_low: bool, with_high: bool
) -> None:
    found = leaf(text)
    assert isinstance(found, Between)
    assert (found.low, found.high, found.with_low) == (low, high, with_low)
    assert found.high is None or found.with_high == with_high


def day(year: int, month: int, of_month: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, of_month, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("2026", day(2026, 1, 1), day(2027, 1, 1)),
        ("2026-12", day(2026, 12, 1), day(2027, 1, 1)),
        ("2024-02-29", day(2024, 2, 29), day(2024, 3, 1)),
        ("2026-03-01T14:05", day(2026, 3, 1, 14, 5), day(2026, 3, 1, 14, 6)),
        ("=2026", day(2026, 1, 1), day(2027, 1, 1)),
        (">2026", day(2027, 1, 1), None),
        (">=2026", day(2026, 1, 1), None),
        ("<2026", None, day(2026, 1, 1)),
        ("<=2026", None, day(2027, 1, 1)),
        ("2025..2026-02", day(2025, 1, 1), day(2026, 3, 1)),
        ("today", day(2026, 3, 15), day(2026, 3, 16)),
        ("yesterday", day(2026, 3, 14), day(2026, 3, 15)),
        ("7d", NOW - timedelta(days=7), None),
        ("12h", NOW - timedelta(hours=12), None),
        ("2w..1d", NOW - timedelta(days=14), NOW - timedelta(days=1)),
        ("<3m", None, NOW - timedelta(days=90)),
        (">1y", NOW - timedelta(days=365), None),
    ],
)
def test_times_are_stretches(value: str, low: datetime | None, high: datetime | None) -> None:
    found = leaf(f"imported:{value}")
    assert isinstance(found, Between)
    assert (found.low, found.high) == (low, high)
    assert found.with_low or low is None
    assert not found.with_high


def test_a_day_is_that_of_the_place() -> None:
    zone = timezone(timedelta(hours=9))
    query = parse("imported:today", RECORDINGS, Clock(day(2026, 3, 15, 20), zone), KNOWN)
    found = query.where
    assert isinstance(found, Between)
    assert (found.low, found.high) == (day(2026, 3, 15, 15), day(2026, 3, 16, 15))


def test_the_other_kinds_of_fields() -> None:
    found = leaf("label:RACE")
    assert isinstance(found, OneOf)
    assert found.options == ("outer race", "inner race")
    wear = leaf("LABEL:wear")
    assert isinstance(wear, OneOf)
    assert wear.options == ("wear",)
    yes = leaf("synthetic:No")
    assert isinstance(yes, OneOf)
    assert yes.options == (False,)
    part, whole = leaf('name:"Fan 3"'), leaf('name:="Fan 3"')
    assert isinstance(part, Contains)
    assert isinstance(whole, Contains)
    assert (part.text, part.whole, whole.whole) == ("fan 3", False, True)
    tag, level = leaf("tag:Bearing/Outer"), leaf("tag:bearing/")
    assert isinstance(tag, Tagged)
    assert isinstance(level, Tagged)
    assert (tag.key, level.key) == ("bearing/outer", "bearing")
    assert isinstance(leaf("speed:*"), Told)
    star = leaf('name:"*"')
    assert isinstance(star, Contains)
    assert star.text == "*"


def test_metrics_are_fields_of_what_keeps_them() -> None:
    found = leaf("accuracy.low:0.9..0.95", RUNS)
    assert isinstance(found, Between)
    assert (found.field.name, found.low, found.high) == ("accuracy.low", 0.9, 0.95)
    assert read("sort:-loss", RUNS).sorts[0].field.name == "loss"
    with pytest.raises(UnknownField):
        read("loss:1")
    with pytest.raises(UnknownField):
        read("gain:1", RUNS)


def test_orders_are_told_in_their_turn() -> None:
    sorts = read("sort:-speed fan SORT:name").sorts
    assert [(one.field.name, one.falling) for one in sorts] == [("speed", True), ("name", False)]


@pytest.mark.parametrize(
    ("text", "blamed", "words"),
    [
        ("fan spede:3", "spede", "Did you mean speed?"),
        ("nonsense:3", "nonsense", "Known are name, tag"),
        ("speed:fast", "fast", "is no number"),
        ("speed:1..x", "x", "is no number"),
        ("speed:20..10", "20..10", "smaller value first"),
        ("speed:>10..20", ">10..20", "no > before it"),
        ("speed:..", "..", "one end at least"),
        ("speed:1e999", "1e999", "too large"),
        ("speed:10Hz", "Hz", "it is in rpm"),
        ("samples:10Hz", "Hz", "it has none"),
        ("speed:", "speed:", "such as speed:10..20"),
        ('speed:" "', 'speed:" "', "A value is missing"),
        ("imported:2026-02-30", "2026-02-30", "day"),
        ("imported:soon", "soon", "is no time"),
        ("imported:99999y", "99999y", "before 1971"),
        ("imported:1066", "1066", "years go from"),
        ("imported:2026..2025", "2026..2025", "smaller value first"),
        ("label:blue", "blue", "known are healthy, outer race"),
        ("label:=race", "race", "is no label"),
        ("synthetic:maybe", "maybe", "known are yes, no"),
        ("name:>a", ">", "has no order"),
        ("tag:cheked", "cheked", "Did you mean checked?"),
        ("-tag:zzz", "zzz", "Nothing has the tag"),
        ("a OR", "", "A term is missing"),
        ("OR a", "OR", "A term is missing"),
        ("a AND OR b", "AND", "A term is missing"),
        ("NOT", "", "A term is missing"),
        ("()", ")", "A term is missing"),
        ("(a OR (b)", "(", "not closed"),
        ("a) b", ")", "closes nothing"),
        ("- a", "-", "Nothing stands behind the minus"),
        ('a "b', '"b', "no end"),
        ('""', '""', "Nothing stands in these quotes"),
        ('a"b"', '"', "A blank is missing"),
        ("a(b)", "(", "A blank is missing"),
        ("a OR sort:name", "sort:name", "whole search"),
        ("sort:name OR a", "sort:name", "whole search"),
        ("a OR (b sort:name)", "sort:name", "whole search"),
        ("-sort:name", "sort:name", "whole search"),
        ("(sort:name)", "sort:name", "whole search"),
        ("sort:", "sort:", "sort:-name for the other way"),
        ("sort:tag", "tag", "no order"),
        ("sort:spede", "spede", "Did you mean speed?"),
        ("a\x07b", "\x07", "U+0007"),
        ("a" * (LONGEST + 1), "a", "at most 2000"),
        ("a " * (MOST_TERMS + 1), "a", "at most 100 terms"),
        ("(" * 40 + "a" + ")" * 40, "(", "at most 30 deep"),
        ("-" * 1000 + "a", "-", "at most 30 deep"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(text: str, blamed: str, words: str) -> None:
    with pytest.raises(InvalidQuery) as caught:
        read(text)
    assert text[caught.value.start : caught.value.stop] == blamed
    assert words in str(caught.value)
    assert f"(character {caught.value.start + 1} of the search)" in str(caught.value)


LETTERS = st.text(st.characters() | st.sampled_from('()":-OR *.=<>/\\'), max_size=30)
TERMS = st.sampled_from(
    ["speed:", "tag:", "sort:", "imported:", "label:", "7d", "1..2", '"', "(", ")", "OR", "-", " "]
)


@given(st.lists(LETTERS | TERMS, max_size=8).map("".join), st.sampled_from(SUBJECTS))
def test_any_text_is_read_or_refused_within_it(text: str, subject: Subject) -> None:
    refused = None
    try:
        parse(text, subject, Clock(NOW, UTC), Known())
    except InvalidQuery as error:
        refused = error
    assert refused is None or 0 <= refused.start <= refused.stop <= len(text) + 1


@given(st.lists(LETTERS.filter(str.strip), min_size=1, max_size=5))
def test_quoted_texts_are_looked_for_as_they_are(words: list[str]) -> None:
    words = [one for one in words if one.isprintable()] or ["x"]
    quoted = ['"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in words]
    where = read(" ".join(quoted)).where
    parts = where.parts if isinstance(where, And) else (where,)
    assert [part.text for part in parts if isinstance(part, Word)] == [folded(w) for w in words]
