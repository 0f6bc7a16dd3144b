"""Runs in the store."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.learning import (
    EpochEvent,
    LeakMeter,
    Run,
    RunResult,
    RunState,
    SplitKind,
)
from pfd_desktop.store import rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.tables import RunRow

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


def delete(session: Session, run_id: str) -> None:
    """Into the trash."""
    rows.bury(rows.find(session, RunRow, run_id, "run"))


def _fill(row: RunRow, run: Run) -> None:
    row.name, row.classifier, row.split = run.name, run.classifier, run.split.value
    row.feature_set_id, row.seed = run.feature_set_id, run.seed
    row.recording_ids = to_text(_Names, run.recording_ids)
    row.split_certificate = run.split_certificate
    row.dataset_version_id, row.split_id = run.dataset_version_id, run.split_id
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
    )
