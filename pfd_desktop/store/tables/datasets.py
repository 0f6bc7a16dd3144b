"""Datasets, their versions with what they froze, and designed splits."""

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, Table, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from pfd_desktop.store.tables.base import Base, Keyed, Synced, Utc


class DatasetRow(Synced, Base):
    """A named dataset."""

    __tablename__ = "datasets"
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    archived_at: Mapped[datetime | None] = mapped_column(Utc, default=None)


class DatasetVersionRow(Keyed, Base):
    """A version; the database refuses to change or delete one."""

    __tablename__ = "dataset_versions"
    __table_args__ = (UniqueConstraint("dataset_id", "number"),)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(index=True)
    members: Mapped[int]
    note: Mapped[str] = mapped_column(default="")


class DatasetMemberRow(Base):
    """A recording of a version as it was frozen; none is added once all are there."""

    __tablename__ = "dataset_members"
    version_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recordings.id"), index=True)
    facts: Mapped[str]  # JSON


class DatasetSplitRow(Keyed, Base):
    """A designed split of a version; the database refuses to change or delete one."""

    __tablename__ = "dataset_splits"
    __table_args__ = (UniqueConstraint("version_id", "certificate"),)
    version_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id"))
    key: Mapped[str]
    seed: Mapped[int]
    parts: Mapped[int]
    part_of: Mapped[str]  # JSON
    certificate: Mapped[str] = mapped_column(index=True)


# What the migration to schema 0004 makes too; a test holds the two together.
FROZEN = {
    name: tuple(
        f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name}"
        f" BEGIN SELECT RAISE(ABORT, '{what} never changes'); END"
        for act in ("UPDATE", "DELETE")
    )
    for name, what in (
        ("dataset_versions", "a version of a dataset"),
        ("dataset_members", "a version of a dataset"),
        ("dataset_splits", "a designed split"),
    )
}
FROZEN["dataset_members"] += (
    "CREATE TRIGGER dataset_members_no_more BEFORE INSERT ON dataset_members"
    " WHEN NEW.position NOT BETWEEN 0 AND"
    " (SELECT members FROM dataset_versions WHERE id = NEW.version_id) - 1"
    " BEGIN SELECT RAISE(ABORT, 'a version of a dataset never changes'); END",
)


def _freeze(table: Table, connection: Connection, **_told: object) -> None:
    for statement in FROZEN[table.name]:
        connection.exec_driver_sql(statement)


for _name in FROZEN:
    event.listen(Base.metadata.tables[_name], "after_create", _freeze)
