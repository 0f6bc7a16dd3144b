"""The text of a query as a tree.

    query   all of ``any`` side by side
    any     terms joined by OR              OR binds less than standing side by side
    term    [-] ( word | "phrase" | field:value | ( query ) )

Nothing is passed over: what cannot be read raises InvalidQuery with its place.
"""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from pfd_desktop.core.search.fields import Field, Kind, metric
from pfd_desktop.core.search.folding import folded
from pfd_desktop.core.search.lexing import Sign, Term, Token, cut
from pfd_desktop.core.search.subjects import Subject
from pfd_desktop.core.search.tree import (
    And,
    Contains,
    Node,
    Not,
    OneOf,
    Or,
    Query,
    Sort,
    Span,
    Tagged,
    Told,
    Word,
)
from pfd_desktop.core.search.values import Clock, stretch_of
from pfd_desktop.errors import InvalidQuery

MOST_TERMS, DEEPEST = 100, 30  # SQLite refuses trees beyond 1000 levels
SORT = "sort"
_YES = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True)
class Known:
    """Names that the project has."""

    tags: Collection[str] = ()
    metrics: Collection[str] = ()


class UnknownField(InvalidQuery):
    """The subject has no such field; another may have it."""


def parse(text: str, subject: Subject, clock: Clock, known: Known) -> Query:
    """What *text* asks of *subject*; raises InvalidQuery."""
    return _Parser(text, subject, clock, known).query()


def field_named(name: str, subject: Subject, known: Known, at: Span) -> Field:
    """The field; raises UnknownField with the names that are alike."""
    if found := subject.field(name):
        return found
    if subject.metrics and name in known.metrics:
        return metric(name)
    names = [one.name for one in subject.fields] + (sorted(known.metrics) * subject.metrics)
    alike = get_close_matches(name.casefold(), names, 3, 0.6)
    advice = f"Did you mean {' or '.join(alike)}?" if alike else f"Known are {', '.join(names)}."
    raise UnknownField(
        f"{subject.name.replace('_', ' ').capitalize()} have no field “{name}”. {advice} To look"
        " for the text itself, put it in quotes",
        at.start,
        at.stop,
    )


