"""The database's look at itself."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def problems(session: Session) -> tuple[str, ...]:
    """What SQLite finds wrong with pages, indexes and references; a sentence each."""
    pages = session.execute(text("PRAGMA integrity_check")).scalars().all()
    strays = session.execute(text("PRAGMA foreign_key_check")).all()
    return (
        *(f"The database is damaged: {said}." for said in pages if said != "ok"),
        *(f"A row of {row[0]} points to a missing row of {row[2]}." for row in strays),
    )
