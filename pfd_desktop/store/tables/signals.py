"""Labels with their audit trail, processing chains, speed references."""

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from pfd_desktop.store.keys import now
from pfd_desktop.store.tables.base import Base, Keyed, Synced, Utc


class LabelRow(Synced, Base):
    """What somebody saw in a recording."""

    __tablename__ = "labels"
    recording_id: Mapped[str] = mapped_column(ForeignKey("recordings.id"), index=True)
    kind: Mapped[str]
    start_s: Mapped[float | None] = mapped_column(default=None)
    stop_s: Mapped[float | None] = mapped_column(default=None)
    low_hz: Mapped[float | None] = mapped_column(default=None)
    high_hz: Mapped[float | None] = mapped_column(default=None)
    classes: Mapped[str]  # JSON
    severity: Mapped[float | None] = mapped_column(default=None)
    severity_words: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(Utc, default=now)


class LabelChangeRow(Keyed, Base):
    """A line of the audit trail of labels; the database refuses to change or delete one."""

    __tablename__ = "label_changes"
    label_id: Mapped[str] = mapped_column(ForeignKey("labels.id"), index=True)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recordings.id"), index=True)
    act: Mapped[str]
    author: Mapped[str] = mapped_column(default="")
    before: Mapped[str | None] = mapped_column(default=None)  # JSON
    after: Mapped[str | None] = mapped_column(default=None)  # JSON


class FileFactsRow(Keyed, Base):
    """What the file of a recording says beside its samples."""

    __tablename__ = "file_facts"
    recording_id: Mapped[str] = mapped_column(ForeignKey("recordings.id"), index=True, unique=True)
    facts: Mapped[str]  # JSON


class ChainRow(Synced, Base):
    """A saved chain."""

    __tablename__ = "chains"
    name: Mapped[str] = mapped_column(unique=True)
    chain: Mapped[str]  # JSON


class ActiveChainRow(Synced, Base):
    """The chain that a recording, or all of them, is seen through; at most one for each."""

    __tablename__ = "active_chains"
    scope: Mapped[str] = mapped_column(unique=True)  # key of the recording, "all"
    recording_id: Mapped[str | None] = mapped_column(ForeignKey("recordings.id"), default=None)
    chain: Mapped[str]  # JSON


class SpeedReferenceRow(Synced, Base):
    """Where the speed of a recording is taken from."""

    __tablename__ = "speed_references"
    recording_id: Mapped[str] = mapped_column(ForeignKey("recordings.id"), unique=True)
    reference: Mapped[str]  # JSON


# What the migration to schema 0002 makes too; a test holds the two together.
APPEND_ONLY = tuple(
    f"CREATE TRIGGER label_changes_no_{act.lower()} BEFORE {act} ON label_changes"
    " BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
    for act in ("UPDATE", "DELETE")
)


@event.listens_for(Base.metadata.tables["label_changes"], "after_create")
def _only_grows(_table: Table, connection: Connection, **_told: object) -> None:
    for statement in APPEND_ONLY:
        connection.exec_driver_sql(statement)
