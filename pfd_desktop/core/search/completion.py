"""What could be typed next, from the same table that the search is read with."""

import re
from collections.abc import Callable, Iterable

from pfd_desktop.core.records.search import Completion
from pfd_desktop.core.search.fields import Field, Kind
from pfd_desktop.core.search.folding import folded
from pfd_desktop.core.search.parsing import SORT, Known
from pfd_desktop.core.search.subjects import Subject

MOST = 12
Values = Callable[[Field, str], Iterable[str]]  # values of a text field with these folded letters

_BEGUN = re.compile(
    r"(?:^|(?<=[\s(]))-?(?:(?P<field>[^\W\d][\w.-]*):)?=?"
    r'(?P<rest>"(?P<quoted>(?:[^"\\]|\\.)*)|(?P<bare>[^\s()"]*))\Z'
)
_TIMES = (
    ("today", "since midnight"),
    ("yesterday", "the day before"),
    ("7d", "the last 7 days"),
    ("3m", "the last 3 months"),
)


def complete(
    text: str, cursor: int, subject: Subject, known: Known, values: Values
) -> tuple[Completion, ...]:
    """What could stand where the cursor is, in place of what was begun there; at most MOST."""
    found = _begun(text[:cursor])
    if found is None:
        return ()
    name, quoted, begun, start = found
    if not name:
        return () if quoted or not begun else _first(_names(begun, start, cursor, subject, known))
    if name.casefold() == SORT:
        return _first(_orders(begun, start, cursor, subject, known))
    field = subject.field(name)
    if field is None:
        return ()
    letters = folded(begun)
    told = _values(field, known, letters, values)
    return _first(
        Completion(_written(value), about, start, cursor)
        for value, about in told
        if folded(value) != letters or quoted
    )


def _begun(before: str) -> tuple[str, bool, str, int] | None:
    """The field, whether a quote is open, what was begun, and where it starts."""
    found = _BEGUN.search(before)
    if found is None:
        return None
    quoted = found["quoted"]
    begun = found["bare"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    return found["field"] or "", quoted is not None, begun, found.start("rest")


def _names(
    begun: str, start: int, cursor: int, subject: Subject, known: Known
) -> Iterable[Completion]:
    letters = begun.casefold()
    for field in subject.fields:
        if field.name.startswith(letters):
            yield Completion(f"{field.name}:", _about(field), start, cursor)
    if subject.metrics:
        declared = {field.name for field in subject.fields}
        for name in sorted(set(known.metrics) - declared):
            if name.startswith(letters):
                yield Completion(f"{name}:", "number of its result", start, cursor)
    if SORT.startswith(letters):
        yield Completion(f"{SORT}:", "order by a field; a minus turns it round", start, cursor)


def _orders(
    begun: str, start: int, cursor: int, subject: Subject, known: Known
) -> Iterable[Completion]:
    minus = "-" if begun.startswith("-") else ""
    letters = begun[len(minus) :].casefold()
    for field in subject.fields:
        if field.sortable and field.name.startswith(letters) and field.name != letters:
            yield Completion(minus + field.name, field.about, start, cursor)
    for name in sorted(known.metrics) if subject.metrics else ():
        if name.startswith(letters) and subject.field(name) is None:
            yield Completion(minus + name, "number of its result", start, cursor)


def _values(field: Field, known: Known, letters: str, values: Values) -> Iterable[tuple[str, str]]:
    match field.kind:
        case Kind.CHOICE:
            told: Iterable[tuple[str, str]] = ((one, "") for one in field.options)
        case Kind.YES_NO:
            told = (("yes", field.about), ("no", ""))
        case Kind.TIME:
            told = _TIMES
        case Kind.TAG:
            told = ((one, "tag") for one in _levels(known.tags))
        case Kind.TEXT:
            told = ((one, "") for one in values(field, letters))
        case Kind.NUMBER:
            return ()
    return (one for one in told if letters in folded(one[0]))


def _levels(tags: Iterable[str]) -> list[str]:
    """Every tag and every level above one."""
    levels = {
        "/".join(parts[: i + 1]) for parts in (tag.split("/") for tag in tags)
        for i in range(len(parts))
    }  # fmt: skip
    return sorted(levels, key=folded)


def _written(value: str) -> str:
    """As it has to be written."""
    plain = re.fullmatch(r'[^\s()"<>=*-][^\s()"]*', value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return value if plain else f'"{escaped}"'


def _about(field: Field) -> str:
    unit = f", in {field.scales[0][0]}" if field.scales else ""
    return f"{field.about}{unit}"


def _first(found: Iterable[Completion]) -> tuple[Completion, ...]:
    return tuple(one for one, _ in zip(found, range(MOST), strict=False))
