"""What the files of recordings say beside their samples, as they say it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.tables import FileFactsRow

Facts = tuple[tuple[str, float | str], ...]


def put(session: Session, recording_id: str, facts: Facts) -> None:
    """Keep them for a recording that has just arrived; none take no row."""
    if facts:
        session.add(FileFactsRow(recording_id=recording_id, facts=to_text(Facts, facts)))


def get(session: Session, recording_id: str) -> Facts:
    """Those of a recording, in the order of its file; () where it told none."""
    query = select(FileFactsRow).where(FileFactsRow.recording_id == recording_id)
    row = session.scalars(query).one_or_none()
    return () if row is None else from_text(Facts, row.facts)
