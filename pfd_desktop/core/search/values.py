"""Numbers and times as they are written in a query, as stretches from one bound to another."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from math import isinf

from pfd_desktop.core.search.fields import Field, Kind
from pfd_desktop.core.search.lexing import Term
from pfd_desktop.core.search.tree import Between, Span
from pfd_desktop.errors import InvalidQuery

_NUMBER = re.compile(
    r"([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?) ?([^\W\d]*|%)\Z"
)
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}))?)?)?\Z")
_AGO = re.compile(r"([0-9]{1,5})([hdwmy])\Z")
_LONG = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}  # days
_FIRST, _LAST = 1971, 2200  # years: Windows knows no local time before


@dataclass(frozen=True)
class Clock:
    """What "today" means; a zone of None is that of this computer."""

    now: datetime
    zone: tzinfo | None = None

    def utc(self, local: datetime) -> datetime:
        """The moment of a time without zone, as clocks here show it."""
        told = local if self.zone is None else local.replace(tzinfo=self.zone)
        return told.astimezone(UTC)

    def today(self) -> datetime:
        """The last midnight, without zone."""
        here = self.now.astimezone(self.zone)
        return here.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)


Bound = float | datetime | None


@dataclass(frozen=True)
class _Stretch:
    """What one written value stands for: a day is all of it, a number what rounds to it."""

    low: Bound
    high: Bound  # not with it
    point: Bound = None  # the very number, or moment, where it is one


def stretch_of(field: Field, term: Term, clock: Clock) -> Between:
    """The values that a term asks for; raises InvalidQuery.

    A number alone means all that round to it as it was written: 1797 is from 1796.5 up to 1797.5.
    A span of time alone (7d) means since then; with < or > and in ranges it is that moment.
    """
    low, dots, high = term.value.partition("..")
    if dots:
        return _range(field, term, clock, (low, high))
    told = _read(field, term.value, term.value_at, clock)
    low_of, high_of = (
        (told.low, told.high) if told.point is None else (told.point, told.point)
    )  # of <, <=, > and >=
    exact = told.point is not None and field.kind is Kind.NUMBER
    alone = told.low, told.high, True, False
    bounds: dict[str, tuple[Bound, Bound, bool, bool]] = {
        "": alone,
        "=": (told.point, told.point, True, True) if exact else alone,
        "<": (None, low_of, False, False),
        "<=": (None, high_of, False, exact),
        ">": (high_of, None, not exact, False),
        ">=": (low_of, None, True, False),
    }
    return Between(field, *bounds[term.operator], term.at)


def _range(field: Field, term: Term, clock: Clock, ends: tuple[str, str]) -> Between:
    start = term.value_at.start
    if term.operator:
        raise InvalidQuery(
            f"A range such as {field.name}:{field.example} has no {term.operator} before it",
            start - len(term.operator),
            term.value_at.stop,
        )
    if not any(ends):
        raise InvalidQuery("A range needs one end at least", start, term.value_at.stop)
    places = Span(start, start + len(ends[0])), Span(start + len(ends[0]) + 2, term.value_at.stop)
    told = [
        _read(field, end, at, clock) if end else None for end, at in zip(ends, places, strict=True)
    ]
    low = None if told[0] is None else _or(told[0].point, told[0].low)
    high = None if told[1] is None else _or(told[1].point, told[1].high)
    if _turned(low, high):
        raise InvalidQuery(
            "The range begins above its end; write the smaller value first",
            start,
            term.value_at.stop,
        )
    return Between(field, low, high, True, field.kind is Kind.NUMBER, term.at)


def _or(first: Bound, second: Bound) -> Bound:
    return second if first is None else first


def _turned(low: Bound, high: Bound) -> bool:
    if isinstance(low, datetime) and isinstance(high, datetime):
        return low >= high  # the end of a year is the beginning of the next
    return isinstance(low, float) and isinstance(high, float) and low > high


def _read(field: Field, text: str, at: Span, clock: Clock) -> _Stretch:
    return _number(field, text, at) if field.kind is Kind.NUMBER else _time(text, at, clock)


def _number(field: Field, text: str, at: Span) -> _Stretch:
    found = _NUMBER.match(text)
    if found is None:
        raise InvalidQuery(
            f"“{text}” is no number; {field.name} is searched such as {field.name}:>10 or"
            f" {field.name}:10..20",
            at.start,
            at.stop,
        )
    value = Decimal(found.group(1).replace(",", "."))
    exponent = value.as_tuple().exponent
    half = Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
    factor = Decimal(_factor(field, found.group(2), at))
    low, high, point = (float(one * factor) for one in (value - half, value + half, value))
    if isinf(low) or isinf(high):
        raise InvalidQuery(f"“{text}” is too large a number", at.start, at.stop)
    return _Stretch(low, high, point)


def _factor(field: Field, unit: str, at: Span) -> str:
    if not unit:
        return field.scales[0][1] if field.scales and field.scales[0][0] != "%" else "1"
    for name, factor in field.scales:
        if name.casefold() == unit.casefold():
            return factor
    known = " or ".join(name for name, _ in field.scales)
    raise InvalidQuery(
        f"“{unit}” is no unit of {field.name}; "
        + (f"it is in {known}" if known else "it has none"),
        at.stop - len(unit),
        at.stop,
    )


def _time(text: str, at: Span, clock: Clock) -> _Stretch:
    word = text.casefold()
    if word in {"today", "yesterday"}:
        start = clock.today() - timedelta(days=int(word == "yesterday"))
        return _Stretch(clock.utc(start), clock.utc(start + timedelta(days=1)))
    if ago := _AGO.match(text):
        days = int(ago.group(1)) * _LONG[ago.group(2)]
        if days > 365 * (clock.now.year - _FIRST):
            raise InvalidQuery(f"“{text}” ago is before {_FIRST}", at.start, at.stop)
        moment = clock.now.astimezone(UTC) - timedelta(days=days)
        return _Stretch(moment, None, moment)
    if day := _DAY.match(text):
        try:
            return _calendar([int(part) for part in day.groups() if part], clock)
        except ValueError as error:
            raise InvalidQuery(f"“{text}” is no date: {error}", at.start, at.stop) from error
    raise InvalidQuery(
        f"“{text}” is no time; write 2026, 2026-03, 2026-03-01, 2026-03-01T14:05, today, yesterday,"
        " or 12h, 7d, 2w, 3m, 1y for so long ago",
        at.start,
        at.stop,
    )


def _calendar(parts: list[int], clock: Clock) -> _Stretch:
    """A year, a month, a day or a minute, from its beginning to the next one's."""
    year, month, day, hour, minute = (*parts, *(0, 1, 1, 0, 0)[len(parts) :])
    if not _FIRST <= year <= _LAST:
        raise ValueError(f"years go from {_FIRST} to {_LAST}")
    start = datetime(year, month, day, hour, minute)
    if len(parts) == 1:
        stop = start.replace(year=year + 1)
    elif len(parts) == 2:
        stop = start.replace(year=year + month // 12, month=month % 12 + 1)
    else:
        stop = start + (timedelta(days=1) if len(parts) == 3 else timedelta(minutes=1))
    return _Stretch(clock.utc(start), clock.utc(stop))
