"""Diagnoses in the store: the latest of each recording."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.store import recordings, rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.tables import DiagnosisRow, PointRow, RecordingRow


def keep(session: Session, of: Recording, diagnosis: Diagnosis) -> bool:
    """Keep it in place of the one before, unless what it rests on has changed meanwhile.

    *of* is the recording as it was diagnosed; the answer is whether the diagnosis was kept.
    """
    if _grounds(recordings.get(session, of.id)) != _grounds(of):
        return False
    row = _find(session, of.id)
    if row is None:
        row = DiagnosisRow(recording_id=of.id)
        session.add(row)
    row.diagnosis = to_text(Diagnosis, diagnosis)
    row.fault, row.grade = diagnosis.fault, diagnosis.grade.value
    rows.unbury(row)
    return True


def latest(session: Session, recording_id: str) -> Diagnosis | None:
    """The latest, or None."""
    row = _find(session, recording_id)
    if row is None or row.deleted_at is not None:
        return None
    return from_text(Diagnosis, row.diagnosis)


def of_unit(session: Session, unit_id: str) -> list[tuple[str, str, Diagnosis]]:
    """What is kept of a unit's recordings: id, name and the latest diagnosis of each."""
    query = (
        select(RecordingRow.id, RecordingRow.name, DiagnosisRow.diagnosis)
        .join(DiagnosisRow, DiagnosisRow.recording_id == RecordingRow.id)
        .join(PointRow, PointRow.id == RecordingRow.point_id)
        .where(
            PointRow.unit_id == unit_id,
            RecordingRow.deleted_at.is_(None),
            DiagnosisRow.deleted_at.is_(None),
        )
        .order_by(RecordingRow.name, RecordingRow.id)
    )
    return [(key, name, from_text(Diagnosis, text)) for key, name, text in session.execute(query)]


def _grounds(recording: Recording) -> tuple[object, ...]:
    """What a diagnosis rests on, besides the samples."""
    return recording.kind, recording.bearing, recording.speed_rpm


def _find(session: Session, recording_id: str) -> DiagnosisRow | None:
    query = select(DiagnosisRow).where(DiagnosisRow.recording_id == recording_id)
    return session.scalars(query).one_or_none()
