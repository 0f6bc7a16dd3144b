"""Random projects and random questions, with a plain Python answer to each question.

Nothing here uses the parser or the tree of the program: a question is written as text for it, and
answered by looping over what was made.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from pfd_desktop.core.records.diagnosis import Grade
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.learning import RunState, SplitKind
from pfd_desktop.core.records.machine import BearingKind

NOW = datetime(2026, 3, 15, 12, 30, tzinfo=UTC)
LETTERS = 'aAbBcßſéÉe\u0301Ⅳ日🙂 _-%*/":.\\()=<01'
SECOND = timedelta(seconds=1)


def same(text: str) -> str:
    """As texts are compared: NFKC, without case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


# -- what is made ---------------------------------------------------------------------------------

words = st.text(LETTERS, max_size=6) | st.sampled_from(
    ["fan 3", "drive end", "Straße Ⅳ", "É", "ÉX", ""]
)
needles = st.text(LETTERS, min_size=1, max_size=4).filter(str.strip) | st.sampled_from(
    ["fan", "an", "drive", "OR", "AND", "NOT", "-", "ss", "iv", "straSSE", "é", "e\u0301x"]
)
numbers = st.none() | st.sampled_from([0.0, 0.5, 1.0, 1.5, 9.95, 10.0, 10.05, 10.5, -3.0])
moments = st.none() | st.sampled_from(
    [NOW - timedelta(days=d) - s for d in (0, 1, 7, 30, 75, 365, 800) for s in (SECOND, -SECOND)]
    + [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC) - SECOND / 1_000_000]
)
tags = st.sampled_from(["a", "a/b", "a/b/c", "ab", "É/x y", "🙂", "Straße"])


@dataclass
class Thing:
    """A recording or a run: its fields, and the texts in which its words are looked for."""

    values: dict[str, Any]
    texts: list[str]
    tags: list[str]
    inner: dict[str, Any] = field(default_factory=dict)  # what only the making needs
    id: str = ""


@st.composite
def recordings(draw: st.DrawFn) -> Thing:
    """A recording with its place, labels, tags and diagnosis."""
    texts = ("name", "file", "channel", "condition", "severity", "processed")
    values: dict[str, Any] = {name: draw(words) for name in texts}
    values |= {name: draw(st.sampled_from(["m", "M é", "fan"])) for name in ("machine",)}
    values |= {name: draw(st.sampled_from(["u", "inner 1"])) for name in ("unit", "point")}
    values["bearing"] = draw(st.none() | st.sampled_from(["6205", "NU 1016"]))
    values["kind"] = "rolling" if values["bearing"] else draw(st.sampled_from(BearingKind)).value
    values["label"] = draw(st.none() | st.sampled_from(Fault).map(str))
    values |= {name: draw(numbers) for name in ("speed", "estimate", "confidence")}
    values["rate"] = draw(st.sampled_from([12000.0, 12500.0, 20000.0, 48000.0]))
    values["samples"] = draw(st.integers(1, 5) | st.sampled_from([12000, 120000]))
    values["length"] = values["samples"] / values["rate"]
    values["quantity"] = draw(st.sampled_from(["acceleration", "velocity"]))
    values["measured"] = draw(moments)
    values["synthetic"] = draw(st.booleans())
    values["flag"] = draw(st.lists(st.sampled_from(["clipped", "short"]), max_size=2, unique=True))
    labels = draw(st.lists(st.tuples(st.lists(needles, max_size=2), words), max_size=2))
    values["class"] = [one for classes, _ in labels for one in classes]
    values["note"] = [note for _, note in labels]
    verdict = draw(
        st.none() | st.tuples(st.none() | st.sampled_from(Fault), st.sampled_from(Grade))
    )
    values["fault"], values["grade"] = (
        (None, None) if verdict is None else (verdict[0] and str(verdict[0]), verdict[1].value)
    )
    own = draw(st.lists(tags, max_size=2, unique=True))
    found_in = [*texts, "label", "machine", "unit", "point", "bearing"]
    everywhere = [str(values[name]) for name in found_in if values[name]]
    everywhere += [*values["flag"], *(f"it is {one}" for one in values["flag"])]
    everywhere += [*values["class"], *values["note"], *own]
    return Thing(values, everywhere, own, {"labels": labels, "verdict": verdict})


