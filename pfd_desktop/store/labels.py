"""Labels in the store; every change writes its line of the audit trail in the same transaction."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.labels import Label, LabelAct, LabelChange, LabelFacts, LabelKind
from pfd_desktop.errors import NotFound
from pfd_desktop.store import rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.keys import new_key, now
from pfd_desktop.store.tables import LabelChangeRow, LabelRow

_Words = tuple[str, ...]
_KINDS = {kind.value: kind for kind in LabelKind}
_COLUMNS = tuple(
    column for column in LabelRow.__table__.columns if column.name not in {"deleted_at"}
)


@lru_cache(maxsize=256)
def _words(text: str) -> _Words:
    """The classes of a label; most labels have one of a few."""
    return from_text(_Words, text)


def add(
    session: Session, recording_id: str, facts: Sequence[LabelFacts], author: str
) -> tuple[Label, ...]:
    """Keep labels of a recording, in their order."""
    made = []
    for one in facts:
        row = LabelRow(id=new_key(), recording_id=recording_id, author=author)
        _fill(row, one)
        made.append(row)
    session.add_all(made)
    session.flush()
    for row, one in zip(made, facts, strict=True):
        _note(session, row, LabelAct.ADDED, author, after=one)
    return tuple(record_of(row) for row in made)


def get(session: Session, label_id: str) -> Label:
    """The label; raises NotFound."""
    return record_of(rows.find(session, LabelRow, label_id, "label"))


def of_recording(session: Session, recording_id: str) -> tuple[Label, ...]:
    """All labels of a recording, in the order they were made."""
    query = (
        select(*_COLUMNS)  # not whole objects: there may be thousands
        .where(LabelRow.recording_id == recording_id, LabelRow.deleted_at.is_(None))
        .order_by(LabelRow.id)
    )
    return tuple(record_of(row) for row in session.execute(query))


def stretches_of(session: Session, name: str) -> dict[str, list[tuple[float, float]]]:
    """Regions that bear this class and no other, from and to in seconds, by recording."""
    query = (
        select(LabelRow.recording_id, LabelRow.start_s, LabelRow.stop_s)
        .where(LabelRow.kind == LabelKind.REGION.value)
        .where(LabelRow.classes == to_text(_Words, (name,)), LabelRow.deleted_at.is_(None))
        .order_by(LabelRow.start_s)
    )
    found: dict[str, list[tuple[float, float]]] = {}
    for recording_id, start_s, stop_s in session.execute(query):
        assert start_s is not None
        assert stop_s is not None  # regions have both
        found.setdefault(recording_id, []).append((start_s, stop_s))
    return found


def edit(session: Session, label_id: str, facts: LabelFacts, author: str) -> tuple[Label, Label]:
    """Let a label say something else; as it was, as it is."""
    row = rows.find(session, LabelRow, label_id, "label")
    before = record_of(row)
    if facts == before.facts:
        return before, before
    _fill(row, facts)
    row.changed_at = now()
    session.flush()
    _note(session, row, LabelAct.CHANGED, author, before=before.facts, after=facts)
    return before, record_of(row)


def delete(session: Session, label_ids: Iterable[str], author: str) -> tuple[Label, ...]:
    """Into the trash; as they were."""
    gone = []
    for label_id in label_ids:
        row = rows.find(session, LabelRow, label_id, "label")
        before = record_of(row)
        rows.bury(row)
        _note(session, row, LabelAct.DELETED, author, before=before.facts)
        gone.append(before)
    return tuple(gone)


def restore(session: Session, label_ids: Iterable[str], author: str) -> tuple[Label, ...]:
    """Out of the trash; one that is not in it stays as it is."""
    back = []
    for label_id in label_ids:
        row = session.get(LabelRow, label_id)
        if row is None:
            raise NotFound(f"There is no label {label_id} in this project.")
        if row.deleted_at is not None:
            rows.unbury(row)
            session.flush()
            _note(session, row, LabelAct.RESTORED, author, after=_facts(row))
        back.append(record_of(row))
    return tuple(back)


def changes(session: Session, recording_id: str) -> tuple[LabelChange, ...]:
    """The audit trail of a recording's labels, the oldest line first."""
    query = (
        select(LabelChangeRow)
        .where(LabelChangeRow.recording_id == recording_id)
        .order_by(LabelChangeRow.id)
    )
    return tuple(_change(row) for row in session.scalars(query))


def record_of(row: LabelRow | Row[Any]) -> Label:
    """The record of a row."""
    return Label(
        id=row.id,
        recording_id=row.recording_id,
        facts=_facts(row),
        author=row.author,
        created_at=row.created_at,
        changed_at=row.changed_at,
        row_version=row.row_version,
    )


def _facts(row: LabelRow | Row[Any]) -> LabelFacts:
    return LabelFacts(
        kind=_KINDS[row.kind],
        classes=_words(row.classes),
        start_s=row.start_s,
        stop_s=row.stop_s,
        low_hz=row.low_hz,
        high_hz=row.high_hz,
        severity=row.severity,
        severity_words=row.severity_words,
        note=row.note,
    )


def _fill(row: LabelRow, facts: LabelFacts) -> None:
    row.kind, row.classes = facts.kind.value, to_text(_Words, facts.classes)
    row.start_s, row.stop_s = facts.start_s, facts.stop_s
    row.low_hz, row.high_hz = facts.low_hz, facts.high_hz
    row.severity, row.severity_words = facts.severity, facts.severity_words
    row.note = facts.note


def _note(
    session: Session,
    row: LabelRow,
    act: LabelAct,
    author: str,
    *,
    before: LabelFacts | None = None,
    after: LabelFacts | None = None,
) -> None:
    session.add(
        LabelChangeRow(
            label_id=row.id,
            recording_id=row.recording_id,
            act=act.value,
            author=author,
            before=None if before is None else to_text(LabelFacts, before),
            after=None if after is None else to_text(LabelFacts, after),
        )
    )


def _change(row: LabelChangeRow) -> LabelChange:
    return LabelChange(
        id=row.id,
        label_id=row.label_id,
        recording_id=row.recording_id,
        act=LabelAct(row.act),
        author=row.author,
        changed_at=row.created_at,
        before=None if row.before is None else from_text(LabelFacts, row.before),
        after=None if row.after is None else from_text(LabelFacts, row.after),
    )
