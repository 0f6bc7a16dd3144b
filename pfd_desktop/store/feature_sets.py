"""Feature sets in the store."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.learning import FeatureSet
from pfd_desktop.store import rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.tables import FeatureSetRow

_Names = tuple[str, ...]


def add(session: Session, new: FeatureSet) -> FeatureSet:
    """Keep a feature set whose file lies in place."""
    row = FeatureSetRow(
        id=new.id,
        name=new.name,
        feature_names=to_text(_Names, new.feature_names),
        recording_ids=to_text(_Names, new.recording_ids),
        rows=new.rows,
        window_samples=new.window_samples,
        code_version=new.code_version,
        created_at=new.created_at,
        warnings=to_text(_Names, new.warnings),
        dataset_version_id=new.dataset_version_id,
    )
    session.add(row)
    session.flush()
    return record_of(row)


def get(session: Session, feature_set_id: str) -> FeatureSet:
    """The feature set; raises NotFound."""
    return record_of(rows.find(session, FeatureSetRow, feature_set_id, "feature set"))


def list_all(session: Session) -> tuple[FeatureSet, ...]:
    """All, the oldest first."""
    query = select(FeatureSetRow).where(FeatureSetRow.deleted_at.is_(None))
    return tuple(record_of(row) for row in session.scalars(query.order_by(FeatureSetRow.id)))


def delete(session: Session, feature_set_id: str) -> None:
    """Into the trash."""
    rows.bury(rows.find(session, FeatureSetRow, feature_set_id, "feature set"))


def record_of(row: FeatureSetRow) -> FeatureSet:
    """The record of a row."""
    return FeatureSet(
        id=row.id,
        name=row.name,
        feature_names=from_text(_Names, row.feature_names),
        recording_ids=from_text(_Names, row.recording_ids),
        rows=row.rows,
        window_samples=row.window_samples,
        code_version=row.code_version,
        created_at=row.created_at,
        warnings=from_text(_Names, row.warnings),
        dataset_version_id=row.dataset_version_id,
    )