@st.composite
def runs(draw: st.DrawFn) -> Thing:
    """A run, with or without a result."""
    share = st.sampled_from([0.0, 0.5, 0.9, 0.895, 0.9049, 1.0])
    values: dict[str, Any] = {
        "name": draw(words),
        "classifier": draw(st.sampled_from(["forest", "wdcnn"])),
        "split": draw(st.sampled_from(SplitKind)).value,
        "state": draw(st.sampled_from(RunState)).value,
        "reason": draw(words),
        "seed": draw(st.integers(0, 12)),
        "recordings": draw(st.integers(0, 3)),
        "finished": draw(moments),
        "created": draw(moments.filter(bool)),
    }
    done = draw(st.booleans())
    found = {"accuracy": draw(share), "macro_f1": draw(share), "units": draw(st.integers(1, 9))}
    names = (*found, "accuracy.low")
    values |= dict.fromkeys(names)
    if done:
        values |= found | {"accuracy.low": found["accuracy"] / 2}
    own = draw(st.lists(tags, max_size=2, unique=True))
    everywhere = [values[name] for name in ("name", "classifier", "split", "reason")]
    return Thing(values, [*everywhere, *own], own, {"done": done})


@st.composite
def datasets(draw: st.DrawFn) -> Thing:
    """A dataset with its versions, what they froze, a split and a run."""
    shown = st.sampled_from(["fan", "ss", "É", "OR"])  # what is asked for, too
    classes, label = st.lists(shown, max_size=1), st.none() | shown
    # of a member: its label, the classes of its record label, and those of a region of it
    member = st.tuples(label, classes, classes)
    versions = draw(
        st.lists(st.tuples(words, st.lists(member, min_size=1, max_size=2)), min_size=1, max_size=3)
    )
    note, newest = draw(words), versions[-1][1]
    told = {one for label, whole, _ in newest for one in (label, *whole) if one}
    values: dict[str, Any] = {
        "name": draw(words),
        "note": [note, *(one for one, _ in versions)],
        "class": sorted(told),
        "versions": len(versions),
        "recordings": len(newest),
        "archived": draw(st.booleans()),
        "created": draw(moments.filter(bool)),
        "used": draw(moments),
        "certificate": draw(st.lists(needles, max_size=2, unique=True)),
    }
    own = draw(st.lists(tags, max_size=2, unique=True))
    everywhere = [values["name"], note, *own]
    return Thing(values, everywhere, own, {"versions": versions, "note": note})


# -- what is asked --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """Its text, and who fits."""

    text: str
    fits: Callable[[Thing], bool]
    alone: str = ""  # as it may be written where nothing but orders stands beside it


def written(draw: st.DrawFn, value: str, *, alone: bool = False) -> str:
    """A value as it may be written; bare only where that is the same."""
    plain = value and not set(value) & set(' ()"\u3000') and value[0] not in "-=<>*"
    plain = plain and ".." not in value
    plain = plain and not (alone and (":" in value or value in {"OR", "AND", "NOT"}))
    if plain and draw(st.booleans()):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _any(thing: Thing, name: str, test: Callable[[Any], bool]) -> bool:
    value = thing.tags if name == "tag" else thing.values[name]
    several = value if isinstance(value, list) else [value]
    return any(one is not None and test(one) for one in several)


@st.composite
def word(draw: st.DrawFn) -> Question:
    """Letters in any text."""
    needle = draw(needles)
    text = written(draw, needle, alone=True)
    return Question(text, lambda t: any(same(needle) in same(one) for one in t.texts))


@st.composite
def text(draw: st.DrawFn, names: tuple[str, ...]) -> Question:
    """Letters in one field, or all of it."""
    name, needle, whole = draw(st.sampled_from(names)), draw(needles | words), draw(st.booleans())
    needle = needle if needle.strip() else "a"
    asked = f"{name}:{'=' if whole else ''}{written(draw, needle)}"
    if whole:
        return Question(asked, lambda t: _any(t, name, lambda v: same(v) == same(needle)))
    return Question(asked, lambda t: _any(t, name, lambda v: same(needle) in same(v)))


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda v, x: v == x,
    "<": lambda v, x: v < x,
    "<=": lambda v, x: v <= x,
    ">": lambda v, x: v > x,
    ">=": lambda v, x: v >= x,
}


