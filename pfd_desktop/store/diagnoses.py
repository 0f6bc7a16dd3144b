"""Diagnoses in the store: the latest of each recording."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.store import rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.tables import DiagnosisRow


def keep(session: Session, recording_id: str, diagnosis: Diagnosis) -> None:
    """Keep it in place of the one before."""
    row = _find(session, recording_id)
    text = to_text(Diagnosis, diagnosis)
    if row is None:
        session.add(DiagnosisRow(recording_id=recording_id, diagnosis=text))
    else:
        row.diagnosis = text
        rows.touch(row)


def latest(session: Session, recording_id: str) -> Diagnosis | None:
    """The latest, or None."""
    row = _find(session, recording_id)
    return None if row is None else from_text(Diagnosis, row.diagnosis)


def forget(session: Session, recording_id: str) -> None:
    """Drop what a change of speed, bearing or kind has made stale."""
    row = _find(session, recording_id)
    if row is not None:
        session.delete(row)


def _find(session: Session, recording_id: str) -> DiagnosisRow | None:
    query = select(DiagnosisRow).where(DiagnosisRow.recording_id == recording_id)
    return session.scalars(query).one_or_none()
