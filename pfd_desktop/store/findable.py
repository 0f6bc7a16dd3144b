"""What is kept beside rows so that they are found: their texts, folded, and numbers by name.

It follows every flush of a session that writes, so that nobody can forget it.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from sqlalchemy import Connection, Result, column, delete, event
from sqlalchemy import table as sql_table
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from pfd_desktop.core.search.folding import folded
from pfd_desktop.store.tables import MetricRow, SearchTextRow

Values = Mapping[str, object]  # of a row, by column

# The columns of each table whose words are found; those with JSON give the texts in it.
TEXTS: Mapping[str, tuple[str, ...]] = {
    "recordings": (
        *("name", "source_name", "channel", "condition", "label", "severity", "processed", "flags"),
    ),
    "machines": ("name", "note"),
    "units": ("name", "note"),
    "points": ("name", "direction"),
    "bearings": ("name", "manufacturer"),
    "labels": ("classes", "severity_words", "note"),
    "runs": ("name", "classifier", "split", "reason", "note"),
    "feature_sets": ("name", "feature_names", "warnings"),
    "tags": ("name",),
    "datasets": ("name", "note"),
}
JSON = frozenset({"flags", "classes", "feature_names", "warnings"})
# The columns of each table whose JSON holds numbers, and what stands before their names.
NUMBERS: Mapping[str, Mapping[str, str]] = {
    "runs": {"result": "", "leak_meter": "leak.", "history": "last."}
}
_ASIDE = frozenset({"level", "fold", "last.folds"})  # no result


def follow(writes: sessionmaker[Session]) -> None:
    """From now on, keep what belongs to the rows that these sessions flush."""

    @event.listens_for(writes, "after_flush")
    def keep_up(session: Session, _context: object) -> None:
        by_table: dict[str, list[Values]] = {}
        for row in (*session.new, *session.dirty):
            table = row.__tablename__
            if table in TEXTS or table in NUMBERS:
                columns = (*TEXTS.get(table, ()), *NUMBERS.get(table, {}))
                values = {"id": row.id} | {name: getattr(row, name) for name in columns}
                by_table.setdefault(table, []).append(values)
        for table, rows in by_table.items():
            keep(session.connection(), table, rows)

    @event.listens_for(writes, "do_orm_execute")
    def catch_up(state: ORMExecuteState) -> Result[Any] | None:
        """One statement that writes many rows flushes nothing: what it inserts is in its values;
        after any other all of the table is looked at."""
        table = str(state.bind_mapper.local_table) if state.bind_mapper else ""
        if not (state.is_insert or state.is_update) or table not in {*TEXTS, *NUMBERS}:
            return None
        result = state.invoke_statement()
        connection, rows = state.session.connection(), state.parameters
        names = {"id", *TEXTS.get(table, ()), *NUMBERS.get(table, ())}
        if state.is_insert and isinstance(rows, list) and all(names <= row.keys() for row in rows):
            keep(connection, table, rows)
        else:
            keep_all(connection, table)
        return result


def keep_all(connection: Connection, table: str, later: Collection[str] = ()) -> None:
    """Keep texts and numbers of every row of *table*, which lacks the columns *later*."""
    names = ("id", *TEXTS.get(table, ()), *NUMBERS.get(table, ()))
    there = sql_table(table, *(column(name) for name in names if name not in later)).select()
    keep(connection, table, [row._asdict() for row in connection.execute(there)])


def keep(connection: Connection, table: str, rows: Sequence[Values]) -> None:
    """Keep texts and numbers of these rows of *table*, in place of what was kept of them."""
    if table in TEXTS and rows:
        put = insert(SearchTextRow)
        put = put.on_conflict_do_update(
            index_elements=["key"],
            set_={"text": put.excluded.text},
            where=SearchTextRow.text != put.excluded.text,
        )
        kept = [{"key": row["id"], "text": text_of(table, row)} for row in rows]
        connection.execute(put, kept)
    for row in rows if table in NUMBERS else ():
        subject = str(row["id"])
        connection.execute(delete(MetricRow).where(MetricRow.subject_id == subject))
        if numbers := numbers_of(table, row):
            connection.execute(
                insert(MetricRow),
                [{"subject_id": subject, "name": n, "value": v} for n, v in numbers.items()],
            )


def text_of(table: str, row: Values) -> str:
    """The texts of a row, one a line, folded."""
    texts: list[str] = []
    for name in TEXTS[table]:
        value = row.get(name)
        if name in JSON:
            texts += _strings(json.loads(str(value)))
        elif value:
            texts.append(str(value))
    return folded("\n".join(texts))


def numbers_of(table: str, row: Values) -> dict[str, float]:
    """The numbers in a row's JSON, by the way to them; ``accuracy.value`` is ``accuracy``."""
    found: dict[str, float] = {}
    for name, before in NUMBERS[table].items():
        loaded = json.loads(str(row[name])) if row[name] else None
        last = (loaded or [None])[-1] if isinstance(loaded, list) else loaded
        found |= {way: value for way, value in _numbers(last, before) if way not in _ASIDE}
    return found


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _numbers(value: object, name: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in _ASIDE:
                inner = name if key == "value" else f"{name}{key}"
                yield from _numbers(part, f"{inner}." if isinstance(part, dict) else inner)
    elif isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        yield name.rstrip("."), float(value)
