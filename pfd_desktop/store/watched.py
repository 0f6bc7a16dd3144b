"""Watched folders in the store, and which states of their files were taken."""

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.importing import Mapping
from pfd_desktop.core.records.watching import FileState, WatchedFolder
from pfd_desktop.store import rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.tables import WatchedFileRow, WatchedFolderRow

_Ids = tuple[str, ...]


def list_all(session: Session) -> tuple[WatchedFolder, ...]:
    """All, in the order they were told."""
    query = (
        select(WatchedFolderRow)
        .where(WatchedFolderRow.deleted_at.is_(None))
        .order_by(WatchedFolderRow.id)
    )
    return tuple(_record_of(session, row) for row in session.scalars(query))


def put(session: Session, folder: Path, mapping: Mapping, *, every: bool) -> WatchedFolder:
    """Watch *folder*; one that was watched before goes on where it stopped."""
    query = select(WatchedFolderRow).where(WatchedFolderRow.folder == str(folder))
    row = session.scalars(query).first()
    if row is None:
        row = WatchedFolderRow(folder=str(folder))
        session.add(row)
    row.mapping, row.every = to_text(Mapping, mapping), every
    rows.unbury(row)
    session.flush()
    return _record_of(session, row)


def stop(session: Session, folder_id: str) -> None:
    """Watch it no more; what was taken is remembered. Raises NotFound."""
    rows.bury(rows.find(session, WatchedFolderRow, folder_id, "watched folder"))


def retell(session: Session, folder_id: str, mapping: Mapping, *, every: bool) -> None:
    """Another mapping from now on, also for what was refused; raises NotFound."""
    row = rows.find(session, WatchedFolderRow, folder_id, "watched folder")
    row.mapping, row.every = to_text(Mapping, mapping), every
    refused = select(WatchedFileRow).where(
        WatchedFileRow.folder_id == folder_id, WatchedFileRow.reason != ""
    )
    for file in session.scalars(refused):
        session.delete(file)


def taken(session: Session, folder_id: str) -> dict[str, FileState]:
    """The files that were imported or refused, as they were then."""
    columns = WatchedFileRow.path, WatchedFileRow.size, WatchedFileRow.changed_ns
    query = select(*columns).where(WatchedFileRow.folder_id == folder_id)
    return {path: FileState(size, changed_ns) for path, size, changed_ns in session.execute(query)}


def came_of(session: Session, folder_id: str) -> dict[Path, tuple[str, ...]]:
    """The recordings that files of the folder became when they were last taken, by their ids."""
    columns = WatchedFileRow.path, WatchedFileRow.recordings
    query = select(*columns).where(WatchedFileRow.folder_id == folder_id)
    return {Path(path): from_text(_Ids, ids) for path, ids in session.execute(query)}


def take(
    session: Session,
    folder_id: str,
    file: tuple[Path, FileState],
    reason: str,
    recordings: tuple[str, ...],
) -> None:
    """This state of the file became these recordings, or was refused with a reason."""
    path, state = file
    query = select(WatchedFileRow).where(
        WatchedFileRow.folder_id == folder_id, WatchedFileRow.path == str(path)
    )
    row = session.scalars(query).one_or_none()
    if row is None:
        row = WatchedFileRow(folder_id=folder_id, path=str(path))
        session.add(row)
    row.size, row.changed_ns, row.reason = state.size, state.changed_ns, reason
    row.recordings = to_text(_Ids, recordings)


def _record_of(session: Session, row: WatchedFolderRow) -> WatchedFolder:
    mine, told = WatchedFileRow.folder_id == row.id, WatchedFileRow.reason != ""
    reasons = select(WatchedFileRow.path, WatchedFileRow.reason).where(mine, told)
    refused = session.execute(reasons.order_by(WatchedFileRow.path))
    arrived = session.scalar(select(func.count(WatchedFileRow.id)).where(mine, ~told))
    return WatchedFolder(
        row.id,
        Path(row.folder),
        from_text(Mapping, row.mapping),
        row.every,
        arrived or 0,
        tuple((path, reason) for path, reason in refused),
    )
