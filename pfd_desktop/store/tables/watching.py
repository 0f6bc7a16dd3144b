"""Folders whose new files are imported by themselves."""

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pfd_desktop.store.tables.base import Base, Keyed, Synced


class WatchedFolderRow(Synced, Base):
    """A folder and how its files are to be read."""

    __tablename__ = "watched_folders"
    folder: Mapped[str]
    mapping: Mapped[str]  # JSON
    every: Mapped[bool] = mapped_column(default=False)


class WatchedFileRow(Keyed, Base):
    """A file as it was when it was imported or refused."""

    __tablename__ = "watched_files"
    __table_args__ = (UniqueConstraint("folder_id", "path"),)
    folder_id: Mapped[str] = mapped_column(ForeignKey("watched_folders.id"))
    path: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    changed_ns: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(default="")  # why it was refused; "" where it was not
    recordings: Mapped[str] = mapped_column(default="[]", server_default="[]")  # JSON: ids
