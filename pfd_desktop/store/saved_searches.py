"""Saved searches in the store."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.tags import SavedSearch
from pfd_desktop.errors import NotFound
from pfd_desktop.store import rows
from pfd_desktop.store.tables import SavedSearchRow


def list_all(session: Session) -> tuple[SavedSearch, ...]:
    """All by name, the pinned ones first."""
    query = (
        select(SavedSearchRow)
        .where(SavedSearchRow.deleted_at.is_(None))
        .order_by(SavedSearchRow.pinned.desc(), SavedSearchRow.name, SavedSearchRow.id)
    )
    return tuple(record_of(row) for row in session.scalars(query))


def save(
    session: Session, name: str, subject: str, query: str, *, pinned: bool
) -> tuple[SavedSearch | None, SavedSearch]:
    """Keep a query under a name, in place of one that has it; the one before, the one now."""
    wanted = select(SavedSearchRow).where(
        SavedSearchRow.name == name,
        SavedSearchRow.subject == subject,
        SavedSearchRow.deleted_at.is_(None),
    )
    row = session.scalars(wanted).first()
    before = None if row is None else record_of(row)
    if row is None:
        row = SavedSearchRow(name=name, subject=subject)
        session.add(row)
    row.query, row.pinned = query, pinned
    session.flush()
    return before, record_of(row)


def pin(session: Session, saved_id: str, *, pinned: bool) -> SavedSearch:
    """Let it stand above the list, or not; as it was."""
    row = rows.find(session, SavedSearchRow, saved_id, "saved search")
    before = record_of(row)
    row.pinned = pinned
    return before


def delete(session: Session, saved_id: str) -> SavedSearch:
    """Into the trash; as it was."""
    row = rows.find(session, SavedSearchRow, saved_id, "saved search")
    rows.bury(row)
    return record_of(row)


def restore(session: Session, saved_id: str) -> SavedSearch:
    """Out of the trash; raises NotFound."""
    row = session.get(SavedSearchRow, saved_id)
    if row is None:
        raise NotFound(f"There is no saved search {saved_id} in this project.")
    rows.unbury(row)
    return record_of(row)


def record_of(row: SavedSearchRow) -> SavedSearch:
    """The record of a row."""
    return SavedSearch(
        row.id, row.name, row.subject, row.query, row.pinned, row.created_at, row.row_version
    )
