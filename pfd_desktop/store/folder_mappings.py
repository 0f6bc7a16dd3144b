"""How the files of a folder were mapped the last time."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.importing import Mapping
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.tables import FolderMappingRow


def keep(session: Session, folder: str, mapping: Mapping) -> None:
    """Remember *mapping* for *folder*."""
    row = _find(session, folder)
    text = to_text(Mapping, mapping)
    if row is None:
        session.add(FolderMappingRow(folder=folder, mapping=text))
    else:
        row.mapping = text


def get(session: Session, folder: str) -> Mapping | None:
    """What was remembered, or None."""
    row = _find(session, folder)
    return None if row is None else from_text(Mapping, row.mapping)


def _find(session: Session, folder: str) -> FolderMappingRow | None:
    query = select(FolderMappingRow).where(FolderMappingRow.folder == folder)
    return session.scalars(query).one_or_none()