@st.composite
def number(draw: st.DrawFn, names: tuple[str, ...]) -> Question:
    """A number, with all ways to ask for it."""
    name = draw(st.sampled_from(names))
    told = st.sampled_from(["0", "1", "1,5", "10", "10.0", "9.95", "-3", "0.9", ".5", "12e3"])
    one, other = draw(told), draw(told)
    first, second = (Decimal(x.replace(",", ".")) for x in (one, other))
    way = draw(st.sampled_from(["about", "from", "upto", "range", *_COMPARED]))
    if way == "about":
        exponent = first.as_tuple().exponent
        assert isinstance(exponent, int)  # a letter stands there for what is no number
        step = Decimal(1).scaleb(exponent)
        low, high = float(first - step / 2), float(first + step / 2)
        return Question(f"{name}:{one}", lambda t: _any(t, name, lambda v: low <= v < high))
    if way == "from":
        return Question(f"{name}:{one}..", lambda t: _any(t, name, lambda v: v >= float(first)))
    if way == "upto":
        return Question(f"{name}:..{one}", lambda t: _any(t, name, lambda v: v <= float(first)))
    if way == "range":
        (low, a), (high, b) = sorted(((float(first), one), (float(second), other)))
        return Question(f"{name}:{a}..{b}", lambda t: _any(t, name, lambda v: low <= v <= high))
    test = _COMPARED[way]
    return Question(f"{name}:{way}{one}", lambda t: _any(t, name, lambda v: test(v, float(first))))


_SHAPES = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d", 16: "%Y-%m-%dT%H:%M"}


@st.composite
def time(draw: st.DrawFn, names: tuple[str, ...]) -> Question:
    """A stretch of the calendar, compared as text, or so long ago."""
    name = draw(st.sampled_from(names))
    day = draw(moments.filter(bool)).strftime(_SHAPES[draw(st.sampled_from([*_SHAPES]))])

    def cut(value: datetime) -> str:
        return value.strftime(_SHAPES[len(day)])

    way = draw(st.sampled_from(["", "7d", "<30d", "..1y", "today", *_COMPARED]))
    if way == "":
        return Question(f"{name}:{day}", lambda t: _any(t, name, lambda v: cut(v) == day))
    if way in _COMPARED:
        test = _COMPARED[way]
        return Question(f"{name}:{way}{day}", lambda t: _any(t, name, lambda v: test(cut(v), day)))
    limit = NOW - timedelta(days={"7d": 7, "<30d": 30, "..1y": 365, "today": 0}[way])
    tests: dict[str, Callable[[datetime], bool]] = {
        "7d": lambda v: v >= limit,
        "<30d": lambda v: v < limit,
        "..1y": lambda v: v < limit,
        "today": lambda v: v.date() == NOW.date(),
    }
    return Question(f"{name}:{way}", lambda t: _any(t, name, tests[way]))


@st.composite
def choice(draw: st.DrawFn, names: dict[str, tuple[str, ...]]) -> Question:
    """A word of a list, or part of some of them."""
    name = draw(st.sampled_from(sorted(names)))
    option = draw(st.sampled_from(names[name]))
    part = option[: draw(st.integers(2, len(option)))].rstrip()
    among = {part} if part in names[name] else {one for one in names[name] if part in one}
    asked = f"{name}:{written(draw, part.upper())}"
    return Question(asked, lambda t: _any(t, name, lambda v: v in among))


@st.composite
def tag(draw: st.DrawFn) -> Question:
    """A tag, or one below it."""
    name, whole = draw(tags), draw(st.booleans())

    def test(value: str) -> bool:
        return value == name or (not whole and value.startswith(f"{name}/"))

    asked = f"tag:{'=' if whole else ''}{written(draw, name.upper())}"
    return Question(asked, lambda t: _any(t, "tag", test))


@st.composite
def told(draw: st.DrawFn, names: tuple[str, ...]) -> Question:
    """Whether there is a value."""
    name = draw(st.sampled_from([*names, "tag"]))
    return Question(f"{name}:*", lambda t: _any(t, name, lambda v: v != ""))