class _Parser:
    def __init__(self, text: str, subject: Subject, clock: Clock, known: Known) -> None:
        self._tokens = cut(text)
        self._place = self._terms = 0
        self._subject, self._clock, self._known = subject, clock, known
        self._tag_keys = {folded(tag) for tag in known.tags}
        self._sorts: list[Sort] = []

    def query(self) -> Query:
        """All of the text."""
        where = And(()) if self._at(Sign.END) else self._any(depth=0)
        if not self._at(Sign.END):
            at = self._token.at
            raise InvalidQuery("This parenthesis closes nothing", at.start, at.stop)
        return Query(where, tuple(self._sorts))

    @property
    def _token(self) -> Token | Term:
        return self._tokens[self._place]

    def _at(self, *signs: Sign) -> bool:
        token = self._token
        return isinstance(token, Token) and token.sign in signs

    def _next(self) -> Token | Term:
        self._place += 1
        return self._tokens[self._place - 1]

    def _any(self, depth: int) -> Node:
        parts = [self._all(depth)]
        while self._at(Sign.OR):
            self._next()
            parts.append(self._all(depth))
        if len(parts) == 1:
            return parts[0]
        if And(()) in parts:  # an order alone is nothing to choose between
            raise _misplaced(self._sorts[-1].at)
        return Or(tuple(parts))

    def _all(self, depth: int) -> Node:
        parts: list[Node] = []
        terms = 0
        while not self._at(Sign.OR, Sign.CLOSE, Sign.END):
            if self._at(Sign.AND):
                self._binds(terms)
                self._next()
            part = self._one(depth)
            parts += [] if part is None else [part]
            terms += 1
        if not terms:
            self._binds(terms)
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _binds(self, terms: int) -> None:
        """A word such as OR needs something on both of its sides."""
        following = self._tokens[self._place + 1 : self._place + 2] if terms else ()
        if terms and following and not _ends(following[0]):
            return
        at = self._token.at
        raise InvalidQuery("A term is missing here", at.start, max(at.stop, at.start + 1))

    def _one(self, depth: int) -> Node | None:
        """A term; None for an order, which is no condition."""
        if depth > DEEPEST:
            at = self._token.at
            raise InvalidQuery(f"A search goes at most {DEEPEST} deep", at.start, at.stop)
        if self._at(Sign.MINUS, Sign.NOT):
            return self._not(depth)
        if self._at(Sign.OPEN):
            return self._group(depth)
        token = self._next()
        if not isinstance(token, Term):
            raise InvalidQuery("A term is missing here", token.at.start, token.at.stop)
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise InvalidQuery(
                f"A search has at most {MOST_TERMS} terms", token.at.start, token.at.stop
            )
        return self._leaf(token)

    def _not(self, depth: int) -> Node:
        self._next()
        before = len(self._sorts)
        if _ends(self._token):
            self._binds(0)
        part = self._one(depth + 1)
        if part is None:
            raise _misplaced(self._sorts[before].at)
        return Not(part)

    def _group(self, depth: int) -> Node:
        opening, before = self._next().at, len(self._sorts)
        inner = self._any(depth + 1)
        for one in self._sorts[before:]:
            raise _misplaced(one.at)
        if not self._at(Sign.CLOSE):
            raise InvalidQuery("This parenthesis is not closed", opening.start, opening.stop)
        self._next()
        return inner

    def _leaf(self, term: Term) -> Node | None:
        if term.field.casefold() == SORT:
            self._sorts.append(self._sort(term))
            return None
        if not term.field:
            if not term.value.strip():
                raise InvalidQuery("Nothing stands in these quotes", term.at.start, term.at.stop)
            return Word(folded(term.value), term.at)
        field = field_named(term.field, self._subject, self._known, term.field_at)
        if not term.value.strip():
            raise InvalidQuery(
                f"A value is missing, such as {field.name}:{field.example}",
                term.at.start,
                term.at.stop,
            )
        if term.value == "*" and not term.quoted and not term.operator:
            return Told(field, term.at)
        return self._asked(field, term)

    def _asked(self, field: Field, term: Term) -> Node:
        if field.kind in {Kind.NUMBER, Kind.TIME}:
            return stretch_of(field, term, self._clock)
        if term.operator not in {"", "="}:
            start = term.value_at.start
            raise InvalidQuery(
                f"{field.name} has no order: write {field.name}:{field.example}",
                start - len(term.operator),
                start,
            )
        whole = term.operator == "="
        match field.kind:
            case Kind.TEXT:
                return Contains(field, folded(term.value), whole, term.at)
            case Kind.TAG:
                return Tagged(field, self._tag(term), whole, term.at)
            case Kind.YES_NO:
                if (told := _YES.get(folded(term.value))) is None:
                    raise _not_among(field, term, ("yes", "no"))
                return OneOf(field, (told,), term.at)
        return OneOf(field, _options(field, term, whole=whole), term.at)

    def _tag(self, term: Term) -> str:
        key = folded(term.value.strip().strip("/"))
        if any(one == key or one.startswith(f"{key}/") for one in self._tag_keys):
            return key
        alike = get_close_matches(key, sorted(self._known.tags), 3, 0.5)
        advice = f" Did you mean {' or '.join(alike)}?" if alike else ""
        raise InvalidQuery(
            f"Nothing has the tag “{term.value}”.{advice}", term.value_at.start, term.value_at.stop
        )

    def _sort(self, term: Term) -> Sort:
        falling = term.value.startswith("-")
        name = term.value[1:] if falling else term.value
        at = Span(term.value_at.start + falling, term.value_at.stop)
        if term.operator or not name:
            raise InvalidQuery(
                "Write sort:name, or sort:-name for the other way round",
                term.at.start,
                term.at.stop,
            )
        field = field_named(name, self._subject, self._known, at)
        if not field.sortable:
            raise InvalidQuery(
                f"There may be several {field.name}s, so they give no order", at.start, at.stop
            )
        return Sort(field, falling, term.at)


def _ends(token: Token | Term) -> bool:
    return isinstance(token, Token) and token.sign in {Sign.OR, Sign.AND, Sign.CLOSE, Sign.END}


def _misplaced(at: Span) -> InvalidQuery:
    return InvalidQuery(
        "sort: holds for the whole search; it stands beside terms, outside of parentheses",
        at.start,
        at.stop,
    )


def _options(field: Field, term: Term, *, whole: bool) -> tuple[str, ...]:
    """The words of the list that the value is part of; all of it when it is one of them."""
    asked = folded(term.value)
    if exact := tuple(one for one in field.options if folded(one) == asked):
        return exact
    found = () if whole else tuple(one for one in field.options if asked in folded(one))
    if not found:
        raise _not_among(field, term, field.options)
    return found


def _not_among(field: Field, term: Term, options: Collection[str]) -> InvalidQuery:
    return InvalidQuery(
        f"“{term.value}” is no {field.name}; known are {', '.join(options)}",
        term.value_at.start,
        term.value_at.stop,
    )
