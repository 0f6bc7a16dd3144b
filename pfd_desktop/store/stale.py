"""Dropping diagnoses that rest on what is no longer so."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from pfd_desktop.store import rows
from pfd_desktop.store.tables import DiagnosisRow, PointRow, RecordingRow, UnitRow


def forget(session: Session, recording_id: str) -> None:
    """Drop what a change of speed has made stale."""
    _forget_where(session, RecordingRow.id == recording_id)


def forget_unit(session: Session, unit_id: str) -> None:
    """Drop what a change of a unit's bearing or kind has made stale."""
    _forget_where(session, UnitRow.id == unit_id)


def forget_point(session: Session, point_id: str) -> None:
    """Drop what another baseline of a measuring point has made stale."""
    _forget_where(session, PointRow.id == point_id)


def forget_machine(session: Session, machine_id: str) -> None:
    """Drop what another critical speed or other zones of a machine have made stale."""
    _forget_where(session, UnitRow.machine_id == machine_id)


def forget_bearing(session: Session, bearing_id: str) -> None:
    """Drop what a change of a bearing's geometry has made stale."""
    _forget_where(session, UnitRow.bearing_id == bearing_id)


def _forget_where(session: Session, of: ColumnElement[bool]) -> None:
    stale = select(RecordingRow.id).join(PointRow).join(UnitRow).where(of)
    query = select(DiagnosisRow).where(
        DiagnosisRow.deleted_at.is_(None), DiagnosisRow.recording_id.in_(stale)
    )
    for row in session.scalars(query):
        rows.bury(row)
