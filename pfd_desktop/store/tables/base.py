"""What every table has."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, MetaData, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from pfd_desktop.store.keys import new_key, now


class Utc(TypeDecorator[datetime]):
    """Aware times, kept in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into the database; refuses naive times."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out of the database."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of all rows."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Keyed:
    """Key and time of making."""

    id: Mapped[str] = mapped_column(primary_key=True, default=new_key)
    created_at: Mapped[datetime] = mapped_column(Utc, default=now)


class Synced(Keyed):
    """What sync will need: a version that grows with each change, and a tombstone."""

    row_version: Mapped[int]
    deleted_at: Mapped[datetime | None] = mapped_column(Utc, default=None)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """SQLAlchemy counts the changes, so that nobody can forget to."""
        return {"version_id_col": cls.row_version}
