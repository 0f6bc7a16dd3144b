"""What all nouns do with their rows."""

from typing import TypeVar

from sqlalchemy.orm import Session

from pfd_desktop.errors import NotFound
from pfd_desktop.store.keys import now
from pfd_desktop.store.tables.base import Base, Synced

RowT = TypeVar("RowT", bound=Base)


def find(session: Session, kind: type[RowT], key: str, noun: str) -> RowT:
    """The row of that key; raises NotFound where there is none or it lies in the trash."""
    row = session.get(kind, key)
    if row is None or getattr(row, "deleted_at", None) is not None:
        raise NotFound(f"There is no {noun} {key} in this project.")
    return row


def bury(row: Synced) -> None:
    """Into the trash."""
    row.deleted_at = now()


def unbury(row: Synced) -> None:
    """Out of the trash."""
    row.deleted_at = None