def joined(part: st.SearchStrategy[Question]) -> st.SearchStrategy[Question]:
    """Questions made of questions."""

    @st.composite
    def several(draw: st.DrawFn) -> Question:
        parts = draw(st.lists(part, min_size=2, max_size=3))
        if draw(st.booleans()):
            between = draw(st.sampled_from([" ", " AND ", "  "]))
            inner = between.join(f"({p.text})" if " OR " in p.text else p.text for p in parts)
            return Question(inner, lambda t: all(p.fits(t) for p in parts))
        text = " OR ".join(p.text for p in parts)
        return Question(f"({text})", lambda t: any(p.fits(t) for p in parts), text)

    @st.composite
    def other(draw: st.DrawFn) -> Question:
        one = draw(part)
        minus = draw(st.sampled_from(["-", "NOT "]))
        return Question(f"{minus}({one.text})", lambda t: not one.fits(t))

    return several() | other()


RECORDING_TEXTS = (
    "name", "file", "channel", "condition", "severity", "processed", "machine", "unit", "point",
    "bearing", "quantity", "flag", "class", "note",
)  # fmt: skip
RECORDING_NUMBERS = ("speed", "estimate", "confidence", "rate", "samples", "length")
FAULTS, KINDS, GRADES = (tuple(map(str, one)) for one in (Fault, BearingKind, Grade))
_YES = st.sampled_from(
    [
        Question("synthetic:yes", lambda t: t.values["synthetic"]),
        Question("synthetic:No", lambda t: not t.values["synthetic"]),
    ]
)
of_recordings = st.recursive(
    word()
    | text(RECORDING_TEXTS)
    | number(RECORDING_NUMBERS)
    | time(("measured",))
    | choice({"label": FAULTS, "fault": FAULTS, "kind": KINDS, "grade": GRADES})
    | tag()
    | told((*RECORDING_TEXTS, *RECORDING_NUMBERS, "measured", "label", "fault", "grade"))
    | _YES,
    joined,
    max_leaves=6,
)
RUN_TEXTS = ("name", "classifier", "reason")
RUN_NUMBERS = ("accuracy", "macro_f1", "accuracy.low", "units", "seed", "recordings")
of_runs = st.recursive(
    word()
    | text(RUN_TEXTS)
    | number(RUN_NUMBERS)
    | time(("created", "finished"))
    | choice({"state": tuple(map(str, RunState)), "split": tuple(map(str, SplitKind))})
    | tag()
    | told((*RUN_TEXTS, *RUN_NUMBERS, "finished")),
    joined,
    max_leaves=6,
)
DATASET_TEXTS = ("name", "note", "class", "certificate")
DATASET_NUMBERS = ("versions", "recordings")
of_datasets = st.recursive(
    word()
    | text(DATASET_TEXTS)
    | text(("class",))
    | number(DATASET_NUMBERS)
    | time(("created", "used"))
    | tag()
    | told((*DATASET_TEXTS, *DATASET_NUMBERS, "used"))
    | st.sampled_from(
        [
            Question("archived:yes", lambda t: t.values["archived"]),
            Question("archived:no", lambda t: not t.values["archived"]),
        ]
    ),
    joined,
    max_leaves=6,
)


# -- orders ---------------------------------------------------------------------------------------


@st.composite
def orders(draw: st.DrawFn, names: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Fields to sort by, and whether from the largest."""
    return draw(st.lists(st.tuples(st.sampled_from(names), st.booleans()), max_size=2))


def in_order(things: list[Thing], wanted: list[tuple[str, bool]]) -> list[str]:
    """The ids in that order; what has no value comes last, equals in the order of their making."""

    def value(thing: Thing, name: str) -> Any:
        found = thing.values[name]
        return (
            (same(found) or None)
            if name in {*RECORDING_TEXTS, *RUN_TEXTS} and found
            else (None if found == "" else found)
        )

    for name, falling in reversed(wanted):
        known = [t for t in things if value(t, name) is not None]
        known.sort(key=lambda t: value(t, name), reverse=falling)
        things = known + [t for t in things if value(t, name) is None]
    return [thing.id for thing in things]
