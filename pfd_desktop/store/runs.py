"""Runs in the store."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, Subquery, case, func, select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.learning import (
    EpochEvent,
    Interval,
    LeakMeter,
    Run,
    RunResult,
    RunState,
    RunSummary,
    SplitKind,
)
from pfd_desktop.store import rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.keys import now
from pfd_desktop.store.tables import MetricRow, RunRow

_ENDS = ("", ".low", ".high")
_Names = tuple[str, ...]
_History = tuple[EpochEvent, ...]


def add(session: Session, run: Run) -> Run:
    """Keep a run that starts now."""
    row = RunRow(id=run.id, created_at=run.created_at)
    _fill(row, run)
    session.add(row)
    session.flush()
    return record_of(row)


def update(session: Session, run: Run) -> Run:
    """Keep what has become of it; raises NotFound."""
    row = rows.find(session, RunRow, run.id, "run")
    _fill(row, run)
    session.flush()
    return record_of(row)


def get(session: Session, run_id: str) -> Run:
    """The run; raises NotFound."""
    return record_of(rows.find(session, RunRow, run_id, "run"))


def list_all(session: Session) -> tuple[Run, ...]:
    """All runs, the newest first."""
    query = select(RunRow).where(RunRow.deleted_at.is_(None)).order_by(RunRow.id.desc())
    return tuple(record_of(row) for row in session.scalars(query))


def of_state(session: Session, state: RunState) -> tuple[Run, ...]:
    """The runs that stand so, the newest first."""
    query = select(RunRow).where(RunRow.deleted_at.is_(None), RunRow.state == state.value)
    return tuple(record_of(row) for row in session.scalars(query.order_by(RunRow.id.desc())))


def summaries(session: Session) -> tuple[RunSummary, ...]:
    """All runs as tables list them, the newest first; what is long of them is not read."""
    return tuple(_summary(row) for row in session.execute(_listing()))


def summary_of(session: Session, run_id: str) -> RunSummary | None:
    """The run as tables list it; where there is none of that id, the newest with a result."""
    asked = session.execute(_listing().where(RunRow.id == run_id)).first()
    with_result = _listing().where(_NUMBERS.c.accuracy.is_not(None)).limit(1)
    found = asked or session.execute(with_result).first()
    return _summary(found) if found else None


_MEASURES = ("accuracy", "macro_f1")
_METRICS = (*(f"{one}{end}" for one in _MEASURES for end in _ENDS), "chance", "units")


def _pivoted() -> Subquery:
    """The numbers of results, a row for each run; they are kept beside the results, to be found by.

    SQLite turns them: ten thousand runs have eighty thousand, too many to be rows in Python.
    """
    each = (func.max(case((MetricRow.name == one, MetricRow.value))).label(one) for one in _METRICS)
    query = select(MetricRow.subject_id, *each).where(MetricRow.name.in_(_METRICS))
    return query.group_by(MetricRow.subject_id).subquery()


_NUMBERS = _pivoted()
_LISTED = (
    RunRow.id,
    RunRow.name,
    RunRow.classifier,
    RunRow.split,
    RunRow.seed,
    RunRow.state,
    RunRow.reason,
    func.json_array_length(RunRow.recording_ids),
    *(_NUMBERS.c[name] for name in _METRICS),
    RunRow.created_at,
    RunRow.finished_at,
    RunRow.dataset_version_id,
    RunRow.recipe,
    RunRow.note,
    RunRow.starred,
    RunRow.archived_at,
)
_FIRST_NUMBER = 8


def _listing() -> Select[Any]:
    runs = select(*_LISTED).outerjoin(_NUMBERS, _NUMBERS.c.subject_id == RunRow.id)
    return runs.where(RunRow.deleted_at.is_(None)).order_by(RunRow.id.desc())


def _summary(row: Row[Any]) -> RunSummary:
    head, numbers = row[:_FIRST_NUMBER], row[_FIRST_NUMBER : _FIRST_NUMBER + len(_METRICS)]
    run_id, name, classifier, split, seed, state, reason, recordings = head
    *ends, chance, units = numbers
    return RunSummary(
        run_id,
        name,
        classifier,
        SplitKind(split),
        seed,
        RunState(state),
        reason,
        recordings,
        _interval(ends[: len(_ENDS)]),
        _interval(ends[len(_ENDS) :]),
        chance,
        None if units is None else int(units),
        *row[_FIRST_NUMBER + len(_METRICS) :],
    )


def _interval(ends: Sequence[float | None]) -> Interval | None:
    value, low, high = (float("nan") if one is None else one for one in ends)
    return None if ends[0] is None else Interval(value, low, high)


def annotate(session: Session, run_id: str, note: str) -> str:
    """Keep *note* on the run; what stood there before."""
    row = rows.find(session, RunRow, run_id, "run")
    before, row.note = row.note, note
    return before


def star(session: Session, run_ids: Sequence[str], *, starred: bool) -> tuple[str, ...]:
    """Mark the runs, or take the mark away; those that this changed."""
    found = [rows.find(session, RunRow, one, "run") for one in run_ids]
    changed = [row for row in found if row.starred is not starred]
    for row in changed:
        row.starred = starred
    return tuple(row.id for row in changed)


def archive(session: Session, run_ids: Sequence[str], *, archived: bool) -> tuple[str, ...]:
    """Put the runs out of the way, or back; those that this changed."""
    found = [rows.find(session, RunRow, one, "run") for one in run_ids]
    changed = [row for row in found if (row.archived_at is not None) is not archived]
    for row in changed:
        row.archived_at = now() if archived else None
    return tuple(row.id for row in changed)


def delete(session: Session, run_id: str) -> None:
    """Into the trash."""
    rows.bury(rows.find(session, RunRow, run_id, "run"))


def _fill(row: RunRow, run: Run) -> None:
    row.name, row.classifier, row.split = run.name, run.classifier, run.split.value
    row.feature_set_id, row.seed = run.feature_set_id, run.seed
    row.recording_ids = to_text(_Names, run.recording_ids)
    row.split_certificate = run.split_certificate
    row.dataset_version_id, row.split_id = run.dataset_version_id, run.split_id
    row.recipe = run.recipe
    row.state, row.reason = run.state.value, run.reason
    row.result = None if run.result is None else to_text(RunResult, run.result)
    row.leak_meter = None if run.leak_meter is None else to_text(LeakMeter, run.leak_meter)
    row.history = to_text(_History, run.history)
    row.finished_at = run.finished_at


def record_of(row: RunRow) -> Run:
    """The record of a row."""
    return Run(
        id=row.id,
        name=row.name,
        classifier=row.classifier,
        split=SplitKind(row.split),
        feature_set_id=row.feature_set_id,
        recording_ids=from_text(_Names, row.recording_ids),
        split_certificate=row.split_certificate,
        seed=row.seed,
        state=RunState(row.state),
        reason=row.reason,
        result=None if row.result is None else from_text(RunResult, row.result),
        leak_meter=None if row.leak_meter is None else from_text(LeakMeter, row.leak_meter),
        history=from_text(_History, row.history),
        created_at=row.created_at,
        finished_at=row.finished_at,
        dataset_version_id=row.dataset_version_id,
        split_id=row.split_id,
        recipe=row.recipe,
    )
