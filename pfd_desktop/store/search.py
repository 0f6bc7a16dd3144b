"""Queries answered by the database; every value of a query is a bound parameter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    and_,
    column,
    false,
    func,
    not_,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.orm import Session

from pfd_desktop.core.records.search import Hit
from pfd_desktop.core.search.fields import Field, Kind
from pfd_desktop.core.search.parsing import Known
from pfd_desktop.core.search.subjects import Subject
from pfd_desktop.core.search.tree import (
    And,
    Between,
    Contains,
    FieldLeaf,
    Node,
    Not,
    OneOf,
    Or,
    Query,
    Sort,
    Tagged,
    Told,
    Word,
)
from pfd_desktop.store.searched import SEARCHED, TAG_IDS, TAGS, Asked, Column, Many, Searched
from pfd_desktop.store.tables import MetricRow, SearchTextRow, TagRow

_INDEX = table("search_index", column("rowid"), column("search_index"))
_INDEXED = 3  # letters: what the index knows
Test = Callable[[Column], ColumnElement[bool]]


def find(session: Session, subject: Subject, query: Query) -> tuple[str, ...]:
    """The ids of all that fits, in the order asked for, else in that of their making."""
    searched = SEARCHED[subject.name]
    return tuple(session.scalars(_asked(select(searched.row.id), subject, query)))


def hits(session: Session, subject: Subject, query: Query, most: int) -> tuple[Hit, ...]:
    """The first of what fits, with what to show of it."""
    searched = SEARCHED[subject.name]
    opens = searched.row.id if searched.recording is None else searched.recording
    wanted: Asked = select(searched.row.id, searched.title, searched.detail, opens)
    rows = session.execute(_asked(wanted, subject, query).limit(most))
    return tuple(
        Hit(subject.name, key, str(title or ""), str(detail or ""), opened)
        for key, title, detail, opened in rows
    )


def count(session: Session, subject: Subject, query: Query) -> int:
    """How much fits."""
    found = _asked(select(SEARCHED[subject.name].row.id), subject, query).order_by(None)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def known(session: Session) -> Known:
    """The names of tags and metrics that a query may use."""
    tags = session.scalars(select(TagRow.name).where(TagRow.deleted_at.is_(None)))
    return Known(tuple(tags), tuple(session.scalars(select(MetricRow.name).distinct())))


def values(session: Session, subject: Subject, field: Field, part: str, most: int) -> list[str]:
    """Values of a text field that hold *part*, which is folded; for completion."""
    searched = SEARCHED[subject.name]
    where = searched.columns[field.name]
    if isinstance(where, Select):
        inner = where.subquery()
        query = select(inner.c.value).distinct()
        value: Column = inner.c.value
    else:
        there = select(where).distinct().select_from(searched.row)
        query = searched.joined(there).where(searched.row.deleted_at.is_(None))
        value = where
    query = query.where(_has(part)(value), value != "").order_by(value).limit(most)
    return [str(one) for one in session.scalars(query)]


def _asked(wanted: Asked, subject: Subject, query: Query) -> Asked:
    searched = SEARCHED[subject.name]
    tests = _Tests(searched)
    orders: list[ColumnElement[Any]] = []
    for sort in query.sorts:
        orders += _order(searched, sort)
    joined = searched.joined(wanted.select_from(searched.row))
    return joined.where(searched.row.deleted_at.is_(None), tests.of(query.where)).order_by(
        *orders, searched.row.id
    )


def _order(searched: Searched, sort: Sort) -> list[ColumnElement[Any]]:
    """What is not told comes last either way."""
    value: ColumnElement[Any] = _single(searched, sort.field)
    if sort.field.kind is Kind.TEXT:
        value = func.folded(func.nullif(value, ""))
    return [value.is_(None), value.desc() if sort.falling else value.asc()]


def _single(searched: Searched, field: Field) -> Any:
    """The column of a field; what the table does not name is a metric."""
    found = searched.columns.get(field.name)
    if found is not None:
        return found
    return (
        select(MetricRow.value)
        .where(MetricRow.subject_id == searched.row.id, MetricRow.name == field.name)
        .correlate(searched.row)
        .scalar_subquery()
    )


@dataclass
class _Tests:
    """Trees as conditions on the rows of a subject; none of them is ever NULL."""

    searched: Searched

    def of(self, node: Node) -> ColumnElement[bool]:
        match node:
            case Not(part):
                return not_(self.of(part))
            case And(parts):
                return and_(true(), *map(self.of, parts))
            case Or(parts):
                return or_(false(), *map(self.of, parts))
            case Word(text):
                return self._word(text)
            case _:
                return self._leaf(node)

    def _leaf(self, leaf: FieldLeaf) -> ColumnElement[bool]:
        test = _test(leaf)
        field = leaf.field
        where = TAGS if field.kind is Kind.TAG else _single(self.searched, field)
        if isinstance(where, Select):
            return self._any(where, test)
        return test(where).is_(true())

    def _any(self, where: Many, test: Test) -> ColumnElement[bool]:
        inner = where.subquery()
        return self.searched.row.id.in_(select(inner.c.owner).where(test(inner.c.value)))

    def _word(self, text: str) -> ColumnElement[bool]:
        keys = _keys(text)
        found = select(keys.c.key)
        own = [one.in_(found) for one in (self.searched.row.id, *self.searched.belongs)]
        there = [self._any(one, lambda v: v.in_(found)) for one in (*self.searched.holds, TAG_IDS)]
        return or_(*own, *there).is_(true())


def _test(leaf: FieldLeaf) -> Test:
    """What a leaf asks of a value."""
    match leaf:
        case Contains(_, text, True):
            return lambda value: func.folded(value) == text
        case Contains(_, text):
            return _has(text)
        case Tagged(_, key, whole):
            below = f"{key}/"
            start = func.substr
            return lambda v: or_(v == key, false() if whole else start(v, 1, len(below)) == below)
        case OneOf(_, options):
            return lambda value: value.in_(options)
        case Told(field):
            blank = field.kind in {Kind.TEXT, Kind.CHOICE}
            return lambda v: v.is_not(None) & (v != "") if blank else v.is_not(None)
        case Between():
            return _between(leaf)


def _has(text: str) -> Test:
    return lambda value: func.instr(func.folded(value), text) > 0


def _between(leaf: Between) -> Test:
    def test(value: Column) -> ColumnElement[bool]:
        bounds: list[ColumnElement[bool]] = []
        if leaf.low is not None:
            bounds.append(value >= leaf.low if leaf.with_low else value > leaf.low)
        if leaf.high is not None:
            bounds.append(value <= leaf.high if leaf.with_high else value < leaf.high)
        return and_(*bounds)

    return test


def _keys(text: str) -> CTE:
    """The keys of the rows, of any table, with a text that has *text* in it."""
    there = func.instr(SearchTextRow.text, text) > 0
    query = select(SearchTextRow.key).where(there)
    if len(text) >= _INDEXED:  # the index narrows down; it does not know the order of its letters
        indexed = select(_INDEX.c.rowid).where(_INDEX.c.search_index.match(_trigrams(text)))
        query = query.where(SearchTextRow.number.in_(indexed))
    return query.cte()


def _trigrams(text: str) -> str:
    """Every third part of three letters and the last one, as FTS5 wants to read them."""
    places = {*range(0, len(text) - _INDEXED + 1, _INDEXED), len(text) - _INDEXED}
    parts = {text[place : place + _INDEXED].replace('"', '""') for place in places}
    return " ".join(f'"{part}"' for part in sorted(parts))
