"""Baselines and alarm limits of measuring points."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.severity import AlarmLimits, Baseline
from pfd_desktop.store import rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.keys import now
from pfd_desktop.store.tables import AlarmLimitsRow, BaselineRow, PointRow

_Ids = tuple[str, ...]


def baseline(session: Session, point_id: str) -> Baseline | None:
    """The baseline of a point; None where none was told."""
    row = _baseline(session, point_id)
    if row is None or row.deleted_at is not None:
        return None
    ids = from_text(_Ids, row.recording_ids)
    return Baseline(row.point_id, ids, row.note, row.changed_at)


def put_baseline(
    session: Session, point_id: str, recording_ids: tuple[str, ...], note: str
) -> Baseline | None:
    """Tell it; no recordings take it away. What was told before; raises NotFound."""
    rows.find(session, PointRow, point_id, "measuring point")
    before, row = baseline(session, point_id), _baseline(session, point_id)
    if not recording_ids:
        if row is not None:
            rows.bury(row)
        return before
    if row is None:
        row = BaselineRow(point_id=point_id)
        session.add(row)
    row.recording_ids, row.note = to_text(_Ids, recording_ids), note
    row.changed_at = now()
    rows.unbury(row)
    return before


def limits(session: Session, point_id: str) -> tuple[AlarmLimits, ...]:
    """The alarm limits of a point, by the value they are for."""
    query = (
        select(AlarmLimitsRow)
        .where(AlarmLimitsRow.point_id == point_id, AlarmLimitsRow.deleted_at.is_(None))
        .order_by(AlarmLimitsRow.measure)
    )
    return tuple(limits_of(row) for row in session.scalars(query))


def put_limits(session: Session, told: AlarmLimits) -> AlarmLimits | None:
    """Tell them; without both numbers they go. What was told before; raises NotFound."""
    rows.find(session, PointRow, told.point_id, "measuring point")
    query = select(AlarmLimitsRow).where(
        AlarmLimitsRow.point_id == told.point_id, AlarmLimitsRow.measure == told.measure
    )
    row = session.scalars(query).one_or_none()
    before = None if row is None or row.deleted_at is not None else limits_of(row)
    if row is None:
        row = AlarmLimitsRow(point_id=told.point_id, measure=told.measure)
        session.add(row)
    row.alert, row.alarm, row.source = told.alert, told.alarm, told.source
    if told.alert is None and told.alarm is None:
        rows.bury(row)
    else:
        rows.unbury(row)
    return before


def limits_of(row: AlarmLimitsRow) -> AlarmLimits:
    """The record of a row."""
    return AlarmLimits(row.point_id, row.measure, row.alert, row.alarm, row.source)


def _baseline(session: Session, point_id: str) -> BaselineRow | None:
    return session.scalars(
        select(BaselineRow).where(BaselineRow.point_id == point_id)
    ).one_or_none()
